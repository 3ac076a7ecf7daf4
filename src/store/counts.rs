//! What a database that was closed well is checked for: without reading the articles.

use std::{collections::BTreeMap, fmt::Display};

use super::{StoreError, engine::Engine};
use crate::article::Library;

impl Engine {
    /// Refuses a database that has not come as far as somebody was told.
    pub(super) fn check_mark(&self, acknowledged: u64) -> Result<(), StoreError> {
        let found = self.head()?.written();
        if found >= acknowledged {
            return Ok(());
        }
        Err(StoreError::Damaged(format!(
            "it lost its last changes: {acknowledged} were acknowledged, {found} are there"
        )))
    }

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
        )?;
        self.check_desks()
    }

    /// The same of the desks: the ends of their logs, and the number of open drafts.
    fn check_desks(&self) -> Result<(), StoreError> {
        let tables = &self.tables;
        let (mut entries, mut open) = (0, 0);
        for entry in tables.desks.all() {
            let (guild, desk) = entry?;
            let last = tables.log.scan(guild).next_back().transpose()?;
            let last = last.map_or(0, |((_, seq), _)| seq);
            agree("entries of a log", desk.last_entry, last)?;
            entries += desk.last_entry;
            open += desk.open_drafts as usize;
        }
        agree("entries of all logs", self.head()?.entries, entries)?;
        agree("open drafts", open, tables.open_drafts.all().count())
    }
}

/// Refuses where a count is another than what was counted.
pub(super) fn agree<T: PartialEq + Display>(
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
