//! Deliveries: what was posted for schedules, or is going to be, step by step, and what follows from
//! how one stands.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{CopyId, Job, JobKey, Store, StoreError, engine::Engine, table::Writes, values};
use crate::{
    article::{ArticleId, Author, Deed},
    briefing::{
        Cause, Delivery, DeliveryId, Event, Obstacle, Outcome, PAUSED_AFTER, ScheduleId, StepState,
    },
};

/// Deliveries of a removed schedule that are taken away at once.
const BATCH: usize = 50;

impl Store {
    /// The delivery as it is now; none where there never was one or it was taken away.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        self.read(move |engine| engine.tables.deliveries.get(&id))
            .await
    }

    /// Deliveries of a schedule, also of one that was removed, newest first, at most `limit`: those with
    /// a number below `before`, all where that is none.
    pub async fn deliveries(
        &self,
        schedule: ScheduleId,
        before: Option<u32>,
        limit: usize,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.read(move |engine| {
            let last = before.map_or(u32::MAX, |before| before.saturating_sub(1));
            let found = engine
                .tables
                .deliveries
                .down_from(schedule, of(schedule, last));
            values(found).take(limit).collect()
        })
        .await
    }

    /// Has `event` happen to a delivery, with all that follows from it; gives the delivery as it is
    /// then. None, and nothing is done, where that can't happen to it as it stands, where there is none, or where
    /// `job`, its [`JobKey::SendBriefing`], is not as it was claimed.
    ///
    /// A step that is done and has stories becomes a [`Copy`](super::Copy). A delivery that ends loses its
    /// job; one that goes on again after a person's word has it due `now`. Stories of steps that are
    /// not done become untold. The end of an occurrence counts in its schedule's failures, which may
    /// pause it.
    ///
    /// The log is told of what a person settled, which is `by` them, and of an end that is no good; `said` is
    /// why, in words for the log.
    pub async fn advance_delivery(
        &self,
        id: DeliveryId,
        event: Event,
        said: Option<String>,
        by: Author,
        job: Option<&Job>,
        now: DateTime<Utc>,
    ) -> Result<Option<Delivery>, StoreError> {
        let job = job.copied();
        self.write(move |engine| {
            engine.write(|writes| {
                if let Some(job) = job
                    && (job.key != JobKey::SendBriefing(id) || !engine.is_as_claimed(&job)?)
                {
                    return Ok(None);
                }
                engine.advance(writes, id, &event, said, (by, now))
            })
        })
        .await
    }

    /// The stories that a schedule told or is going to tell, as far back as its deliveries are kept.
    pub async fn told(&self, schedule: ScheduleId) -> Result<BTreeSet<ArticleId>, StoreError> {
        self.read(move |engine| {
            let told = engine.tables.told.scan(schedule);
            told.map(|entry| entry.map(|((_, article), _)| article))
                .collect()
        })
        .await
    }

    /// Takes away what was posted for a schedule that was removed, with its job; false where there is
    /// nothing, or the schedule is there.
    pub async fn forget_schedule(&self, id: ScheduleId) -> Result<bool, StoreError> {
        self.write(move |engine| engine.forget_schedule(id)).await
    }
}

impl Engine {
    fn advance(
        &self,
        writes: &mut Writes,
        id: DeliveryId,
        event: &Event,
        said: Option<String>,
        (by, now): (Author, DateTime<Utc>),
    ) -> Result<Option<Delivery>, StoreError> {
        let Some(old) = self.tables.deliveries.get(&id)? else {
            return Ok(None);
        };
        let Some(new) = old.after(event, now) else {
            return Ok(None);
        };
        if new == old {
            return Ok(Some(new));
        }
        // What came to be told elsewhere meanwhile is not told twice.
        for article in told(&new).difference(&told(&old)) {
            if self.tables.told.get(&(id.schedule, *article))?.is_some() {
                return Ok(None);
            }
        }
        self.put_delivery(writes, Some(&old), &new, now)?;
        let settled = settled(event, id).map(|deed| (by, deed));
        let ended = ended(&old, &new, said.unwrap_or_default());
        let ended = ended.map(|deed| (Author::Operator, deed));
        for (by, deed) in settled.into_iter().chain(ended) {
            self.note(writes, id.schedule.guild, (by, now), None, deed)?;
        }
        self.count_end(writes, &old, &new, now)?;
        Ok(Some(new))
    }

    /// Counts the end of an occurrence in its schedule, and has it rest after too many failures.
    fn count_end(
        &self,
        writes: &mut Writes,
        old: &Delivery,
        new: &Delivery,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let occurrence = matches!(new.cause, Cause::Occurrence(_));
        if !occurrence || old.outcome == new.outcome {
            return Ok(());
        }
        let schedule = self.tables.schedules.get(&new.id.schedule)?;
        let Some(before) = schedule else {
            return Ok(());
        };
        let mut after = before.clone();
        match &new.outcome {
            Outcome::Posted | Outcome::NotCrossposted(_) | Outcome::Empty => after.failures = 0,
            Outcome::Failed(obstacle) if !matches!(obstacle, Obstacle::Overdue(_)) => {
                after.failures += 1;
            }
            _ => return Ok(()),
        }
        if after.failures >= PAUSED_AFTER && after.paused.is_none() {
            let signed = (Author::Operator, now);
            self.rest(writes, &mut after, signed)?;
            let deed = Deed::ScheduleGaveUp(after.id.number);
            self.note(writes, after.id.guild, signed, None, deed)?;
        }
        if before == after {
            return Ok(());
        }
        self.put_schedule(writes, Some(&before), &after)
    }

