//! What is kept in memory of the store: every title, and the articles that are read most.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use quick_cache::{Weighter, sync::Cache};
use tokio::sync::Mutex;

use crate::{
    article::{ArticleId, Record},
    search::Titles,
    store::{Store, StoreError},
};

/// Cards and changes that are taken from the store at once.
const BATCH: usize = 1000;
/// Articles that are kept are expected to be of a few kilobytes.
const EXPECTED: usize = 1000;
/// Bytes of text that are kept.
const CAPACITY: u64 = 8 * 1024 * 1024;

/// Caches that follow the store's change sequence and hold nothing of their own.
pub(super) struct Catalogue {
    store: Store,
    pub(super) titles: Titles,
    records: Cache<ArticleId, Arc<Record>, Bytes>,
    /// The last change that the caches follow.
    followed: AtomicU64,
    /// Held while they catch up, so that only one does.
    following: Mutex<()>,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<ArticleId, Arc<Record>> for Bytes {
    fn weight(&self, _: &ArticleId, record: &Arc<Record>) -> u64 {
        record.article.byte_len().max(1) as u64
    }
}

impl Catalogue {
    /// Reads the titles of every library.
    pub(super) async fn open(store: Store) -> Result<Self, StoreError> {
        // Taken first: a change meanwhile is then read twice, not never.
        let followed = AtomicU64::new(store.change_seq().await?);
        let titles = Titles::default();
        for library in store.libraries().await? {
            let mut after = 0;
            loop {
                let cards = store.cards(library, after, BATCH).await?;
                let Some(last) = cards.last() else { break };
                after = last.id.number;
                titles.put(cards);
            }
        }
        let records = Cache::with_weighter(EXPECTED, CAPACITY, Bytes);
        Ok(Self {
            store,
            titles,
            records,
            followed,
            following: Mutex::new(()),
        })
    }

    /// An article, in any state.
    pub(super) async fn article(&self, id: ArticleId) -> Result<Option<Arc<Record>>, StoreError> {
        if let Some(record) = self.records.get(&id) {
            return Ok(Some(record));
        }
        let followed = self.followed.load(Ordering::SeqCst);
        let record = self.store.article(id).await?.map(Arc::new);
        if let Some(record) = &record {
            self.records.insert(id, record.clone());
            // Written to meanwhile: what was read may be what was there before.
            if self.followed.load(Ordering::SeqCst) != followed {
                self.records.remove(&id);
            }
        }
        Ok(record)
    }

    /// Catches up with what was written since.
    pub(super) async fn follow(&self) -> Result<(), StoreError> {
        let _alone = self.following.lock().await;
        loop {
            let followed = self.followed.load(Ordering::SeqCst);
            let changes = self.store.changes_since(followed, BATCH).await?;
            let Some(last) = changes.last() else {
                return Ok(());
            };
            self.followed.store(last.seq, Ordering::SeqCst);
            let changed: HashSet<ArticleId> = changes.iter().map(|change| change.id).collect();
            let mut cards = Vec::with_capacity(changed.len());
            for id in changed {
                self.records.remove(&id);
                match self.store.card(id).await? {
                    Some(card) => cards.push(card),
                    None => self.titles.remove(id),
                }
            }
            self.titles.put(cards);
        }
    }
}
