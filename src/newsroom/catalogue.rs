//! What is kept in memory of the store: every title, and the articles that are read most.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use quick_cache::{Weighter, sync::Cache};
use tokio::{
    sync::{Mutex, OnceCell},
    task::spawn_blocking,
};

use super::hidden::Hidden;
use crate::{
    article::{ArticleId, Outline, Record},
    search::{Filter, Scope, Titles},
    store::{Store, StoreError},
};

/// Outlines and changes that are taken from the store at once.
const BATCH: usize = 1000;
/// Articles that are kept are expected to be of a few kilobytes.
const EXPECTED: usize = 1000;
/// Bytes of text that are kept.
const CAPACITY: u64 = 8 * 1024 * 1024;

/// Caches that follow the store's change sequence and hold nothing of their own.
pub(super) struct Catalogue {
    store: Store,
    /// A large library takes a second or two: whoever needs a title waits, nobody else does.
    titles: OnceCell<Titles>,
    records: Cache<ArticleId, Arc<Record>, Bytes>,
    pub(super) hidden: Hidden,
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
    pub(super) async fn open(store: Store) -> Result<Self, StoreError> {
        // Taken before anything is read: a change meanwhile is then read twice, not never.
        let followed = AtomicU64::new(store.change_seq().await?);
        let hidden = Hidden::open(&store).await?;
        Ok(Self {
            hidden,
            store,
            titles: OnceCell::new(),
            records: Cache::with_weighter(EXPECTED, CAPACITY, Bytes),
            followed,
            following: Mutex::new(()),
        })
    }

    /// The titles of every library; the first who asks has them read.
    pub(super) async fn titles(&self) -> Result<&Titles, StoreError> {
        self.titles.get_or_try_init(|| self.read_titles()).await
    }

    async fn read_titles(&self) -> Result<Titles, StoreError> {
        let titles = Titles::default();
        for library in self.store.libraries().await? {
            let mut after = 0;
            loop {
                let outlines = self.store.outlines(library, after, BATCH).await?;
                let Some(last) = outlines.last() else { break };
                after = last.card.id.number;
                change(&titles, move |titles| titles.put(&outlines)).await;
            }
        }
        change(&titles, Titles::shrink).await;
        Ok(titles)
    }

    /// The newest article within `scope`.
    pub(super) async fn newest(&self, scope: &Scope) -> Result<Option<ArticleId>, StoreError> {
        if self.titles.initialized() || !scope.hidden.is_empty() {
            let newest = self.titles().await?.list(scope, &Filter::default(), 0, 1);
            return Ok(newest.items.first().copied());
        }
        self.store.newest(&scope.libraries).await
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
        let titles = self.titles().await?;
        let _alone = self.following.lock().await;
        loop {
            let followed = self.followed.load(Ordering::SeqCst);
            let changes = self.store.changes_since(followed, BATCH).await?;
            let Some(last) = changes.last() else {
                return Ok(());
            };
            self.followed.store(last.seq, Ordering::SeqCst);
            changes.iter().for_each(|change| self.hidden.follow(change));
            let changed: HashSet<ArticleId> = changes.iter().map(|change| change.id).collect();
            let changed: Vec<ArticleId> = changed.into_iter().collect();
            let outlines = self.store.outlines_of(changed.clone()).await?;
            changed.iter().for_each(|id| {
                self.records.remove(id);
            });
            change(titles, move |titles| {
                let gone = changed.iter().zip(&outlines);
                gone.filter(|(_, outline)| outline.is_none())
                    .for_each(|(id, _)| titles.remove(*id));
                let outlines: Vec<Outline> = outlines.into_iter().flatten().collect();
                titles.put(&outlines);
            })
            .await;
        }
    }
}

/// Runs `job` on a blocking thread: many titles at once take milliseconds.
async fn change(titles: &Titles, job: impl FnOnce(&Titles) + Send + 'static) {
    let titles = titles.clone();
    let done = spawn_blocking(move || job(&titles)).await;
    // Its panic is the caller's, as if it had run here; where the runtime ends, nobody asks any more.
    if let Some(panic) = done.err().and_then(|error| error.try_into_panic().ok()) {
        std::panic::resume_unwind(panic);
    }
}
