//! What the desk refuses. In which words: `refused`.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::{action::DraftKey, form::TooLong, upload::BadFile};
use crate::article::{ArticleId, Author, ChannelId, Record, RoleId, UserId};

/// Something asked of the desk that can't be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskRefusal {
    /// There is no desk in a direct message.
    NoGuild,
    /// They may not.
    MayNot {
        /// What it takes.
        takes: Permission,
        /// The role that may as well.
        role: Option<RoleId>,
        /// The draft that keeps what they typed.
        kept: Option<u32>,
    },
    /// There is no draft of that number.
    UnknownDraft(u32),
    /// The draft was published.
    AlreadyPublished {
        /// Its number.
        draft: u32,
        /// What it became.
        article: ArticleId,
        /// Who published it; the operator stands for the program, at its time.
        by: Author,
        /// When.
        at: DateTime<Utc>,
    },
    /// The draft was thrown away.
    AlreadyDiscarded {
        /// The draft as it is now.
        draft: DraftKey,
        /// Who did it.
        by: UserId,
        /// When.
        at: DateTime<Utc>,
    },
    /// The draft was changed since the button was made.
    ChangedDraft {
        /// The draft as it is now.
        draft: DraftKey,
        /// Who changed it.
        by: UserId,
        /// When.
        at: DateTime<Utc>,
    },
    /// What was typed for a draft that is another by now: it is kept by itself.
    Overtaken {
        /// The draft's number.
        draft: u32,
        /// What was typed.
        kept: DraftKey,
    },
    /// The story was changed since the button was made.
    Outdated {
        /// The story.
        id: ArticleId,
        /// Its revision now.
        present: u32,
    },
    /// An earlier revision that reads as the present one does.
    SameText {
        /// The story.
        id: ArticleId,
        /// The revision.
        revision: u32,
    },
    /// A revision that is not kept here.
    UnknownRevision {
        /// The story.
        id: ArticleId,
        /// The revision.
        revision: u32,
    },
    /// Only the house's own desk changes its stories.
    OfTheHouse(ArticleId),
    /// A part of a story that no form takes.
    PartTooLong(ArticleId, TooLong),
    /// A draft that no form takes.
    DraftTooLong(DraftKey, TooLong),
    /// A file that can't be taken.
    File {
        /// Its name.
        name: String,
        /// What is wrong with it.
        bad: BadFile,
        /// How the names of files end that are taken.
        accepted: &'static [&'static str],
    },
    /// A file of more stories than the desk takes at once; it waits as it came.
    ManyStories {
        /// The draft that keeps it.
        draft: u32,
        /// How many there are.
        count: usize,
        /// How many there may be.
        most: u32,
    },
    /// A story that is too large with what readers are told of its changes.
    LargeStory {
        /// UTF-8 bytes of its texts.
        bytes: usize,
        /// How many there may be.
        max: usize,
    },
    /// A message with no text and no file, to be added; what is taken.
    EmptyMessage(&'static [&'static str]),
    /// No part of that story goes by these words.
    UnknownPart {
        /// What was typed.
        typed: String,
        /// The story.
        record: Arc<Record>,
    },
    /// No section of that story goes by these words.
    UnknownSection {
        /// What was typed.
        typed: String,
        /// The story.
        record: Arc<Record>,
        /// The nearest sections, by their place from 0.
        near: Vec<usize>,
    },
    /// Several sections of that story fit these words.
    AmbiguousSection {
        /// What was typed.
        typed: String,
        /// The story.
        record: Arc<Record>,
        /// Those that fit, by their place from 0.
        fit: Vec<usize>,
    },
    /// No time at which a story could go live.
    PublishAt {
        /// What was typed.
        typed: String,
        /// What is wrong with it.
        bad: BadTime,
        /// One that would do.
        example: String,
    },
    /// It was withdrawn before.
    AlreadyWithdrawn(ArticleId),
    /// It is not withdrawn.
    NotWithdrawn(ArticleId),
    /// A story of the house that was hidden before.
    AlreadyHidden(ArticleId),
    /// A story of the house that is not hidden.
    NotHidden(ArticleId),
    /// There is no story to export.
    NothingToExport,
    /// A note or a reason that is too long.
    LongWords {
        /// Which of them.
        what: Words,
        /// What was typed.
        typed: String,
    },
    /// No time zone goes by that name.
    UnknownZone {
        /// What was typed.
        typed: String,
        /// The nearest there are.
        near: Vec<String>,
    },
    /// The role that everybody has.
    EveryoneRole,
    /// A channel that can't take the log.
    LogChannel {
        /// The channel.
        channel: ChannelId,
        /// The permissions that are missing there, by their names; none where it takes no messages at all.
        missing: Vec<String>,
    },
}

/// A permission of Discord's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Of moderators.
    ManageMessages,
    /// Of those who set the bot up.
    ManageServer,
}

/// What is wrong with a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadTime {
    /// It can't be read.
    Unreadable,
    /// A day without a time.
    NoTime,
    /// A day, and then what is no time of a day.
    UnknownTime,
    /// Day and month could be either.
    Ambiguous(NaiveDate, NaiveDate),
    /// It is over.
    Past(DateTime<Utc>),
}

/// Words beside a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// What readers are told of a change.
    Note,
    /// Why a story is withdrawn.
    Reason,
}
