//! The open database: one writer at a time, and the writes that several operations share.

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use tokio::sync::watch;

use super::{
    Change, ChangeKind, StoreError,
    catalogue::{Catalogue, Head, Only, Shelf},
    durability::Durability,
    failpoint::Failpoint,
    folder::Entered,
    panics,
    story::Story,
    table::Writes,
    written::Written,
};
use crate::article::{ArticleId, Author, Library, Outline, Record, State};

/// The open database. All of it blocks.
///
/// Dropping it closes: the fields go in the order in which they stand here.
pub(super) struct Engine {
    /// The thread must have ended before the engine closes its files.
    pub(super) durability: Durability,
    pub(super) tables: Catalogue,
    /// Held during a write, so that what it read still holds when it commits: the engine's
    /// transactions can't read ranges.
    pub(super) writer: Mutex<()>,
    pub(super) written: Written,
    /// How many writes put jobs since the start.
    pub(super) jobs_put: AtomicU64,
    pub(super) _db: sled::Db,
    /// Waits for the engine's lock to go, then seals its files.
    pub(super) entered: Entered,
    /// Whoever holds the other end learns that all of the above is done.
    pub(super) _open: watch::Receiver<()>,
}

impl Engine {
    /// Runs `job`, alone among writes, and commits what it put into its [`Writes`]. It is durable
    /// once a ticket taken afterwards says so.
    pub(super) fn write<T>(
        &self,
        job: impl FnOnce(&mut Writes) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let broken = |_| StoreError::ReadOnly("an earlier write broke off".into());
        let _alone = self.writer.lock().map_err(broken)?;
        self.durability.check()?;
        let mut writes = Writes::default();
        let value = job(&mut writes)?;
        if !writes.is_empty() {
            let puts_job = writes.puts_job;
            let records = std::mem::take(&mut writes.records);
            self.written.forget(&records);
            Failpoint::Committing.pass();
            panics::catch(|| writes.commit())
                .unwrap_or_else(|panic| Err(StoreError::Engine(panic)))
                // Half of it may stand in memory: nothing may build on that.
                .inspect_err(|error| self.durability.fail(&error.to_string()))?;
            self.durability.wrote(self.head()?.written());
            self.written.keep(records);
            if puts_job {
                self.jobs_put.fetch_add(1, Ordering::AcqRel);
            }
            Failpoint::Committed.pass();
        }
        Ok(value)
    }

    /// The database's head.
    pub(super) fn head(&self) -> Result<Head, StoreError> {
        self.tables.head.get(&Only)?.ok_or_else(headless)
    }

    /// Changes the database's head; gives it as it shall be.
    pub(super) fn change_head(
        &self,
        writes: &mut Writes,
        change: impl FnOnce(&mut Head),
    ) -> Result<Head, StoreError> {
        let table = &self.tables.head;
        let mut head = table.get_in(writes, &Only)?.ok_or_else(headless)?;
        change(&mut head);
        table.put(writes, &Only, &head)?;
        Ok(head)
    }

    /// What is known of a library.
    pub(super) fn shelf(&self, library: Library) -> Result<Shelf, StoreError> {
        Ok(self.tables.shelves.get(&library)?.unwrap_or_default())
    }

    /// The same once `writes` are committed.
    pub(super) fn shelf_in(&self, writes: &Writes, library: Library) -> Result<Shelf, StoreError> {
        let shelf = self.tables.shelves.get_in(writes, &library)?;
        Ok(shelf.unwrap_or_default())
    }

    /// The article as it is once `writes` are committed; none where that number was never given.
    pub(super) fn article_in(
        &self,
        writes: &Writes,
        id: ArticleId,
    ) -> Result<Option<Record>, StoreError> {
        let pending = writes.records.iter().rfind(|record| record.id == id);
        pending.map_or_else(|| self.article(id), |record| Ok(Some(record.clone())))
    }

    /// The article as it is now; none where that number was never given.
    pub(super) fn article(&self, id: ArticleId) -> Result<Option<Record>, StoreError> {
        let articles = &self.tables.articles;
        let mut found = articles.get(&id)?;
        if found.is_none() {
            if !(1..=self.shelf(id.library)?.last_number).contains(&id.number) {
                return Ok(None);
            }
            // The number may have been given since the first look.
            found = articles.get(&id)?;
        }
        match found {
            Some(record) if record.id == id => Ok(Some(record)),
            Some(record) => Err(StoreError::Damaged(format!(
                "{} stands under {id}",
                record.id
            ))),
            None => Err(StoreError::Damaged(format!("article {id} is missing"))),
        }
    }

    /// Writes `new` in place of `old` into every table that follows from the article, and keeps
    /// `old` where the text changed.
    pub(super) fn put_article(
        &self,
        writes: &mut Writes,
        old: Option<&Record>,
        new: &Record,
    ) -> Result<(), StoreError> {
        let tables = &self.tables;
        let mut shelf = self.shelf_in(writes, new.id.library)?;
        shelf.last_number = shelf.last_number.max(new.id.number);
        if let Some(old) = old {
            if old.revision != new.revision {
                tables.revisions.put(writes, &(old.id, old.revision), old)?;
            }
            for story in Story::told(old) {
                tables
                    .stories
                    .remove(writes, &(old.id.library, story, old.id.number));
            }
            if old.state == State::Published {
                shelf.published -= 1;
                tables.cards.remove(writes, &old.id);
                tables.newest.remove(writes, &newest_key(old));
            }
        }
        for story in Story::told(new) {
            tables
                .stories
                .put(writes, &(new.id.library, story, new.id.number), &())?;
        }
        if new.state == State::Published {
            shelf.published += 1;
            tables.cards.put(writes, &new.id, &Outline::of(new))?;
            tables.newest.put(writes, &newest_key(new), &())?;
        }
        self.put_withdrawn(writes, old, new)?;
        self.put_announced(writes, old, new)?;
        tables.articles.put(writes, &new.id, new)?;
        writes.records.push(new.clone());
        tables.shelves.put(writes, &new.id.library, &shelf)
    }

    /// Gives the next sequence numbers to what happened to an article.
    pub(super) fn put_changes(
        &self,
        writes: &mut Writes,
        id: ArticleId,
        kinds: &[ChangeKind],
        by: Author,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        for kind in kinds.iter().copied() {
            let seq = self
                .change_head(writes, |head| head.change_seq += 1)?
                .change_seq;
            let change = Change {
                seq,
                id,
                kind,
                by,
                at,
            };
            self.tables.changes.put(writes, &seq, &change)?;
        }
        Ok(())
    }
}

impl Drop for Engine {
    /// After a failed write, half of it may be what the engine leaves.
    fn drop(&mut self) {
        self.entered.trusted &= self.durability.check().is_ok();
    }
}

fn headless() -> StoreError {
    StoreError::Damaged("its head is missing".into())
}

/// Where a published article stands among the others.
pub(super) fn newest_key(record: &Record) -> (Library, chrono::NaiveDate, DateTime<Utc>, u32) {
    (
        record.id.library,
        record.date,
        record.live_at,
        record.id.number,
    )
}
