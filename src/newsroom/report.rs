//! What an import did.

use std::path::PathBuf;

use crate::{
    format::Problem,
    store::{Filed, Outcome},
};

/// What an import did, file by file.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order in which they were read.
    pub files: Vec<File>,
}

/// What an import did with a file.
#[derive(Clone, Debug)]
pub struct File {
    /// As it was named.
    pub path: PathBuf,
    /// What came of it.
    pub outcome: FileOutcome,
}

/// What came of a file.
#[derive(Clone, Debug)]
pub enum FileOutcome {
    /// It was not touched since it was last imported.
    Untouched,
    /// It could not be read, and why.
    Unreadable(String),
    /// It was read: every article of it was filed or refused.
    Read {
        /// Those that were filed, by headline.
        filed: Vec<(String, Filed)>,
        /// What is wrong with the others, in the order of the text.
        problems: Vec<Problem>,
        /// Problems beyond those that are told.
        omitted: usize,
        /// The lines that the problems are about, for these to point into.
        text: String,
    },
}

impl Report {
    /// Articles of that outcome.
    pub fn count(&self, wanted: Outcome) -> usize {
        let filed = self.files.iter().flat_map(|file| match &file.outcome {
            FileOutcome::Read { filed, .. } => &filed[..],
            FileOutcome::Untouched | FileOutcome::Unreadable(_) => &[],
        });
        filed.filter(|(_, filed)| filed.outcome == wanted).count()
    }

    /// Files that were refused, whole or in part.
    pub fn refused(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_refused())
    }
}

impl File {
    /// Whether anything in it was refused.
    pub fn is_refused(&self) -> bool {
        match &self.outcome {
            FileOutcome::Untouched => false,
            FileOutcome::Unreadable(_) => true,
            FileOutcome::Read {
                problems, omitted, ..
            } => !problems.is_empty() || *omitted > 0,
        }
    }
}
