//! Articles out of files into a library.
//!
//! Files are read ahead of their turn, their articles are filed in batches with one wait for the
//! disk each, and the caches follow batch by batch: neither a large file nor many small ones hold
//! the memory, the async threads, or other writers.

use std::path::PathBuf;

use tokio::{sync::mpsc, task::spawn_blocking};

use super::{
    Newsroom,
    batch::Batch,
    gather::Gathering,
    paths,
    rehearsal::Rehearsal,
    report::{Progress, Report, Step},
};
use crate::{
    article::Library,
    store::{Filed, Filing, StoreError},
};

/// Steps that may wait to be taken.
const STEPS: usize = 64;

/// What is imported, and how.
#[derive(Clone, Debug)]
pub struct Import {
    /// Files, folders of them, and patterns.
    pub paths: Vec<PathBuf>,
    /// Where relative paths begin; the working folder where it is empty.
    pub folder: PathBuf,
    /// Where the articles go.
    pub library: Library,
    /// Only say what would be done.
    pub dry_run: bool,
    /// Leave files alone that have not been touched since they were last imported whole.
    pub skip_untouched: bool,
    /// The articles count as published by the desk.
    pub announce: bool,
    /// What would change an article that the desk has edited becomes a draft of its desk instead.
    pub yields: bool,
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

impl Import {
    /// An import of all that the paths name.
    pub fn of(paths: Vec<PathBuf>, library: Library) -> Self {
        Self {
            paths,
            folder: PathBuf::new(),
            library,
            dry_run: false,
            skip_untouched: false,
            announce: false,
            yields: false,
        }
    }
}

impl Newsroom {
    /// Imports files; what can't be read is refused by file and line, the rest goes in.
    pub async fn import(&self, import: Import) -> Result<Report, ImportError> {
        let (told, mut steps) = mpsc::channel(STEPS);
        let collect = async {
            let mut report = Report::default();
            while let Some(step) = steps.recv().await {
                if let Step::File(file) = step {
                    report.files.push(file);
                }
            }
            report
        };
        let (imported, report) = tokio::join!(self.import_telling(import, told), collect);
        imported.map(|()| report)
    }

    /// [`Newsroom::import`] that tells each step as it is done. It ends early, after a batch, when
    /// nobody takes the steps any more.
    pub async fn import_telling(
        &self,
        import: Import,
        told: mpsc::Sender<Step>,
    ) -> Result<(), ImportError> {
        let _importing = self.indexing.import();
        let imported = self.import_files(&import, told).await;
        // What went in before a failure is there all the same.
        self.catalogue.follow().await?;
        imported
    }

    async fn import_files(
        &self,
        import: &Import,
        told: mpsc::Sender<Step>,
    ) -> Result<(), ImportError> {
        let (folder, named) = (import.folder.clone(), import.paths.clone());
        let found = spawn_blocking(move || paths::find(&folder, &named)).await;
        let found = found.map_err(|_| ImportError::Defect(PathBuf::new()))?;
        let progress = Progress {
            all_files: found.len(),
            ..Progress::default()
        };
        // One is filed while the next is gathered.
        let (sender, batches) = mpsc::channel(1);
        let today = self.clock.now().date_naive();
        let gathering = Gathering::new(&self.store, import, today, sender);
        let filing = self.file_batches(import, batches, progress, told);
        let (gathered, filed) = tokio::join!(gathering.run(found), filing);
        filed.and(gathered)
    }

    async fn file_batches(
        &self,
        import: &Import,
        mut batches: mpsc::Receiver<Batch>,
        mut progress: Progress,
        told: mpsc::Sender<Step>,
    ) -> Result<(), ImportError> {
        let mut rehearsal = import.dry_run.then(Rehearsal::default);
        let mut open = Vec::new();
        while let Some(mut batch) = batches.recv().await {
            let filings = std::mem::take(&mut batch.filings);
            let headlines = filings.iter().map(|filing| &filing.article.headline);
            let headlines: Vec<String> = headlines.map(ToString::to_string).collect();
            let held = import.yields.then(|| filings.clone());
            let filed = self.file(filings, rehearsal.as_mut()).await?;
            if let Some(filings) = held.filter(|_| !import.dry_run) {
                self.hold(filings, &filed).await?;
            }
            progress.articles += filed.len();
            let marks = batch.marks();
            if !marks.is_empty() {
                self.store.mark_files(marks).await?;
            }
            if !import.dry_run {
                self.catalogue.follow().await?;
            }
            let filed = headlines.into_iter().zip(filed).collect();
            for file in batch.files(filed, &mut open) {
                progress.files += 1;
                progress.refused += usize::from(file.is_refused());
                if told.send(Step::File(file)).await.is_err() {
                    return Ok(());
                }
            }
            if told.send(Step::Progress(progress)).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    }

    async fn file(
        &self,
        filings: Vec<Filing>,
        rehearsal: Option<&mut Rehearsal>,
    ) -> Result<Vec<Filed>, StoreError> {
        let now = self.clock.now();
        let Some(rehearsal) = rehearsal else {
            return self.store.file_all(filings, now).await;
        };
        let mut planned = Vec::with_capacity(filings.len());
        for filing in filings {
            planned.push(rehearsal.plan(&self.store, filing, now).await?);
        }
        Ok(planned)
    }
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsStr, fmt::Write as _, os::unix::ffi::OsStrExt as _};

