use std::{io, path::PathBuf};

/// Why the database at a path was not opened. The text is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("{} is in use by another process; stop that one (a running `newsdesk`), or use another [store] path", path.display())]
    InUse {
        /// The database.
        path: PathBuf,
    },
    /// The path is a file, or lies under one.
    #[error("{} is not a folder; the database needs one: move the file away, or use another [store] path", path.display())]
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error("{} holds {found}, not a Newsdesk database; nothing was changed there: use another [store] path", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// What lies there.
        found: String,
    },
    /// A newer program wrote it.
    #[error("{} was written by a newer Newsdesk (schema {found}, this one knows {known}): run that one, or restore a backup of this one's", path.display())]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The newest this program knows.
        known: u32,
    },
    /// What should be there is not, or can't be read.
    #[error("{} is damaged: {what}; restore a backup", path.display())]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// The system does not let this process read and write there.
    #[error("no permission to read and write {}; give this user the folder, or use another [store] path", path.display())]
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
