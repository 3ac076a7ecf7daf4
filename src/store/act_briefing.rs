//! What is done for briefings, at random: for the store and its model alike.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    CopyId, Job, JobKey, NewDelivery, Planning, Settled, Store, StoreError,
    act::Came,
    chance::Chance,
    conformance::{at, briefing},
    model::LIBRARIES,
};
use crate::{
    article::{ArticleId, Author, ChannelId, GuildId, MessageId, UserId},
    briefing::{
        Delivery, DeliveryId, Event, Obstacle, Outcome, Plan, Schedule, ScheduleId, StepKind,
        StepState,
    },
    schedule::Occurrence,
};

/// The stories of each message.
type Messages = Vec<Vec<ArticleId>>;

/// Something that is done for the briefings of a guild.
#[derive(Clone, Debug)]
pub(super) enum Brief {
    /// A schedule is made, at that hour.
    Add(u32),
    /// It is changed, as somebody saw it so many versions ahead.
    Change(u32, u32, u32),
    Pause(u32),
    Resume(u32),
    Remove(u32),
    Forget(u32),
    /// Its next occurrence is planned, after so many that were missed.
    Plan(u32, i64, Messages),
    Extra(u32, Messages),
    /// Something happens to the delivery so many before the last one that it can happen to.
    Advance(u32, u32, Happens),
    /// Of the copies that are to be edited, one was, or could not be.
    Edit(usize, Result<(), Obstacle>),
    /// The copies learn of so many changes.
    Follow(usize),
}

/// What happens to a delivery.
#[derive(Clone, Copy, Debug)]
pub(super) enum Happens {
    /// One of what may come next as it stands.
    Fitting(usize),
    /// Anything.
    Any(usize),
}

impl Brief {
    pub(super) fn any(chance: &mut Chance) -> Self {
        let small = |chance: &mut Chance, below| u32::try_from(chance.below(below)).unwrap();
        let schedule = 1 + small(chance, 2);
        let hour = 13 + small(chance, 3);
        match chance.below(40) {
            0..=2 => Self::Add(hour),
            3 => Self::Change(schedule, u32::from(chance.below(8) == 0), hour),
            4 if chance.below(2) == 0 => Self::Pause(schedule),
            4..=6 => Self::Resume(schedule),
            7 => match chance.below(6) {
                0 => Self::Remove(schedule),
                _ => Self::Forget(schedule),
            },
            8..=14 => {
                let missed = i64::try_from(chance.below(6)).unwrap() - 3;
                Self::Plan(schedule, missed.max(0), messages(chance))
            }
            15 | 16 => Self::Extra(schedule, messages(chance)),
            17..=31 => {
                let kind = chance.below(EVENTS) as usize;
                let happens = if chance.below(6) > 0 {
                    Happens::Fitting(kind)
                } else {
                    Happens::Any(kind)
                };
                Self::Advance(schedule, small(chance, 2), happens)
            }
            32..=35 => {
                let came = if chance.below(2) == 0 {
                    Ok(())
                } else {
                    Err(Obstacle::Gone)
                };
                Self::Edit(chance.below(60) as usize, came)
            }
            _ => Self::Follow(1 + chance.below(4) as usize),
        }
    }

    /// Does it in a store.
    pub(super) async fn take(
        self,
        store: &Store,
        (guild, by): (GuildId, UserId),
        minute: i64,
    ) -> Result<Came, StoreError> {
        let now = at(minute);
        let id = |number| ScheduleId { guild, number };
        let there = |found: bool| if found { Came::Done } else { Came::Missing };
        Ok(match self {
            Self::Add(hour) => {
                store.add_schedule(guild, plan(hour), by, now).await?;
                Came::Done
            }
            Self::Change(number, ahead, hour) => {
                let old = store.schedule(id(number)).await?;
                let version = old.map_or(0, |old| old.version) + ahead;
                let changed = store
                    .change_schedule(id(number), version, plan(hour), by, now)
                    .await?;
                match changed {
                    Settled::Done(_) => Came::Done,
                    Settled::Changed(_) => Came::Refused,
                    Settled::Missing => Came::Missing,
                }
            }
            Self::Pause(number) => {
                there(store.pause_schedule(id(number), by, now).await?.is_some())
            }
            Self::Resume(number) => {
                there(store.resume_schedule(id(number), by, now).await?.is_some())
            }
            Self::Remove(number) => {
                there(store.remove_schedule(id(number), by, now).await?.is_some())
            }
            Self::Forget(number) => Came::of(store.forget_schedule(id(number)).await?),
            Self::Plan(number, missed, messages) => {
                let Some(schedule) = store.schedule(id(number)).await? else {
                    return Ok(Came::Missing);
                };
                let Some((due, now)) = occurrences(&schedule, missed) else {
                    return Ok(Came::Missing);
                };
                let key = JobKey::PlanBriefing(schedule.id);
                let Some(job) = claim(store, key, now).await? else {
                    panic!("{key:?} is not there");
                };
                let planning = planning(&schedule, job, due, messages);
                Came::of(store.plan_occurrence(planning, now).await?.is_some())
            }
            Self::Extra(number, messages) => {
                let new = new_delivery(messages, now);
                Came::of(store.add_extra(id(number), new, by, now).await?.is_some())
            }
            Self::Advance(number, back, happens) => {
                let all = store.deliveries(id(number), None, usize::MAX).await?;
                let Some(old) = happens.whose(all.iter(), back) else {
                    return Ok(Came::Missing);
                };
                let event = happens.event(old, now);
                let said = Some(SAID.to_owned());
                let by = Author::User(by);
                let after = store
                    .advance_delivery(old.id, event, said, by, None, now)
                    .await?;
                Came::of(after.is_some())
            }
            Self::Edit(place, came) => {
                let jobs = store.jobs().await?;
                let Some(copy) = to_be_edited(jobs.iter().map(|job| &job.key), place) else {
                    return Ok(Came::Missing);
                };
                let key = JobKey::EditCopy(copy.delivery, copy.step);
                let Some(job) = claim(store, key, far()).await? else {
                    panic!("{key:?} is not there");
                };
                Came::of(store.copy_edited(copy, &job, came, None, now).await?)
            }
            Self::Follow(limit) => Came::of(store.follow_copies(limit).await?),
        })
    }
}

