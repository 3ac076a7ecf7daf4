//! The articles that were written last: who follows the changes takes them from here, and need not have
//! them read, decompressed and decoded.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::article::{ArticleId, Record};

/// Bytes of texts that are kept: some batches of an import.
const CAPACITY: usize = 4 << 20;

/// Records that were written last. One is forgotten before it is written over, and kept once that is
/// done: so whoever has read of a change finds what it made, or nothing.
#[derive(Default)]
pub(super) struct Written(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The first written first.
    records: BTreeMap<u64, Record>,
    places: HashMap<ArticleId, u64>,
    next: u64,
    bytes: usize,
}

impl Written {
    /// The article as it is now, where it is kept; it is no more.
    pub(super) fn take(&self, id: ArticleId) -> Option<Record> {
        self.kept().take(id)
    }

    /// Forgets what `records` are going to be written over.
    pub(super) fn forget(&self, records: &[Record]) {
        let mut kept = self.kept();
        for record in records {
            kept.take(record.id);
        }
    }

    /// Keeps what was written.
    pub(super) fn keep(&self, records: Vec<Record>) {
        let mut kept = self.kept();
        for record in records {
            kept.put(record);
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn take(&mut self, id: ArticleId) -> Option<Record> {
        let record = self.records.remove(&self.places.remove(&id)?)?;
        self.bytes -= record.article.byte_len();
        Some(record)
    }

    fn put(&mut self, record: Record) {
        self.take(record.id);
        self.bytes += record.article.byte_len();
        self.places.insert(record.id, self.next);
        self.records.insert(self.next, record);
        self.next += 1;
        while self.bytes > CAPACITY
            && let Some((_, first)) = self.records.pop_first()
        {
            self.places.remove(&first.id);
            self.bytes -= first.article.byte_len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            Store,
            conformance::{article, at, filing, line},
        },
        *,
    };
    use crate::article::{Author, Library, MAX_ARTICLE_BYTES, State};

    async fn taken(store: &Store, id: ArticleId) -> Option<Record> {
        store
            .read(move |engine| Ok(engine.written.take(id)))
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn what_was_written_is_there_once_and_as_it_is_now() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path()).unwrap();
        let one = filing(Library::House, article("One", Some(1)));
        let id = store.file(one, at(0)).await.unwrap().id;
        store
            .set_state(id, State::Withdrawn, Author::Operator, at(1))
            .await
            .unwrap();
        let now = store.article(id).await.unwrap();
        assert_eq!(taken(&store, id).await, now);
        assert_eq!(taken(&store, id).await, None);
        let again = store.articles_of(vec![id]).await.unwrap();
        assert_eq!(again, [now], "it is read");
    }

    #[tokio::test]
    async fn only_the_last_ones_are_kept() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path()).unwrap();
        let large = line(&"a".repeat(MAX_ARTICLE_BYTES / 2));
        let many = CAPACITY / (MAX_ARTICLE_BYTES / 2) + 2;
        let filings = (0..many).map(|number| {
            let mut article = article(&format!("Story {number}"), Some(1));
            article.lede = vec![large.clone()];
            filing(Library::House, article)
        });
        let filed = store.file_all(filings.collect(), at(0)).await.unwrap();
        let (first, last) = (filed[0].id, filed[many - 1].id);
        assert!(taken(&store, first).await.is_none());
        assert!(taken(&store, last).await.is_some());
        let first = store.articles_of(vec![first]).await.unwrap();
        assert!(first[0].is_some(), "it is read");
    }
}