    /// Writes `new` in place of `old` into every table that follows from a delivery.
    pub(super) fn put_delivery(
        &self,
        writes: &mut Writes,
        old: Option<&Delivery>,
        new: &Delivery,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (id, tables) = (new.id, &self.tables);
        if old.is_none()
            && let Cause::Occurrence(time) = new.cause
        {
            let key = (id.schedule, new.date, time);
            tables.occurrences.put(writes, &key, &id.number)?;
        }
        let (before, after) = (old.map(told).unwrap_or_default(), told(new));
        for article in before.difference(&after) {
            tables.told.remove(writes, &(id.schedule, *article));
        }
        for article in after.difference(&before) {
            tables
                .told
                .put(writes, &(id.schedule, *article), &id.number)?;
        }
        self.put_copies(writes, old, new, now)?;
        let under_way = |delivery: &Delivery| delivery.outcome == Outcome::UnderWay;
        let key = JobKey::SendBriefing(id);
        match (old.is_some_and(under_way), under_way(new)) {
            (false, true) => {
                let due_at = if old.is_some() { now } else { new.due_at };
                self.put_job(writes, key, due_at)?;
            }
            (true, false) => self.drop_job(writes, key)?,
            _ => {}
        }
        self.count_briefing(writes)?;
        tables.deliveries.put(writes, &id, new)
    }

    /// Takes a delivery away, and all that follows from it.
    pub(super) fn remove_delivery(
        &self,
        writes: &mut Writes,
        old: &Delivery,
    ) -> Result<(), StoreError> {
        let (id, tables) = (old.id, &self.tables);
        if let Cause::Occurrence(time) = old.cause {
            let key = (id.schedule, old.date, time);
            if tables.occurrences.get_in(writes, &key)? == Some(id.number) {
                tables.occurrences.remove(writes, &key);
            }
        }
        for article in told(old) {
            tables.told.remove(writes, &(id.schedule, article));
        }
        for (article, step) in followed(old) {
            let copy = CopyId { delivery: id, step };
            tables.copies_by_article.remove(writes, &(article, copy));
            tables.copies_in_trouble.remove(writes, &copy);
            tables.copies.remove(writes, &copy);
            self.drop_job(writes, JobKey::EditCopy(id, step))?;
        }
        self.drop_job(writes, JobKey::SendBriefing(id))?;
        self.count_briefing(writes)?;
        tables.deliveries.remove(writes, &id);
        Ok(())
    }

    fn forget_schedule(&self, id: ScheduleId) -> Result<bool, StoreError> {
        let mut any = false;
        loop {
            let left = self.write(|writes| {
                if self.tables.schedules.get(&id)?.is_some() {
                    return Ok(false);
                }
                let mut found = values(self.tables.deliveries.scan(id));
                for old in found.by_ref().take(BATCH) {
                    any = true;
                    self.remove_delivery(writes, &old?)?;
                }
                let left = found.next().transpose()?.is_some();
                if !left {
                    self.drop_job(writes, JobKey::ForgetSchedule(id))?;
                }
                Ok(left)
            })?;
            if !left {
                return Ok(any);
            }
        }
    }
}

/// The delivery of that number.
pub(super) fn of(schedule: ScheduleId, number: u32) -> DeliveryId {
    DeliveryId { schedule, number }
}

/// The stories that a delivery told, or is going to.
pub(super) fn told(delivery: &Delivery) -> BTreeSet<ArticleId> {
    if delivery.outcome == Outcome::Cancelled {
        return BTreeSet::new();
    }
    let steps = delivery.steps.iter();
    let kept = steps.filter(|step| step.state != StepState::Failed);
    kept.flat_map(|step| step.stories()).copied().collect()
}

/// The stories of messages that were posted, or may yet be, each with its step.
pub(super) fn followed(delivery: &Delivery) -> BTreeSet<(ArticleId, u32)> {
    if delivery.outcome == Outcome::Cancelled {
        return BTreeSet::new();
    }
    let steps = (0..).zip(&delivery.steps);
    let kept =
        steps.filter(|(_, step)| !matches!(step.state, StepState::Failed | StepState::There));
    kept.flat_map(|(number, step)| step.stories().iter().map(move |story| (*story, number)))
        .collect()
}

/// What the log is told of a person's word.
fn settled(event: &Event, id: DeliveryId) -> Option<Deed> {
    let number = id.schedule.number;
    match event {
        Event::Confirmed(_) => Some(Deed::BriefingConfirmed(number)),
        Event::SendAgain(_) | Event::CrosspostAgain(_) => Some(Deed::BriefingSentAgain(number)),
        _ => None,
    }
}

/// What the log is told of the end of a delivery.
fn ended(old: &Delivery, new: &Delivery, said: String) -> Option<Deed> {
    if old.outcome == new.outcome {
        return None;
    }
    let number = new.id.schedule.number;
    match new.outcome {
        Outcome::Failed(_) => Some(Deed::BriefingFailed(number, said)),
        Outcome::NotCrossposted(_) => Some(Deed::NotCrossposted(number, said)),
        Outcome::Uncertain => Some(Deed::BriefingUncertain(number)),
        _ => None,
    }
}
