//! The use cases: what people may read, and how what they ask for is found.

mod archive;
mod batch;
mod catalogue;
mod complete;
mod error;
mod export;
pub mod files;
mod gather;
mod import;
mod met;
mod parts;
pub mod paths;
mod place;
mod read;
mod reader;
mod refused;
mod rehearsal;
mod report;

use std::sync::Arc;

use self::catalogue::Catalogue;
pub use self::{
    error::{Error, Fault},
    export::{Export, ExportFormat},
    import::{Import, ImportError},
    reader::Reader,
    report::{File, FileOutcome, Progress, Report, Step, Tally},
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
    clock: Clock,
}

impl Newsroom {
    /// Opens the newsroom over a store; the titles of every library are read meanwhile.
    pub async fn open(store: Store, clock: Clock) -> Result<Self, StoreError> {
        let catalogue = Arc::new(Catalogue::open(store.clone()).await?);
        let early = catalogue.clone();
        // What fails here is told to whoever asks next.
        tokio::spawn(async move { early.titles().await.map(drop) });
        Ok(Self {
            store,
            catalogue,
            clock,
        })
    }

    /// The store beneath, for what is not the newsroom's: settings of the program, closing.
    pub fn store(&self) -> &Store {
        &self.store
    }
}
