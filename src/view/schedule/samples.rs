//! What the tests of these messages show.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{
    copies::Copy,
    refusal::{Near, ScheduleRefusal},
    status::Notice,
};
use crate::{
    article::{ArticleId, Author, ChannelId, MessageId, RoleId},
    briefing::{
        Cause, ChannelKind, Delivery, DeliveryId, Due, Obstacle, Outcome, Pause, Plan, Right,
        Schedule, ScheduleId, Step, StepKind, StepState, WhenEmpty,
    },
    schedule::{Recurrence, Zone},
    view::desk::samples::{ANNE, BEN, GUILD, hour},
};

/// The channel of the samples.
pub(crate) const NEWS: ChannelId = ChannelId(3001);

/// `S2` of the guild: weekdays at 08:00 in Berlin.
pub(crate) fn schedule() -> Schedule {
    Schedule {
        id: ScheduleId {
            guild: GUILD,
            number: 2,
        },
        version: 3,
        plan: plan(),
        created_by: ANNE,
        created_at: hour(5),
        changed_by: BEN,
        changed_at: hour(6),
        paused: None,
        failures: 0,
        last_delivery: 14,
        next: Some(Due {
            date: date(),
            due_at: hour(6) + TimeDelta::days(1),
            database: Zone::database_version().to_owned(),
        }),
    }
}

/// The least that can be wanted.
pub(crate) fn plan() -> Plan {
    Plan::new(
        NEWS,
        ChannelKind::Text,
        Recurrence {
            time: time(),
            zone: "Europe/Berlin".parse().expect("a zone"),
            days: "weekdays".parse().expect("days"),
        },
    )
}

/// Everything that can be wanted of a text channel.
pub(crate) fn full() -> Plan {
    Plan {
        topic: Some("Asia & *Diplomacy*".to_owned()),
        mention: Some(RoleId(2001)),
        limit: 3,
        thread: true,
        when_empty: WhenEmpty::Note,
        ..plan()
    }
}

fn time() -> NaiveTime {
    NaiveTime::from_hms_opt(8, 0, 0).expect("a time")
}

fn date() -> NaiveDate {
    hour(6).date_naive()
}

/// A briefing of [`schedule`] with two stories, that ended so.
pub(crate) fn delivery(number: u32, outcome: Outcome) -> Delivery {
    let story = |number| ArticleId {
        library: crate::article::Library::House,
        number,
    };
    let state = match &outcome {
        Outcome::Posted | Outcome::NotCrossposted(_) => StepState::Done(NEWS, MessageId(4001)),
        Outcome::Uncertain => StepState::Uncertain,
        Outcome::UnderWay => StepState::Sending(hour(6)),
        Outcome::Failed(_) => StepState::Failed,
        Outcome::Empty | Outcome::Missed | Outcome::Cancelled => StepState::Planned,
    };
    let steps = vec![Step {
        kind: StepKind::Message(vec![story(1), story(2)]),
        state,
    }];
    let planned = !matches!(outcome, Outcome::Empty | Outcome::Missed);
    Delivery {
        id: DeliveryId {
            schedule: schedule().id,
            number,
        },
        cause: Cause::Occurrence(time()),
        plan: plan(),
        date: date(),
        due_at: hour(6),
        planned_at: hour(6),
        expires_at: hour(12),
        late: false,
        total: 2,
        steps: if planned { steps } else { Vec::new() },
        ended_at: (outcome != Outcome::UnderWay).then(|| hour(7)),
        outcome,
        trouble: None,
    }
}

/// A briefing of each kind, the newest first.
pub(crate) fn deliveries(said: &str) -> Vec<(&'static str, Delivery)> {
    let end = |number, outcome| delivery(number, outcome);
    let said = || said.to_owned();
    let trouble = Some(said());
    vec![
        ("under way", end(14, Outcome::UnderWay)),
        (
            "tried in vain",
            Delivery {
                trouble,
                ..end(13, Outcome::UnderWay)
            },
        ),
        ("posted", end(12, Outcome::Posted)),
        (
            "late, and more",
            Delivery {
                late: true,
                total: 14,
                ..end(11, Outcome::Posted)
            },
        ),
        (
            "an extra",
            Delivery {
                cause: Cause::Extra(ANNE),
                ..end(10, Outcome::Posted)
            },
        ),
        (
            "said to be there",
            Delivery {
                steps: vec![Step {
                    kind: StepKind::Message(Vec::new()),
                    state: StepState::There,
                }],
                ..end(9, Outcome::Posted)
            },
        ),
        (
            "a note",
            Delivery {
                total: 0,
                steps: vec![Step {
                    kind: StepKind::Message(Vec::new()),
                    state: StepState::Done(NEWS, MessageId(4002)),
                }],
                ..end(8, Outcome::Posted)
            },
        ),
        (
            "not crossposted",
            end(7, Outcome::NotCrossposted(Obstacle::Refused(said()))),
        ),
        ("empty", end(6, Outcome::Empty)),
        ("missed", end(5, Outcome::Missed)),
        (
            "failed",
            end(4, Outcome::Failed(Obstacle::Lacks(vec![Right::Send]))),
        ),
        (
            "overdue in part",
            Delivery {
                steps: vec![
                    Step {
                        kind: StepKind::Message(Vec::new()),
                        state: StepState::Done(NEWS, MessageId(4003)),
                    },
                    Step {
                        kind: StepKind::Message(Vec::new()),
                        state: StepState::Failed,
                    },
                ],
                ..end(3, Outcome::Failed(Obstacle::Overdue(said())))
            },
        ),
        ("uncertain", end(2, Outcome::Uncertain)),
        ("cancelled", end(1, Outcome::Cancelled)),
    ]
}

