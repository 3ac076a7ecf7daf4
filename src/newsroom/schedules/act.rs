//! Making, changing, pausing and removing schedules.

use chrono::{DateTime, Utc};

use super::Wanted;
use crate::{
    briefing::{Plan, Schedule, ScheduleId},
    newsroom::{Error, Newsroom, desk::Person},
    search::fold,
    store::Settled,
    view::schedule::{action::Clearable, refusal::ScheduleRefusal, set::NEXT, status::Notice},
};

/// How often a change is tried on a schedule that others change at the same time.
const TRIES: usize = 5;

/// A schedule that was made or changed, and what comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// As it is now.
    pub schedule: Schedule,
    /// When it posts next; none while it rests.
    pub next: Vec<DateTime<Utc>>,
    /// Whether its next time does not count, since that date had a briefing already.
    pub taken: bool,
    /// Another one that posts the same at the same time.
    pub twin: Option<ScheduleId>,
}

/// What became of an act on a schedule: as it is now, and what to say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// As it is now.
    pub schedule: Schedule,
    /// What was done, or why it was not.
    pub notice: Notice,
}

impl Newsroom {
    /// Makes a schedule.
    pub async fn add_schedule(&self, person: &Person, wanted: &Wanted) -> Result<Made, Error> {
        let plan = self.plan(person, wanted, None).await?;
        let (guild, now) = (person.guild, self.clock.now());
        let made = self
            .store
            .add_schedule(guild, plan, person.user, now)
            .await?;
        self.made(made.ok_or(ScheduleRefusal::Full)?).await
    }

    /// Sets what is wanted of a schedule, over whatever others set meanwhile: what is not named stays.
    pub async fn change_schedule(
        &self,
        person: &Person,
        schedule: Schedule,
        wanted: &Wanted,
    ) -> Result<Made, Error> {
        let mut present = schedule;
        for _ in 0..TRIES {
            let plan = self.plan(person, wanted, Some(&present)).await?;
            match self.put_plan(person, &present, plan).await? {
                Ok(made) => return Ok(made),
                Err(changed) => present = *changed,
            }
        }
        Err(ScheduleRefusal::Busy(present.id).into())
    }

    /// Takes back what no option takes back.
    pub async fn clear_schedule(
        &self,
        person: &Person,
        number: u32,
        what: Clearable,
    ) -> Result<Made, Error> {
        let mut present = self.numbered_schedule(person, number).await?;
        for _ in 0..TRIES {
            let mut plan = present.plan.clone();
            match what {
                Clearable::Topic => plan.topic = None,
                Clearable::Mention => plan.mention = None,
            }
            match self.put_plan(person, &present, plan).await? {
                Ok(made) => return Ok(made),
                Err(changed) => present = *changed,
            }
        }
        Err(ScheduleRefusal::Busy(present.id).into())
    }

    /// Gives a schedule a plan, if it still is as it was seen; else as it is now.
    async fn put_plan(
        &self,
        person: &Person,
        seen: &Schedule,
        plan: Plan,
    ) -> Result<Result<Made, Box<Schedule>>, Error> {
        let (id, version) = (seen.id, seen.version);
        // What changes nothing is no change: what is under way goes on.
        if plan == seen.plan {
            return Ok(Ok(self.made(seen.clone()).await?));
        }
        let changed = self
            .store
            .change_schedule(id, version, plan, person.user, self.clock.now())
            .await?;
        Ok(match changed {
            Settled::Done(schedule) => Ok(self.made(schedule).await?),
            Settled::Changed(present) => Err(present),
            Settled::Missing => return Err(ScheduleRefusal::Gone(id.number).into()),
        })
    }

    /// Has a schedule rest.
    pub async fn pause_schedule(&self, person: &Person, id: ScheduleId) -> Result<Turned, Error> {
        let before = self.numbered_schedule(person, id.number).await?;
        let (by, now) = (person.user, self.clock.now());
        let paused = self.store.pause_schedule(before.id, by, now).await?;
        let schedule = paused.ok_or(ScheduleRefusal::Gone(id.number))?;
        let notice = match schedule.version == before.version {
            true => Notice::PausedAlready,
            false => Notice::Paused,
        };
        Ok(Turned { schedule, notice })
    }

    /// Has a schedule go on.
    pub async fn resume_schedule(&self, person: &Person, id: ScheduleId) -> Result<Turned, Error> {
        let before = self.numbered_schedule(person, id.number).await?;
        let (by, now) = (person.user, self.clock.now());
        let resumed = self.store.resume_schedule(before.id, by, now).await?;
        let schedule = resumed.ok_or(ScheduleRefusal::Gone(id.number))?;
        let notice = match schedule.version == before.version {
            true => Notice::NotPaused,
            false => Notice::Resumed,
        };
        Ok(Turned { schedule, notice })
    }

    /// Removes a schedule, if it still is at that version: gives it as it was. Else as it is now.
    pub async fn remove_schedule(
        &self,
        person: &Person,
        number: u32,
        version: u32,
    ) -> Result<Result<Schedule, Turned>, Error> {
        let schedule = self.numbered_schedule(person, number).await?;
        if schedule.version != version {
            let notice = Notice::Changed;
            return Ok(Err(Turned { schedule, notice }));
        }
        let (by, now) = (person.user, self.clock.now());
        let removed = self.store.remove_schedule(schedule.id, by, now).await?;
        Ok(Ok(removed.ok_or(ScheduleRefusal::Gone(number))?))
    }

    /// A schedule that was made or changed, and what comes of it.
    pub async fn made(&self, schedule: Schedule) -> Result<Made, Error> {
        let recurrence = &schedule.plan.recurrence;
        let due = schedule.next.as_ref();
        let first = recurrence.next(self.clock.now());
        let taken = due
            .zip(first)
            .is_some_and(|(due, first)| first.date < due.date);
        let due = due.map(|due| due.due_at);
        let next = std::iter::successors(due, |at| recurrence.next(*at).map(|next| next.due_at));
        let next = next.take(NEXT).collect();
        let all = self.store.schedules(schedule.id.guild).await?;
        let twin = all.iter().find(|other| alike(other, &schedule));
        Ok(Made {
            next,
            taken,
            twin: twin.map(|twin| twin.id),
            schedule,
        })
    }
}

/// Whether two schedules post the same into the same channel at the same times.
fn alike(a: &Schedule, b: &Schedule) -> bool {
    let of = |schedule: &Schedule| {
        let plan = &schedule.plan;
        let (recurrence, topic) = (&plan.recurrence, plan.topic.as_deref().map(fold));
        (plan.channel, recurrence.days, recurrence.time, topic)
    };
    let same_time = || {
        let due = |schedule: &Schedule| schedule.next.as_ref().map(|next| next.due_at);
        // Zones of other names may show the same time; those that rest have none to compare.
        a.plan.recurrence.zone == b.plan.recurrence.zone || (due(a).is_some() && due(a) == due(b))
    };
    a.id != b.id && of(a) == of(b) && same_time()
}
