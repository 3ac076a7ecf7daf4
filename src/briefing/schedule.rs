use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    article::{Author, ChannelId, GuildId, RoleId, UserId},
    schedule::{Recurrence, Zone},
};

/// Most schedules of a guild at a time.
pub const MAX_SCHEDULES: usize = 50;
/// Most stories of a briefing.
pub const MAX_LIMIT: u8 = 8;
/// After how many occurrences in a row that failed for good a schedule is paused.
pub const PAUSED_AFTER: u32 = 3;

/// A schedule's name: its guild and its number there, from 1, never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ScheduleId {
    /// Whose it is.
    pub guild: GuildId,
    /// Its number there.
    pub number: u32,
}

impl fmt::Display for ScheduleId {
    /// `S3`: as people see it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S{}", self.number)
    }
}

/// A briefing that comes again: what is wanted, when it is next, how it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Its name.
    pub id: ScheduleId,
    /// How often it was changed, from 1.
    pub version: u32,
    /// What is wanted.
    pub plan: Plan,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who changed it last.
    pub changed_by: UserId,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// Since when it rests; none where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<Pause>,
    /// How many occurrences in a row failed for good.
    #[serde(default)]
    pub failures: u32,
    /// The number of its last delivery; 0 where there was none.
    #[serde(default)]
    pub last_delivery: u32,
    /// Its next occurrence; none while it rests, or where the calendar ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Due>,
}

/// What somebody wants posted, where and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Where.
    pub channel: ChannelId,
    /// What kind of channel that was when it was chosen.
    pub kind: ChannelKind,
    /// When.
    pub recurrence: Recurrence,
    /// Only stories of this topic, as it was written when it was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The role that is pinged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<RoleId>,
    /// Most stories, from 1 to [`MAX_LIMIT`].
    pub limit: u8,
    /// Whether each goes into a thread of its own.
    #[serde(default)]
    pub thread: bool,
    /// Whether each is published to the channels that follow this one.
    #[serde(default)]
    pub crosspost: bool,
    /// What is posted where there is nothing new.
    #[serde(default)]
    pub when_empty: WhenEmpty,
}

/// What kind of channel briefings go into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// Messages one below the other.
    Text,
    /// The same, which other guilds may follow.
    Announcement,
    /// Posts, each a thread.
    Forum,
}

/// What is posted where there is nothing new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenEmpty {
    /// Nothing.
    #[default]
    Silent,
    /// A line that says so.
    Note,
}

/// That a schedule rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Since when.
    pub at: DateTime<Utc>,
    /// Who paused it; the operator stands for the program, after failures.
    pub by: Author,
}

/// The next occurrence of a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Its local date.
    pub date: NaiveDate,
    /// When.
    pub due_at: DateTime<Utc>,
    /// The version of the time zone database by which that was reckoned.
    pub database: String,
}

impl Plan {
    /// One of which nothing else is said: of all topics, [`MAX_LIMIT`] stories at most, without a ping.
    pub fn new(channel: ChannelId, kind: ChannelKind, recurrence: Recurrence) -> Self {
        Self {
            channel,
            kind,
            recurrence,
            topic: None,
            mention: None,
            limit: MAX_LIMIT,
            thread: false,
            crosspost: false,
            when_empty: WhenEmpty::default(),
        }
    }

    /// The first occurrence after `after`, but for the local dates that are `taken`: at most one briefing is
    /// posted on a date.
    pub fn next(&self, after: DateTime<Utc>, taken: impl Fn(NaiveDate) -> bool) -> Option<Due> {
        let mut after = after;
        loop {
            let found = self.recurrence.next(after)?;
            if !taken(found.date) {
                return Some(Due {
                    date: found.date,
                    due_at: found.due_at,
                    database: Zone::database_version().to_owned(),
                });
            }
            after = found.due_at;
        }
    }
}

impl Schedule {
    /// Whether the program paused it itself, after failures.
    pub fn gave_up(&self) -> bool {
        let paused = self.paused.as_ref();
        paused.is_some_and(|pause| pause.by == Author::Operator)
    }
}