    use super::*;
    use crate::{clock::Clock, newsroom::Tally, store::Store};

    const ARTICLES: usize = 1000;

    async fn newsroom(home: &std::path::Path) -> (Newsroom, Import) {
        let mut text = String::new();
        for number in 0..ARTICLES {
            writeln!(
                text,
                "Story {number}\nPublished 1 May 2020\n\nLede.\n======"
            )
            .unwrap();
        }
        let file = home.join("large.txt");
        std::fs::write(&file, text).unwrap();
        let store = Store::open(&home.join("db")).unwrap();
        let newsroom = Newsroom::open(store, Clock::system()).await.unwrap();
        (newsroom, Import::of(vec![file], Library::House))
    }

    #[tokio::test]
    async fn a_large_file_is_filed_in_batches_and_told_once() {
        let home = tempfile::tempdir().unwrap();
        let (newsroom, import) = newsroom(home.path()).await;
        let (told, mut steps) = mpsc::channel(STEPS);
        let mut seen = Vec::new();
        let telling = async {
            while let Some(step) = steps.recv().await {
                seen.push(match step {
                    Step::File(file) => (1, file.filed().len()),
                    Step::Progress(progress) => (0, progress.articles),
                });
            }
        };
        let (imported, ()) = tokio::join!(newsroom.import_telling(import, told), telling);
        imported.unwrap();
        let wanted = [32, 96, 224, 480, 736, 992].map(|filed| (0, filed));
        assert_eq!(seen, [&wanted[..], &[(1, 1000), (0, 1000)]].concat());
    }

    /// What an import of these files comes to in an empty library, tried first and then done.
    async fn imported(files: &[(&[u8], &str)]) -> [Tally; 2] {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("news");
        std::fs::create_dir(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(OsStr::from_bytes(name)), text).unwrap();
        }
        let store = Store::open(&home.path().join("db")).unwrap();
        let newsroom = Newsroom::open(store, Clock::system()).await.unwrap();
        let import = |dry_run| Import {
            dry_run,
            ..Import::of(vec![folder.clone()], Library::House)
        };
        let tried = newsroom.import(import(true)).await.unwrap();
        let done = newsroom.import(import(false)).await.unwrap();
        [tried.tally(), done.tally()]
    }

    #[tokio::test]
    async fn no_story_of_an_import_takes_the_place_of_another() {
        let today = Clock::system().now().date_naive();
        let dated = format!("Same\nPublished {today}\n\nDated.\n");
        let exported = r#"{"headline":"A","lede":"L.","number":1,"state":"withdrawn"}"#;
        for (files, new, unchanged, refused) in [
            // Names that are no text.
            (
                &[(&b"\xfe.txt"[..], "A\n\nL.\n"), (b"\xff.txt", "B\n\nL.\n")][..],
                2,
                0,
                0,
            ),
            (
                &[(b"a.txt", "Same\n\nUndated.\n"), (b"b.txt", &dated)],
                1,
                0,
                1,
            ),
            (&[(b"a.json", exported), (b"b.json", exported)], 1, 1, 0),
            (
                &[
                    (b"a.txt", "パパの日\n\nL.\n"),
                    (b"b.txt", "ハハの日\n\nM.\n"),
                ],
                2,
                0,
                0,
            ),
        ] {
            let wanted = Tally {
                files: 2,
                new,
                unchanged,
                refused_files: refused,
                ..Tally::default()
            };
            assert_eq!(imported(files).await, [wanted; 2], "{files:?}");
        }
    }

    #[tokio::test]
    async fn it_ends_after_a_batch_when_nobody_listens_and_the_caches_have_followed() {
        let home = tempfile::tempdir().unwrap();
        let (newsroom, import) = newsroom(home.path()).await;
        let reader = crate::newsroom::Reader { guild: None };
        assert!(newsroom.newest(reader).await.unwrap().is_none());
        let (told, steps) = mpsc::channel(1);
        drop(steps);
        newsroom.import_telling(import, told).await.unwrap();
        let filed = newsroom.store().change_seq().await.unwrap();
        assert_eq!(filed, 32);
        let newest = newsroom.newest(reader).await.unwrap().unwrap();
        assert_eq!(newest.headline.as_str(), "Story 31");
    }
}
