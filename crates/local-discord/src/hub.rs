//! The one place where the world is changed, and where its changes go out: to gateway sessions, to
//! watchers, and to whoever waits.

use std::{
    collections::VecDeque,
    hash::{BuildHasher, RandomState},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::{broadcast, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    faults::Plan,
    gateway::{Budget, Sessions},
    page::PageSetup,
    request::Request,
    rest::{Buckets, Counted, RateLimited, Standing},
    world::{Event, World},
};

/// How long things take; all in real time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    /// The first answer to an interaction.
    pub(crate) answer_within: Duration,
    /// Everything else that a person or a test waits for.
    pub(crate) patience: Duration,
    /// Between two heartbeats of a bot.
    pub(crate) heartbeat_interval: Duration,
}

#[derive(Debug)]
struct State {
    world: World,
    sessions: Sessions,
    requests: VecDeque<Request>,
    faults: Plan,
    /// Where requests are counted.
    buckets: Option<Buckets>,
}

/// Shared by handles, routes and connections.
#[derive(Debug)]
pub(crate) struct Hub {
    state: Mutex<State>,
    changed: watch::Sender<()>,
    events: broadcast::Sender<Event>,
    /// What the page shows beside the world has changed: requests, faults, who controls what.
    stirred: watch::Sender<()>,
    /// Whether the bot is kept out, as if everything were down.
    shut_out: AtomicBool,
    /// How many requests are kept: the newest.
    requests_kept: usize,
    /// Tells this world from another that is served at the same address later.
    pub(crate) run: String,
    pub(crate) timing: Timing,
    pub(crate) page: PageSetup,
    pub(crate) shutdown: CancellationToken,
    pub(crate) connections: TaskTracker,
}

/// How many events a watcher may fall behind before it misses some.
const EVENTS_KEPT: usize = 4096;

impl Hub {
    pub(crate) fn new(
        world: World,
        timing: Timing,
        budget: Budget,
        buckets: Option<Buckets>,
        requests_kept: usize,
        page: PageSetup,
    ) -> Self {
        let state = State {
            world,
            sessions: Sessions::new(budget),
            requests: VecDeque::new(),
            faults: Plan::default(),
            buckets,
        };
        Self {
            state: Mutex::new(state),
            changed: watch::Sender::new(()),
            events: broadcast::Sender::new(EVENTS_KEPT),
            stirred: watch::Sender::new(()),
            shut_out: AtomicBool::new(false),
            requests_kept,
            run: format!("{:016x}", RandomState::new().hash_one(())),
            timing,
            page,
            shutdown: CancellationToken::new(),
            connections: TaskTracker::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the world.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock().world)
    }

    /// Changes the world and tells everyone what happened.
    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        self.update_sessions(|world, _| change(world))
    }

    /// Changes the world and the gateway's sessions in one step.
    pub(crate) fn update_sessions<T>(
        &self,
        change: impl FnOnce(&mut World, &mut Sessions) -> T,
    ) -> T {
        let mut state = self.lock();
        let State {
            world, sessions, ..
        } = &mut *state;
        let result = change(world, sessions);
        let outbox = world.take_outbox();
        for dispatch in &outbox.dispatches {
            sessions.dispatch(dispatch);
        }
        drop(state);
        for event in outbox.events {
            // Nobody need be watching.
            let _ = self.events.send(event);
        }
        self.changed.send_replace(());
        result
    }

    /// Notes a request that was answered.
    pub(crate) fn record(&self, request: Request) {
        let requests = &mut self.lock().requests;
        requests.push_back(request);
        if requests.len() > self.requests_kept {
            requests.pop_front();
        }
        self.stir();
    }

    /// The last requests, at most `count`, newest first.
    pub(crate) fn last_requests(&self, count: usize) -> Vec<Request> {
        let requests = &self.lock().requests;
        requests.iter().rev().take(count).cloned().collect()
    }

    /// Has open pages look again at what stands beside the world.
    pub(crate) fn stir(&self) {
        self.stirred.send_replace(());
    }

    /// Wakes whoever waits on it when there is something beside the world to look at again.
    pub(crate) fn stirred(&self) -> watch::Receiver<()> {
        self.stirred.subscribe()
    }

    /// Whether the bot is kept out.
    pub(crate) fn is_shut_out(&self) -> bool {
        self.shut_out.load(Ordering::Acquire)
    }

    /// Keeps the bot out, or lets it in again.
    pub(crate) fn set_shut_out(&self, shut_out: bool) {
        self.shut_out.store(shut_out, Ordering::Release);
        self.stir();
    }

    /// The requests so far, as far as they are kept.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.lock().requests.iter().cloned().collect()
    }

    /// Counts a request, where requests are counted: how its route stands then, and the limit that
    /// it meets.
    pub(crate) fn count(&self, request: Counted<'_>) -> (Option<Standing>, Option<RateLimited>) {
        match &mut self.lock().buckets {
            Some(buckets) => buckets.take(request, tokio::time::Instant::now()),
            None => (None, None),
        }
    }

    /// Looks at the faults that were asked for, or changes them.
    pub(crate) fn plan<T>(&self, change: impl FnOnce(&mut Plan) -> T) -> T {
        let result = change(&mut self.lock().faults);
        self.changed.send_replace(());
        self.stir();
        result
    }

    /// How many of the bot's requests are to be told to wait.
    pub(crate) fn limited(&self) -> usize {
        self.lock().faults.limited()
    }

    /// The events from now on.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Whether a bot is connected and all its shards have been told READY.
    pub(crate) fn has_bot(&self) -> bool {
        self.lock().sessions.has_bot()
    }

    /// Looks at the world after every change until `look` finds something; `None` when `within` is
    /// over.
    pub(crate) async fn wait<T>(
        &self,
        within: Duration,
        mut look: impl FnMut(&mut World) -> Option<T>,
    ) -> Option<T> {
        self.wait_for(within, |state| look(&mut state.world)).await
    }

    /// Waits until every fault that is for so many requests has met them; whether it came to that.
    pub(crate) async fn wait_for_faults(&self, within: Duration) -> bool {
        let met = self.wait_for(within, |state| state.faults.is_met().then_some(()));
        met.await.is_some()
    }

    async fn wait_for<T>(
        &self,
        within: Duration,
        mut look: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let mut changed = self.changed.subscribe();
        let deadline = tokio::time::Instant::now() + within;
        loop {
            changed.mark_unchanged();
            if let Some(found) = look(&mut self.lock()) {
                return Some(found);
            }
            // The sender lives as long as `self`: only the deadline ends this.
            tokio::time::timeout_at(deadline, changed.changed())
                .await
                .ok()?
                .ok()?;
        }
    }
}
