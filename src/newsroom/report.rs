//! What an import did.

use std::path::PathBuf;

use crate::{
    format::Problem,
    store::{Filed, Outcome},
};

/// What an import tells while it goes on.
#[derive(Clone, Debug)]
pub enum Step {
    /// It is done with a file; they come in the order in which they were named.
    File(File),
    /// How far it has come.
    Progress(Progress),
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files that it is done with.
    pub files: usize,
    /// All that were named.
    pub all_files: usize,
    /// Articles that were filed.
    pub articles: usize,
    /// Files that were refused, whole or in part.
    pub refused: usize,
}

/// What an import did, file by file.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order in which they were read.
    pub files: Vec<File>,
}

/// What an import did, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files that were named.
    pub files: usize,
    /// New articles.
    pub new: usize,
    /// Articles with a new revision.
    pub updated: usize,
    /// Articles that were there with the same text.
    pub unchanged: usize,
    /// Articles that the desk has edited: their texts wait in its drafts.
    pub held: usize,
    /// Files that were refused, whole or in part.
    pub refused_files: usize,
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
    /// What it did, in numbers.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.files.iter().for_each(|file| tally.add(file));
        tally
    }

    /// Files that were refused, whole or in part.
    pub fn refused(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_refused())
    }
}

impl Tally {
    /// Counts a file and what came of it.
    pub fn add(&mut self, file: &File) {
        self.files += 1;
        self.refused_files += usize::from(file.is_refused());
        for (_, filed) in file.filed() {
            *match filed.outcome {
                Outcome::New => &mut self.new,
                Outcome::Updated => &mut self.updated,
                Outcome::Unchanged => &mut self.unchanged,
                Outcome::Held => &mut self.held,
            } += 1;
        }
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

    /// Its articles that were filed, by headline.
    pub fn filed(&self) -> &[(String, Filed)] {
        match &self.outcome {
            FileOutcome::Read { filed, .. } => filed,
            FileOutcome::Untouched | FileOutcome::Unreadable(_) => &[],
        }
    }
}
