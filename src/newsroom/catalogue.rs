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
    article::{ArticleId, Card, Record},
    search::Titles,
    store::{Store, StoreError},
};

/// Cards and changes that are taken from the store at once.
const BATCH: usize = 1000;
/// Articles that are kept are expected to be of a few kilobytes.
const EXPECTED: usize = 1000;
/// Bytes of text that are kept.
const CAPACITY: u64 = 8 * 1024 * 1024;

/// Cards that are kept.
const CARDS: usize = 2000;

/// Caches that follow the store's change sequence and hold nothing of their own.
pub(super) struct Catalogue {
    store: Store,
    pub(super) titles: Titles,
    records: Cache<ArticleId, Arc<Record>, Bytes>,
    cards: Cache<ArticleId, Arc<Card>>,
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
                titles.put(&cards);
            }
        }
        titles.shrink();
        let records = Cache::with_weighter(EXPECTED, CAPACITY, Bytes);
        Ok(Self {
            store,
            titles,
            records,
            cards: Cache::new(CARDS),
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

    /// The cards of these articles, without those that readers no longer see.
    pub(super) async fn cards(&self, ids: &[ArticleId]) -> Result<Vec<Arc<Card>>, StoreError> {
        let mut cards: Vec<Option<Arc<Card>>> = ids.iter().map(|id| self.cards.get(id)).collect();
        let absent: Vec<usize> = (0..ids.len()).filter(|at| cards[*at].is_none()).collect();
        if !absent.is_empty() {
            let followed = self.followed.load(Ordering::SeqCst);
            let wanted = absent.iter().map(|at| ids[*at]).collect();
            let found = self.store.cards_of(wanted).await?;
            for (at, card) in absent.into_iter().zip(found) {
                let Some(card) = card.map(Arc::new) else {
                    continue;
                };
                self.cards.insert(card.id, card.clone());
                if self.followed.load(Ordering::SeqCst) != followed {
                    self.cards.remove(&card.id);
                }
                cards[at] = Some(card);
            }
        }
        Ok(cards.into_iter().flatten().collect())
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
            let changed: Vec<ArticleId> = changed.into_iter().collect();
            let cards = self.store.cards_of(changed.clone()).await?;
            for (id, card) in changed.iter().zip(&cards) {
                self.records.remove(id);
                self.cards.remove(id);
                if card.is_none() {
                    self.titles.remove(*id);
                }
            }
            let cards: Vec<Card> = cards.into_iter().flatten().collect();
            self.titles.put(&cards);
        }
    }
}
