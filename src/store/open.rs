//! Opening the database, and refusing what it can't safely run on.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, atomic::AtomicU64},
    time::Duration,
};

use tokio::sync::watch;

use super::{
    StoreError,
    catalogue::{Catalogue, Head, Only, SCHEMA},
    durability::{Disk, Durability, make_durable},
    engine::Engine,
    failpoint::Failpoint,
    folder::{Folder, Owner, Stop, refused},
    mark::Mark,
    migrate::migrate,
    panics,
    table::Writes,
    written::Written,
};

/// The engine writes its log in segments of this size and can never change it afterwards. A
/// quarter of it must hold a page of the largest values; see
/// [`MAX_VALUE_BYTES`](super::codec::MAX_VALUE_BYTES).
const SEGMENT_BYTES: usize = 8 << 20;
const CACHE_BYTES: u64 = 4 << 20;
/// How often the engine's own thread tidies the file. It moves what is alive out of segments that are
/// half dead, and goes on for ever with what it has just moved, one segment each time, once some are
/// free: twice a second, as it would by itself, that is 20 MB a second. What must be on disk is flushed
/// by [`Durability`], not by it.
const TIDIED_EVERY: Duration = Duration::from_secs(300);
/// What a folder holds that has an engine's files and none of ours.
const ANOTHER: &str = "a database of another program";

/// Why the database at a path was not opened. The text is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("{} is in use by another process: stop that one (a running newsdesk), or use another [store] path", path.display())]
    InUse {
        /// The database.
        path: PathBuf,
    },
    /// The path is a file, or lies under one.
    #[error("{} can't be a folder, because a file is in its place: move the file away, or use another [store] path", path.display())]
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error("{} holds {found}, not a Newsdesk database: use another [store] path", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// What lies there.
        found: String,
    },
    /// A newer program wrote it.
    #[error("{} was written by a newer Newsdesk (schema {found}; this one knows {known}): run that one, or restore a backup that this one made", path.display())]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// What should be there is not, or can't be read.
    #[error("{} is damaged: {what}. Stop here, keep it as it is, and put a backup of the folder in its place{}", path.display(), kept(copy.as_deref()))]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What was found.
        what: String,
        /// An untouched copy of it.
        copy: Option<PathBuf>,
    },
    /// The system does not let this process read and write there.
    #[error("this user may not read and write {}: give it the right to, or use another [store] path", path.display())]
    Permission {
        /// The file or folder that was refused.
        path: PathBuf,
    },
    /// Any other failure of the system.
    #[error("{} can't be opened: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn kept(copy: Option<&Path>) -> String {
    copy.map(|copy| format!("; it was copied as it was to {}", copy.display()))
        .unwrap_or_default()
}

/// Opens the database in the folder `path`; `open` is dropped once it is closed again.
pub(super) fn open(
    path: &Path,
    disk: Arc<dyn Disk>,
    open: watch::Receiver<()>,
) -> Result<Engine, OpenError> {
    let folder = Folder::at(path)?;
    let held = folder.hold()?;
    folder.check_lock()?;
    let owner = folder.owner()?;
    let entered = match owner {
        Owner::Newsdesk => Some(folder.enter()?),
        Owner::Unclaimed => None,
    };
    let (db, tables) = open_tables(&folder, owner, &*disk)?;
    // From here on the engine's own lock does it.
    drop(held);
    let (entered, stop) = match entered {
        Some(entered) => entered,
        None => {
            Failpoint::Claiming.pass();
            folder.claim()?;
            (folder.entered(), Stop::Clean)
        }
    };
    Failpoint::Opened.pass();
    let system = |error| refused(folder.path(), error);
    let data = folder.data().map_err(system)?;
    let acknowledged = Mark::read(folder.path()).map_err(system)?;
    let mark = Mark::open(folder.path()).map_err(system)?;
    let durability = Durability::start(db.clone(), data, mark, disk).map_err(system)?;
    let writer = Mutex::new(());
    let mut engine = Engine {
        durability,
        tables,
        writer,
        written: Written::default(),
        jobs_put: AtomicU64::default(),
        _db: db,
        entered,
        _open: open,
    };
    let checked = panics::catch(|| {
        engine.check_mark(acknowledged)?;
        match stop {
            Stop::Clean => engine.check_counts(),
            Stop::Unclean => engine.verify(&|_, _| ()).map(drop),
        }
    });
    checked
        .unwrap_or_else(|panic| Err(StoreError::Damaged(panic)))
        .map_err(|error| folder.damaged(error))?;
    engine.entered.trusted = true;
    if let Err(error) = folder.discard_copy() {
        tracing::warn!(%error, "the copy made before the recovery could not be deleted");
    }
    Ok(engine)
}

