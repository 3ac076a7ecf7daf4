//! The desk's log: who did what to which article.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ArticleId, Author, ChannelId, RoleId};

/// One line of a guild's log. Lines are only added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place in that guild's log: 1, 2, 3 … without a gap.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; the operator stands for the program where it acted by itself.
    pub by: Author,
    /// To which article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleId>,
    /// What they did.
    pub deed: Deed,
}

/// What somebody did at the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Gave a draft of that number; its headline, or its first words.
    Drafted(u32, String),
    /// Changed a draft.
    Redrafted(u32),
    /// Threw a draft away.
    Discarded(u32),
    /// Took a draft back that was thrown away.
    Recovered(u32),
    /// Had a draft go live at that time.
    Scheduled(u32, DateTime<Utc>),
    /// Took that back.
    Unscheduled(u32),
    /// A draft could not go live at its time; why, in words of ours.
    NotPublished(u32, String),
    /// Published a draft as a new story; its headline.
    Published(String),
    /// Published a draft as that revision of a story, with a note to its readers.
    Revised(u32, Option<String>),
    /// Made an earlier revision, the first number, the present one, the second.
    RestoredRevision(u32, u32),
    /// Took a story from readers; the reason.
    Withdrew(Option<String>),
    /// Put it back.
    Restored,
    /// Took a story of the house from this guild's readers; the reason.
    Hid(Option<String>),
    /// Showed it to them again.
    Showed,
    /// Set a setting.
    Set(Set),
    /// Made a schedule of that number.
    ScheduleAdded(u32),
    /// Changed a schedule.
    ScheduleChanged(u32),
    /// Paused a schedule.
    SchedulePaused(u32),
    /// Had a schedule go on.
    ScheduleResumed(u32),
    /// Removed a schedule.
    ScheduleRemoved(u32),
    /// Paused a schedule whose briefings failed one after the other.
    ScheduleGaveUp(u32),
    /// Had a schedule's briefing posted at once.
    BriefingOrdered(u32),
    /// A schedule's briefing could not be posted; why, in words of ours.
    BriefingFailed(u32, String),
    /// A schedule's briefing did not reach the channels that follow; why, in words of ours.
    NotCrossposted(u32, String),
    /// Whether a schedule's briefing is there can't be found out.
    BriefingUncertain(u32),
    /// Said that it is there.
    BriefingConfirmed(u32),
    /// Had it sent again.
    BriefingSentAgain(u32),
    /// Tried what they may not; what.
    Refused(Attempt),
}

/// A setting as it was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Set {
    /// The guild's time zone, by its IANA name.
    TimeZone(String),
    /// Whether answers are for the asker only where they don't say.
    PrivateAnswers(bool),
    /// Whose holders may do what moderators may; none for nobody.
    ModeratorRole(Option<RoleId>),
    /// Where the log is told; none for nowhere.
    LogChannel(Option<ChannelId>),
}

/// What somebody tried who may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attempt {
    /// To add a story; their text waits in that draft.
    Add(u32),
    /// To edit a story; their text waits in that draft.
    Edit(u32),
    /// To see, publish, change or discard that draft.
    Draft(u32),
    /// To edit, restore or look through the revisions of a story.
    Story,
    /// To read the drafts, or the log.
    Desk,
    /// To change a setting.
    Settings,
    /// To see, change or settle what a schedule posts.
    Schedules,
}
