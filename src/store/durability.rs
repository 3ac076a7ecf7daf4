//! How a write becomes durable before anyone is told of it.
//!
//! ```text
//! transaction → flush (the engine's buffers) → fdatasync (the disk's) → acknowledged
//! ```
//!
//! The engine's flush alone does not outlive a power cut. One thread does both steps for everyone
//! who waited meanwhile, so that many writers share one turn of the disk.

use std::{
    fs::File,
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
};

use tokio::sync::oneshot;

use super::{StoreError, panics};

/// The two steps that make a write durable. Tests put their own in between.
pub trait Disk: Send + Sync + 'static {
    /// Runs `flush`, which hands what the database buffered to the operating system.
    fn flush(&self, flush: &dyn Fn() -> io::Result<()>) -> io::Result<()> {
        flush()
    }

    /// Has the operating system bring `data`, the database's file, to the disk.
    fn sync(&self, data: &File) -> io::Result<()> {
        data.sync_data()
    }
}

/// The machine's own disk.
#[derive(Clone, Copy, Debug)]
pub struct SystemDisk;

impl Disk for SystemDisk {}

type Acknowledgement = oneshot::Sender<Result<(), StoreError>>;

/// The durability thread. Dropping it waits until every ticket is answered.
pub(super) struct Durability {
    tickets: Option<mpsc::Sender<Acknowledgement>>,
    thread: Option<JoinHandle<()>>,
    state: Arc<State>,
}

/// What writers and the thread share.
#[derive(Default)]
struct State {
    /// Whether something was written since the last flush began.
    dirty: AtomicBool,
    /// Why nothing is written any more.
    failed: OnceLock<String>,
}

/// A place in the line of those who wait for the disk.
#[must_use = "a write is durable only when its ticket says so"]
pub(super) struct Ticket(oneshot::Receiver<Result<(), StoreError>>);

impl Ticket {
    /// Waits until everything written before the ticket was taken is durable.
    pub(super) async fn durable(self) -> Result<(), StoreError> {
        let thread_is_gone = |_| StoreError::ReadOnly("the durability thread stopped".into());
        self.0.await.map_err(thread_is_gone)?
    }
}

impl Durability {
    /// Starts the thread for `db`, whose file is `data`.
    pub(super) fn start(db: sled::Db, data: File, disk: Arc<dyn Disk>) -> io::Result<Self> {
        let (tickets, waiting) = mpsc::channel();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        let thread = thread::Builder::new()
            .name("store-durability".into())
            .spawn(move || commit_groups(&waiting, &shared, || make_durable(&*disk, &db, &data)))?;
        Ok(Self {
            tickets: Some(tickets),
            thread: Some(thread),
            state,
        })
    }

    /// Refuses once a write could not be made durable.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.state.check()
    }

    /// Notes that something was written. Call it before others can read what it was.
    pub(super) fn wrote(&self) {
        self.state.dirty.store(true, Ordering::Release);
    }

    /// Makes the store read-only.
    pub(super) fn fail(&self, why: &str) {
        self.state.failed.get_or_init(|| why.to_owned());
    }

    /// Takes a place in the line for everything written until now.
    pub(super) fn ticket(&self) -> Ticket {
        let (acknowledgement, ticket) = oneshot::channel();
        if let Some(tickets) = &self.tickets {
            // Where the thread is gone the acknowledgement is dropped, and the ticket says so.
            let _ = tickets.send(acknowledgement);
        }
        Ticket(ticket)
    }
}

impl Drop for Durability {
    fn drop(&mut self) {
        self.tickets = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has reached every waiter as an error.
            let _ = thread.join();
        }
    }
}

impl State {
    fn check(&self) -> Result<(), StoreError> {
        match self.failed.get() {
            Some(why) => Err(StoreError::ReadOnly(why.clone())),
            None => Ok(()),
        }
    }

    /// Makes what was written durable, if anything was; the first failure is final.
    fn settle(&self, make_durable: impl FnOnce() -> io::Result<()>) -> Result<(), StoreError> {
        self.check()?;
        if self.dirty.swap(false, Ordering::AcqRel) {
            let outcome = panics::catch(make_durable)
                .and_then(|outcome| outcome.map_err(|error| error.to_string()));
            if let Err(why) = outcome {
                self.failed.get_or_init(|| why);
            }
        }
        self.check()
    }
}

/// Answers tickets until nobody can take one any more: all that wait at once share one turn.
fn commit_groups(
    waiting: &mpsc::Receiver<Acknowledgement>,
    state: &State,
    make_durable: impl Fn() -> io::Result<()>,
) {
    while let Ok(first) = waiting.recv() {
        let group: Vec<_> = std::iter::once(first).chain(waiting.try_iter()).collect();
        let outcome = state.settle(&make_durable);
        for acknowledgement in group {
            // Whoever stopped waiting needs no answer.
            let _ = acknowledgement.send(outcome.clone());
        }
    }
}

/// Both steps, for everything written until now.
pub(super) fn make_durable(disk: &dyn Disk, db: &sled::Db, data: &File) -> io::Result<()> {
    disk.flush(&|| db.flush().map(drop).map_err(io::Error::other))?;
    disk.sync(data)
}