/// Opens the engine and its tables; makes them where the folder is nobody's.
fn open_tables(
    folder: &Folder,
    owner: Owner,
    disk: &dyn Disk,
) -> Result<(sled::Db, Catalogue), OpenError> {
    let config = sled::Config::new()
        .path(folder.path())
        .segment_size(SEGMENT_BYTES)
        .flush_every_ms(Some(TIDIED_EVERY.as_millis() as u64))
        .cache_capacity(CACHE_BYTES);
    let opened = panics::catch(|| {
        let db = config.open()?;
        // Tables are not opened in a database that may be another's: that would write to it.
        let tables = (owner == Owner::Newsdesk || is_vacant(&db))
            .then(|| Catalogue::open(&db))
            .transpose()?;
        Ok((db, tables))
    });
    let unreadable = |what: String| match owner {
        Owner::Newsdesk => folder.damaged(what),
        Owner::Unclaimed => folder.foreign(ANOTHER),
    };
    match opened {
        Ok(Ok((_, None))) => Err(folder.foreign(ANOTHER)),
        Ok(Ok((db, Some(tables)))) => {
            panics::catch(|| check_head(folder, owner, &db, &tables, disk))
                .unwrap_or_else(|panic| Err(unreadable(panic)))?;
            Ok((db, tables))
        }
        Ok(Err(sled::Error::Io(error))) => Err(refused(folder.path(), error)),
        Ok(Err(error)) => Err(unreadable(error.to_string())),
        Err(panic) => Err(unreadable(panic)),
    }
}

/// Whether a database has no trees but ours, and nothing in the engine's own.
fn is_vacant(db: &sled::Db) -> bool {
    let ours = |name: &sled::IVec| {
        *name == db.name()
            || Catalogue::NAMES
                .iter()
                .any(|known| name == known.as_bytes())
    };
    db.is_empty() && db.tree_names().iter().all(ours)
}

fn write_head(tables: &Catalogue, head: &Head) -> Result<(), StoreError> {
    let mut writes = Writes::default();
    tables.head.put(&mut writes, &Only, head)?;
    writes.commit()
}

/// Checks that the schema is one that this program knows; writes the head of a new or an older
/// database.
fn check_head(
    folder: &Folder,
    owner: Owner,
    db: &sled::Db,
    tables: &Catalogue,
    disk: &dyn Disk,
) -> Result<(), OpenError> {
    let damaged = |error: StoreError| folder.damaged(error);
    match (tables.head.get(&Only).map_err(damaged)?, owner) {
        (Some(Head { schema, .. }), _) if schema > SCHEMA => {
            let path = folder.path().to_owned();
            return Err(OpenError::Newer {
                path,
                found: schema,
                known: SCHEMA,
            });
        }
        (Some(Head { schema: SCHEMA, .. }), Owner::Newsdesk) => return Ok(()),
        // From now on an older program refuses it.
        (Some(head), Owner::Newsdesk) => {
            let head = migrate(tables, &head).map_err(damaged)?;
            write_head(tables, &head).map_err(damaged)?;
        }
        (None, Owner::Newsdesk) => return Err(folder.damaged("everything that was in it is gone")),
        // Its making was broken off before the folder was claimed.
        (Some(_), Owner::Unclaimed) => {}
        (None, Owner::Unclaimed) => {
            let head = Head {
                schema: SCHEMA,
                ..Head::default()
            };
            write_head(tables, &head).map_err(damaged)?;
        }
    }
    let data = folder
        .data()
        .map_err(|error| refused(folder.path(), error))?;
    make_durable(disk, db, &data).map_err(|error| refused(folder.path(), error))
}
