//! Whether the tables agree with each other.

use std::collections::BTreeMap;

use super::{StoreError, engine::Engine};
use crate::article::Library;

impl Engine {
    /// Checks what can be checked without reading the articles: the ends of what only grows, and
    /// the number of published articles.
    pub(super) fn check_counts(&self) -> Result<(), StoreError> {
        let tables = &self.tables;
        let last_change = tables.changes.all().next_back().transpose()?;
        agree(
            "changes",
            self.head()?.change_seq,
            last_change.map_or(0, |(seq, _)| seq),
        )?;

        let mut published = BTreeMap::<Library, u32>::new();
        for entry in tables.newest.all() {
            let ((library, ..), ()) = entry?;
            *published.entry(library).or_default() += 1;
        }
        let mut shelved = 0;
        for entry in tables.shelves.all() {
            let (library, shelf) = entry?;
            let last = tables.articles.scan(library).next_back().transpose()?;
            let last = last.map_or(0, |(id, _)| id.number);
            agree("articles", shelf.last_number, last)?;
            let listed = published.get(&library).copied().unwrap_or_default();
            agree("published articles", shelf.published, listed)?;
            shelved += listed;
        }
        agree(
            "published articles in all libraries",
            shelved,
            published.values().sum(),
        )
    }
}

fn agree<T: PartialEq + std::fmt::Display>(
    what: &str,
    counted: T,
    found: T,
) -> Result<(), StoreError> {
    if counted == found {
        return Ok(());
    }
    Err(StoreError::Damaged(format!(
        "it counted {counted} {what} and holds {found}"
    )))
}
