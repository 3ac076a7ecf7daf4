//! What the buttons under schedules do, and how their `custom_id` says so.
//!
//! They are part of [`Action`](crate::view::Action)'s registry: the same rules, the same fixtures.
//! Numbers are those of the guild where the button is pressed.
//!
//! ```text
//! 1:schedules:9                the schedules, from S9 on; 0: from the first
//! 1:troubles:8                 how each goes, those in trouble first, from the 9th place on
//! 1:schedule:2:status:0        how S2 goes, from its newest briefing on; else from that number downwards
//! 1:schedule:2:preview:1       what it would post now, the second message of it
//! 1:schedule:2:post:14         post now, if its last briefing still is the 14th
//! 1:schedule:2:pause           have it rest
//! 1:schedule:2:resume          have it go on
//! 1:schedule:2:edit            how to change it
//! 1:schedule:2:clear:topic     take back what limits it
//! 1:schedule:2:ask             whether it shall be removed
//! 1:schedule:2:remove:3        remove it, if it still is as its version 3 has it
//! 1:delivery:2.14:there        the uncertain 14th briefing of S2 is there
//! 1:delivery:2.14:again        have it sent again
//! 1:delivery:2.14:crosspost    have it published to the channels that follow
//! ```

use std::{fmt, str::FromStr};

use crate::view::action::{Unreadable, number};

/// What pressing a button under schedules asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleAction {
    /// List the schedules.
    List {
        /// The first to show, by its number; 0 for the first there is.
        from: u32,
    },
    /// Show how each of them goes, those in trouble first.
    Troubles {
        /// The place of the first to show, from 0.
        from: u32,
    },
    /// Something with the schedule of that number.
    Of(u32, ScheduleAct),
    /// Something that a person decides about a briefing.
    Settle(DeliveryKey, Settling),
}

/// What to do with a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleAct {
    /// Show how it goes.
    Status {
        /// The newest briefing to show, by its number; 0 for the newest there is.
        from: u32,
    },
    /// Show what it would post now.
    Preview {
        /// Which message of it, from 0.
        page: u16,
    },
    /// Post now.
    Post {
        /// The number of its last briefing as the button showed it: who presses twice gets one.
        last: u32,
    },
    /// Have it rest.
    Pause,
    /// Have it go on.
    Resume,
    /// Say how to change it.
    Edit,
    /// Take back what no option takes back.
    Clear(Clearable),
    /// Ask whether it shall be removed.
    Ask,
    /// Remove it.
    Remove {
        /// As it was shown.
        version: u32,
    },
}

/// What no option of `/schedule edit` takes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clearable {
    /// That only stories of one topic are posted.
    Topic,
    /// That a role is pinged.
    Mention,
}

/// A briefing, by its schedule's number and its own there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryKey {
    /// Of which schedule.
    pub schedule: u32,
    /// Which of its briefings.
    pub number: u32,
}

/// What a person decides about a briefing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settling {
    /// What was uncertain is there.
    There,
    /// What was uncertain shall be sent again.
    Again,
    /// It shall be published to the channels that follow, which had failed.
    Crosspost,
}

impl Clearable {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Topic, Self::Mention];

    fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Mention => "mention",
        }
    }
}

impl Settling {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::There, Self::Again, Self::Crosspost];

    fn name(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Again => "again",
            Self::Crosspost => "crosspost",
        }
    }
}

impl fmt::Display for ScheduleAction {
    /// The `custom_id`, within the 100 characters that Discord allows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List { from } => write!(f, "1:schedules:{from}"),
            Self::Troubles { from } => write!(f, "1:troubles:{from}"),
            Self::Of(schedule, act) => write!(f, "1:schedule:{schedule}:{act}"),
            Self::Settle(DeliveryKey { schedule, number }, settling) => {
                write!(f, "1:delivery:{schedule}.{number}:{}", settling.name())
            }
        }
    }
}

impl FromStr for ScheduleAction {
    type Err = Unreadable;

