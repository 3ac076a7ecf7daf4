//! Articles out of files into a library.

use std::path::{Path, PathBuf};

use tokio::task::spawn_blocking;

use super::{
    Newsroom,
    files::{self, Contents},
};
use crate::{
    article::{Article, Author, Library, Origin},
    format::{Entry, Problem},
    store::{Filed, Filing, Outcome, StoreError},
};

/// What is imported, and how.
#[derive(Clone, Debug)]
pub struct Import {
    /// Files, and folders of them.
    pub paths: Vec<PathBuf>,
    /// Where the articles go.
    pub library: Library,
    /// Only say what would be done.
    pub dry_run: bool,
    /// Leave files alone that have not been touched since they were last imported whole.
    pub skip_untouched: bool,
}

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
        /// The text, for the problems to point into; empty where there are none.
        text: String,
    },
}

/// An import that could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Reading a file ended in a panic: a defect of ours.
    #[error("reading {} failed: a defect of this program", .0.display())]
    Defect(PathBuf),
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

impl Newsroom {
    /// Imports files; what can't be read is refused by file and line, the rest goes in.
    pub async fn import(&self, import: Import) -> Result<Report, ImportError> {
        let mut report = Report::default();
        let paths = import.paths.clone();
        let found = spawn_blocking(move || files::find(&paths)).await;
        for path in found.map_err(|_| ImportError::Defect(PathBuf::new()))? {
            let outcome = self.import_file(&import, &path).await?;
            report.files.push(File { path, outcome });
        }
        self.catalogue.follow().await?;
        Ok(report)
    }

    async fn import_file(&self, import: &Import, path: &Path) -> Result<FileOutcome, ImportError> {
        let name = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let name = name.to_string_lossy().into_owned();
        let stamp = files::stamp(path);
        if import.skip_untouched && stamp.is_some() && self.store.seen_file(&name).await? == stamp {
            return Ok(FileOutcome::Untouched);
        }
        let owned = path.to_owned();
        let contents = spawn_blocking(move || files::read(&owned))
            .await
            .map_err(|_| ImportError::Defect(path.to_owned()))?;
        let (text, reading) = match contents {
            Contents::Unreadable(why) => return Ok(FileOutcome::Unreadable(why)),
            Contents::NotText(problem) => {
                let (filed, text) = (Vec::new(), String::new());
                return Ok(FileOutcome::Read {
                    filed,
                    problems: vec![problem],
                    omitted: 0,
                    text,
                });
            }
            Contents::Text(text, reading) => (text, reading),
        };
        let omitted = reading.omitted;
        let (articles, problems) = sort(reading.entries);
        let same_file = articles.len() == 1 && problems.is_empty() && omitted == 0;
        let headlines: Vec<String> = articles
            .iter()
            .map(|article| article.headline.to_string())
            .collect();
        let filings = articles.into_iter().map(|article| Filing {
            library: import.library,
            article,
            author: Author::Operator,
            origin: Origin::File(name.clone()),
            same_file,
        });
        let filed = self.file(filings.collect(), import.dry_run).await?;
        let whole = problems.is_empty() && omitted == 0;
        if let (Some(stamp), true, false) = (stamp, whole, import.dry_run) {
            self.store.mark_file(&name, &stamp).await?;
        }
        let text = if whole { String::new() } else { text };
        let filed = headlines.into_iter().zip(filed).collect();
        Ok(FileOutcome::Read {
            filed,
            problems,
            omitted,
            text,
        })
    }

    async fn file(&self, filings: Vec<Filing>, dry_run: bool) -> Result<Vec<Filed>, StoreError> {
        let now = self.clock.now();
        if !dry_run {
            return self.store.file_all(filings, now).await;
        }
        let mut planned = Vec::with_capacity(filings.len());
        for filing in filings {
            planned.push(self.store.plan(filing, now).await?);
        }
        Ok(planned)
    }
}

/// The articles of a file, and what is wrong with those that are none.
fn sort(entries: Vec<Entry>) -> (Vec<Article>, Vec<Problem>) {
    let (mut articles, mut problems) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry.article {
            Ok(article) => articles.push(article),
            Err(more) => problems.extend(more),
        }
    }
    (articles, problems)
}
