//! Articles that were announced as the desk's news, by time.

use chrono::{DateTime, Utc};

use super::{Store, StoreError, engine::Engine, table::Writes};
use crate::article::{ArticleId, Library, Record};

impl Store {
    /// The articles of a library that were announced at `since` or later, and when, oldest first; in
    /// any state, withdrawn ones too.
    pub async fn announced_since(
        &self,
        library: Library,
        since: DateTime<Utc>,
    ) -> Result<Vec<(ArticleId, DateTime<Utc>)>, StoreError> {
        self.read(move |engine| {
            let mut found = Vec::new();
            for entry in engine.tables.announced.from(&(library, since, 0)) {
                let ((of, at, number), ()) = entry?;
                if of != library {
                    break;
                }
                found.push((ArticleId { library, number }, at));
            }
            Ok(found)
        })
        .await
    }
}

impl Engine {
    /// Writes when `new`, in place of `old`, was announced.
    pub(super) fn put_announced(
        &self,
        writes: &mut Writes,
        old: Option<&Record>,
        new: &Record,
    ) -> Result<(), StoreError> {
        let table = &self.tables.announced;
        let (before, after) = (old.and_then(announcement), announcement(new));
        if before == after {
            return Ok(());
        }
        if let Some(key) = before {
            table.remove(writes, &key);
        }
        after.map_or(Ok(()), |key| table.put(writes, &key, &()))
    }
}

/// Where an article stands among those that were announced.
pub(super) fn announcement(record: &Record) -> Option<(Library, DateTime<Utc>, u32)> {
    let at = record.announced_at?;
    Some((record.id.library, at, record.id.number))
}