/// Everything that can keep a briefing from being posted.
pub(crate) fn obstacles(said: &str) -> Vec<Obstacle> {
    vec![
        Obstacle::Gone,
        Obstacle::Away,
        Obstacle::Lacks(vec![
            Right::View,
            Right::Send,
            Right::ReadHistory,
            Right::CreateThreads,
            Right::SendInThreads,
            Right::ManageThreads,
            Right::MentionRoles,
        ]),
        Obstacle::OtherKind,
        Obstacle::NoTag,
        Obstacle::NoRole,
        Obstacle::Deleted,
        Obstacle::Overdue(said.to_owned()),
        Obstacle::Refused(said.to_owned()),
    ]
}

/// The same schedule, paused by somebody or by the program.
pub(crate) fn paused(by: Author, failures: u32) -> Schedule {
    Schedule {
        paused: Some(Pause { at: hour(7), by }),
        failures,
        next: None,
        ..schedule()
    }
}

/// Copies that can't be changed.
pub(crate) fn copies(count: usize, said: &str) -> Vec<Copy> {
    let copy = |number| Copy {
        delivery: delivery(number, Outcome::Posted).id,
        channel: ChannelId(u64::MAX),
        message: MessageId(u64::MAX),
        kind: ChannelKind::Text,
        why: Obstacle::Refused(said.to_owned()),
    };
    (0..count).map(|n| copy(u32::MAX - n as u32)).collect()
}

/// Everything that can be said above how a schedule goes.
pub(crate) fn notices(said: &str) -> Vec<Notice> {
    let settled = deliveries(said).into_iter();
    let settled = settled.map(|(_, delivery)| Notice::Settled(Box::new(delivery)));
    let others = [
        Notice::Paused,
        Notice::PausedAlready,
        Notice::Resumed,
        Notice::NotPaused,
        Notice::Posting,
        Notice::UnderWay,
        Notice::CantPost,
        Notice::PostedSince,
        Notice::Changed,
        Notice::Confirmed { more: true },
        Notice::Confirmed { more: false },
        Notice::SendingAgain,
        Notice::Crossposting,
    ];
    others.into_iter().chain(settled).collect()
}

/// Everything that is refused, where `typed` was typed.
pub(crate) fn refusals(typed: &str) -> Vec<(&'static str, ScheduleRefusal)> {
    let text = || typed.to_owned();
    let near = || {
        (1..=7)
            .map(|number| Near {
                number,
                spoken: text(),
            })
            .collect::<Vec<_>>()
    };
    let edited = Some(schedule().id);
    let elsewhere = |kind, edited| ScheduleRefusal::CrosspostElsewhere {
        channel: NEWS,
        kind,
        edited,
    };
    let in_forum = |edited| ScheduleRefusal::ThreadInForum {
        channel: NEWS,
        edited,
    };
    vec![
        (
            "no time",
            ScheduleRefusal::Time {
                typed: text(),
                example: "8:30",
            },
        ),
        (
            "no days",
            ScheduleRefusal::Days {
                typed: text(),
                example: "mon,wed,fri",
            },
        ),
        (
            "no topic",
            ScheduleRefusal::UnknownTopic {
                typed: text(),
                near: Vec::new(),
            },
        ),
        (
            "nearly a topic",
            ScheduleRefusal::UnknownTopic {
                typed: text(),
                near: vec![text(); 7],
            },
        ),
        ("too many stories", ScheduleRefusal::Limit(i64::MAX)),
        ("another channel", ScheduleRefusal::OtherChannel(NEWS)),
        ("everybody", ScheduleRefusal::Everyone),
        ("a thread in a forum", in_forum(None)),
        ("a forum for what has threads", in_forum(edited)),
        (
            "publishing a text channel",
            elsewhere(ChannelKind::Text, None),
        ),
        ("publishing a forum", elsewhere(ChannelKind::Forum, edited)),
        (
            "publishing a thread",
            ScheduleRefusal::CrosspostInThread { edited: None },
        ),
        (
            "publishing what has threads",
            ScheduleRefusal::CrosspostInThread { edited },
        ),
        ("as many as there may be", ScheduleRefusal::Full),
        ("none at all", ScheduleRefusal::None),
        (
            "no schedule",
            ScheduleRefusal::Unknown {
                typed: text(),
                near: near(),
            },
        ),
        (
            "several schedules",
            ScheduleRefusal::Ambiguous {
                typed: text(),
                fit: near(),
            },
        ),
        (
            "a briefing of long ago",
            ScheduleRefusal::NoDelivery(schedule().id),
        ),
        ("removed meanwhile", ScheduleRefusal::Gone(u32::MAX)),
        (
            "changed again and again",
            ScheduleRefusal::Busy(schedule().id),
        ),
    ]
}

/// An instant in the samples' year.
pub(crate) fn after(days: i64) -> DateTime<Utc> {
    hour(6) + TimeDelta::days(days)
}
