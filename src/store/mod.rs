//! The database: articles and what belongs to them, kept durably, behind operations of the newsroom.

mod change;
mod durability;
mod error;
mod filing;
mod open;
mod settings;

use std::{path::Path, sync::Arc};

use chrono::{DateTime, Utc};

pub use self::{
    change::{Card, Change, ChangeKind},
    durability::{Disk, SystemDisk},
    error::StoreError,
    filing::{Filed, Filing, Outcome},
    open::OpenError,
    settings::Setting,
};
use crate::article::{ArticleId, Author, Library, Record, State};

/// A handle to the open database; clones share it.
#[derive(Clone)]
pub struct Store {
    shared: Arc<()>,
}

impl Store {
    /// Opens the database in the folder `path`, created where there is none. Blocking.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, Arc::new(SystemDisk))
    }

    /// [`Store::open`] with `disk` making writes durable: the seam for tests.
    pub fn open_with(path: &Path, disk: Arc<dyn Disk>) -> Result<Self, OpenError> {
        let _ = (path, disk);
        todo!()
    }

    /// Waits until everything acknowledged is durable and the lock on the folder is released.
    /// Every later operation of any clone fails with [`StoreError::Closed`].
    pub async fn close(&self) {
        let _ = &self.shared;
        todo!()
    }

    /// Adds the article, or updates the one that is the same story; durable when it returns.
    pub async fn file(&self, filing: Filing, now: DateTime<Utc>) -> Result<Filed, StoreError> {
        let _ = (filing, now);
        todo!()
    }

    /// [`Store::file`] for many in order, waiting for the disk once; each article is atomic.
    pub async fn file_all(
        &self,
        filings: Vec<Filing>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Filed>, StoreError> {
        let _ = (filings, now);
        todo!()
    }

    /// What [`Store::file`] would do now; writes nothing.
    pub async fn plan(&self, filing: Filing, now: DateTime<Utc>) -> Result<Filed, StoreError> {
        let _ = (filing, now);
        todo!()
    }

    /// The article as it is now, in any state; none where that number was never given.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Record>, StoreError> {
        let _ = id;
        todo!()
    }

    /// The earlier revisions of an article, oldest first, without the present one.
    pub async fn revisions(&self, id: ArticleId) -> Result<Vec<Record>, StoreError> {
        let _ = id;
        todo!()
    }

    /// Publishes or withdraws an article; false where it was so already or there is none.
    pub async fn set_state(
        &self,
        id: ArticleId,
        state: State,
        by: Author,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let _ = (id, state, by, now);
        todo!()
    }

    /// The newest published article of these libraries: by date, then time it went live, then number.
    pub async fn newest(&self, libraries: &[Library]) -> Result<Option<ArticleId>, StoreError> {
        let _ = libraries;
        todo!()
    }

    /// Every library that ever had an article.
    pub async fn libraries(&self) -> Result<Vec<Library>, StoreError> {
        todo!()
    }

    /// The cards of a library's published articles with a number above `after`, at most `limit`,
    /// by number. Start with 0.
    pub async fn cards(
        &self,
        library: Library,
        after: u32,
        limit: usize,
    ) -> Result<Vec<Card>, StoreError> {
        let _ = (library, after, limit);
        todo!()
    }

    /// The card of a published article; none where readers don't see one.
    pub async fn card(&self, id: ArticleId) -> Result<Option<Card>, StoreError> {
        let _ = id;
        todo!()
    }

    /// The sequence number of the last change; 0 where there was none.
    pub async fn change_seq(&self) -> Result<u64, StoreError> {
        todo!()
    }

    /// Changes after `seq`, in order, at most `limit`.
    pub async fn changes_since(&self, seq: u64, limit: usize) -> Result<Vec<Change>, StoreError> {
        let _ = (seq, limit);
        todo!()
    }

    /// A general setting; none where it was never set.
    pub async fn setting(&self, setting: Setting) -> Result<Option<String>, StoreError> {
        let _ = setting;
        todo!()
    }

    /// Sets a general setting.
    pub async fn set_setting(&self, setting: Setting, value: String) -> Result<(), StoreError> {
        let _ = (setting, value);
        todo!()
    }

    /// The content hash with which an import file was last marked.
    pub async fn seen_file(&self, path: &str) -> Result<Option<String>, StoreError> {
        let _ = path;
        todo!()
    }

    /// Remembers that the file `path` with this content hash was imported.
    pub async fn mark_file(&self, path: &str, hash: &str) -> Result<(), StoreError> {
        let _ = (path, hash);
        todo!()
    }
}
