//! Articles that were taken from readers.

use super::{Store, StoreError, catalogue::Catalogue, engine::Engine, table::Writes};
use crate::article::{ArticleId, Library, Record, State};

/// Entries that are written at once while the table is made.
const BATCH: usize = 1000;

impl Store {
    /// The withdrawn articles of a library, the highest numbers first, at most `limit`.
    pub async fn withdrawn(
        &self,
        library: Library,
        limit: usize,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.read(move |engine| {
            let found = engine.tables.withdrawn.scan(library).rev().take(limit);
            found.map(|entry| entry.map(|(id, ())| id)).collect()
        })
        .await
    }
}

impl Engine {
    /// Writes whether `new`, in place of `old`, is withdrawn.
    pub(super) fn put_withdrawn(
        &self,
        writes: &mut Writes,
        old: Option<&Record>,
        new: &Record,
    ) -> Result<(), StoreError> {
        let table = &self.tables.withdrawn;
        match (old.is_some_and(is_withdrawn), is_withdrawn(new)) {
            (false, true) => table.put(writes, &new.id, &()),
            (true, false) => {
                table.remove(writes, &new.id);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// Makes the table, from the articles of a database that an older program wrote.
pub(super) fn make(tables: &Catalogue) -> Result<(), StoreError> {
    let mut writes = Writes::default();
    for (at, entry) in tables.articles.all().enumerate() {
        let (id, record) = entry?;
        if is_withdrawn(&record) {
            tables.withdrawn.put(&mut writes, &id, &())?;
        }
        if at % BATCH == BATCH - 1 && !writes.is_empty() {
            std::mem::take(&mut writes).commit()?;
        }
    }
    if writes.is_empty() {
        return Ok(());
    }
    writes.commit()
}

pub(super) fn is_withdrawn(record: &Record) -> bool {
    record.state == State::Withdrawn
}
