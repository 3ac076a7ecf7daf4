//! What the desk's buttons, menus and forms do. How their `custom_id` says so: `custom_id.rs`.

use chrono::{DateTime, Utc};

use crate::{
    article::{ArticleId, Draft, UserId},
    view::action::{Part, SectionKey},
};

/// A draft as a button showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftKey {
    /// Its number at the desk of the guild where the button is pressed.
    pub number: u32,
    /// Its version.
    pub version: u32,
}

impl DraftKey {
    /// The key of a draft as it is.
    pub fn of(draft: &Draft) -> Self {
        Self {
            number: draft.id.number,
            version: draft.version,
        }
    }
}

/// What pressing a button or opening a menu of the desk asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskAction {
    /// Something with a draft.
    Draft(DraftKey, DraftAct),
    /// Show what waits.
    Drafts {
        /// The first to show, by its number; 0 for the newest.
        from: u32,
    },
    /// Publish all of these drafts that can be published.
    Batch {
        /// The first number.
        first: u32,
        /// The last number.
        last: u32,
    },
    /// A menu of an article's parts; what was chosen comes as a [`PartChoice`].
    Parts(ArticleId),
    /// The form of a part, filled in.
    Edit(ArticleId, PartKey),
    /// Show an article's revisions.
    History {
        /// Whose.
        article: ArticleId,
        /// The first to show; 0 for the newest.
        from: u32,
    },
    /// Show what a revision changed.
    Revision {
        /// Of which article.
        article: ArticleId,
        /// Which.
        revision: u32,
    },
    /// Make an earlier revision the present one.
    Rewrite {
        /// Of which article.
        article: ArticleId,
        /// Which.
        revision: u32,
        /// What was the present one.
        over: u32,
    },
    /// Show lines of the log.
    Log {
        /// Only of this user.
        who: Option<UserId>,
        /// Only of this article.
        article: Option<ArticleId>,
        /// The first to show; 0 for the newest.
        from: u64,
    },
    /// Take back a setting.
    Clear(Clearable),
}

/// What to do with a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftAct {
    /// Show a part of its preview.
    Show(Part, u16),
    /// Show a section of its preview, a page of it from 0.
    Section(SectionKey, u16),
    /// Show the menu of its preview's sections; what was chosen comes as a
    /// [`SectionChoice`](crate::view::action::SectionChoice).
    Sections(u16),
    /// Publish it, or have it published at its time.
    Publish {
        /// Over this revision of what it changes; 0 where it is a new story.
        over: u32,
    },
    /// Publish it at once, whatever time it has.
    PublishNow {
        /// As in [`DraftAct::Publish`].
        over: u32,
    },
    /// Publish it as a new story although one is much like it.
    New,
    /// Make it a change of this article.
    Revise(ArticleId),
    /// Open its form.
    Edit,
    /// Give its text as a file.
    File,
    /// Give everything that is wrong with it as a file.
    Problems,
    /// Throw it away.
    Discard,
    /// Take it back after that.
    Recover,
    /// Have it wait again instead of going live at its time.
    Unschedule,
}

/// A part of an article that has a form of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKey {
    /// Headline, date, byline, topics.
    Details,
    /// Sources and image.
    Links,
    /// The lede.
    Lede,
    /// The list of highlights.
    Highlights,
    /// A section.
    Section(SectionKey),
    /// The scenario analysis.
    Analysis,
}

/// What was chosen from a menu of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartChoice {
    /// A part.
    Part(PartKey),
    /// The menu that goes on from this section, from 0.
    More(u16),
}

/// A setting that can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clearable {
    /// The moderator role.
    ModeratorRole,
    /// The log channel.
    LogChannel,
}

/// What a form is for: its `custom_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKey {
    /// A new story.
    New {
        /// When it shall go live, to the second.
        publish_at: Option<DateTime<Utc>>,
    },
    /// Another text of a draft.
    Draft(DraftKey),
    /// A part of an article.
    Edit {
        /// Which article.
        article: ArticleId,
        /// The revision that the form was filled in from.
        revision: u32,
        /// Which part.
        part: PartKey,
    },
}

impl Clearable {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::ModeratorRole, Self::LogChannel];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ModeratorRole => "moderator_role",
            Self::LogChannel => "log_channel",
        }
    }
}
