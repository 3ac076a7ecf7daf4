//! What the program is to do by itself, and when: kept in the transaction that gives the reason,
//! taken by one worker at a time, taken again where that one was killed.

use std::sync::atomic::Ordering;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::{
    CopyId, Store, StoreError,
    deliveries::followed,
    engine::Engine,
    key::Key,
    table::{Table, Writes},
    values,
};
use crate::{
    article::{DraftId, GuildId},
    briefing::{DeliveryId, Outcome, ScheduleId},
};

/// What is to be done; there is at most one job of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKey {
    /// A scheduled draft goes live, or is told why not.
    PublishDraft(DraftId),
    /// A guild's log channel is told what it was not told yet.
    TellLog(GuildId),
    /// A draft that was published or discarded long ago is taken away.
    ForgetDraft(DraftId),
    /// A schedule's next occurrence: what is posted is planned.
    PlanBriefing(ScheduleId),
    /// A planned briefing is posted, step by step.
    SendBriefing(DeliveryId),
    /// A posted message is edited, since a story in it changed: the step of that place.
    EditCopy(DeliveryId, u32),
    /// What was posted for a schedule that was removed long ago is forgotten.
    ForgetSchedule(ScheduleId),
}

/// A queue of jobs of its own: one does not wait for another, however long that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// What desks need.
    Desk,
    /// What schedules post is planned.
    Plans,
    /// Briefings are posted.
    Briefings,
    /// Edits of what was posted.
    Edits,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 4] = [Self::Desk, Self::Plans, Self::Briefings, Self::Edits];
}

impl JobKey {
    /// In which queue it stands.
    pub fn lane(&self) -> Lane {
        match self {
            Self::PublishDraft(_)
            | Self::TellLog(_)
            | Self::ForgetDraft(_)
            | Self::ForgetSchedule(_) => Lane::Desk,
            Self::PlanBriefing(_) => Lane::Plans,
            Self::SendBriefing(_) => Lane::Briefings,
            Self::EditCopy(..) => Lane::Edits,
        }
    }
}

/// Something to be done at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// What.
    pub key: JobKey,
    /// When it is to be done.
    pub due_at: DateTime<Utc>,
    /// How often it was claimed.
    pub attempt: u32,
    /// Until when it is whoever's who claimed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leased_until: Option<DateTime<Utc>>,
}

impl Job {
    /// When it may be taken next.
    pub(super) fn free_at(&self) -> DateTime<Utc> {
        self.leased_until.unwrap_or(self.due_at)
    }
}

impl Store {
    /// Takes what may be taken of a lane `now`, what is due longest first, at most `limit` jobs. Nobody
    /// else can take one before `lease` is over, after which it counts as broken off; but for those
    /// that are `busy`, which are still worked at.
    pub async fn claim_due(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: usize,
        lane: Lane,
        busy: Vec<JobKey>,
    ) -> Result<Vec<Job>, StoreError> {
        self.write(move |engine| engine.claim_due(now, lease, limit, lane, &busy))
            .await
    }

    /// Lets every job be taken again that somebody claimed: they are broken off where this process has
    /// just begun, since no other has the database.
    pub async fn release_jobs(&self) -> Result<(), StoreError> {
        self.write(Engine::release_jobs).await
    }

    /// Everything that is to be done, in the order of its keys.
    pub async fn jobs(&self) -> Result<Vec<Job>, StoreError> {
        self.read(|engine| values(engine.tables.jobs.all()).collect())
            .await
    }

