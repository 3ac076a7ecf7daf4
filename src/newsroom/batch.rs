//! What of an import is filed at once.

use super::{
    paths::Found,
    report::{File, FileOutcome},
};
use crate::{
    format::Problem,
    store::{Filed, Filing},
};

/// Most articles of a batch: some hundred share one wait for the disk.
const MAX_ARTICLES: usize = 256;
/// Articles of the first: everything that comes after can begin early.
const FIRST: usize = 32;
/// Most bytes of their texts, up to one article more.
const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Most files that end in a batch: untouched ones have no article.
const MAX_FILES: usize = 1024;

/// Articles to be filed, and the files that end among them.
#[derive(Debug)]
pub(super) struct Batch {
    /// With so many it is full.
    most: usize,
    pub(super) filings: Vec<Filing>,
    bytes: usize,
    ends: Vec<(usize, End)>,
}

/// The end of a file: all of its articles stand before it.
#[derive(Debug)]
pub(super) struct End {
    pub(super) file: Found,
    pub(super) outcome: Ended,
    /// Under which name and how the file is marked as imported once its articles are in.
    pub(super) mark: Option<(String, String)>,
}

/// What is known of a file before its articles are filed.
#[derive(Debug)]
pub(super) enum Ended {
    Untouched,
    Unreadable(String),
    Read {
        problems: Vec<Problem>,
        omitted: usize,
        text: String,
    },
}

impl Batch {
    /// The first of an import.
    pub(super) fn first() -> Self {
        Self::of(FIRST)
    }

    /// The one that follows this.
    pub(super) fn next(&self) -> Self {
        Self::of((2 * self.most).min(MAX_ARTICLES))
    }

    fn of(most: usize) -> Self {
        Self {
            most,
            filings: Vec::with_capacity(most),
            bytes: 0,
            ends: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, filing: Filing) {
        self.bytes += filing.article.byte_len();
        self.filings.push(filing);
    }

    pub(super) fn end(&mut self, end: End) {
        self.ends.push((self.filings.len(), end));
    }

    pub(super) fn is_full(&self) -> bool {
        self.filings.len() >= self.most || self.bytes >= MAX_BYTES || self.ends.len() >= MAX_FILES
    }

    /// The marks of the files that end in it.
    pub(super) fn marks(&mut self) -> Vec<(String, String)> {
        let marks = self.ends.iter_mut().map(|(_, end)| end.mark.take());
        marks.flatten().collect()
    }

    /// The files that end in it, each with the articles that were filed of it; `open` are those
    /// of the file that ends next.
    pub(super) fn files(
        self,
        filed: Vec<(String, Filed)>,
        open: &mut Vec<(String, Filed)>,
    ) -> Vec<File> {
        let mut filed = filed.into_iter();
        let mut taken = 0;
        let mut files = Vec::with_capacity(self.ends.len());
        for (upto, end) in self.ends {
            open.extend(filed.by_ref().take(upto - taken));
            taken = upto;
            files.push(end.with(std::mem::take(open)));
        }
        open.extend(filed);
        files
    }
}

impl End {
    fn with(self, filed: Vec<(String, Filed)>) -> File {
        let outcome = match self.outcome {
            Ended::Untouched => FileOutcome::Untouched,
            Ended::Unreadable(why) => FileOutcome::Unreadable(why),
            Ended::Read {
                problems,
                omitted,
                text,
            } => FileOutcome::Read {
                filed,
                problems,
                omitted,
                text,
            },
        };
        File {
            path: self.file.shown,
            outcome,
        }
    }
}
