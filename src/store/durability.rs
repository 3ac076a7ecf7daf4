//! How a write becomes durable before anyone is told of it.
//!
//! ```text
//! transaction → flush (the engine's buffers) → fdatasync (the disk's) → mark → acknowledged
//! ```
//!
//! The engine's flush alone does not outlive a power cut. One thread does both steps for everyone
//! who waited meanwhile, so that many writers share one turn of the disk.

use std::{
    fs::File,
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
};

use tokio::sync::oneshot;

use super::{StoreError, failpoint::Failpoint, mark::Mark, panics};

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
    /// The last change written.
    seq: AtomicU64,
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
    /// Starts the thread for `db`, whose file is `data`. It keeps `mark` at the last change that
    /// is durable.
    pub(super) fn start(
        db: sled::Db,
        data: File,
        mark: Mark,
        disk: Arc<dyn Disk>,
    ) -> io::Result<Self> {
        let (tickets, waiting) = mpsc::channel();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        let thread = thread::Builder::new()
            .name("store-durability".into())
            .spawn(move || {
                commit_groups(&waiting, &shared, |seq| {
                    make_durable(&*disk, &db, &data)?;
                    mark.set(seq)?;
                    Failpoint::Marked.pass();
                    Ok(())
                });
            })?;
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

    /// Notes that something was written, and that `seq` is the last change now. Call it before
    /// others can read what it was.
    pub(super) fn wrote(&self, seq: u64) {
        self.state.seq.store(seq, Ordering::Release);
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
    /// `make_durable` is told a change that it includes.
    fn settle(&self, make_durable: impl FnOnce(u64) -> io::Result<()>) -> Result<(), StoreError> {
        self.check()?;
        if self.dirty.swap(false, Ordering::AcqRel) {
            let seq = self.seq.load(Ordering::Acquire);
            let outcome = panics::catch(|| make_durable(seq))
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
    make_durable: impl Fn(u64) -> io::Result<()>,
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
    Failpoint::Flushed.pass();
    disk.sync(data)?;
    Failpoint::Synced.pass();
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{
        path::PathBuf,
        sync::{Mutex, atomic::AtomicUsize},
    };

    use super::{
        super::{
            Outcome, Store,
            conformance::{article, at, filing, large},
            folder::copy_files,
        },
        *,
    };
    use crate::article::{ArticleId, Library};

    const FIRST: ArticleId = ArticleId {
        library: Library::House,
        number: 1,
    };

    async fn file(store: &Store, headline: &str) -> Result<Outcome, StoreError> {
        let filing = filing(Library::House, article(headline, Some(1)));
        Ok(store.file(filing, at(0)).await?.outcome)
    }

    /// Notes the steps, and copies what a crash right after the sync would leave.
    struct Witness {
        steps: Mutex<Vec<&'static str>>,
        database: PathBuf,
        crashed: PathBuf,
    }

    impl Disk for Witness {
        fn flush(&self, flush: &dyn Fn() -> io::Result<()>) -> io::Result<()> {
            self.steps.lock().unwrap().push("flush");
            flush()
        }

        fn sync(&self, data: &File) -> io::Result<()> {
            data.sync_data()?;
            self.steps.lock().unwrap().push("sync");
            let _ = std::fs::remove_dir_all(&self.crashed);
            copy_files(&self.database, &self.crashed)
        }
    }

    #[tokio::test]
    async fn a_write_is_applied_flushed_synced_and_then_acknowledged() {
        let home = tempfile::tempdir().unwrap();
        let (database, crashed) = (home.path().join("a"), home.path().join("b"));
        let witness = Arc::new(Witness {
            steps: Mutex::default(),
            database: database.clone(),
            crashed: crashed.clone(),
        });
        let store = Store::open_with(&database, witness.clone()).unwrap();
        witness.steps.lock().unwrap().clear();
        file(&store, "A headline").await.unwrap();
        witness.steps.lock().unwrap().push("acknowledged");
        assert_eq!(
            *witness.steps.lock().unwrap(),
            ["flush", "sync", "acknowledged"]
        );
        let survivor = Store::open(&crashed).unwrap();
        let record = survivor.article(FIRST).await.unwrap();
        assert_eq!(record, store.article(FIRST).await.unwrap());
        assert!(record.is_some());
    }

    /// Holds every sync until it is let go.
    struct Gate {
        reached: tokio::sync::mpsc::UnboundedSender<()>,
        open: Mutex<mpsc::Receiver<()>>,
    }

    impl Disk for Gate {
        fn sync(&self, data: &File) -> io::Result<()> {
            let _ = self.reached.send(());
            let _ = self.open.lock().unwrap().recv();
            data.sync_data()
        }
    }

    #[tokio::test]
    async fn nobody_is_told_before_the_sync_is_done() {
        let home = tempfile::tempdir().unwrap();
        let (reached, mut syncing) = tokio::sync::mpsc::unbounded_channel();
        let (let_go, open) = mpsc::channel();
        let gate = Gate {
            reached,
            open: Mutex::new(open),
        };
        let_go.send(()).unwrap();
        let store = Store::open_with(home.path(), Arc::new(gate)).unwrap();
        // Dropped before the store, so that a failure does not wait at the gate.
        let let_go = let_go;
        syncing.recv().await.unwrap();

        let mut writer = tokio::spawn({
            let store = store.clone();
            async move { file(&store, "A headline").await }
        });
        syncing.recv().await.unwrap();
        // The same text again is unchanged, yet what it agrees with is not durable.
        let mut again = std::pin::pin!(file(&store, "A headline"));
        for _ in 0..50 {
            assert!(futures::poll!(&mut writer).is_pending());
            assert!(futures::poll!(&mut again).is_pending());
            let seen = store.article(FIRST).await.unwrap();
            assert!(seen.is_some(), "it is applied, and reading goes on");
        }
        let_go.send(()).unwrap();
        assert_eq!(writer.await.unwrap().unwrap(), Outcome::New);
        assert_eq!(again.await.unwrap(), Outcome::Unchanged);
    }

    #[test]
    fn all_who_wait_share_one_turn_and_nothing_is_synced_twice() {
        for (dirty, wanted) in [(true, 1), (false, 0)] {
            let state = State {
                dirty: AtomicBool::new(dirty),
                ..State::default()
            };
            let (tickets, waiting) = mpsc::channel();
            let waiters: Vec<_> = std::iter::repeat_with(|| {
                let (acknowledgement, ticket) = oneshot::channel();
                tickets.send(acknowledgement).unwrap();
                ticket
            })
            .take(8)
            .collect();
            drop(tickets);
            let turns = AtomicUsize::new(0);
            commit_groups(&waiting, &state, |_| {
                turns.fetch_add(1, Ordering::Relaxed);
                Ok(())
            });
            assert_eq!(turns.into_inner(), wanted);
            for mut waiter in waiters {
                assert!(waiter.try_recv().unwrap().is_ok());
            }
        }
    }

    /// Fails one step once it is broken.
    #[derive(Default)]
    struct Broken {
        step: &'static str,
        broken: AtomicBool,
        tried: AtomicUsize,
    }

    impl Broken {
        fn reach(&self, step: &str) -> io::Result<()> {
            if !self.broken.load(Ordering::Relaxed) || step != self.step {
                return Ok(());
            }
            self.tried.fetch_add(1, Ordering::Relaxed);
            if step == "panic" {
                panic!("the disk is gone");
            }
            Err(io::Error::other("the disk is gone"))
        }
    }

    impl Disk for Broken {
        fn flush(&self, flush: &dyn Fn() -> io::Result<()>) -> io::Result<()> {
            self.reach("flush")?;
            self.reach("panic")?;
            flush()
        }

        fn sync(&self, data: &File) -> io::Result<()> {
            self.reach("sync")?;
            data.sync_data()
        }
    }

    #[tokio::test]
    async fn a_step_that_fails_is_everyones_error_and_the_end_of_writing() {
        for step in ["flush", "sync", "panic"] {
            let home = tempfile::tempdir().unwrap();
            let disk = Arc::new(Broken {
                step,
                ..Broken::default()
            });
            let store = Store::open_with(home.path(), disk.clone()).unwrap();
            file(&store, "A headline").await.unwrap();
            disk.broken.store(true, Ordering::Relaxed);
            let headlines: Vec<_> = (0..8).map(|number| format!("Story {number}")).collect();
            let writers = headlines.iter().map(|headline| file(&store, headline));
            for refused in futures::future::join_all(writers).await {
                let error = refused.unwrap_err();
                assert!(matches!(&error, StoreError::ReadOnly(why) if why == "the disk is gone"));
            }
            disk.broken.store(false, Ordering::Relaxed);
            assert!(
                matches!(file(&store, "Later").await, Err(StoreError::ReadOnly(_))),
                "{step}"
            );
            assert_eq!(
                disk.tried.load(Ordering::Relaxed),
                1,
                "{step}: a lost write is lost"
            );
            assert!(
                store.article(FIRST).await.unwrap().is_some(),
                "reading goes on"
            );
            store.close().await;
            let sealed = home.path().join("closed").exists();
            assert!(!sealed, "{step}: half a write may be in it");
        }
    }

    /// The engine moves what is too large for its log into files that nothing syncs.
    #[tokio::test]
    async fn the_largest_articles_stay_in_the_file_that_is_synced() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path()).unwrap();
        for number in (1..=40).chain(1..=20) {
            let mut article = large(number);
            article.published = store
                .article(ArticleId { number, ..FIRST })
                .await
                .unwrap()
                .map(|old| old.date);
            store
                .file(filing(Library::House, article), at(0))
                .await
                .unwrap();
        }
        let blobs = std::fs::read_dir(home.path().join("blobs")).unwrap();
        assert_eq!(blobs.count(), 0);
    }
}
