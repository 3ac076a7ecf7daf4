//! A schedule's time has come: what is posted, and what it is too late for.

use chrono::{DateTime, Utc};

use super::{BriefingWorker, Publisher, failpoint::Failpoint};
use crate::{
    briefing::{Due, Schedule, ScheduleId},
    jobs::Worked,
    newsroom::Error,
    schedule::Occurrence,
    store::{Job, Planning},
};

impl<P: Publisher> BriefingWorker<P> {
    pub(super) async fn plan(&self, id: ScheduleId, job: &Job) -> Result<Worked, Error> {
        Failpoint::Due.pass();
        let (store, now) = (self.newsroom.store(), self.now());
        let Some(schedule) = store.schedule(id).await? else {
            return Ok(Worked::Done);
        };
        let Some(next) = schedule.next.clone().filter(|_| schedule.paused.is_none()) else {
            return Ok(Worked::Done);
        };
        if next.due_at > now {
            // The clock was put back.
            return Ok(Worked::Again(next.due_at));
        }
        let mut missed = until(&schedule, &next, now);
        let latest = missed.pop();
        let posted = match latest {
            Some(latest) if now - latest.due_at > self.newsroom.grace() => {
                missed.push(latest);
                None
            }
            Some(latest) => {
                let new = self.newsroom.compose(&schedule, latest.due_at).await?;
                Some((latest, new))
            }
            None => None,
        };
        let planning = Planning {
            job: *job,
            version: schedule.version,
            missed,
            posted,
        };
        store.plan_occurrence(planning, now).await?;
        Failpoint::Planned.pass();
        // Where nothing was written, it is as it was claimed, and planned anew; else this does nothing.
        Ok(Worked::Again(now))
    }
}

/// The occurrences from `first` to `now`, oldest first.
fn until(schedule: &Schedule, first: &Due, now: DateTime<Utc>) -> Vec<Occurrence> {
    let first = Occurrence {
        date: first.date,
        due_at: first.due_at,
    };
    let recurrence = &schedule.plan.recurrence;
    let all = std::iter::successors(Some(first), |last| recurrence.next(last.due_at));
    all.take_while(|occurrence| occurrence.due_at <= now)
        .collect()
}
