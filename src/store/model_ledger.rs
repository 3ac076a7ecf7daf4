//! The ledger of briefings as one would write it down: schedules, deliveries, copies, and what is due.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{CopyId, JobKey, act_briefing::new_delivery};
use crate::{
    article::{ArticleId, GuildId},
    briefing::{
        Cause, Delivery, DeliveryId, Due, Event, Obstacle, Outcome, Plan, Schedule, ScheduleId,
        Step, StepState,
    },
    schedule::Occurrence,
};

/// The briefings as one would write them down.
#[derive(Default)]
pub(super) struct BriefingModel {
    pub(super) schedules: BTreeMap<ScheduleId, Schedule>,
    /// How many schedules a guild ever had.
    pub(super) given: BTreeMap<GuildId, u32>,
    pub(super) deliveries: BTreeMap<DeliveryId, Delivery>,
    /// What is to be done, and when.
    pub(super) due: BTreeMap<JobKey, DateTime<Utc>>,
    /// When a copy was edited last, and why it could not be.
    pub(super) copies: BTreeMap<CopyId, (Option<DateTime<Utc>>, Option<Obstacle>)>,
    /// How many changes the copies know of.
    pub(super) followed: usize,
    /// How many transactions there were.
    pub(super) written: u64,
}

impl BriefingModel {
    pub(super) fn of(&self, id: ScheduleId) -> impl DoubleEndedIterator<Item = &Delivery> {
        self.deliveries
            .values()
            .filter(move |delivery| delivery.id.schedule == id)
    }

    pub(super) fn taken(&self, id: ScheduleId, date: NaiveDate) -> bool {
        self.of(id)
            .any(|delivery| delivery.date == date && delivery.takes_date())
    }

    pub(super) fn told(&self, id: ScheduleId) -> BTreeSet<ArticleId> {
        self.of(id).flat_map(told).collect()
    }

    pub(super) fn next(&self, id: ScheduleId, plan: &Plan, after: DateTime<Utc>) -> Option<Due> {
        plan.next(after, |date| self.taken(id, date))
    }

    /// Puts a schedule, and what is to be planned of it.
    pub(super) fn put(&mut self, schedule: Schedule) {
        let key = JobKey::PlanBriefing(schedule.id);
        match &schedule.next {
            Some(next) => self.due.insert(key, next.due_at),
            None => self.due.remove(&key),
        };
        self.schedules.insert(schedule.id, schedule);
    }

    /// Puts a delivery in the place of what it was, and all that follows from it.
    pub(super) fn put_delivery(&mut self, new: Delivery, now: DateTime<Utc>) {
        let id = new.id;
        let old = self.deliveries.insert(id, new.clone());
        let was = old.as_ref().map(|old| &old.outcome) == Some(&Outcome::UnderWay);
        let send = JobKey::SendBriefing(id);
        match (was, new.outcome == Outcome::UnderWay) {
            (false, true) => {
                let due_at = if old.is_some() { now } else { new.due_at };
                self.due.insert(send, due_at);
            }
            (true, false) => drop(self.due.remove(&send)),
            _ => {}
        }
        let before = old.iter().flat_map(|old| &old.steps);
        for (step, was) in before.enumerate() {
            let kept = new.steps.get(step).map_or(&[][..], Step::stories);
            if was.stories().iter().any(|story| !kept.contains(story)) {
                let step = u32::try_from(step).unwrap();
                self.due.remove(&JobKey::EditCopy(id, step));
            }
        }
        for (step, now_is) in new.steps.iter().enumerate() {
            let edit = JobKey::EditCopy(id, u32::try_from(step).unwrap());
            let copy = CopyId {
                delivery: id,
                step: u32::try_from(step).unwrap(),
            };
            let done = matches!(now_is.state, StepState::Done(..)) && !now_is.stories().is_empty();
            if done && !self.copies.contains_key(&copy) {
                self.copies.insert(copy, (None, None));
                self.due.entry(edit).and_modify(|due| *due = now);
            }
            if !may_be_there(&new, now_is) {
                self.due.remove(&edit);
            }
        }
    }

    /// Cancels what nobody tried; gives it as it was.
    pub(super) fn cancel(&mut self, id: ScheduleId, now: DateTime<Utc>) -> Vec<Delivery> {
        let all: Vec<_> = self.of(id).cloned().collect();
        let mut cancelled = Vec::new();
        for old in all {
            if let Some(new) = old.after(&Event::Cancelled, now) {
                self.put_delivery(new, now);
                cancelled.push(old);
            }
        }
        cancelled
    }

    pub(super) fn plan_one(
        &mut self,
        id: ScheduleId,
        cause: Cause,
        occurrence: Occurrence,
        messages: Option<Vec<Vec<ArticleId>>>,
        now: DateTime<Utc>,
    ) {
        let schedule = self.schedules.get_mut(&id).unwrap();
        schedule.last_delivery += 1;
        let missed = messages.is_none();
        let new = new_delivery(messages.unwrap_or_default(), occurrence.due_at);
        let steps: Vec<_> = new.steps.into_iter().map(Step::planned).collect();
        let outcome = if missed {
            Outcome::Missed
        } else if steps.is_empty() {
            Outcome::Empty
        } else {
            Outcome::UnderWay
        };
        if outcome == Outcome::Empty && matches!(cause, Cause::Occurrence(_)) {
            schedule.failures = 0;
        }
        let delivery = Delivery {
            id: DeliveryId {
                schedule: id,
                number: schedule.last_delivery,
            },
            cause,
            plan: schedule.plan.clone(),
            date: occurrence.date,
            due_at: occurrence.due_at,
            planned_at: now,
            expires_at: if missed { now } else { new.expires_at },
            late: false,
            total: if missed { 0 } else { new.total },
            steps,
            ended_at: (outcome != Outcome::UnderWay).then_some(now),
            outcome,
            trouble: None,
        };
        self.put_delivery(delivery, now);
    }

    /// Takes away what belongs to a delivery.
    pub(super) fn forget(&mut self, id: DeliveryId) {
        self.deliveries.remove(&id);
        self.copies.retain(|copy, _| copy.delivery != id);
        self.due.retain(|key, _| match key {
            JobKey::SendBriefing(other) | JobKey::EditCopy(other, _) => *other != id,
            _ => true,
        });
    }
}

/// The stories that a delivery told or is going to.
pub(super) fn told(delivery: &Delivery) -> Vec<ArticleId> {
    let steps = delivery.steps.iter();
    let kept = steps
        .filter(|step| step.state != StepState::Failed && delivery.outcome != Outcome::Cancelled);
    kept.flat_map(|step| step.stories().to_vec()).collect()
}

/// Whether the message of a step is there, or may be later.
pub(super) fn may_be_there(delivery: &Delivery, step: &Step) -> bool {
    delivery.outcome != Outcome::Cancelled
        && !matches!(step.state, StepState::Failed | StepState::There)
}
