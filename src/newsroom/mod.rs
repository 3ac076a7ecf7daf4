//! The use cases: what people may read, and how what they ask for is found.

mod archive;
mod batch;
mod blocking;
mod briefing;
mod catalogue;
mod complete;
pub mod desk;
mod error;
mod export;
pub mod files;
mod gather;
mod hidden;
mod import;
mod indexing;
mod limits;
mod met;
mod parts;
pub mod paths;
mod pattern;
mod place;
pub mod posting;
mod read;
mod reader;
mod refused;
mod rehearsal;
mod report;
pub mod schedules;
mod search;

use std::sync::Arc;

use chrono::TimeDelta;

pub use self::{
    blocking::blocking,
    error::{Error, Fault},
    export::{Export, ExportFormat},
    import::{Import, ImportError},
    limits::Suggestion,
    read::locate,
    reader::Reader,
    report::{File, FileOutcome, Progress, Report, Step, Tally},
};
use self::{catalogue::Catalogue, indexing::Indexing};
pub use crate::search::Filter;
use crate::{
    article::{GuildId, Library},
    briefing::MAX_LIMIT,
    clock::Clock,
    schedule::Zone,
    store::{Store, StoreError},
};

/// Most bytes of a file that is handed to the desk, unless told otherwise.
const MAX_FILE: usize = 1024 * 1024;

/// How long after its time a briefing is still posted, unless told otherwise.
const GRACE: TimeDelta = TimeDelta::hours(6);

/// The newsroom: a few handles, cheap to clone.
#[derive(Clone)]
pub struct Newsroom {
    store: Store,
    catalogue: Arc<Catalogue>,
    indexing: Arc<Indexing>,
    clock: Clock,
    settings: Arc<desk::Settings>,
    home: Option<GuildId>,
    /// The time zone of guilds that set none.
    zone: Zone,
    /// Most stories of a briefing whose schedule does not say.
    limit: u8,
    /// How long after its time a briefing is still posted.
    grace: TimeDelta,
    /// Most bytes of a file that is handed to the desk.
    max_file: usize,
    /// Held while somebody has a briefing posted.
    ordering: Arc<tokio::sync::Mutex<()>>,
}

impl Newsroom {
    /// Opens the newsroom over a store; the titles of every library are read meanwhile.
    pub async fn open(store: Store, clock: Clock) -> Result<Self, StoreError> {
        let catalogue = Arc::new(Catalogue::open(store.clone()).await?);
        let indexing = Arc::new(Indexing::beside(&store));
        let settings = Arc::new(desk::Settings::open(&store).await?);
        let early = catalogue.clone();
        // What fails here is told to whoever asks next.
        tokio::spawn(async move { early.titles().await.map(drop) });
        Ok(Self {
            store,
            catalogue,
            indexing,
            clock,
            settings,
            home: None,
            zone: Zone::utc(),
            limit: MAX_LIMIT,
            grace: GRACE,
            max_file: MAX_FILE,
            ordering: Arc::default(),
        })
    }

    /// The same with `home` as the guild whose desk edits the house library.
    pub fn with_home(self, home: Option<GuildId>) -> Self {
        Self { home, ..self }
    }

    /// The same with this zone for guilds that set none, at most so many stories in a briefing whose schedule does
    /// not say, and so long a time in which a briefing is still posted.
    pub fn with_briefings(self, zone: Zone, limit: u8, grace: TimeDelta) -> Self {
        Self {
            zone,
            limit: limit.clamp(1, MAX_LIMIT),
            grace,
            ..self
        }
    }

    /// The same that takes files of at most so many bytes at the desk.
    pub fn with_max_file(self, max_file: usize) -> Self {
        Self { max_file, ..self }
    }

    /// Most bytes of a file that is handed to the desk.
    pub fn max_file(&self) -> usize {
        self.max_file
    }

    /// Whether the desk of `guild` edits that library: its own, and the house's where it is home.
    pub fn may_edit(&self, guild: GuildId, library: Library) -> bool {
        match library {
            Library::House => self.home == Some(guild),
            Library::Guild(own) => own == guild,
        }
    }

    /// The clock that all of it goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Reckons anew when schedules are due next, where that was reckoned by another version of the time zone
    /// database. For the start of the program.
    pub async fn reckon_schedules(&self) {
        if let Err(error) = self.store.reckon_schedules(self.clock.now()).await {
            // They go by what was reckoned before.
            tracing::error!(%error, "schedules can't be reckoned anew");
        }
    }

    /// The store beneath, for what is not the newsroom's: settings of the program, closing.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_desk_edits_its_own_library_and_the_home_guilds_the_house() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        let newsroom = Newsroom::open(store, Clock::system()).await;
        let newsroom = newsroom.expect("a newsroom");
        let (home, other) = (GuildId(1), GuildId(2));
        for (named, guild, library, wanted) in [
            (None, home, Library::House, false),
            (None, home, Library::Guild(home), true),
            (Some(home), home, Library::House, true),
            (Some(home), other, Library::House, false),
            (Some(home), home, Library::Guild(other), false),
            (Some(home), other, Library::Guild(other), true),
        ] {
            let newsroom = newsroom.clone().with_home(named);
            let may = newsroom.may_edit(guild, library);
            assert_eq!(may, wanted, "{guild:?} {library:?}, home {named:?}");
        }
        newsroom.store().close().await;
    }
}
