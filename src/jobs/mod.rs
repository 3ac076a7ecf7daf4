//! Due work: what the store remembers to be done at a time, done by whoever does its kind.
//!
//! ```text
//! put ──► waiting ──due──► leased ──done──► gone
//!             ▲               │
//!             └──── again ────┘   or a start finds it leased: whoever took it is gone
//! ```
//!
//! Work is done at least once. Who does it makes that exactly once, by settling it in the same
//! transaction as what came of it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt, stream};

use crate::{
    clock::Clock,
    store::{Job, Lane, Store, StoreError},
};

/// How long one is taken for before somebody else may take it.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// Jobs that are taken at once, and those that are worked at together.
const BATCH: usize = 64;
const TOGETHER: usize = 8;
/// How long to wait after the store failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Does jobs.
pub trait Worker: Sync {
    /// Does what `job` says. A failure of ours is the worker's to log.
    fn work(&self, job: &Job) -> impl Future<Output = Worked> + Send;
}

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worked {
    /// It is done: it shall go.
    Done,
    /// It is to be done again then.
    Again(DateTime<Utc>),
    /// It was settled along with what came of it.
    Settled,
}

/// Has every job done when it is due, until the store is closed.
pub async fn run(store: &Store, clock: &Clock, worker: &impl Worker) {
    if let Err(error) = store.release_jobs().await {
        // They are taken again all the same, once their leases are over.
        tracing::error!(%error, "due work that was broken off can't be taken up at once");
    }
    let lanes = Lane::ALL.map(|lane| async move {
        loop {
            match turn(store, clock, worker, lane).await {
                Ok(()) => {}
                Err(StoreError::Closed) => return,
                Err(error) => {
                    tracing::error!(%error, "due work can't be read; trying again");
                    tokio::time::sleep(AFTER_FAILURE).await;
                }
            }
        }
    });
    futures::future::join_all(lanes).await;
}

/// Does what is due, or waits until something may be.
async fn turn(
    store: &Store,
    clock: &Clock,
    worker: &impl Worker,
    lane: Lane,
) -> Result<(), StoreError> {
    let mut changed = store.jobs_changed();
    let due = store
        .claim_due(clock.now(), LEASE, BATCH, lane, Vec::new())
        .await?;
    if due.is_empty() {
        let next = store.next_job(lane, Vec::new()).await?;
        let due = async {
            match next {
                Some(at) => clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => {}
            // Where the store is closed, the next look says so.
            _ = changed.changed() => {}
        }
        return Ok(());
    }
    let doing = due.into_iter().map(|job| one(store, worker, job));
    let done: Vec<_> = stream::iter(doing)
        .buffer_unordered(TOGETHER)
        .collect()
        .await;
    done.into_iter().collect()
}

async fn one(store: &Store, worker: &impl Worker, job: Job) -> Result<(), StoreError> {
    match worker.work(&job).await {
        Worked::Done => store.finish_job(&job).await.map(drop),
        Worked::Again(at) => store.retry_job(&job, at).await.map(drop),
        Worked::Settled => Ok(()),
    }
}

/// When a job that failed for the `attempt`th time (from 1) is tried again: after a second, then
/// each time twice as long up to an hour, and up to a quarter more by `chance` (0 to 1).
pub fn again(now: DateTime<Utc>, attempt: u32, chance: f64) -> DateTime<Utc> {
    let seconds = 2_f64.powi(i32::try_from(attempt.clamp(1, 12)).unwrap_or(12) - 1);
    let seconds = seconds.min(3600.0) * (1.0 + chance.clamp(0.0, 1.0) / 4.0);
    #[allow(clippy::cast_possible_truncation)]
    let wait = TimeDelta::milliseconds((seconds * 1000.0) as i64);
    now + wait
}
