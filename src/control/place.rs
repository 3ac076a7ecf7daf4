//! Where the socket is: in a folder of its own beside the database, which only its user may enter.
//!
//! Not inside the database's folder, which is copied and compared as a whole. Beside it, whoever
//! knows the database finds the socket, whatever else is set in their environment.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::{
        fd::AsRawFd as _,
        unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _},
    },
    path::{Path, PathBuf},
};

/// What is added to the database's name.
const ENDING: &str = ".control";
const SOCKET: &str = "socket";
/// Most bytes of a socket's path on every system, its end included.
const MAX_PATH: usize = 100;

/// The socket's folder.
#[derive(Clone, Debug)]
pub(super) struct Place {
    folder: PathBuf,
}

/// A path at which the socket can be bound or reached while this value lives.
pub(super) struct Address {
    pub(super) path: PathBuf,
    /// The path leads through it.
    _folder: Option<File>,
}

/// Why a place is not used.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// It belongs to somebody else.
    #[error("{} belongs to another user (id {owner}): only the user who runs newsdesk may control it", path.display())]
    Owner {
        /// The folder.
        path: PathBuf,
        /// Whose it is.
        owner: u32,
    },
    /// Others may enter it, or it is no folder.
    #[error("{} is not a folder that only its user may enter: remove it", path.display())]
    Open {
        /// The folder.
        path: PathBuf,
    },
    /// The path is longer than a socket's may be.
    #[error("{} is too long a path for a socket: use a shorter [store] path", path.display())]
    TooLong {
        /// The socket.
        path: PathBuf,
    },
    /// The system failed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The user who runs this process.
pub(super) fn own_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

impl Place {
    /// The place that belongs to the database in the folder `database`; none where there is none.
    pub(super) fn of(database: &Path) -> Result<Option<Self>, PlaceError> {
        // One database has one place, by whichever links it is reached.
        let database = match fs::canonicalize(database) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            found => found.map_err(|source| failed(database, source))?,
        };
        let mut name = database.file_name().unwrap_or_default().to_owned();
        name.push(ENDING);
        let folder = database.with_file_name(name);
        Ok(Some(Self { folder }))
    }

    /// Makes the folder where there is none.
    pub(super) fn make(&self) -> Result<(), PlaceError> {
        match DirBuilder::new().mode(0o700).create(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed(&self.folder, error));
            }
            _ => {}
        }
        self.check().map(drop)
    }

    /// Whether the folder is there; refuses one that others may have put there or enter.
    pub(super) fn check(&self) -> Result<bool, PlaceError> {
        let path = self.folder.clone();
        let data = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            data => data.map_err(|source| failed(&path, source))?,
        };
        if data.uid() != own_user() {
            let owner = data.uid();
            return Err(PlaceError::Owner { path, owner });
        }
        if !data.is_dir() || data.permissions().mode() & 0o077 != 0 {
            return Err(PlaceError::Open { path });
        }
        Ok(true)
    }

    /// The socket's own path.
    pub(super) fn socket(&self) -> PathBuf {
        self.folder.join(SOCKET)
    }

    /// A path to the socket that is short enough.
    pub(super) fn address(&self) -> Result<Address, PlaceError> {
        let path = self.socket();
        if path.as_os_str().len() <= MAX_PATH {
            let _folder = None;
            return Ok(Address { path, _folder });
        }
        if !cfg!(target_os = "linux") {
            return Err(PlaceError::TooLong { path });
        }
        let folder = File::open(&self.folder).map_err(|source| failed(&self.folder, source))?;
        let path = format!("/proc/self/fd/{}/{SOCKET}", folder.as_raw_fd()).into();
        let _folder = Some(folder);
        Ok(Address { path, _folder })
    }

    /// Removes a socket that is left here.
    pub(super) fn clear(&self) -> Result<(), PlaceError> {
        let path = self.socket();
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&path, error)),
            _ => Ok(()),
        }
    }

    /// Lets nobody but the user use the socket.
    pub(super) fn protect(&self) -> Result<(), PlaceError> {
        let path = self.socket();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))
            .map_err(|source| failed(&path, source))
    }

    /// Removes the socket and its folder, as far as that goes.
    pub(super) fn remove(&self) {
        let removed = self.clear();
        let removed = removed.and_then(|()| {
            fs::remove_dir(&self.folder).map_err(|source| failed(&self.folder, source))
        });
        if let Err(error) = removed {
            tracing::debug!(%error, "the control socket's folder stays");
        }
    }

    /// What the system said of the socket.
    pub(super) fn failed(&self, source: io::Error) -> PlaceError {
        failed(&self.socket(), source)
    }
}

fn failed(path: &Path, source: io::Error) -> PlaceError {
    PlaceError::Io {
        path: path.to_owned(),
        source,
    }
}
