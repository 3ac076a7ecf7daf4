//! Articles that were taken from readers.

use super::{Store, StoreError, engine::Engine, table::Writes};
use crate::article::{ArticleId, Library, Record, State};

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

pub(super) fn is_withdrawn(record: &Record) -> bool {
    record.state == State::Withdrawn
}
