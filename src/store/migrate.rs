//! A database that an older program wrote, as this one reads it.

use super::{
    StoreError,
    announced::announcement,
    catalogue::{Catalogue, Head, SCHEMA},
    table::Writes,
    withdrawn::is_withdrawn,
};

/// Articles whose entries are written at once.
const BATCH: usize = 1000;

/// Makes the tables that older programs did not have and that follow from the articles; gives the
/// head that is to be written after that. Broken off, it is done again from the start.
pub(super) fn migrate(tables: &Catalogue, head: &Head) -> Result<Head, StoreError> {
    let mut writes = Writes::default();
    for (at, entry) in tables.articles.all().enumerate() {
        let (id, record) = entry?;
        if is_withdrawn(&record) {
            tables.withdrawn.put(&mut writes, &id, &())?;
        }
        if let Some(key) = announcement(&record) {
            tables.announced.put(&mut writes, &key, &())?;
        }
        if at % BATCH == BATCH - 1 && !writes.is_empty() {
            std::mem::take(&mut writes).commit()?;
        }
    }
    if !writes.is_empty() {
        writes.commit()?;
    }
    Ok(Head {
        schema: SCHEMA,
        // Nothing was posted before: no copy has to know of what changed until now.
        followed: head.change_seq.max(head.followed),
        ..*head
    })
}
