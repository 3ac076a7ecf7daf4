//! Briefings on their way: plan → claim → send → record, each step durable before the next.
//!
//! | file | holds |
//! |---|---|
//! | here | the worker, which does the jobs of briefings |
//! | `publisher` | what it takes of a platform to post |
//! | `plan` | a schedule's time has come |
//! | `send`, `nonce` | a delivery step by step; by what a message is known |
//! | `copies` | what was posted follows its stories |
//! | `failpoint` | where the crash tests end the process |
//!
//! `docs/delivery.md` tells the rules.

mod copies;
mod failpoint;
mod nonce;
mod plan;
mod publisher;
mod send;
#[cfg(test)]
mod tests;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

#[cfg(feature = "failpoints")]
pub use self::failpoint::end_where_told;
pub use self::{
    copies::follow,
    failpoint::Failpoint,
    publisher::{FindError, PostError, Publisher},
};
use crate::{
    jobs::{self, Worked},
    newsroom::Newsroom,
    store::{Job, JobKey},
};

/// The longest wait between two tries, but where the platform says longer: people wait for a briefing.
const LONGEST: TimeDelta = TimeDelta::minutes(5);
/// How long to wait after the store failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Does the jobs of briefings.
pub struct BriefingWorker<P> {
    /// Whose schedules.
    pub newsroom: Newsroom,
    /// How they are posted.
    pub publisher: P,
}

impl<P: Publisher> jobs::Worker for BriefingWorker<P> {
    async fn work(&self, job: &Job) -> Worked {
        let worked = match job.key {
            JobKey::PlanBriefing(id) => self.plan(id, job).await,
            JobKey::SendBriefing(id) => self.send(id, job).await,
            JobKey::EditCopy(delivery, step) => self.edit(delivery, step, job).await,
            JobKey::ForgetSchedule(id) => {
                let forgotten = self.newsroom.store().forget_schedule(id).await;
                forgotten.map(|_| Worked::Settled).map_err(Into::into)
            }
            JobKey::PublishDraft(_) | JobKey::TellLog(_) | JobKey::ForgetDraft(_) => {
                Ok(Worked::Done)
            }
        };
        worked.unwrap_or_else(|error| {
            tracing::error!(key = ?job.key, %error, "due work failed; it is tried again");
            Worked::Again(self.again(job, LONGEST, None))
        })
    }
}

impl<P> BriefingWorker<P> {
    fn now(&self) -> DateTime<Utc> {
        self.newsroom.clock().now()
    }

    /// When a job is tried again: later each time, up to `longest`, and not before `wait` is over.
    fn again(&self, job: &Job, longest: TimeDelta, wait: Option<Duration>) -> DateTime<Utc> {
        let now = self.now();
        let again = jobs::again(now, job.attempt, fastrand::f64());
        let wait = wait.and_then(|wait| TimeDelta::from_std(wait).ok());
        again.min(now + longest).max(now + wait.unwrap_or_default())
    }
}
