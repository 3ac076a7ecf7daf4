//! The database: articles and what belongs to them, kept durably, behind operations of the newsroom.
//!
//! | file | holds |
//! |---|---|
//! | here | [`Store`]: opening and closing, cards and changes; how every operation runs |
//! | `articles`, `filing`, `story` | reading, adding and updating articles; when two texts are the same story |
//! | `desks`, `log` | what a guild set for its desk; who did what there, and telling the log channel |
//! | `drafts`, `texts`, `drafting`, `publishing` | drafts and their texts; what people do with them; what becomes of them |
//! | `above` | where the page before a page begins |
//! | `jobs` | what the program is to do by itself |
//! | `asks` | what controls ask for that does not fit into them |
//! | `schedules`, `deliveries`, `planning` | briefings that come again; what is posted for them, planned and settled |
//! | `copies` | messages that were posted, and which are to be edited after a change |
//! | `announced` | which articles were announced, by time |
//! | `withdrawn`, `hidden` | articles taken from all readers; of the house, from those of a guild |
//! | `change`, `settings` | the values of the operations |
//! | `open`, `folder`, `seal`, `mark`, `counts`, `verify`, `verify_desk`, `verify_briefings` | opening, and refusing what it can't safely run on |
//! | `engine`, `durability` | one writer at a time; durable before acknowledged |
//! | `catalogue`, `table`, `key`, `codec` | the tables, and their bytes |
//! | `written` | the articles that were written last, for who follows the changes |
//! | `panics` | the engine's panics as errors |
//! | `failpoint` | where the crash tests stop the process |
//!
//! The engine is sled, and nothing outside this module knows it. All of it blocks, so every
//! operation runs on the runtime's blocking threads: a read of what is cached takes
//! microseconds there, but any read may wait for the disk or for a writer's transaction.

mod above;
mod announced;
mod articles;
mod asks;
mod catalogue;
mod change;
mod codec;
mod copies;
mod counts;
mod deliveries;
mod desks;
mod drafting;
mod drafts;
mod durability;
mod engine;
mod error;
mod failpoint;
mod filing;
mod folder;
mod hidden;
mod jobs;
mod key;
mod log;
mod mark;
mod migrate;
mod open;
mod panics;
mod planning;
mod publishing;
mod schedules;
mod seal;
mod settings;
mod story;
mod table;
mod texts;
mod verify;
mod verify_briefings;
mod verify_desk;
mod withdrawn;
mod written;

#[cfg(test)]
mod act;
#[cfg(test)]
mod act_briefing;
#[cfg(test)]
mod chance;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod fixtures_briefing;
#[cfg(test)]
mod model;
#[cfg(test)]
mod model_briefing;
#[cfg(test)]
mod model_desk;
#[cfg(test)]
mod model_ledger;
#[cfg(test)]
mod power;
#[cfg(test)]
mod random;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod script;
#[cfg(test)]
mod tampering;
#[cfg(test)]
mod unclean;
#[cfg(test)]
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use tokio::{sync::watch, task};

pub use self::{
    change::{Change, ChangeKind},
    copies::{Copy, CopyId},
    drafting::{Acted, NewDraft, Redraft},
    durability::{Disk, SystemDisk},
    error::StoreError,
    filing::{Filed, Filing, Outcome},
    jobs::{Job, JobKey, Lane},
    open::OpenError,
    planning::{NewDelivery, Planning},
    publishing::{Place, Publication, Published, Rewritten},
    schedules::Settled,
    settings::Setting,
    story::fold,
    verify::Verified,
};
use self::{engine::Engine, failpoint::Failpoint};
use crate::article::{ArticleId, Library, Outline};

/// A handle to the open database; clones share it. Dropping the last one closes it, blocking.
///
/// An operation that was begun is carried through even where its future is dropped.
#[derive(Clone)]
pub struct Store {
    engine: Arc<RwLock<Option<Arc<Engine>>>>,
    /// Its receiver is dropped when the engine is closed.
    open: watch::Sender<()>,
    /// The last change that is durable, of those written since the start.
    changed: watch::Sender<u64>,
    /// How many writes that put jobs are durable, of those since the start.
    jobs_put: watch::Sender<u64>,
    path: Arc<Path>,
}

