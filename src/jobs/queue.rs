//! One lane's jobs: as many in hand as it has hands, the next taken as soon as some are free.

use std::time::Duration;

use chrono::TimeDelta;
use futures::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};

use super::{Worked, Worker};
use crate::{
    clock::Clock,
    store::{Job, JobKey, Lane, Store, StoreError},
};

/// How long a job is taken for before it counts as broken off. One that is still worked at is not
/// given out again for all that: this process has the database to itself.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How long to wait after the store failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// A lane and the jobs of it that are in hand.
pub(super) struct Queue<'a, W> {
    store: &'a Store,
    clock: &'a Clock,
    worker: &'a W,
    lane: Lane,
    doing: FuturesUnordered<BoxFuture<'a, JobKey>>,
    busy: Vec<JobKey>,
}

/// What a lane does beside the jobs in hand.
enum Next<'a> {
    /// All hands are full.
    Nothing,
    /// It waits until a job may be taken. Dropped without harm.
    Waiting(BoxFuture<'a, Result<(), StoreError>>),
    /// It takes jobs. Dropped, they would lie until their leases are over.
    Taking(BoxFuture<'a, Result<Vec<Job>, StoreError>>),
    /// It rests after the store failed.
    Resting(BoxFuture<'a, ()>),
}

impl<'a, W: Worker> Queue<'a, W> {
    pub(super) fn new(store: &'a Store, clock: &'a Clock, worker: &'a W, lane: Lane) -> Self {
        Self {
            store,
            clock,
            worker,
            lane,
            doing: FuturesUnordered::new(),
            busy: Vec::new(),
        }
    }

    /// Has the lane's jobs done until the store is closed.
    pub(super) async fn run(mut self) {
        let mut next = self.wait();
        loop {
            tokio::select! {
                biased;
                () = self.store.closed() => return,
                Some(key) = self.doing.next() => {
                    self.let_go(key);
                    // Hands that came free together are filled together.
                    while let Some(Some(key)) = self.doing.next().now_or_never() {
                        self.let_go(key);
                    }
                    if matches!(next, Next::Nothing | Next::Waiting(_)) {
                        next = self.wait();
                    }
                }
                after = async {
                    match &mut next {
                        Next::Nothing => std::future::pending().await,
                        Next::Waiting(due) => due.await.map(|()| None),
                        Next::Taking(taken) => taken.await.map(Some),
                        Next::Resting(rest) => {
                            rest.await;
                            Ok(Some(Vec::new()))
                        }
                    }
                } => next = match after {
                    Ok(None) => self.take(),
                    Ok(Some(jobs)) => {
                        self.begin(jobs);
                        self.wait()
                    }
                    Err(StoreError::Closed) => return,
                    Err(error) => {
                        tracing::error!(%error, "due work can't be read; trying again");
                        Next::Resting(tokio::time::sleep(AFTER_FAILURE).boxed())
                    }
                },
            }
        }
    }

    fn free(&self) -> usize {
        hands(self.lane).saturating_sub(self.busy.len())
    }

    /// Waits until a job may be taken, where there is a hand for it.
    fn wait(&self) -> Next<'a> {
        if self.free() == 0 {
            return Next::Nothing;
        }
        let (store, clock, lane, busy) = (self.store, self.clock, self.lane, self.busy.clone());
        Next::Waiting(due(store, clock, lane, busy).boxed())
    }

    /// Takes as many jobs as there are hands free.
    fn take(&self) -> Next<'a> {
        let (store, now, busy) = (self.store, self.clock.now(), self.busy.clone());
        Next::Taking(
            store
                .claim_due(now, LEASE, self.free(), self.lane, busy)
                .boxed(),
        )
    }

    fn begin(&mut self, jobs: Vec<Job>) {
        for job in jobs {
            self.busy.push(job.key);
            self.doing.push(one(self.store, self.worker, job).boxed());
        }
    }

    fn let_go(&mut self, key: JobKey) {
        self.busy.retain(|busy| *busy != key);
    }
}

/// How many jobs of a lane are done together. Most of what they do is waiting for Discord.
pub(super) const fn hands(lane: Lane) -> usize {
    match lane {
        Lane::Briefings => 32,
        Lane::Desk | Lane::Edits => 8,
        // What waits for no network keeps a core busy with few; the other is for who waits for an answer.
        Lane::Plans => 2,
    }
}

/// Waits until a job of that lane may be taken.
async fn due(
    store: &Store,
    clock: &Clock,
    lane: Lane,
    busy: Vec<JobKey>,
) -> Result<(), StoreError> {
    let mut put = store.jobs_changed();
    loop {
        let next = store.next_job(lane, busy.clone()).await?;
        let due = async {
            match next {
                Some(at) => clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => return Ok(()),
            _ = put.changed() => {}
        }
    }
}

async fn one(store: &Store, worker: &impl Worker, job: Job) -> JobKey {
    let settled = match worker.work(&job).await {
        Worked::Done => store.finish_job(&job).await.map(drop),
        Worked::Again(at) => store.retry_job(&job, at).await.map(drop),
        Worked::Settled => Ok(()),
    };
    match settled {
        Ok(()) | Err(StoreError::Closed) => {}
        Err(error) => {
            tracing::error!(key = ?job.key, %error, "what came of due work can't be kept; it is done again");
        }
    }
    job.key
}
