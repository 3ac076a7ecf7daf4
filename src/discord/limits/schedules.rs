//! Every message about schedules, of texts that are as hard as they can be.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{check_choice, check_message};
use crate::{
    article::{Author, ChannelId, GuildId, Record, RoleId, UserId},
    briefing::{ChannelKind, Delivery, MAX_SCHEDULES, Obstacle, Schedule, ScheduleId, Step},
    view::{
        Message,
        message::Block,
        posted::{self, Told},
        schedule::{
            self,
            action::ScheduleAction,
            done,
            list::{self, List, Listed},
            preview, refused, samples,
            set::{self, Done, Look, Set},
            status::{self, Status},
        },
    },
};

/// A schedule with everything that one can have.
fn fullest(text: &str, paused: bool) -> Schedule {
    let schedule = match paused {
        true => samples::paused(Author::User(UserId(u64::MAX)), u32::MAX),
        false => samples::schedule(),
    };
    let mut plan = samples::full();
    // The longest name there is.
    plan.recurrence.zone = "America/Argentina/ComodRivadavia".parse().expect("a zone");
    plan.recurrence.days = "mon,tue,wed,thu,fri,sat".parse().expect("days");
    plan.channel = ChannelId(u64::MAX);
    plan.mention = Some(RoleId(u64::MAX));
    plan.topic = Some(text.chars().take(50).collect());
    Schedule {
        id: ScheduleId {
            guild: GuildId(u64::MAX),
            number: u32::MAX,
        },
        version: u32::MAX,
        changed_by: UserId(u64::MAX),
        last_delivery: u32::MAX,
        failures: 2,
        plan,
        ..schedule
    }
}

/// What stands at a message's end must not be what did not fit.
fn ends_in_buttons(message: &Message, count: usize) {
    let Some(Block::Buttons(buttons)) = message.blocks().last() else {
        panic!("{message:#?}");
    };
    assert_eq!(buttons.len(), count, "{message:#?}");
}

/// A posting of these stories.
fn delivery(schedule: &Schedule, stories: &[Arc<Record>]) -> Delivery {
    let records: Vec<&Record> = stories.iter().map(|record| &**record).collect();
    let steps = posted::steps(&schedule.plan, &records);
    let (_, sample) = samples::deliveries("").remove(0);
    Delivery {
        plan: schedule.plan.clone(),
        total: u32::MAX,
        steps: steps.into_iter().map(Step::planned).collect(),
        ..sample
    }
}

/// What is posted with these stories, and its preview.
pub(super) fn posts(stories: &[Arc<Record>], text: &str) -> Vec<Message> {
    let schedule = fullest(text, false);
    let delivery = delivery(&schedule, stories);
    let told = stories
        .iter()
        .map(|record| (record.id, Told::Here(record.clone())));
    let posted = posted::message(&delivery, 0, &told.collect(), true);
    let shown = preview::preview(&schedule, std::slice::from_ref(&posted), 0);
    for message in [&posted, &shown] {
        let entries = message.blocks().iter();
        let entries = entries.filter(|block| matches!(block, Block::Entry(..)));
        assert_eq!(
            entries.count(),
            delivery.steps[0].stories().len(),
            "{message:#?}"
        );
    }
    let three = [posted.clone(), posted.clone(), posted.clone()];
    let middle = preview::preview(&schedule, &three, 1);
    assert!(matches!(middle.blocks()[0], Block::Entry(..)));
    assert_eq!(middle.blocks().len(), shown.blocks().len());
    vec![posted, shown, middle]
}

fn sets(schedule: &Schedule, text: &str, missing: &[Obstacle]) -> Vec<Message> {
    let next: [DateTime<Utc>; 3] = [DateTime::<Utc>::MAX_UTC - TimeDelta::days(1); 3];
    let message = set::set(&Set {
        schedule,
        done: Done::Changed,
        next: &next,
        taken: true,
        missing: Some(missing),
        twin: Some(schedule.id),
        now: Look {
            total: usize::MAX,
            posted: usize::MAX - 1,
            headlines: vec![text; set::HEADLINES],
        },
    });
    ends_in_buttons(&message, 4);
    vec![
        message,
        done::ask(schedule),
        done::removed(schedule),
        done::edit(schedule),
    ]
}

fn statuses(schedule: &Schedule, text: &str, missing: &[Obstacle]) -> Vec<Message> {
    let deliveries = samples::deliveries(text);
    let deliveries: Vec<_> = deliveries.into_iter().map(|(_, it)| it).collect();
    let copies = samples::copies(400, text);
    let mut all = Vec::new();
    let notices = samples::notices(text).into_iter().map(Some).chain([None]);
    for (at, notice) in notices.enumerate() {
        let from = at % (deliveries.len() - status::PAGE);
        let message = status::status(&Status {
            schedule,
            notice,
            missing: Some(missing),
            deliveries: &deliveries[from..from + status::PAGE],
            older: Some(u32::MAX - 1),
            newer: true,
            copies: &copies,
        });
        ends_in_buttons(&message, 4);
        let texts = message.blocks().iter();
        let links = texts
            .filter(|block| matches!(block, Block::Text(text) if text.as_str().contains("<t:")));
        assert!(links.count() >= status::PAGE, "{message:#?}");
        all.push(message);
    }
    all
}

fn lists(schedule: &Schedule, text: &str) -> Vec<Message> {
    let mut all = Vec::new();
    for (_, delivery) in samples::deliveries(text) {
        let many: Vec<Schedule> = (0..list::PAGE as u32)
            .map(|n| Schedule {
                id: ScheduleId {
                    number: u32::MAX - n,
                    ..schedule.id
                },
                ..schedule.clone()
            })
            .collect();
        let listed = |schedule| Listed {
            schedule,
            last: Some(&delivery),
            uncertain: false,
        };
        let page = List {
            total: MAX_SCHEDULES,
            schedules: many.iter().map(listed).collect(),
            before: Some(ScheduleAction::List { from: u32::MAX }),
            after: Some(ScheduleAction::List { from: 1 }),
        };
        for message in [list::list(&page), list::troubles(&page)] {
            ends_in_buttons(&message, 2);
            let entries = message.blocks().iter();
            let entries = entries.filter(|block| matches!(block, Block::Entry(..)));
            assert_eq!(entries.count(), list::PAGE, "{message:#?}");
            all.push(message);
        }
    }
    all
}

fn check(text: &str) {
    let missing = samples::obstacles(text);
    for paused in [true, false] {
        let schedule = fullest(text, paused);
        let mut all = sets(&schedule, text, &missing);
        all.extend(statuses(&schedule, text, &missing));
        all.extend(lists(&schedule, text));
        all.push(preview::nothing(&schedule));
        for kind in [ChannelKind::Forum, ChannelKind::Announcement] {
            let mut other = schedule.clone();
            (other.plan.kind, other.plan.thread, other.plan.crosspost) = (kind, false, true);
            all.extend(sets(&other, text, &missing));
        }
        for message in all {
            check_message(&message);
        }
        for channel in [None, Some(text)] {
            check_choice(&schedule::choice(&schedule, channel));
        }
    }
    for (_, refusal) in samples::refusals(text) {
        check_message(&refused::refusal(&refusal));
    }
}

#[test]
fn the_fullest_schedule_is_within_every_limit() {
    for filler in ['x', '*', '語', '😀', ':', '\u{301}', 'ﷺ', '\u{202e}'] {
        check(&filler.to_string().repeat(6000));
    }
    check("نشرة الصباح 🗞️ **@everyone** <#1> https://example.org/a");
}
