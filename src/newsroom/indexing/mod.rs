//! The full-text index as it follows the store.
//!
//! It is committed with the number of the last change in it. At start it goes on from there; where it
//! is missing, damaged, of another version or of another database, it begins anew from the first
//! change. Meanwhile it answers from what it has.

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, convert::Infallible, sync::Arc, time::Duration};

use futures::FutureExt;
use tokio::{
    sync::{Mutex, Notify, Semaphore, watch},
    task::spawn_blocking,
    time::{Instant, sleep, timeout},
};

use super::Newsroom;
use crate::{
    article::{ArticleId, Record, State},
    search::fulltext::{Broken, FullText, Mark, Update},
    store::{Change, ChangeKind, Store, StoreError},
};

/// Changes that are taken from the store at once.
const BATCH: usize = 250;
/// Stories after which the index is committed even though more are to come.
const COMMIT: usize = 10_000;
/// How long the next ones of an import are waited for before that.
const AWAITED: Duration = Duration::from_millis(500);
/// How long the writer is kept where nothing more comes.
const IDLE: Duration = Duration::from_secs(2);
/// Changes that come one by one are gathered for so many times as long as taking them in takes, …
const GATHERED: u32 = 4;
/// … and for this long at most.
const LONGEST: Duration = Duration::from_millis(200);
/// An index that broke while searching is built anew no more often than this.
const REBUILT: Duration = Duration::from_secs(60);
/// How long to wait after a failure, at first and at most.
const AGAIN: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(300)];
/// Searches at once: each takes a processor for some milliseconds.
const AT_ONCE: usize = 4;
/// Searches that wait for their turn; more than that would not be answered in time.
const WAITING: usize = 60;

/// The index, how far it is, and whose turn it is.
pub(super) struct Indexing {
    pub(super) index: FullText,
    progress: watch::Sender<Progress>,
    broken: Notify,
    /// How many imports are under way.
    imports: watch::Sender<usize>,
    /// Held by the one who keeps it.
    keeper: Mutex<()>,
    pub(super) turns: Arc<Semaphore>,
    pub(super) line: Arc<Semaphore>,
}

/// How far the index is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// The last change that is found.
    found: u64,
    /// The change up to which it is being built; 0 where nothing is known yet.
    aim: u64,
    /// Whether it has once come as far as the store was.
    built: bool,
}

impl Progress {
    /// Percent of the changes that are found, until all were once.
    pub(super) fn building(self) -> Option<u8> {
        let percent = self.found.saturating_mul(100) / self.aim.max(1);
        (!self.built).then(|| u8::try_from(percent).unwrap_or(100))
    }
}

/// An import that is under way.
pub(super) struct Importing<'a>(&'a Indexing);

impl Drop for Importing<'_> {
    fn drop(&mut self) {
        self.0.imports.send_modify(|imports| *imports -= 1);
    }
}

/// Why following stopped.
enum Stopped {
    /// The store was closed: there is nothing to follow any more.
    Closed,
    Failed(String),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Closed => Self::Closed,
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<Broken> for Stopped {
    fn from(error: Broken) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Indexing {
    /// The index beside the store's folder, not yet open.
    pub(super) fn beside(store: &Store) -> Self {
        Self {
            index: FullText::at(&store.beside("search")),
            progress: watch::Sender::default(),
            broken: Notify::new(),
            imports: watch::Sender::default(),
            keeper: Mutex::default(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            line: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
        }
    }

    /// How far it is.
    pub(super) fn progress(&self) -> Progress {
        *self.progress.borrow()
    }

    /// Notes that a search failed: it is built anew.
    pub(super) fn note_broken(&self) {
        self.broken.notify_one();
    }

    /// Until it is dropped, what comes is taken in and committed with what comes after it.
    pub(super) fn import(&self) -> Importing<'_> {
        self.imports.send_modify(|imports| *imports += 1);
        Importing(self)
    }

    /// Whether an import goes on to change something within [`AWAITED`].
    async fn more_comes(&self, changed: &mut watch::Receiver<u64>) -> bool {
        let mut imports = self.imports.subscribe();
        tokio::select! {
            biased;
            _ = imports.wait_for(|imports| *imports == 0) => false,
            more = timeout(AWAITED, changed.changed()) => matches!(more, Ok(Ok(()))),
        }
    }

    /// Runs `job` with the index on a blocking thread.
    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&FullText) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let index = self.index.clone();
        let ran = spawn_blocking(move || job(&index)).await;
        ran.map_err(|error| Stopped::Failed(error.to_string()))
    }
}

impl Newsroom {
    /// Keeps the search index up with the store; ends when the store is closed. Dropping it leaves
    /// the index as it was last committed.
    pub async fn keep_index(&self) {
        let _alone = self.indexing.keeper.lock().await;
        let mut wait = AGAIN[0];
        loop {
            let begun = Instant::now();
            match self.follow_store().await {
                Err(Stopped::Closed) => return,
                Err(Stopped::Failed(error)) => {
                    tracing::error!(error, "the search index can't follow; trying again");
                }
                Ok(never) => match never {},
            }
            wait = if begun.elapsed() > AGAIN[1] {
                AGAIN[0]
            } else {
                (wait * 2).min(AGAIN[1])
            };
            sleep(wait).await;
        }
    }

    /// Waits until everything that is in the store now is found by searching.
    pub async fn indexed(&self) -> Result<(), StoreError> {
        let seq = self.store.change_seq().await?;
        let mut progress = self.indexing.progress.subscribe();
        let far = progress
            .wait_for(|progress| progress.built && progress.found >= seq)
            .await;
        // The sender lives as long as this newsroom.
        far.map(drop).map_err(|_| StoreError::Closed)
    }