    fn from_str(id: &str) -> Result<Self, Unreadable> {
        let fields: Vec<&str> = id.splitn(6, ':').collect();
        match fields[..] {
            ["1", "schedules", from] => Ok(Self::List {
                from: number(from)?,
            }),
            ["1", "troubles", from] => Ok(Self::Troubles {
                from: number(from)?,
            }),
            ["1", "schedule", schedule, ref act @ ..] => {
                Ok(Self::Of(number(schedule)?, schedule_act(act)?))
            }
            ["1", "delivery", key, settling] => {
                let (schedule, delivery) = key.split_once('.').ok_or(Unreadable)?;
                let key = DeliveryKey {
                    schedule: number(schedule)?,
                    number: number(delivery)?,
                };
                let mut all = Settling::ALL.into_iter();
                let settling = all.find(|one| one.name() == settling);
                settling.map(|it| Self::Settle(key, it)).ok_or(Unreadable)
            }
            _ => Err(Unreadable),
        }
    }
}

impl fmt::Display for ScheduleAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { from } => write!(f, "status:{from}"),
            Self::Preview { page } => write!(f, "preview:{page}"),
            Self::Post { last } => write!(f, "post:{last}"),
            Self::Pause => f.write_str("pause"),
            Self::Resume => f.write_str("resume"),
            Self::Edit => f.write_str("edit"),
            Self::Clear(what) => write!(f, "clear:{}", what.name()),
            Self::Ask => f.write_str("ask"),
            Self::Remove { version } => write!(f, "remove:{version}"),
        }
    }
}

/// Reads what [`ScheduleAct`] writes, its fields apart.
fn schedule_act(fields: &[&str]) -> Result<ScheduleAct, Unreadable> {
    match *fields {
        ["status", from] => Ok(ScheduleAct::Status {
            from: number(from)?,
        }),
        ["preview", page] => Ok(ScheduleAct::Preview {
            page: number(page)?,
        }),
        ["post", last] => Ok(ScheduleAct::Post {
            last: number(last)?,
        }),
        ["pause"] => Ok(ScheduleAct::Pause),
        ["resume"] => Ok(ScheduleAct::Resume),
        ["edit"] => Ok(ScheduleAct::Edit),
        ["clear", what] => {
            let mut all = Clearable::ALL.into_iter();
            let what = all.find(|one| one.name() == what);
            what.map(ScheduleAct::Clear).ok_or(Unreadable)
        }
        ["ask"] => Ok(ScheduleAct::Ask),
        ["remove", version] => Ok(ScheduleAct::Remove {
            version: number(version)?,
        }),
        _ => Err(Unreadable),
    }
}

#[cfg(test)]
pub(crate) mod arbitrary {
    use proptest::{prelude::*, sample::select};

    use super::*;

    /// Any button under schedules.
    pub(crate) fn action() -> impl Strategy<Value = ScheduleAction> {
        prop_oneof![
            any::<u32>().prop_map(|from| ScheduleAction::List { from }),
            any::<u32>().prop_map(|from| ScheduleAction::Troubles { from }),
            (any::<u32>(), act()).prop_map(|(schedule, act)| ScheduleAction::Of(schedule, act)),
            (any::<(u32, u32)>(), select(&Settling::ALL[..])).prop_map(
                |((schedule, number), settling)| {
                    ScheduleAction::Settle(DeliveryKey { schedule, number }, settling)
                }
            ),
        ]
    }

    fn act() -> impl Strategy<Value = ScheduleAct> {
        prop_oneof![
            any::<u32>().prop_map(|from| ScheduleAct::Status { from }),
            any::<u16>().prop_map(|page| ScheduleAct::Preview { page }),
            any::<u32>().prop_map(|last| ScheduleAct::Post { last }),
            any::<u32>().prop_map(|version| ScheduleAct::Remove { version }),
            select(&Clearable::ALL[..]).prop_map(ScheduleAct::Clear),
            select(
                &[
                    ScheduleAct::Pause,
                    ScheduleAct::Resume,
                    ScheduleAct::Edit,
                    ScheduleAct::Ask
                ][..]
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custom_id_has_one_way_to_be_written() {
        for id in [
            "1:schedules:",
            "1:schedules:-1",
            "1:schedules:1:2",
            "1:schedule:2",
            "1:schedule:2:status",
            "1:schedule:2:status:0:0",
            "1:schedule:+2:pause",
            "1:schedule:S2:pause",
            "1:schedule:2:clear:limit",
            "1:schedule:2:remove",
            "1:schedule:4294967296:pause",
            "1:delivery:2:there",
            "1:delivery:2.14.1:there",
            "1:delivery:2.14:",
            "1:delivery:2.14:there:0",
        ] {
            assert_eq!(id.parse::<ScheduleAction>(), Err(Unreadable), "{id}");
        }
    }
}
