//! What the tests of briefings share.

use chrono::NaiveTime;

use super::{
    super::{Job, Lane, NewDelivery, Planning},
    desk::{ANN, DESK_OF},
    *,
};
use crate::{
    article::{ChannelId, MessageId},
    briefing::{ChannelKind, Delivery, DeliveryId, Event, Plan, Schedule, ScheduleId, StepKind},
    schedule::{Days, Occurrence, Recurrence, Zone},
};

const LEASE: TimeDelta = TimeDelta::minutes(5);
/// Minutes of a day.
pub(super) const DAY: i64 = 24 * 60;
/// Minutes after its time until which a briefing is tried.
pub(super) const GRACE: i64 = 6 * 60;
pub(super) const CHANNEL: ChannelId = ChannelId(5);

/// Every day at that hour, in UTC; at 13 the first comes at minute 60.
pub(in crate::store) fn plan(hour: u32) -> Plan {
    Plan::new(
        CHANNEL,
        ChannelKind::Text,
        Recurrence {
            time: NaiveTime::from_hms_opt(hour, 0, 0).unwrap(),
            zone: Zone::utc(),
            days: Days::DAILY,
        },
    )
}

pub(super) async fn added(store: &Store) -> Schedule {
    let added = store.add_schedule(DESK_OF, plan(13), ANN, at(0));
    added.await.unwrap().unwrap()
}

pub(super) async fn present_schedule(store: &Store, id: ScheduleId) -> Schedule {
    store.schedule(id).await.unwrap().unwrap()
}

pub(super) async fn present_delivery(store: &Store, id: DeliveryId) -> Delivery {
    store.delivery(id).await.unwrap().unwrap()
}

pub(super) fn story(number: u32) -> ArticleId {
    id(GUILD, number)
}

pub(super) fn stories(numbers: &[u32]) -> Vec<ArticleId> {
    numbers.iter().copied().map(story).collect()
}

/// A message of each list of stories, tried until so many minutes after `due`.
pub(super) fn new_delivery(messages: &[&[u32]], due: DateTime<Utc>) -> NewDelivery {
    let steps = messages
        .iter()
        .map(|numbers| StepKind::Message(stories(numbers)));
    NewDelivery {
        steps: steps.collect(),
        total: 9,
        expires_at: due + TimeDelta::minutes(GRACE),
    }
}

/// Takes that job, which is due, and no other.
pub(super) async fn claimed(store: &Store, key: JobKey, minute: i64) -> Job {
    let others = store.jobs().await.unwrap().into_iter().map(|job| job.key);
    let others = others.filter(|other| *other != key).collect();
    let jobs = store.claim_due(at(minute), LEASE, 9, key.lane(), others);
    let [job] = jobs.await.unwrap().try_into().unwrap();
    job
}

/// What is planned of the schedule's next occurrence.
pub(super) fn planning(schedule: &Schedule, job: Job, messages: &[&[u32]]) -> Planning {
    let next = schedule.next.as_ref().unwrap();
    let occurrence = Occurrence {
        date: next.date,
        due_at: next.due_at,
    };
    Planning {
        job,
        version: schedule.version,
        missed: Vec::new(),
        posted: Some((occurrence, new_delivery(messages, next.due_at))),
    }
}

/// Plans the schedule's next occurrence.
pub(super) async fn planned(
    store: &Store,
    id: ScheduleId,
    minute: i64,
    messages: &[&[u32]],
) -> Delivery {
    let schedule = present_schedule(store, id).await;
    let job = claimed(store, JobKey::PlanBriefing(id), minute).await;
    let planning = planning(&schedule, job, messages);
    let planned = store.plan_occurrence(planning, at(minute)).await;
    planned.unwrap().unwrap()
}

pub(super) async fn advanced(
    store: &Store,
    id: DeliveryId,
    event: Event,
    minute: i64,
) -> Option<Delivery> {
    let said = Some("Why.".to_owned());
    let advanced = store.advance_delivery(id, event, said, Author::Operator, None, at(minute));
    advanced.await.unwrap()
}

/// Has a step done, as the message of its number.
pub(super) async fn done(store: &Store, id: DeliveryId, step: usize, minute: i64) -> Delivery {
    advanced(store, id, Event::Begun(step), minute)
        .await
        .unwrap();
    let message = MessageId(100 + step as u64);
    let event = Event::Done(step, CHANNEL, message);
    advanced(store, id, event, minute).await.unwrap()
}

/// What is to be done for briefings, and when.
pub(super) async fn due(store: &Store) -> Vec<(JobKey, DateTime<Utc>)> {
    let jobs = store.jobs().await.unwrap().into_iter();
    let ours = jobs.filter(|job| job.key.lane() != Lane::Desk);
    ours.map(|job| (job.key, job.due_at)).collect()
}