/// Kinds of events, those that are likelier several times.
const EVENTS: u64 = 60;

/// Why something failed.
pub(super) const SAID: &str = "Why not.";

/// The copy at that place of those that are to be edited.
pub(super) fn to_be_edited<'a>(
    keys: impl Iterator<Item = &'a JobKey>,
    place: usize,
) -> Option<CopyId> {
    let copies = keys.filter_map(|key| match *key {
        JobKey::EditCopy(delivery, step) => Some(CopyId { delivery, step }),
        _ => None,
    });
    let copies: Vec<_> = copies.collect();
    copies.get(place.checked_rem(copies.len())?).copied()
}

/// When everything is due.
fn far() -> DateTime<Utc> {
    at(100_000_000)
}

/// Takes that job; none where it is not there.
async fn claim(store: &Store, key: JobKey, now: DateTime<Utc>) -> Result<Option<Job>, StoreError> {
    // Whoever claimed it last was killed.
    store.release_jobs().await?;
    let others = store.jobs().await?.into_iter().map(|job| job.key);
    let others = others.filter(|other| *other != key).collect();
    let lease = TimeDelta::minutes(1);
    let jobs = store.claim_due(now, lease, 1, key.lane(), others).await?;
    Ok(jobs.into_iter().next())
}

pub(super) fn plan(hour: u32) -> Plan {
    briefing::plan(hour)
}

/// The next occurrences of a schedule, the last of which is posted, and when that is.
pub(super) fn occurrences(
    schedule: &Schedule,
    missed: i64,
) -> Option<(Vec<Occurrence>, DateTime<Utc>)> {
    let next = schedule.next.as_ref()?;
    let all = (0..=missed).map(|days| Occurrence {
        date: next.date + TimeDelta::days(days),
        due_at: next.due_at + TimeDelta::days(days),
    });
    let now = next.due_at + TimeDelta::days(missed) + TimeDelta::minutes(1);
    Some((all.collect(), now))
}

fn planning(
    schedule: &Schedule,
    job: Job,
    mut missed: Vec<Occurrence>,
    messages: Messages,
) -> Planning {
    let posted = missed.pop();
    Planning {
        job,
        version: schedule.version,
        missed,
        posted: posted.map(|due| (due, new_delivery(messages, due.due_at))),
    }
}

pub(super) fn new_delivery(messages: Messages, due_at: DateTime<Utc>) -> NewDelivery {
    NewDelivery {
        steps: messages.into_iter().map(StepKind::Message).collect(),
        total: 9,
        expires_at: due_at + TimeDelta::hours(6),
    }
}

/// No story stands in them twice.
fn messages(chance: &mut Chance) -> Messages {
    let mut all = BTreeSet::new();
    let messages = (0..chance.below(3)).map(|_| {
        let stories = (0..=chance.below(2)).map(|_| ArticleId {
            library: LIBRARIES[chance.below(2) as usize],
            number: u32::try_from(1 + chance.below(8)).unwrap(),
        });
        stories.filter(|story| all.insert(*story)).collect()
    });
    messages.collect()
}

impl Happens {
    /// To which delivery of all, the newest first: one that has not ended, where that fits.
    pub(super) fn whose<'a>(
        self,
        all: impl Iterator<Item = &'a Delivery>,
        back: u32,
    ) -> Option<&'a Delivery> {
        let open = |it: &&Delivery| matches!(it.outcome, Outcome::UnderWay | Outcome::Uncertain);
        let fitting = matches!(self, Self::Fitting(_));
        let of: Vec<_> = all.filter(|it| !fitting || open(it)).collect();
        of.get((back as usize).checked_rem(of.len())?).copied()
    }

    /// To a delivery as it stands.
    pub(super) fn event(self, delivery: &Delivery, now: DateTime<Utc>) -> Event {
        let current = delivery.current();
        let step = current.map_or(0, |(step, _)| step);
        let until = now + TimeDelta::hours(6);
        let done = Event::Done(step, ChannelId(5), message(delivery.id, step));
        let stories = current.and_then(|(_, step)| step.stories().first());
        let all = [
            Event::LeftOut(stories.copied().into_iter().collect()),
            Event::Begun(step),
            Event::Begun(step),
            Event::Begun(step),
            Event::Confirmed(until),
            Event::SendAgain(until),
            Event::Expired(SAID.into()),
            Event::NotDone(step, SAID.into()),
            Event::Unclear(step, SAID.into()),
            Event::Lost(step),
            Event::Refused(step, Obstacle::Gone),
            done.clone(),
            done.clone(),
            done.clone(),
            done,
        ];
        let (kind, fitting) = match (self, current.map(|(_, step)| step.state)) {
            (Self::Any(kind), _) => (kind, all.as_slice()),
            (Self::Fitting(kind), Some(StepState::Planned)) => (kind, &all[..4]),
            (Self::Fitting(kind), Some(_)) => (kind, &all[6..]),
            (Self::Fitting(kind), None) => (kind, &all[4..6]),
        };
        fitting[kind % fitting.len()].clone()
    }
}

fn message(id: DeliveryId, step: usize) -> MessageId {
    MessageId(u64::from(id.number) * 100 + step as u64)
}
