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
//!
//! Each [`Lane`] has its own queue and its own hands (`queue`): ten thousand briefings that are due in
//! one minute keep no desk waiting.

mod queue;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use futures::future;

use self::queue::Queue;
use crate::{
    clock::Clock,
    store::{Job, Lane, Store},
};

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

/// Has every job done when it is due, until the store is closed; what is being worked at then is
/// dropped.
pub async fn run(store: &Store, clock: &Clock, worker: &impl Worker) {
    if let Err(error) = store.release_jobs().await {
        // They are taken again all the same, once their leases are over.
        tracing::error!(%error, "due work that was broken off can't be taken up at once");
    }
    let lanes = Lane::ALL.map(|lane| Queue::new(store, clock, worker, lane).run());
    future::join_all(lanes).await;
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
