//! The tables there are: what is kept, under which key.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Change, CopyId, Job, JobKey, Setting,
    asks::{Ask, AskKey},
    codec::Value,
    copies::Posted,
    desks::Desk,
    drafts::Sheet,
    hidden::Hiding,
    key::Key,
    story::Story,
    table::Table,
};
use crate::{
    article::{ArticleId, DraftId, Entry, GuildId, Library, Outline, Record, UserId},
    briefing::{Delivery, DeliveryId, Schedule, ScheduleId},
};

/// The schema that this program writes: raised when an older program would misread the tables, or
/// meet in them what it does not know. 2: searches kept, articles hidden, changes of more kinds.
/// 3: drafts, the desk's log, guilds' settings, jobs, which articles are withdrawn. 4: schedules,
/// deliveries, what was posted, which articles were announced. 5: plans of briefings in a lane of their own.
pub(super) const SCHEMA: u32 = 5;

/// Declares the tables once: their names, how they are opened, which trees are ours.
macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident: $key:ty => $value:ty,)*) => {
        /// Every table of the database.
        pub(super) struct Catalogue {
            $($(#[$doc])* pub(super) $name: Table<$key, $value>,)*
        }

        impl Catalogue {
            /// The names of the tables.
            pub(super) const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// Opens every table, created empty where there is none.
            pub(super) fn open(db: &sled::Db) -> sled::Result<Self> {
                Ok(Self { $($name: Table::open(db, stringify!($name))?,)* })
            }
        }
    };
}

catalogue! {
    /// The sentinel: without it, the database is none of ours or lost everything.
    head: Only => Head,
    /// What is known of a library as a whole; there from its first article on.
    shelves: Library => Shelf,
    /// The articles as they are now. Never removed, so that numbers have no gap.
    articles: ArticleId => Record,
    /// Their earlier revisions, by revision.
    revisions: (ArticleId, u32) => Record,
    /// A few fields of every published article: small, so that an index is built without reading
    /// the articles.
    cards: ArticleId => Outline,
    /// Published articles from the oldest to the newest: library, date, time of going live, number.
    newest: (Library, NaiveDate, DateTime<Utc>, u32) => (),
    /// By what an article is known as the same story, and its number.
    stories: (Library, Story, u32) => (),
    /// Articles of the house that a guild took from its readers: guild, number.
    hidden: (u64, u32) => Hiding,
    /// Articles that were taken from all their readers.
    withdrawn: ArticleId => (),
    /// Articles that were announced as the desk's news: library, when, number.
    announced: (Library, DateTime<Utc>, u32) => (),
    /// Every write to an article, by sequence number.
    changes: u64 => Change,
    /// The general settings.
    settings: Setting => String,
    /// The import files that were read: path, mark.
    files: String => String,
    /// What controls ask for that does not fit into them.
    asks: AskKey => Ask,
    /// The same from the oldest to the newest.
    asks_by_time: (DateTime<Utc>, Option<u64>, u64) => (),
    /// What is known of a guild's desk as a whole; there from the first thing done at it on.
    desks: GuildId => Desk,
    /// Drafts without their texts.
    drafts: DraftId => Sheet,
    /// Their texts, in pieces.
    draft_texts: (DraftId, u32) => String,
    /// Drafts that are still to be acted on.
    open_drafts: DraftId => (),
    /// Who did what at a guild's desk, by the place in its log. Never removed.
    log: (GuildId, u64) => Entry,
    /// The same by the article that it was done to.
    log_by_article: (GuildId, ArticleId, u64) => (),
    /// The same by who did it.
    log_by_user: (GuildId, UserId, u64) => (),
    /// What the program is to do by itself.
    jobs: JobKey => Job,
    /// Of these a desk's, by the time from which on they may be taken.
    jobs_due: (DateTime<Utc>, JobKey) => (),
    /// Those that plan briefings, in the same order.
    plans_due: (DateTime<Utc>, JobKey) => (),
    /// Those that post them, in the same order.
    briefings_due: (DateTime<Utc>, JobKey) => (),
    /// Edits of what was posted, in the same order.
    edits_due: (DateTime<Utc>, JobKey) => (),
    /// Briefings that come again.
    schedules: ScheduleId => Schedule,
    /// What was posted for each schedule, or is going to be; kept when the schedule is removed.
    deliveries: DeliveryId => Delivery,
    /// The delivery of an occurrence, the last where there were several: schedule, local date and
    /// time, number.
    occurrences: (ScheduleId, NaiveDate, NaiveTime) => u32,
    /// In which of its deliveries a schedule tells an article.
    told: (ScheduleId, ArticleId) => u32,
    /// What is known of a posted message with stories beside its delivery.
    copies: CopyId => Posted,
    /// The same by the articles in it, and messages that are still to be posted.
    copies_by_article: (ArticleId, CopyId) => (),
    /// Those that could not be edited.
    copies_in_trouble: CopyId => (),
}

/// The key of a table with one record.
pub(super) struct Only;

impl Key for Only {
    fn write(&self, to: &mut Vec<u8>) {
        0u8.write(to);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        u8::read(from).filter(|byte| *byte == 0).map(|_| Self)
    }
}

/// What is known of the database as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// The schema of the tables.
    pub(super) schema: u32,
    /// The sequence number of the last change; 0 where there was none.
    pub(super) change_seq: u64,
    /// How many entries the logs of all guilds have.
    #[serde(default)]
    pub(super) entries: u64,
    /// How many transactions wrote to schedules, deliveries and copies.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) briefings: u64,
    /// The last change of which the copies know.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) followed: u64,
}

impl Head {
    /// How much was ever written: grows with every change, every entry of a log, and all that is done
    /// for a briefing.
    pub(super) fn written(&self) -> u64 {
        self.change_seq + self.entries + self.briefings
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// What is known of a library as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shelf {
    /// The last number given; 0 where there was none.
    pub(super) last_number: u32,
    /// How many of its articles readers see.
    pub(super) published: u32,
}

impl Value for Head {}
impl Value for Shelf {}
impl Value for Record {}
impl Value for Outline {}
impl Value for Change {}
impl Value for Ask {}
impl Value for Desk {}
impl Value for Sheet {}
impl Value for Entry {}
impl Value for Job {}
impl Value for Schedule {}
impl Value for Delivery {}
impl Value for Posted {}
