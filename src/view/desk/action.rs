//! What the desk's buttons, menus and forms do, and how their `custom_id` says so.
//!
//! Part of [`Action`](crate::view::Action)'s registry: the same rules and the same fixtures.
//!
//! ```text
//! 1:draft:7.3:show:summary:0            of draft 7, as it was at version 3: the preview's summary
//! 1:draft:7.3:section:2.9f03a1c4:0      the preview's third section
//! 1:draft:7.3:sections:24               the preview's menu of sections
//! 1:draft:7.3:publish:5                 publish it over revision 5 of what it changes; 0: a new story
//! 1:draft:7.3:new                       publish it as a new story although one is much like it
//! 1:draft:7.3:revise:h12                make it a change of #H12
//! 1:draft:7.3:edit                      the form, filled in
//! 1:draft:7.3:file                      its text as a file
//! 1:draft:7.3:discard, :recover, :unschedule
//! 1:drafts:20                           what waits, from draft 20 on downwards; 0: from the newest
//! 1:batch:12.18                         publish what can be of the drafts 12 to 18
//! 1:parts:h12                           a menu of the parts of #H12; the choice is a value
//! 1:edit:h12:lede                       the form of a part, filled in
//! 1:history:h12:5                       its revisions, from revision 5 on downwards; 0: from the newest
//! 1:revision:h12:3                      what its revision 3 changed
//! 1:rewrite:h12:3.5                     make revision 3 the present one, over revision 5
//! 1:log:ab12:h12:40                     lines of the log of that user and article, from 40 on downwards
//! 1:clear:moderator_role                take back a setting
//! 1:form:new:-                          a form for a new story; or when it shall go live, in UTC seconds
//! 1:form:draft:7.3                      a form for another text of draft 7
//! 1:form:edit:h12.5:section.2.9f03a1c4  a form for a part of #H12 as revision 5 has it
//! ```

use chrono::{DateTime, Utc};

use crate::{
    article::{ArticleId, UserId},
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
    /// A menu of an article's parts; what was chosen comes as a [`PartKey`].
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
    /// Publish it as a new story although one is much like it.
    New,
    /// Make it a change of this article.
    Revise(ArticleId),
    /// Open its form.
    Edit,
    /// Give its text as a file.
    File,
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
    /// In a menu: its sections from this one on.
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
        /// When it shall go live.
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
