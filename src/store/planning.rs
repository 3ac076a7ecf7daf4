//! What comes of a schedule's time: deliveries, and its next occurrence.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Job, JobKey, Store, StoreError, deliveries::of, engine::Engine, table::Writes, values,
};
use crate::{
    article::{Author, Deed, UserId},
    briefing::{Cause, Delivery, Outcome, Schedule, ScheduleId, Step, StepKind},
    schedule::Occurrence,
};

/// Most deliveries of a schedule that are kept.
pub(super) const MAX_DELIVERIES: u32 = 400;

/// What is planned of a schedule whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planning {
    /// The job [`JobKey::PlanBriefing`] as it was claimed.
    pub job: Job,
    /// The version of the schedule from which this was made.
    pub version: u32,
    /// Occurrences that it is too late for, oldest first.
    pub missed: Vec<Occurrence>,
    /// The occurrence that is posted, and what is; none where there is none.
    pub posted: Option<(Occurrence, NewDelivery)>,
}

/// A briefing that is to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    /// What is to be done, in this order, crossposts after all messages; empty where there is nothing
    /// new and nothing is said.
    pub steps: Vec<StepKind>,
    /// How many stories are news, those that are left out too.
    pub total: u32,
    /// Until when it is tried.
    pub expires_at: DateTime<Utc>,
}

impl NewDelivery {
    /// The next delivery of `schedule`, as it is planned `now`: under way, or empty where nothing is posted.
    pub fn delivery(
        self,
        schedule: &Schedule,
        cause: Cause,
        at: Occurrence,
        now: DateTime<Utc>,
    ) -> Delivery {
        let outcome = match self.steps.is_empty() {
            true => Outcome::Empty,
            false => Outcome::UnderWay,
        };
        Delivery {
            id: of(schedule.id, schedule.last_delivery + 1),
            cause,
            plan: schedule.plan.clone(),
            date: at.date,
            due_at: at.due_at,
            planned_at: now,
            expires_at: self.expires_at,
            late: false,
            total: self.total,
            steps: self.steps.into_iter().map(Step::planned).collect(),
            ended_at: (outcome != Outcome::UnderWay).then_some(now),
            outcome,
            trouble: None,
        }
    }
}

impl Store {
    /// Writes what was planned: a delivery for each missed occurrence and for the one that is posted,
    /// with its [`JobKey::SendBriefing`], due when the occurrence was. The schedule's next occurrence is
    /// the first after `now`, and the job waits for that.
    ///
    /// Gives the last delivery written: under way, empty where it has no steps, or missed. None where
    /// nothing was written: the job is not as it was claimed, the schedule is another or rests, or a
    /// story is told by another delivery meanwhile; then it is to be planned anew, if the job is
    /// still there. None as well where the dates of all these occurrences are taken; the schedule has
    /// its next one then.
    ///
    /// Of a schedule the last 400 deliveries are kept.
    pub async fn plan_occurrence(
        &self,
        planning: Planning,
        now: DateTime<Utc>,
    ) -> Result<Option<Delivery>, StoreError> {
        self.write(move |engine| {
            engine.write(|writes| engine.plan_occurrence(writes, planning, now))
        })
        .await
    }

