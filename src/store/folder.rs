//! The database's folder: whose it is, whether it was left cleanly, and its lock.
//!
//! Beside the engine's own files lie [`MARKER`], written once when the database was made, and the
//! [`Seal`], there while it is closed. A database that was not closed is copied before the engine
//! touches it, because the engine's recovery may drop what it can't read.

use std::{
    ffi::OsStr,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::{OpenError, failpoint::Failpoint, seal::Seal};

/// Tells that the folder is ours.
const MARKER: &str = "newsdesk";
const MARKER_TEXT: &str = "This folder is a Newsdesk database. Save it by a copy of the folder while Newsdesk is stopped; \
    never change, move or delete a file in it.\n";
/// The engine's file with the data.
const DATA: &str = "db";
/// How the engine's other files begin.
const ENGINE_FILES: [&str; 4] = [DATA, "conf", "blobs", "snap."];

/// A folder that may become, or is, a database.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

/// Whose a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// A database of ours.
    Newsdesk,
    /// Nobody's yet: empty, or with an engine's files that hold nothing or are another program's.
    Unclaimed,
}

impl Folder {
    /// The folder `path`, made with its parents where there is none.
    pub(super) fn at(path: &Path) -> Result<Self, OpenError> {
        let path = std::path::absolute(path).map_err(|error| refused(path, error))?;
        let missing: Vec<_> = path
            .ancestors()
            .take_while(|folder| !folder.exists())
            .collect();
        fs::create_dir_all(&path).map_err(|error| refused(&path, error))?;
        for parent in missing.iter().filter_map(|folder| folder.parent()) {
            sync_folder(parent).map_err(|error| refused(parent, error))?;
        }
        Ok(Self { path })
    }

    /// Whose it is; refuses one that holds anything else.
    pub(super) fn owner(&self) -> Result<Owner, OpenError> {
        let entries = fs::read_dir(&self.path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = entries.map_err(|error| refused(&self.path, error))?;
        let names: Vec<_> = entries.iter().map(fs::DirEntry::file_name).collect();
        if names.iter().any(|name| name == MARKER) {
            return Ok(Owner::Newsdesk);
        }
        match names.iter().find(|name| !is_of_engine(name)) {
            None => Ok(Owner::Unclaimed),
            Some(name) => Err(self.foreign(&format!("other files ({})", name.display()))),
        }
    }

    /// Keeps others from opening the database until this is dropped: the engine locks it only after it was looked at
    /// and copied. Nothing to hold where nobody has claimed the folder.
    pub(super) fn hold(&self) -> Result<Option<File>, OpenError> {
        let marker = match File::open(self.path.join(MARKER)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            marker => marker.map_err(|error| refused(&self.path, error))?,
        };
        match marker.try_lock() {
            Ok(()) => Ok(Some(marker)),
            Err(TryLockError::WouldBlock) => Err(self.in_use()),
            Err(TryLockError::Error(error)) => Err(refused(&self.path, error)),
        }
    }

    fn in_use(&self) -> OpenError {
        OpenError::InUse {
            path: self.path.clone(),
        }
    }

    /// Refuses where another process has the database open.
    pub(super) fn check_lock(&self) -> Result<(), OpenError> {
        match self.locked() {
            Ok(false) => Ok(()),
            Ok(true) => Err(self.in_use()),
            Err(error) => Err(refused(&self.path, error)),
        }
    }

    /// Whether a process, this one too, has the database open.
    fn locked(&self) -> io::Result<bool> {
        let data = match File::options()
            .read(true)
            .write(true)
            .open(self.path.join(DATA))
        {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            data => data?,
        };
        match data.try_lock() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Notes that the database is open, and tells how it was left. One that was not closed is
    /// copied first; the copy of an earlier try is kept, the nearest to what was there. One that
    /// changed while it was closed is refused.
    pub(super) fn enter(&self) -> Result<(Entered, Stop), OpenError> {
        let seal = self
            .engine_files()
            .and_then(|files| Seal::check(&self.path, &files));
        let stop = match seal.map_err(|error| refused(&self.path, error))? {
            Seal::Broken(what) => return Err(self.damaged(what)),
            Seal::Whole => {
                Seal::remove(&self.path).map_err(|error| refused(&self.path, error))?;
                Stop::Clean
            }
            Seal::Missing => {
                let copy = self.copy_path();
                if !copy.exists() {
                    copy_whole(&self.path, &copy).map_err(|error| refused(&copy, error))?;
                }
                Failpoint::Copied.pass();
                Stop::Unclean
            }
        };
        Failpoint::Entered.pass();
        Ok((self.entered(), stop))
    }

    /// The folder of a database that is open.
    pub(super) fn entered(&self) -> Entered {
        Entered {
            folder: self.clone(),
            trusted: false,
        }
    }

    /// Seals what is there, as if it had been closed.
    pub(super) fn seal(&self) -> io::Result<()> {
        Seal::put(&self.path, &self.engine_files()?)
    }

    /// The engine's files, by their paths in the folder, in order.
    fn engine_files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(self.path.join(&folder))? {
                let entry = entry?;
                let name = folder.join(entry.file_name());
                if !is_of_engine(name.as_os_str()) {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    folders.push(name);
                } else {
                    files.push(name);
                }
            }
        }
        files.sort();
        Ok(files)
    }

