//! The records of briefings among the fixtures.

use super::{
    conformance::{at, briefing, day},
    copies::Posted,
    fixtures::{DELIVERY, SCHEDULE, newest},
};
use crate::{
    article::{ArticleId, Author, ChannelId, GuildId, Library, MessageId, RoleId, UserId},
    briefing::{
        Cause, ChannelKind, Delivery, Due, Obstacle, Outcome, Pause, Plan, Right, Schedule, Step,
        StepKind, StepState, WhenEmpty,
    },
};

fn full_plan() -> Plan {
    let mut plan = Plan {
        kind: ChannelKind::Announcement,
        topic: Some("Energy".into()),
        mention: Some(RoleId(8)),
        thread: true,
        crosspost: true,
        when_empty: WhenEmpty::Note,
        ..briefing::plan(13)
    };
    plan.recurrence.zone = "Europe/Berlin".parse().unwrap();
    plan.recurrence.days = "mon,wed".parse().unwrap();
    plan
}

#[test]
fn schedules() {
    let mut schedule = Schedule {
        id: SCHEDULE,
        version: 2,
        plan: briefing::plan(13),
        created_by: UserId(3),
        created_at: at(0),
        changed_by: UserId(4),
        changed_at: at(1),
        paused: None,
        failures: 0,
        last_delivery: 0,
        next: None,
    };
    newest("schedules-bare-v1.bin", &schedule);
    schedule.next = Some(Due {
        date: day(2),
        due_at: at(60),
        database: "2026f".into(),
    });
    schedule.plan = full_plan();
    schedule.failures = 2;
    schedule.last_delivery = 12;
    newest("schedules-v1.bin", &schedule);
    schedule.plan.kind = ChannelKind::Forum;
    schedule.next = None;
    for (name, by) in [
        ("paused", Author::User(UserId(3))),
        ("gave-up", Author::Operator),
    ] {
        schedule.paused = Some(Pause { at: at(2), by });
        newest(&format!("schedules-{name}-v1.bin"), &schedule);
    }
}

fn delivery() -> Delivery {
    Delivery {
        id: DELIVERY,
        cause: Cause::Occurrence(briefing::plan(13).recurrence.time),
        plan: full_plan(),
        date: day(2),
        due_at: at(60),
        planned_at: at(61),
        expires_at: at(420),
        late: false,
        total: 9,
        steps: Vec::new(),
        outcome: Outcome::Empty,
        ended_at: Some(at(61)),
        trouble: None,
    }
}

#[test]
fn deliveries_by_their_steps() {
    let stories = vec![ArticleId {
        library: Library::Guild(GuildId(7)),
        number: 12,
    }];
    let kinds = [
        StepKind::Message(stories.clone()),
        StepKind::Thread,
        StepKind::Post(stories),
        StepKind::Crosspost(0),
    ];
    let states = [
        ("planned", StepState::Planned),
        ("sending", StepState::Sending(at(62))),
        ("done", StepState::Done(ChannelId(5), MessageId(6))),
        ("there", StepState::There),
        ("uncertain", StepState::Uncertain),
        ("failed", StepState::Failed),
    ];
    let mut delivery = delivery();
    newest("deliveries-empty-v1.bin", &delivery);
    delivery.cause = Cause::Extra(UserId(3));
    delivery.late = true;
    delivery.trouble = Some("503".into());
    for (name, state) in states {
        delivery.steps = kinds.clone().map(|kind| Step { kind, state }).into();
        newest(&format!("deliveries-steps-{name}-v1.bin"), &delivery);
    }
}

#[test]
fn deliveries_by_their_outcomes() {
    let rights = [
        Right::View,
        Right::Send,
        Right::ReadHistory,
        Right::CreateThreads,
        Right::SendInThreads,
        Right::MentionRoles,
    ];
    let obstacles = [
        ("gone", Obstacle::Gone),
        ("away", Obstacle::Away),
        ("lacks", Obstacle::Lacks(rights.into())),
        (
            "lacks-manage-threads",
            Obstacle::Lacks(vec![Right::ManageThreads]),
        ),
        ("other-kind", Obstacle::OtherKind),
        ("no-tag", Obstacle::NoTag),
        ("no-role", Obstacle::NoRole),
        ("deleted", Obstacle::Deleted),
        ("overdue", Obstacle::Overdue("503".into())),
        ("refused", Obstacle::Refused("50035".into())),
    ];
    let mut delivery = delivery();
    for (name, obstacle) in obstacles {
        let posted = Posted {
            edited_at: None,
            trouble: Some(obstacle.clone()),
        };
        newest(&format!("copies-{name}-v1.bin"), &posted);
        delivery.outcome = Outcome::Failed(obstacle);
        newest(&format!("deliveries-failed-{name}-v1.bin"), &delivery);
    }
    for (name, outcome) in [
        ("under-way", Outcome::UnderWay),
        ("posted", Outcome::Posted),
        ("not-crossposted", Outcome::NotCrossposted(Obstacle::Away)),
        ("missed", Outcome::Missed),
        ("uncertain", Outcome::Uncertain),
        ("cancelled", Outcome::Cancelled),
    ] {
        delivery.outcome = outcome;
        newest(&format!("deliveries-{name}-v1.bin"), &delivery);
    }
}

#[test]
fn copies() {
    newest("copies-bare-v1.bin", &Posted::default());
    let edited = Posted {
        edited_at: Some(at(70)),
        trouble: None,
    };
    newest("copies-edited-v1.bin", &edited);
}
