//! Schedules: briefings that come again. What is due is planned by a job of each.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{JobKey, Store, StoreError, engine::Engine, table::Writes, values};
use crate::{
    article::{Author, Deed, GuildId, UserId},
    briefing::{Cause, Delivery, Due, Event, MAX_SCHEDULES, Pause, Plan, Schedule, ScheduleId},
    schedule::Zone,
};

/// How long what was posted for a removed schedule is kept.
const KEPT: TimeDelta = TimeDelta::days(400);
/// Schedules that are reckoned anew at once.
const BATCH: usize = 256;

/// What became of an act on a schedule as somebody saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled<T> {
    /// It is done.
    Done(T),
    /// Nothing was done: the schedule is at another version. As it is now.
    Changed(Box<Schedule>),
    /// There is no such schedule any more, or never was.
    Missing,
}

impl Store {
    /// Makes a schedule under the guild's next number; none where the guild has
    /// [`MAX_SCHEDULES`] of them. Its first occurrence is the first after `now`, and its
    /// [`JobKey::PlanBriefing`] is due then. The log is told.
    pub async fn add_schedule(
        &self,
        guild: GuildId,
        plan: Plan,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<Schedule>, StoreError> {
        self.write(move |engine| {
            engine.write(|writes| engine.add_schedule(writes, guild, plan, by, now))
        })
        .await
    }

    /// Gives a schedule another plan, if it is at that version; a paused one stays paused. The log is
    /// told.
    ///
    /// Deliveries of which nothing was tried are cancelled. Where time, days and zone stay as they
    /// were, an occurrence that was cancelled so before it expired is the next one again, and is
    /// planned by the new plan at once. Otherwise the next is the first after `now` on a date that is
    /// not taken.
    pub async fn change_schedule(
        &self,
        id: ScheduleId,
        version: u32,
        plan: Plan,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Settled<Schedule>, StoreError> {
        self.write(move |engine| {
            engine.write(|writes| engine.change_schedule(writes, (id, version), plan, by, now))
        })
        .await
    }

    /// Has a schedule rest; deliveries of which nothing was tried are cancelled. Gives it as it is
    /// then, unchanged where it rested already; none where there is none. The log is told.
    pub async fn pause_schedule(
        &self,
        id: ScheduleId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<Schedule>, StoreError> {
        self.on_schedule(id, move |engine, writes, old| {
            if old.paused.is_some() {
                return Ok(old);
            }
            let signed = (Author::User(by), now);
            let mut new = turned(&old, by, now);
            engine.rest(writes, &mut new, signed)?;
            engine.put_schedule(writes, Some(&old), &new)?;
            let deed = Deed::SchedulePaused(id.number);
            engine.note(writes, id.guild, signed, None, deed)?;
            Ok(new)
        })
        .await
    }

    /// Has a schedule go on, with the first occurrence after `now` on a date that is not taken; its
    /// failures are forgotten. Gives it as it is then, unchanged where it did not rest; none where there
    /// is none. The log is told.
    pub async fn resume_schedule(
        &self,
        id: ScheduleId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<Schedule>, StoreError> {
        self.on_schedule(id, move |engine, writes, old| {
            if old.paused.is_none() {
                return Ok(old);
            }
            let taken = engine.taken(&old, now)?;
            let new = Schedule {
                paused: None,
                failures: 0,
                next: old.plan.next(now, |date| taken.contains(&date)),
                ..turned(&old, by, now)
            };
            engine.put_schedule(writes, Some(&old), &new)?;
            let deed = Deed::ScheduleResumed(id.number);
            engine.note(writes, id.guild, (Author::User(by), now), None, deed)?;
            Ok(new)
        })
        .await
    }

    /// Removes a schedule; deliveries of which nothing was tried are cancelled. Gives it as it was;
    /// none where there is none. The log is told.
    ///
    /// Its deliveries and copies stay, and those under way go on, until [`Store::forget_schedule`],
    /// whose job is due 400 days later.
    pub async fn remove_schedule(
        &self,
        id: ScheduleId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<Schedule>, StoreError> {
        self.on_schedule(id, move |engine, writes, old| {
            let signed = (Author::User(by), now);
            engine.cancel_untried(writes, id, now)?;
            engine.tables.schedules.remove(writes, &id);
            engine.count_briefing(writes)?;
            engine.drop_job(writes, JobKey::PlanBriefing(id))?;
            if old.last_delivery > 0 {
                engine.put_job(writes, JobKey::ForgetSchedule(id), now + KEPT)?;
            }
            let deed = Deed::ScheduleRemoved(id.number);
            engine.note(writes, id.guild, signed, None, deed)?;
            Ok(old)
        })
        .await
    }

    /// Has something happen to a schedule, in one transaction; none where there is none.
    async fn on_schedule(
        &self,
        id: ScheduleId,
        act: impl FnOnce(&Engine, &mut Writes, Schedule) -> Result<Schedule, StoreError>
        + Send
        + 'static,
    ) -> Result<Option<Schedule>, StoreError> {
        self.write(move |engine| {
            engine.write(|writes| {
                let found = engine.tables.schedules.get(&id)?;
                found.map(|old| act(engine, writes, old)).transpose()
            })
        })
        .await
    }

    /// The schedule as it is now; none where it was removed or never was.
    pub async fn schedule(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        self.read(move |engine| engine.tables.schedules.get(&id))
            .await
    }

    /// The schedules of a guild by number; at most [`MAX_SCHEDULES`].
    pub async fn schedules(&self, guild: GuildId) -> Result<Vec<Schedule>, StoreError> {
        self.read(move |engine| values(engine.tables.schedules.scan(guild)).collect())
            .await
    }

    /// Reckons every next occurrence anew that was reckoned by another version of the time zone
    /// database: that of the same local date where there is one, else the first after `now`. Gives how
    /// many. For the start of the program.
    pub async fn reckon_schedules(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        self.write(move |engine| engine.reckon_schedules(now)).await
    }
}

impl Engine {
    fn add_schedule(
        &self,
        writes: &mut Writes,
        guild: GuildId,
        plan: Plan,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Option<Schedule>, StoreError> {
        if self.tables.schedules.scan(guild).count() >= MAX_SCHEDULES {
            return Ok(None);
        }
        let desk = self.change_desk(writes, guild, |desk| desk.last_schedule += 1)?;
        let id = ScheduleId {
            guild,
            number: desk.last_schedule,
        };
        let next = plan.next(now, |_| false);
        let new = Schedule {
            id,
            version: 1,
            plan,
            created_by: by,
            created_at: now,
            changed_by: by,
            changed_at: now,
            paused: None,
            failures: 0,
            last_delivery: 0,
            next,
        };
        self.put_schedule(writes, None, &new)?;
        let deed = Deed::ScheduleAdded(id.number);
        self.note(writes, guild, (Author::User(by), now), None, deed)?;
        Ok(Some(new))
    }

    fn change_schedule(
        &self,
        writes: &mut Writes,
        (id, version): (ScheduleId, u32),
        plan: Plan,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Settled<Schedule>, StoreError> {
        let Some(old) = self.tables.schedules.get(&id)? else {
            return Ok(Settled::Missing);
        };
        if old.version != version {
            return Ok(Settled::Changed(Box::new(old)));
        }
        let cancelled = self.cancel_untried(writes, id, now)?;
        let mut new = turned(&old, by, now);
        new.next = if old.paused.is_some() {
            None
        } else if old.plan.recurrence == plan.recurrence {
            again(&cancelled, now).or_else(|| old.next.clone())
        } else {
            let mut taken = self.taken(&old, now)?;
            for delivery in cancelled.iter().filter(|old| old.takes_date()) {
                taken.remove(&delivery.date);
            }
            plan.next(now, |date| taken.contains(&date))
        };
        new.plan = plan;
        self.put_schedule(writes, Some(&old), &new)?;
        let deed = Deed::ScheduleChanged(id.number);
        self.note(writes, id.guild, (Author::User(by), now), None, deed)?;
        Ok(Settled::Done(new))
    }

    /// Has a schedule rest, which is still to be written.
    pub(super) fn rest(
        &self,
        writes: &mut Writes,
        schedule: &mut Schedule,
        (by, at): (Author, DateTime<Utc>),
    ) -> Result<(), StoreError> {
        self.cancel_untried(writes, schedule.id, at)?;
        schedule.paused = Some(Pause { at, by });
        schedule.next = None;
        Ok(())
    }

    /// Cancels the deliveries of a schedule of which nothing was tried; gives them as they were.
    fn cancel_untried(
        &self,
        writes: &mut Writes,
        id: ScheduleId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut cancelled = Vec::new();
        let table = &self.tables.deliveries;
        for entry in table.scan(id) {
            // One may have ended in this very transaction.
            let Some(old) = table.get_in(writes, &entry?.0)? else {
                continue;
            };
            if let Some(new) = old.after(&Event::Cancelled, now) {
                self.put_delivery(writes, Some(&old), &new, now)?;
                cancelled.push(old);
            }
        }
        Ok(cancelled)
    }

    /// The local dates of a schedule that are taken, of those from the day before `now` on.
    pub(super) fn taken(
        &self,
        schedule: &Schedule,
        now: DateTime<Utc>,
    ) -> Result<BTreeSet<NaiveDate>, StoreError> {
        let id = schedule.id;
        let today = schedule.plan.recurrence.zone.local(now).date();
        let first = today.pred_opt().unwrap_or(today);
        let mut taken = BTreeSet::new();
        let midnight = chrono::NaiveTime::MIN;
        for entry in self.tables.occurrences.from(&(id, first, midnight)) {
            let ((of, date, _), number) = entry?;
            if of != id {
                break;
            }
            let delivery = self
                .tables
                .deliveries
                .get(&super::deliveries::of(id, number))?;
            if delivery.is_some_and(|delivery| delivery.takes_date()) {
                taken.insert(date);
            }
        }
        Ok(taken)
    }

    /// Writes `new` in place of `old`, and what is to be done of it.
    pub(super) fn put_schedule(
        &self,
        writes: &mut Writes,
        old: Option<&Schedule>,
        new: &Schedule,
    ) -> Result<(), StoreError> {
        let due = |schedule: &Schedule| schedule.next.as_ref().map(|next| next.due_at);
        let (before, after) = (old.and_then(due), due(new));
        let key = JobKey::PlanBriefing(new.id);
        match after {
            Some(due_at) if before != after => self.put_job(writes, key, due_at)?,
            None if before.is_some() => self.drop_job(writes, key)?,
            _ => {}
        }
        self.count_briefing(writes)?;
        self.tables.schedules.put(writes, &new.id, new)
    }

    /// Counts a transaction that writes to what belongs to briefings.
    pub(super) fn count_briefing(&self, writes: &mut Writes) -> Result<(), StoreError> {
        let before = self.head()?.briefings;
        self.change_head(writes, |head| head.briefings = before + 1)
            .map(drop)
    }

    fn reckon_schedules(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let version = Zone::database_version();
        let other = |schedule: &Schedule| {
            let next = schedule.next.as_ref();
            next.is_some_and(|next| next.database != version)
        };
        let mut others = Vec::new();
        for schedule in values(self.tables.schedules.all()) {
            let schedule = schedule?;
            if other(&schedule) {
                others.push(schedule.id);
            }
        }
        for ids in others.chunks(BATCH) {
            self.write(|writes| {
                for id in ids {
                    let old = self.tables.schedules.get(id)?;
                    if let Some(old) = old.filter(other) {
                        let next = self.reckoned(&old, now)?;
                        let new = Schedule {
                            next,
                            ..old.clone()
                        };
                        self.put_schedule(writes, Some(&old), &new)?;
                    }
                }
                Ok(())
            })?;
        }
        Ok(others.len())
    }

    fn reckoned(&self, schedule: &Schedule, now: DateTime<Utc>) -> Result<Option<Due>, StoreError> {
        let date = schedule.next.as_ref().map(|next| next.date);
        let same = date.and_then(|date| schedule.plan.recurrence.on(date));
        if let Some(same) = same {
            return Ok(Some(due(same.date, same.due_at)));
        }
        let taken = self.taken(schedule, now)?;
        Ok(schedule.plan.next(now, |date| taken.contains(&date)))
    }
}

/// The same, changed by somebody.
fn turned(old: &Schedule, by: UserId, now: DateTime<Utc>) -> Schedule {
    Schedule {
        version: old.version + 1,
        changed_by: by,
        changed_at: now,
        ..old.clone()
    }
}

/// The occurrence that was cancelled and can still be posted.
fn again(cancelled: &[Delivery], now: DateTime<Utc>) -> Option<Due> {
    let still = |old: &&Delivery| matches!(old.cause, Cause::Occurrence(_)) && old.expires_at > now;
    let last = cancelled.iter().rev().find(still)?;
    Some(due(last.date, last.due_at))
}

fn due(date: NaiveDate, due_at: DateTime<Utc>) -> Due {
    Due {
        date,
        due_at,
        database: Zone::database_version().to_owned(),
    }
}
