//! A schedule's time has come: what is posted, and what it is too late for.

use chrono::{DateTime, Utc};

use super::{BriefingWorker, LONGEST, Publisher, failpoint::Failpoint};
use crate::{
    briefing::{Due, Outcome, Schedule, ScheduleId},
    jobs::Worked,
    newsroom::Error,
    schedule::Occurrence,
    store::{Job, Planning},
};

/// Deliveries of a schedule, the last ones, among which one that is under way is looked for: people order
/// some besides.
const TOGETHER: usize = 8;

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
        let last = store.deliveries(id, None, TOGETHER).await?;
        if last.iter().any(|it| it.outcome == Outcome::UnderWay) {
            // What it tells is known once it has ended.
            return Ok(Worked::Again(self.again(job, LONGEST, None)));
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
