//! Reading articles, and changing what readers see of them.

use chrono::{DateTime, Utc};

use super::{ChangeKind, StoreError, engine::Engine, table::Writes};
use crate::article::{ArticleId, Author, Library, Record, State, Withdrawal};

impl Engine {
    /// Publishes or withdraws an article; false where it was so already or there is none.
    pub(super) fn set_state(
        &self,
        id: ArticleId,
        state: State,
        by: Author,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.write(|writes| self.put_state(writes, id, (state, None), by, now))
    }

    /// Writes an article's state, and why it was withdrawn; false where it was so already or there
    /// is none.
    pub(super) fn put_state(
        &self,
        writes: &mut Writes,
        id: ArticleId,
        (state, withdrawal): (State, Option<Withdrawal>),
        by: Author,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let Some(old) = self.article(id)?.filter(|old| old.state != state) else {
            return Ok(false);
        };
        let mut new = old.clone();
        new.set_state(state, now);
        new.withdrawal = withdrawal;
        self.put_article(writes, Some(&old), &new)?;
        self.put_changes(writes, id, &[ChangeKind::State(state)], by, now)?;
        Ok(true)
    }

    /// The articles of a library with a number above `after`, in any state, at most `limit`.
    pub(super) fn articles(
        &self,
        library: Library,
        after: u32,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let last = self.shelf(library)?.last_number;
        let ids = (1..=last).skip(after as usize).take(limit);
        let records = ids.map(|number| self.article(ArticleId { library, number }));
        records.filter_map(Result::transpose).collect()
    }

    /// An article as that revision had it, the present one too.
    pub(super) fn revision(
        &self,
        id: ArticleId,
        revision: u32,
    ) -> Result<Option<Record>, StoreError> {
        match self.article(id)? {
            Some(present) if present.revision != revision => {
                self.tables.revisions.get(&(id, revision))
            }
            present => Ok(present),
        }
    }

    /// The newest published article of these libraries.
    pub(super) fn newest(&self, libraries: &[Library]) -> Result<Option<ArticleId>, StoreError> {
        let mut newest = None;
        for library in libraries {
            if let Some(entry) = self.tables.newest.scan(*library).next_back() {
                let ((library, date, live_at, number), ()) = entry?;
                newest = newest.max(Some((date, live_at, number, library)));
            }
        }
        Ok(newest.map(|(_, _, number, library)| ArticleId { library, number }))
    }
}
