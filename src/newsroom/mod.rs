//! The use cases: what people may read, and how what they ask for is found.

mod archive;
mod briefing;
mod catalogue;
mod complete;
mod error;
pub mod files;
mod import;
mod indexing;
mod limits;
mod met;
mod read;
mod reader;
mod report;
mod search;

use std::sync::Arc;

use self::{catalogue::Catalogue, indexing::Indexing};
pub use self::{
    error::{Error, Fault},
    import::{Import, ImportError},
    limits::Suggestion,
    reader::Reader,
    report::{File, FileOutcome, Report},
};
use crate::{
    clock::Clock,
    store::{Store, StoreError},
};

/// The newsroom: a few handles, cheap to clone.
#[derive(Clone)]
pub struct Newsroom {
    store: Store,
    catalogue: Arc<Catalogue>,
    indexing: Arc<Indexing>,
    clock: Clock,
}

impl Newsroom {
    /// Opens the newsroom over a store: reads the titles of every library.
    pub async fn open(store: Store, clock: Clock) -> Result<Self, StoreError> {
        let catalogue = Arc::new(Catalogue::open(store.clone()).await?);
        let indexing = Arc::new(Indexing::beside(&store));
        Ok(Self {
            store,
            catalogue,
            indexing,
            clock,
        })
    }

    /// The store beneath, for what is not the newsroom's: settings of the program, closing.
    pub fn store(&self) -> &Store {
        &self.store
    }
}
