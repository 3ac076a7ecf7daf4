//! Articles out of files into a library.

use std::path::{Path, PathBuf};

use tokio::task::spawn_blocking;

use super::{
    Newsroom,
    files::{self, Contents, Parts},
    met::Met,
    place::{Place, Places},
    refused::Refused,
    report::{File, FileOutcome, Report},
};
use crate::{
    article::{Article, Author, Library, Origin},
    format::Entry,
    store::{Filed, Filing, StoreError},
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

impl Newsroom {
    /// Imports files; what can't be read is refused by file and line, the rest goes in.
    pub async fn import(&self, import: Import) -> Result<Report, ImportError> {
        let imported = self.import_files(&import).await;
        // What went in before a failure is there all the same.
        self.catalogue.follow().await?;
        imported
    }

    async fn import_files(&self, import: &Import) -> Result<Report, ImportError> {
        let (mut report, mut met) = (Report::default(), Met::default());
        let mut places = Places::new(import.library);
        let paths = import.paths.clone();
        let found = spawn_blocking(move || files::find(&paths)).await;
        for path in found.map_err(|_| ImportError::Defect(PathBuf::new()))? {
            let outcome = self
                .import_file(import, &path, &mut places, &mut met)
                .await?;
            report.files.push(File { path, outcome });
        }
        Ok(report)
    }

    async fn import_file(
        &self,
        import: &Import,
        path: &Path,
        places: &mut Places,
        met: &mut Met,
    ) -> Result<FileOutcome, ImportError> {
        let name = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let name = name.to_string_lossy().into_owned();
        let stamp = files::stamp(path);
        if import.skip_untouched && stamp.is_some() && self.store.seen_file(&name).await? == stamp {
            return Ok(FileOutcome::Untouched);
        }
        let (mut filed, mut refused) = (Vec::new(), Refused::default());
        let mut parts = Parts::of(path);
        let mut is_first = true;
        loop {
            let taken = spawn_blocking(move || (parts.next(), parts)).await;
            let (contents, rest) = taken.map_err(|_| ImportError::Defect(path.to_owned()))?;
            parts = rest;
            let (text, reading) = match contents {
                None => break,
                Some(Contents::Unreadable(why)) => return Ok(FileOutcome::Unreadable(why)),
                Some(Contents::NotText(problem)) => {
                    refused.add_without_text(problem);
                    continue;
                }
                Some(Contents::Text(text, reading)) => (text, reading),
            };
            refused.omitted += reading.omitted;
            let articles = sort(&text, reading.entries, &mut refused, places, met);
            let is_whole = is_first && parts.is_done() && refused.is_empty();
            is_first = false;
            let same_file = articles.len() == 1 && is_whole;
            let headlines = articles
                .iter()
                .map(|(_, article)| article.headline.to_string());
            let headlines: Vec<String> = headlines.collect();
            let filings = articles.into_iter().map(|(place, article)| Filing {
                library: place.library,
                standing: place.standing,
                in_order: place.in_order,
                article,
                author: Author::Operator,
                origin: Origin::File(name.clone()),
                same_file,
            });
            let done = self.file(filings.collect(), import.dry_run).await?;
            filed.extend(headlines.into_iter().zip(done));
        }
        if let (Some(stamp), true, true) = (stamp, refused.is_empty(), import.skip_untouched) {
            self.store.mark_file(&name, &stamp).await?;
        }
        let Refused {
            problems,
            omitted,
            text,
        } = refused;
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

/// The articles of a part of a file; what is wrong with those that are none is put aside.
fn sort(
    text: &str,
    entries: Vec<Entry>,
    refused: &mut Refused,
    places: &mut Places,
    met: &mut Met,
) -> Vec<(Place, Article)> {
    let mut articles = Vec::new();
    for mut entry in entries {
        let place = places.take(&mut entry);
        match met.check(entry) {
            Ok(article) => articles.push((place, article)),
            Err(problems) => refused.add(text, problems),
        }
    }
    articles
}