    /// When the first job of a lane may be taken that is not `busy`; none where there is none.
    pub async fn next_job(
        &self,
        lane: Lane,
        busy: Vec<JobKey>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.read(move |engine| {
            for entry in engine.due(lane).all() {
                let ((free_at, key), ()) = entry?;
                if !busy.contains(&key) {
                    return Ok(Some(free_at));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Takes a job away that was done, if it is still as it was claimed and nothing of it is left:
    /// one whose reason stands stays, and can be claimed again after its lease. Gives whether it is
    /// gone.
    ///
    /// The operations that do a job's work end it themselves.
    pub async fn finish_job(&self, job: &Job) -> Result<bool, StoreError> {
        let job = *job;
        self.write(move |engine| engine.finish_job(&job)).await
    }

    /// Has a job that failed done again at that time, if it is still as it was claimed; gives
    /// whether it was.
    pub async fn retry_job(&self, job: &Job, at: DateTime<Utc>) -> Result<bool, StoreError> {
        let job = *job;
        self.write(move |engine| engine.retry_job(&job, at)).await
    }

    /// Wakes who waits on it at every write that put a job, or had one wait for another time, with
    /// the number of these writes since the start.
    pub fn jobs_changed(&self) -> watch::Receiver<u64> {
        self.jobs_put.subscribe()
    }
}

impl Engine {
    /// How many writes put jobs since the start.
    pub(super) fn jobs_put(&self) -> u64 {
        self.jobs_put.load(Ordering::Acquire)
    }

    fn claim_due(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: usize,
        lane: Lane,
        busy: &[JobKey],
    ) -> Result<Vec<Job>, StoreError> {
        self.write(|writes| {
            let mut claimed = Vec::new();
            for entry in self.due(lane).all() {
                let ((free_at, key), ()) = entry?;
                if free_at > now || claimed.len() == limit {
                    break;
                }
                if busy.contains(&key) {
                    continue;
                }
                let missing = || StoreError::Damaged(format!("the job {key:?} is missing"));
                let job = self.tables.jobs.get(&key)?.ok_or_else(missing)?;
                let job = Job {
                    attempt: job.attempt + 1,
                    leased_until: Some(now + lease),
                    ..job
                };
                self.write_job(writes, &job)?;
                claimed.push(job);
            }
            Ok(claimed)
        })
    }

    fn release_jobs(&self) -> Result<(), StoreError> {
        self.write(|writes| {
            for entry in self.tables.jobs.all() {
                let (_, job) = entry?;
                if job.leased_until.is_some() {
                    let leased_until = None;
                    self.move_job(
                        writes,
                        &Job {
                            leased_until,
                            ..job
                        },
                    )?;
                }
            }
            Ok(())
        })
    }

    fn finish_job(&self, job: &Job) -> Result<bool, StoreError> {
        self.write(|writes| {
            let done = self.is_as_claimed(job)? && !self.is_owed(job.key)?;
            if done {
                self.drop_job(writes, job.key)?;
            }
            Ok(done)
        })
    }

    fn retry_job(&self, job: &Job, due_at: DateTime<Utc>) -> Result<bool, StoreError> {
        self.write(|writes| {
            let claimed = self.is_as_claimed(job)?;
            if claimed {
                self.put_off(writes, job, due_at)?;
            }
            Ok(claimed)
        })
    }

    /// Has a job that was claimed done again at that time.
    pub(super) fn put_off(
        &self,
        writes: &mut Writes,
        job: &Job,
        due_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let job = Job {
            due_at,
            leased_until: None,
            ..*job
        };
        self.move_job(writes, &job)
    }

    /// Whether nobody else claimed a job, and nothing put it anew.
    pub(super) fn is_as_claimed(&self, job: &Job) -> Result<bool, StoreError> {
        Ok(self.tables.jobs.get(&job.key)?.as_ref() == Some(job))
    }

    /// Whether what a job is for is still to be done.
    fn is_owed(&self, key: JobKey) -> Result<bool, StoreError> {
        match key {
            JobKey::PublishDraft(id) | JobKey::ForgetDraft(id) => {
                let sheet = self.tables.drafts.get(&id)?;
                let owed = sheet.and_then(|sheet| sheet.job());
                Ok(owed.is_some_and(|(owed, _)| owed == key))
            }
            JobKey::TellLog(guild) => Ok(self.desk(guild)?.owes_telling()),
            JobKey::PlanBriefing(id) => {
                let schedule = self.tables.schedules.get(&id)?;
                Ok(schedule.is_some_and(|schedule| schedule.next.is_some()))
            }
            JobKey::SendBriefing(id) => {
                let delivery = self.tables.deliveries.get(&id)?;
                Ok(delivery.is_some_and(|delivery| delivery.outcome == Outcome::UnderWay))
            }
            JobKey::EditCopy(delivery, step) => {
                let copy = self.tables.copies.get(&CopyId { delivery, step })?;
                let delivery = self.tables.deliveries.get(&delivery)?;
                let awaited = delivery.is_some_and(|delivery| {
                    let under_way = delivery.outcome == Outcome::UnderWay;
                    under_way && followed(&delivery).iter().any(|(_, other)| *other == step)
                });
                Ok(copy.is_some() || awaited)
            }
            JobKey::ForgetSchedule(id) => {
                let left = self.tables.deliveries.scan(id).next().transpose()?;
                Ok(self.tables.schedules.get(&id)?.is_none() && left.is_some())
            }
        }
    }

    /// The order in which the jobs of a lane may be taken.
    pub(super) fn due(&self, lane: Lane) -> &Table<(DateTime<Utc>, JobKey), ()> {
        match lane {
            Lane::Desk => &self.tables.jobs_due,
            Lane::Plans => &self.tables.plans_due,
            Lane::Briefings => &self.tables.briefings_due,
            Lane::Edits => &self.tables.edits_due,
        }
    }

    /// Has `key` done at a time, in place of what was to be done of it before.
    pub(super) fn put_job(
        &self,
        writes: &mut Writes,
        key: JobKey,
        due_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let job = Job {
            key,
            due_at,
            attempt: 0,
            leased_until: None,
        };
        self.move_job(writes, &job)
    }

    /// [`Engine::put_job`] where nothing is to be done of `key` yet.
    pub(super) fn keep_job(
        &self,
        writes: &mut Writes,
        key: JobKey,
        due_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        match self.tables.jobs.get_in(writes, &key)? {
            Some(_) => Ok(()),
            None => self.put_job(writes, key, due_at),
        }
    }

    /// Takes `key` away from what is to be done.
    pub(super) fn drop_job(&self, writes: &mut Writes, key: JobKey) -> Result<(), StoreError> {
        let tables = &self.tables;
        if let Some(old) = tables.jobs.get_in(writes, &key)? {
            self.due(key.lane()).remove(writes, &(old.free_at(), key));
            tables.jobs.remove(writes, &key);
        }
        Ok(())
    }

    /// Writes a job, and has those woken who wait for one.
    fn move_job(&self, writes: &mut Writes, job: &Job) -> Result<(), StoreError> {
        writes.puts_job = true;
        self.write_job(writes, job)
    }

    fn write_job(&self, writes: &mut Writes, job: &Job) -> Result<(), StoreError> {
        let tables = &self.tables;
        self.drop_job(writes, job.key)?;
        tables.jobs.put(writes, &job.key, job)?;
        let due = self.due(job.key.lane());
        due.put(writes, &(job.free_at(), job.key), &())
    }
}

impl Key for JobKey {
    fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::PublishDraft(id) => {
                to.push(0);
                id.write(to);
            }
            Self::TellLog(guild) => {
                to.push(1);
                guild.write(to);
            }
            Self::ForgetDraft(id) => {
                to.push(2);
                id.write(to);
            }
            Self::PlanBriefing(id) => {
                to.push(3);
                id.write(to);
            }
            Self::SendBriefing(id) => {
                to.push(4);
                id.write(to);
            }
            Self::EditCopy(id, step) => {
                to.push(5);
                id.write(to);
                step.write(to);
            }
            Self::ForgetSchedule(id) => {
                to.push(6);
                id.write(to);
            }
        }
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        match u8::read(from)? {
            0 => Key::read(from).map(Self::PublishDraft),
            1 => Key::read(from).map(Self::TellLog),
            2 => Key::read(from).map(Self::ForgetDraft),
            3 => Key::read(from).map(Self::PlanBriefing),
            4 => Key::read(from).map(Self::SendBriefing),
            5 => Some(Self::EditCopy(Key::read(from)?, Key::read(from)?)),
            6 => Key::read(from).map(Self::ForgetSchedule),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{conformance::at, tampering::engine},
        *,
    };

    /// Whoever is woken must find it.
    #[test]
    fn a_job_is_counted_when_it_is_there() {
        let home = tempfile::tempdir().unwrap();
        let engine = engine(home.path());
        let put = engine.write(|writes| {
            engine.put_job(writes, JobKey::TellLog(GuildId(7)), at(0))?;
            engine.put_job(writes, JobKey::TellLog(GuildId(8)), at(0))?;
            assert_eq!(engine.jobs_put(), 0, "nobody else sees it yet");
            Ok(())
        });
        put.unwrap();
        assert_eq!(engine.jobs_put(), 1);
        assert_eq!(engine.tables.jobs.all().count(), 2);
    }
}
