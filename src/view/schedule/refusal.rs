//! What is refused under schedules. In which words: `refused`.

use crate::{
    article::ChannelId,
    briefing::{ChannelKind, ScheduleId},
};

/// Something asked of the schedules that can't be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleRefusal {
    /// No time of day.
    Time {
        /// What was typed.
        typed: String,
        /// One that would do.
        example: &'static str,
    },
    /// No days of the week.
    Days {
        /// What was typed.
        typed: String,
        /// Some that would do.
        example: &'static str,
    },
    /// No story has that topic.
    UnknownTopic {
        /// What was typed.
        typed: String,
        /// The nearest there are.
        near: Vec<String>,
    },
    /// Fewer or more stories than a briefing takes.
    Limit(i64),
    /// A channel of another kind.
    OtherChannel(ChannelId),
    /// The role that everybody has.
    Everyone,
    /// A thread each in a forum, which has a post each.
    ThreadInForum {
        /// The forum.
        channel: ChannelId,
        /// The schedule that is changed, where one is.
        edited: Option<ScheduleId>,
    },
    /// Publishing where nobody can follow.
    CrosspostElsewhere {
        /// The channel.
        channel: ChannelId,
        /// What it is.
        kind: ChannelKind,
        /// The schedule that is changed, where one is.
        edited: Option<ScheduleId>,
    },
    /// Publishing what is in a thread.
    CrosspostInThread {
        /// The schedule that is changed, where one is.
        edited: Option<ScheduleId>,
    },
    /// There are as many as there may be.
    Full,
    /// There is none at all.
    None,
    /// No schedule goes by these words.
    Unknown {
        /// What was typed.
        typed: String,
        /// The nearest, in plain words.
        near: Vec<Near>,
    },
    /// Several schedules fit these words.
    Ambiguous {
        /// What was typed.
        typed: String,
        /// Those that fit, in plain words.
        fit: Vec<Near>,
    },
    /// A briefing of that schedule that never was, or is kept no more.
    NoDelivery(ScheduleId),
    /// The schedule was removed, or never was.
    Gone(u32),
    /// It was changed by somebody else again and again meanwhile.
    Busy(ScheduleId),
}

/// A schedule that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its number.
    pub number: u32,
    /// When and where, in plain words.
    pub spoken: String,
}
