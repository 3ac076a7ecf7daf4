//! Reading articles, and changing what readers see of them.

use chrono::{DateTime, Utc};

use super::{ChangeKind, Store, StoreError, engine::Engine, table::Writes, values};
use crate::article::{ArticleId, Author, Library, Record, State, Withdrawal};

impl Store {
    /// The article as it is now, in any state; none where that number was never given.
    pub async fn article(&self, id: ArticleId) -> Result<Option<Record>, StoreError> {
        self.read(move |engine| {
            let article = engine.article(id)?;
            if article.is_some() {
                engine.tables.articles.let_go(&id)?;
            }
            Ok(article)
        })
        .await
    }

    /// Each of these articles as it is now, in any state.
    pub async fn articles_of(
        &self,
        ids: Vec<ArticleId>,
    ) -> Result<Vec<Option<Record>>, StoreError> {
        self.read(move |engine| {
            let written = |id: &ArticleId| engine.written.take(*id);
            let article = |id| written(id).map_or_else(|| engine.article(*id), |it| Ok(Some(it)));
            ids.iter().map(article).collect()
        })
        .await
    }

    /// The articles of a library with a number above `after`, in any state, at most `limit`, by
    /// number. Begin with 0.
    pub async fn articles(
        &self,
        library: Library,
        after: u32,
        limit: usize,
    ) -> Result<Vec<Record>, StoreError> {
        self.read(move |engine| engine.articles(library, after, limit))
            .await
    }

    /// The earlier revisions of an article, oldest first, without the present one.
    pub async fn revisions(&self, id: ArticleId) -> Result<Vec<Record>, StoreError> {
        self.read(move |engine| values(engine.tables.revisions.scan(id)).collect())
            .await
    }

    /// An article as that revision had it, the present one too; none where it has none of that
    /// number here.
    pub async fn revision(
        &self,
        id: ArticleId,
        revision: u32,
    ) -> Result<Option<Record>, StoreError> {
        self.read(move |engine| engine.revision(id, revision)).await
    }

    /// The newest published article of these libraries: by date, then the time it went live, then
    /// number.
    pub async fn newest(&self, libraries: &[Library]) -> Result<Option<ArticleId>, StoreError> {
        let libraries = libraries.to_owned();
        self.read(move |engine| engine.newest(&libraries)).await
    }

    /// The number that the next new article of a library gets.
    pub async fn next_number(&self, library: Library) -> Result<u32, StoreError> {
        self.read(move |engine| Ok(engine.shelf(library)?.last_number + 1))
            .await
    }

    /// Every library that ever had an article.
    pub async fn libraries(&self) -> Result<Vec<Library>, StoreError> {
        self.read(|engine| {
            engine
                .tables
                .shelves
                .all()
                .map(|entry| entry.map(|(library, _)| library))
                .collect()
        })
        .await
    }

    /// Publishes or withdraws an article, without a new revision; false where it was so already
    /// or there is none. What was scheduled goes live at `now`.
    pub async fn set_state(
        &self,
        id: ArticleId,
        state: State,
        by: Author,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.write(move |engine| engine.set_state(id, state, by, now))
            .await
    }
}

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
