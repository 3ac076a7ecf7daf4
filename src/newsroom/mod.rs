//! The use cases: what people may read, and how what they ask for is found.

mod error;
pub mod files;
mod import;
mod read;
mod reader;

use std::sync::Arc;

pub use self::{
    error::{Error, Fault},
    import::{File, FileOutcome, Import, ImportError, Report},
    reader::Reader,
};
use crate::{
    clock::Clock,
    search::Titles,
    store::{Store, StoreError},
};

/// Cards and changes that are taken from the store at once.
const BATCH: usize = 1000;

/// The newsroom: a few handles, cheap to clone.
#[derive(Clone)]
pub struct Newsroom {
    store: Store,
    titles: Arc<Titles>,
    clock: Clock,
    /// The last change that the titles follow; held while they catch up, so that only one does.
    followed: Arc<tokio::sync::Mutex<u64>>,
}

impl Newsroom {
    /// Opens the newsroom over a store: reads the titles of every library.
    pub async fn open(store: Store, clock: Clock) -> Result<Self, StoreError> {
        // Taken first: a change meanwhile is then read twice, not never.
        let followed = store.change_seq().await?;
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
        let followed = Arc::new(tokio::sync::Mutex::new(followed));
        Ok(Self {
            store,
            titles: Arc::new(titles),
            clock,
            followed,
        })
    }

    /// The store beneath, for what is not the newsroom's: settings of the program.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Lets the titles follow what was written since.
    async fn follow(&self) -> Result<(), StoreError> {
        let mut followed = self.followed.lock().await;
        loop {
            let changes = self.store.changes_since(*followed, BATCH).await?;
            let Some(last) = changes.last() else {
                return Ok(());
            };
            let mut cards = Vec::with_capacity(changes.len());
            for change in &changes {
                match self.store.card(change.id).await? {
                    Some(card) => cards.push(card),
                    None => self.titles.remove(change.id),
                }
            }
            // The last card of an article is the newest: the others would stand beside it.
            cards.reverse();
            let mut seen = std::collections::HashSet::new();
            cards.retain(|card| seen.insert(card.id));
            self.titles.put(cards);
            *followed = last.seq;
        }
    }
}