    /// Has a briefing posted now besides what comes by itself, also of a schedule that rests; its
    /// [`JobKey::SendBriefing`] is due `now`. None where there is no such schedule, or a story is told
    /// by another delivery meanwhile. The log is told.
    pub async fn add_extra(
        &self,
        id: ScheduleId,
        new: NewDelivery,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<Delivery>, StoreError> {
        self.write(move |engine| {
            engine.write(|writes| {
                let Some(old) = engine.tables.schedules.get(&id)? else {
                    return Ok(None);
                };
                if engine.tells_any(id, &new)? {
                    return Ok(None);
                }
                let mut schedule = old.clone();
                let at = Occurrence {
                    date: old.plan.recurrence.zone.local(now).date(),
                    due_at: now,
                };
                let cause = Cause::Extra(by);
                let delivery = planned(&mut schedule, cause, at, Some(new), now);
                engine.put_delivery(writes, None, &delivery, now)?;
                engine.prune(writes, &schedule)?;
                engine.put_schedule(writes, Some(&old), &schedule)?;
                let deed = Deed::BriefingOrdered(id.number);
                engine.note(writes, id.guild, (Author::User(by), now), None, deed)?;
                Ok(Some(delivery))
            })
        })
        .await
    }
}

impl Engine {
    fn plan_occurrence(
        &self,
        writes: &mut Writes,
        planning: Planning,
        now: DateTime<Utc>,
    ) -> Result<Option<Delivery>, StoreError> {
        let Some(old) = self.planned_for(&planning)? else {
            return Ok(None);
        };
        let mut schedule = old.clone();
        let mut taken = self.taken_of(&old, &planning)?;
        let cause = Cause::Occurrence(old.plan.recurrence.time);
        let beyond = planning
            .missed
            .len()
            .saturating_sub(MAX_DELIVERIES as usize);
        let mut last_due = now;
        let mut last = None;
        let missed = planning
            .missed
            .into_iter()
            .skip(beyond)
            .map(|at| (at, None));
        let posted = planning.posted.map(|(at, new)| (at, Some(new)));
        for (at, new) in missed.chain(posted) {
            last_due = last_due.max(at.due_at);
            if taken.contains(&at.date) {
                continue;
            }
            let delivery = planned(&mut schedule, cause, at, new, now);
            if delivery.takes_date() {
                taken.insert(delivery.date);
            }
            self.put_delivery(writes, None, &delivery, now)?;
            if delivery.outcome == Outcome::Empty {
                schedule.failures = 0;
            }
            last = Some(delivery);
        }
        taken.extend(self.taken(&old, now)?);
        schedule.next = old.plan.next(last_due, |date| taken.contains(&date));
        self.prune(writes, &schedule)?;
        self.put_schedule(writes, Some(&old), &schedule)?;
        if let Some(next) = &schedule.next {
            // Also where it stays what it was: the job was claimed.
            self.put_job(writes, planning.job.key, next.due_at)?;
        }
        Ok(last)
    }

    /// The schedule for which this can be planned.
    fn planned_for(&self, planning: &Planning) -> Result<Option<Schedule>, StoreError> {
        let JobKey::PlanBriefing(id) = planning.job.key else {
            return Ok(None);
        };
        if !self.is_as_claimed(&planning.job)? {
            return Ok(None);
        }
        let schedule = self.tables.schedules.get(&id)?;
        let same = |old: &Schedule| old.version == planning.version && old.paused.is_none();
        let told = match &planning.posted {
            Some((_, new)) => self.tells_any(id, new)?,
            None => false,
        };
        Ok(schedule.filter(|old| same(old) && !told))
    }

    /// Of the dates for which something is planned, those that are taken.
    fn taken_of(
        &self,
        schedule: &Schedule,
        planning: &Planning,
    ) -> Result<BTreeSet<NaiveDate>, StoreError> {
        let posted = planning.posted.iter().map(|(at, _)| at.date);
        let dates = planning.missed.iter().map(|at| at.date).chain(posted);
        let mut taken = BTreeSet::new();
        for date in dates {
            for number in values(self.tables.occurrences.scan((schedule.id, date))) {
                let delivery = self.tables.deliveries.get(&of(schedule.id, number?))?;
                if delivery.is_some_and(|delivery| delivery.takes_date()) {
                    taken.insert(date);
                }
            }
        }
        Ok(taken)
    }

    /// Whether a delivery of the schedule tells one of these stories already.
    fn tells_any(&self, id: ScheduleId, new: &NewDelivery) -> Result<bool, StoreError> {
        let steps = new.steps.iter().cloned().map(Step::planned);
        for step in steps {
            for story in step.stories() {
                if self.tables.told.get(&(id, *story))?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Takes the oldest deliveries away that are too many.
    fn prune(&self, writes: &mut Writes, schedule: &Schedule) -> Result<(), StoreError> {
        let last = schedule.last_delivery.saturating_sub(MAX_DELIVERIES);
        for entry in self.tables.deliveries.scan(schedule.id) {
            let (id, delivery) = entry?;
            if id.number > last {
                break;
            }
            if delivery.outcome != Outcome::UnderWay {
                self.remove_delivery(writes, &delivery)?;
            }
        }
        Ok(())
    }
}

/// The schedule's next delivery: missed where there is nothing to be posted.
fn planned(
    schedule: &mut Schedule,
    cause: Cause,
    at: Occurrence,
    new: Option<NewDelivery>,
    now: DateTime<Utc>,
) -> Delivery {
    let missed = new.is_none();
    let new = new.unwrap_or(NewDelivery {
        steps: Vec::new(),
        total: 0,
        expires_at: now,
    });
    let mut delivery = new.delivery(schedule, cause, at, now);
    if missed {
        delivery.outcome = Outcome::Missed;
    }
    schedule.last_delivery = delivery.id.number;
    delivery
}