    async fn follow_store(&self) -> Result<Infallible, Stopped> {
        let mut changed = self.store.changed();
        let mut imports = self.indexing.imports.subscribe();
        let mut mark = self.open_index().await?;
        let mut rebuilt = None::<Instant>;
        loop {
            imports.mark_unchanged();
            let begun = Instant::now();
            mark = self.catch_up(mark, &mut changed).await?;
            tokio::select! {
                () = sleep((begun.elapsed() * GATHERED).min(LONGEST)) => {}
                _ = imports.changed() => {}
            }
            let again = async {
                tokio::select! {
                    _ = changed.changed() => false,
                    () = self.indexing.broken.notified() => true,
                }
            };
            tokio::pin!(again);
            let broken = match timeout(IDLE, &mut again).await {
                Ok(broken) => broken,
                Err(_) => {
                    self.indexing.run(FullText::rest).await??;
                    again.await
                }
            };
            if broken && rebuilt.is_none_or(|at| at.elapsed() > REBUILT) {
                tracing::error!("a search failed: the index is built anew");
                rebuilt = Some(Instant::now());
                mark = self.reset_index().await?;
            }
        }
    }

    /// Opens the index that is there, if it is one of this store and whole; else begins anew.
    async fn open_index(&self) -> Result<Mark, Stopped> {
        let Some(mark) = self.indexing.run(FullText::open).await? else {
            return self.reset_index().await;
        };
        if !self.is_ours(mark).await? {
            tracing::warn!("the search index is of another database: it is built anew");
            return self.reset_index().await;
        }
        let aim = self.store.change_seq().await?;
        self.indexing.progress.send_replace(Progress {
            found: mark.seq,
            aim,
            built: mark.seq == aim,
        });
        if !self.indexing.run(FullText::is_whole).await? {
            tracing::warn!("the search index is damaged: it is built anew");
            return self.reset_index().await;
        }
        Ok(mark)
    }

    /// Whether the change at which the index stands is this store's.
    async fn is_ours(&self, mark: Mark) -> Result<bool, Stopped> {
        let Some(before) = mark.seq.checked_sub(1) else {
            return Ok(true);
        };
        let change = self.store.changes_since(before, 1).await?.pop();
        Ok(change.is_some_and(|change| mark_of(&change) == mark))
    }

    async fn reset_index(&self) -> Result<Mark, Stopped> {
        let aim = self.store.change_seq().await?;
        // Said before anything is gone: it may stay gone, as on a full disk.
        self.indexing.progress.send_replace(Progress {
            found: 0,
            aim,
            built: false,
        });
        self.indexing.run(FullText::reset).await??;
        // What failed before failed on what is gone.
        let _ = self.indexing.broken.notified().now_or_never();
        Ok(Mark::default())
    }

    /// Takes in every change after `mark`, of which `changed` tells.
    async fn catch_up(
        &self,
        mut mark: Mark,
        changed: &mut watch::Receiver<u64>,
    ) -> Result<Mark, Stopped> {
        let mut taken = 0;
        loop {
            changed.mark_unchanged();
            let changes = self.store.changes_since(mark.seq, BATCH).await?;
            let Some(last) = changes.last() else {
                if taken > 0 && self.indexing.more_comes(changed).await {
                    continue;
                }
                break;
            };
            mark = mark_of(last);
            taken += changes.len();
            let updates = self.updates(&changes).await?;
            self.indexing
                .run(move |index| index.update(updates))
                .await??;
            if taken >= COMMIT {
                self.commit(mark, false).await?;
                taken = 0;
            }
        }
        if taken > 0 {
            self.commit(mark, true).await?;
        }
        self.indexing
            .progress
            .send_modify(|progress| progress.built = true);
        Ok(mark)
    }

    /// What the index is told of these changes: every story as it is now, once.
    async fn updates(&self, changes: &[Change]) -> Result<Vec<Update>, Stopped> {
        let is_new = |change: &Change| {
            matches!(change.kind, ChangeKind::Added | ChangeKind::Restored { .. })
        };
        let mut changed = BTreeMap::<ArticleId, bool>::new();
        for change in changes {
            *changed.entry(change.id).or_default() |= is_new(change);
        }
        let ids = changed.keys().copied().collect();
        let records = self.store.articles_of(ids).await?;
        let update = |((id, new), record): (_, Option<Record>)| {
            let seen = record.filter(|record| record.state == State::Published);
            match seen.map(Box::new) {
                Some(record) if new => Update::Add(record),
                Some(record) => Update::Put(record),
                None => Update::Remove(id),
            }
        };
        Ok(changed.into_iter().zip(records).map(update).collect())
    }

    async fn commit(&self, mark: Mark, last: bool) -> Result<(), Stopped> {
        self.indexing
            .run(move |index| index.commit(mark, !last))
            .await??;
        self.indexing.progress.send_modify(|progress| {
            progress.found = mark.seq;
            progress.built |= last;
        });
        Ok(())
    }
}

/// The mark of a change, by which it is known from one of another database.
fn mark_of(change: &Change) -> Mark {
    let text = format!(
        "{:?} {:?} {}",
        change.id,
        change.kind,
        change.at.to_rfc3339()
    );
    Mark {
        seq: change.seq,
        print: crc32fast::hash(text.as_bytes()),
    }
}