impl Store {
    /// Opens the database in the folder `path`, made where there is none. Blocking.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, Arc::new(SystemDisk))
    }

    /// [`Store::open`] with `disk` making writes durable: the seam for tests.
    pub fn open_with(path: &Path, disk: Arc<dyn Disk>) -> Result<Self, OpenError> {
        let (open, receiver) = watch::channel(());
        let engine = open::open(path, disk, receiver)?;
        Ok(Self {
            engine: Arc::new(RwLock::new(Some(Arc::new(engine)))),
            open,
            changed: watch::Sender::default(),
            jobs_put: watch::Sender::default(),
            path: path.into(),
        })
    }

    /// The path of what belongs to the database and can be made again: beside its folder.
    pub fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(".");
        name.push(ending);
        self.path.with_file_name(name)
    }

    /// Wakes who waits on it at every write to an article, with the sequence number of the last one
    /// that is durable.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Waits until running operations are done, everything is durable, and the lock on the folder
    /// is released. Every later operation of any clone fails with [`StoreError::Closed`].
    pub async fn close(&self) {
        let engine = self
            .engine
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        // A panic in there has nobody to tell; what was acknowledged is durable already.
        let _ = task::spawn_blocking(move || drop(engine)).await;
        self.open.closed().await;
    }

    /// Waits until the store is closed.
    pub async fn closed(&self) {
        self.open.closed().await;
    }

    /// The outlines of a library's published articles with a number above `after`, at most `limit`,
    /// by number. Begin with 0.
    ///
    /// An index is built by taking [`Store::change_seq`] first, then every outline, then following
    /// [`Store::changes_since`] that number: a change seen twice does no harm, none is missed.
    pub async fn outlines(
        &self,
        library: Library,
        after: u32,
        limit: usize,
    ) -> Result<Vec<Outline>, StoreError> {
        self.read(move |engine| {
            let numbers = after.saturating_add(1)..=engine.shelf(library)?.last_number;
            // Looked up one by one, because the engine's cache lets go of pages only as it is asked
            // for them: a scan asks once for each page, and all of them would stay.
            let outline = |number| engine.tables.cards.get(&ArticleId { library, number });
            let outlines = numbers.filter_map(|number| outline(number).transpose());
            outlines.take(limit).collect()
        })
        .await
    }

    /// Of each of these articles its outline, where readers see one.
    pub async fn outlines_of(
        &self,
        ids: Vec<ArticleId>,
    ) -> Result<Vec<Option<Outline>>, StoreError> {
        self.read(move |engine| ids.iter().map(|id| engine.tables.cards.get(id)).collect())
            .await
    }

    /// The sequence number of the last change; 0 where there was none.
    pub async fn change_seq(&self) -> Result<u64, StoreError> {
        self.read(|engine| Ok(engine.head()?.change_seq)).await
    }

    /// The changes after `seq`, in order, at most `limit`.
    pub async fn changes_since(&self, seq: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        self.read(move |engine| {
            values(engine.tables.changes.after(&seq))
                .take(limit)
                .collect()
        })
        .await
    }

    /// Reads every record, and compares what the tables say of each other. Writers wait meanwhile.
    pub async fn verify(&self) -> Result<Verified, StoreError> {
        self.verify_telling(|_, _| ()).await
    }

    /// [`Store::verify`]; now and then `told` hears how many articles of how many are done.
    pub async fn verify_telling(
        &self,
        told: impl Fn(usize, usize) + Send + 'static,
    ) -> Result<Verified, StoreError> {
        self.read(move |engine| engine.verify(&told)).await
    }

    /// With what each of the import files `paths` was last marked.
    pub async fn seen_files(&self, paths: Vec<String>) -> Result<Vec<Option<String>>, StoreError> {
        self.read(move |engine| {
            let files = &engine.tables.files;
            paths.iter().map(|path| files.get(path)).collect()
        })
        .await
    }

    /// Remembers of these files, each a path and a mark, that they were imported as marked.
    pub async fn mark_files(&self, files: Vec<(String, String)>) -> Result<(), StoreError> {
        self.write(move |engine| {
            engine.write(|writes| {
                let table = &engine.tables.files;
                files
                    .iter()
                    .try_for_each(|(path, mark)| table.put(writes, path, mark))
            })
        })
        .await
    }

    /// Runs `job` on a blocking thread.
    async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Engine) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let engine = self
            .engine
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let engine = engine.ok_or(StoreError::Closed)?;
        task::spawn_blocking(move || {
            Failpoint::Asked.pass();
            panics::catch(|| job(&engine)).unwrap_or_else(|panic| Err(StoreError::Damaged(panic)))
        })
        .await
        // The runtime is shutting down: the job never ran.
        .map_err(|_| StoreError::Closed)?
    }

    /// Runs `job` on a blocking thread, and waits until what it wrote or found is durable.
    async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Engine) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let done = self.read(move |engine| {
            let value = job(engine)?;
            let counts = (engine.head()?.change_seq, engine.jobs_put());
            Ok((value, counts, engine.durability.ticket()))
        });
        let (value, (seq, jobs), ticket) = done.await?;
        ticket.durable().await?;
        raise(&self.changed, seq);
        raise(&self.jobs_put, jobs);
        Ok(value)
    }
}

/// Wakes who waits for a count, if it is higher now.
fn raise(count: &watch::Sender<u64>, now: u64) {
    count.send_if_modified(|last| {
        let higher = *last < now;
        *last = now.max(*last);
        higher
    });
}

/// The values of entries.
fn values<K, V>(
    entries: impl Iterator<Item = Result<(K, V), StoreError>>,
) -> impl Iterator<Item = Result<V, StoreError>> {
    entries.map(|entry| entry.map(|(_, value)| value))
}