    /// Deletes the copy, if there is one: the database opened well. Half a copy never has its name.
    pub(super) fn discard_copy(&self) -> io::Result<()> {
        let copy = self.copy_path();
        let part = part_of(&copy);
        remove_folder(&part)?;
        match fs::rename(&copy, &part) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            renamed => renamed?,
        }
        Failpoint::Discarding.pass();
        remove_folder(&part)
    }

    /// Marks the folder as ours; what is in it must be durable already.
    pub(super) fn claim(&self) -> Result<(), OpenError> {
        self.create(MARKER, MARKER_TEXT)
    }

    /// Opens the engine's data file for syncing, and makes its name durable.
    pub(super) fn data(&self) -> io::Result<File> {
        let data = File::options()
            .read(true)
            .write(true)
            .open(self.path.join(DATA))?;
        data.sync_all()?;
        sync_folder(&self.path)?;
        Ok(data)
    }

    /// The folder itself.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The refusal of what is not ours.
    pub(super) fn foreign(&self, found: &str) -> OpenError {
        OpenError::Foreign {
            path: self.path.clone(),
            found: found.to_owned(),
        }
    }

    /// The refusal of what is ours and broken.
    pub(super) fn damaged(&self, what: impl ToString) -> OpenError {
        let copy = Some(self.copy_path()).filter(|copy| copy.exists());
        OpenError::Damaged {
            path: self.path.clone(),
            what: what.to_string(),
            copy,
        }
    }

    fn create(&self, name: &str, text: &str) -> Result<(), OpenError> {
        let file = self.path.join(name);
        fs::write(&file, text)
            .and_then(|()| File::open(&file)?.sync_all())
            .and_then(|()| sync_folder(&self.path))
            .map_err(|error| refused(&file, error))
    }

    fn copy_path(&self) -> PathBuf {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(".before-recovery");
        self.path.with_file_name(name)
    }
}

/// Whether a name, or a path by its first part, is of the engine's making.
fn is_of_engine(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    ENGINE_FILES.iter().any(|file| name.starts_with(file))
}

/// How a database was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Closed, and untouched since.
    Clean,
    /// Anyhow else.
    Unclean,
}

/// The folder of an open database. Dropped after the engine, it seals what may be trusted.
pub(super) struct Entered {
    folder: Folder,
    /// Whether what the engine leaves may be opened again without a look at every record.
    pub(super) trusted: bool,
}

impl Entered {
    /// Waits for the engine's threads, which let go of its lock shortly after it is dropped.
    fn wait_for_lock(&self) -> bool {
        (0..5_000).any(|attempt| {
            if attempt > 0 {
                thread::sleep(Duration::from_millis(1));
            }
            !matches!(self.folder.locked(), Ok(true))
        })
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        if !self.wait_for_lock() {
            tracing::warn!("the database's lock was not released");
            return;
        }
        if self.trusted {
            Failpoint::Closed.pass();
            match self.folder.seal() {
                Ok(()) => Failpoint::Sealed.pass(),
                Err(error) => tracing::warn!(%error, "the database could not be sealed"),
            }
        }
    }
}

/// The [`OpenError`] for what the system said of `path`.
pub(super) fn refused(path: &Path, error: io::Error) -> OpenError {
    let path = path.to_owned();
    match error.kind() {
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            OpenError::NotAFolder { path }
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            OpenError::Permission { path }
        }
        _ => OpenError::Io {
            path,
            source: error,
        },
    }
}

/// Copies a folder beside itself; the copy has its name only once it is whole.
fn copy_whole(from: &Path, to: &Path) -> io::Result<()> {
    let part = part_of(to);
    remove_folder(&part)?;
    copy_files(from, &part)?;
    fs::rename(&part, to)?;
    to.parent().map_or(Ok(()), sync_folder)
}

/// What a copy is called while it is made or deleted.
fn part_of(copy: &Path) -> PathBuf {
    let mut part = copy.as_os_str().to_owned();
    part.push(".part");
    part.into()
}

fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// Copies what lies in a folder into a new one, durably.
pub(super) fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_files(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
            File::options().write(true).open(target)?.sync_all()?;
            Failpoint::Copying.pass();
        }
    }
    sync_folder(to)
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    // Only Unix opens a folder as a file; elsewhere the file system's journal has the names.
    if cfg!(unix) {
        File::open(path)?.sync_all()
    } else {
        Ok(())
    }
}
