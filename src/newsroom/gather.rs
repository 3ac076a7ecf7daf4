//! Files read ahead, in order, and made into batches.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
};

use tokio::{
    sync::mpsc,
    task::{JoinHandle, spawn_blocking},
};

use super::{
    Import, ImportError,
    batch::{Batch, End, Ended},
    files::{self, Contents},
    met::{Met, fingerprint},
    paths::Found,
    place::{Place, Places},
};
use crate::{
    article::{Article, Author, Origin},
    format::{Entry, Problem},
    store::{Filing, Store},
};

/// Files whose marks are looked at together.
const CHUNK: usize = 1024;
/// Files that are read at once, and ahead of the one whose turn it is.
const AHEAD: usize = 8;

/// Reads files and sends what is in them, batch by batch.
pub(super) struct Gathering<'a> {
    pub(super) store: &'a Store,
    pub(super) import: &'a Import,
    pub(super) batches: mpsc::Sender<Batch>,
    places: Places,
    met: Met,
    batch: Batch,
}

/// A file, under which name the store knows it, and when it was changed.
struct Named {
    found: Found,
    name: String,
    stamp: Option<String>,
    untouched: bool,
}

/// What was read of a file: its contents, and the fingerprint of every article in it.
type Read = (Contents, Vec<u32>);

impl<'a> Gathering<'a> {
    pub(super) fn new(store: &'a Store, import: &'a Import, batches: mpsc::Sender<Batch>) -> Self {
        Self {
            store,
            import,
            batches,
            places: Places::new(import.library),
            met: Met::default(),
            batch: Batch::default(),
        }
    }

    /// Reads all of `found`, until nobody takes the batches any more.
    pub(super) async fn run(mut self, found: Vec<Found>) -> Result<(), ImportError> {
        let mut left = found.into_iter();
        loop {
            let chunk: Vec<Found> = left.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return self.send().await.map(drop);
            }
            let mut named = self.name(chunk).await?.into_iter();
            let mut ahead = VecDeque::new();
            loop {
                let room = AHEAD - ahead.len();
                ahead.extend(named.by_ref().take(room).map(begin));
                let Some((named, reading)) = ahead.pop_front() else {
                    break;
                };
                if !self.take(named, reading).await? {
                    return Ok(());
                }
            }
        }
    }

    /// Looks for each file whether it was touched since it was last imported.
    async fn name(&self, chunk: Vec<Found>) -> Result<Vec<Named>, ImportError> {
        let named = spawn_blocking(|| chunk.into_iter().map(Named::new).collect::<Vec<_>>()).await;
        let mut named = named.map_err(|_| ImportError::Defect(PathBuf::new()))?;
        if self.import.skip_untouched {
            let names = named.iter().map(|file| file.name.clone()).collect();
            let seen = self.store.seen_files(names).await?;
            for (file, seen) in named.iter_mut().zip(seen) {
                file.untouched = seen.is_some() && seen == file.stamp;
            }
        }
        Ok(named)
    }

    /// Puts what is in a file into the batch; false once nobody takes any.
    async fn take(
        &mut self,
        named: Named,
        reading: Option<JoinHandle<Read>>,
    ) -> Result<bool, ImportError> {
        let read = match reading {
            Some(reading) => reading.await,
            None => return self.end(named.unread()).await,
        };
        let (contents, prints) =
            read.map_err(|_| ImportError::Defect(named.found.shown.clone()))?;
        let (text, reading) = match contents {
            Contents::Unreadable(why) => {
                return self.end(named.ended(Ended::Unreadable(why), None)).await;
            }
            Contents::NotText(problem) => {
                let read = Ended::Read {
                    problems: vec![problem],
                    omitted: 0,
                    text: String::new(),
                };
                return self.end(named.ended(read, None)).await;
            }
            Contents::Text(text, reading) => (text, reading),
        };
        let omitted = reading.omitted;
        let (articles, problems) = self.sort(reading.entries, prints);
        let whole = problems.is_empty() && omitted == 0;
        let same_file = articles.len() == 1 && whole;
        for (place, article) in articles {
            // Before and not after: so a file mostly ends in the batch of its last article.
            if self.batch.is_full() && !self.send().await? {
                return Ok(false);
            }
            self.batch.push(Filing {
                library: place.library,
                standing: place.standing,
                in_order: place.in_order,
                article,
                author: Author::Operator,
                origin: Origin::File(named.name.clone()),
                same_file,
                announced: self.import.announce,
            });
        }
        let mark = whole && self.import.skip_untouched && !self.import.dry_run;
        let mark = named.stamp.clone().filter(|_| mark);
        let text = if whole { String::new() } else { text };
        let read = Ended::Read {
            problems,
            omitted,
            text,
        };
        self.end(named.ended(read, mark)).await
    }

    /// The articles of a file with their places, and what is wrong with those that are none.
    fn sort(
        &mut self,
        entries: Vec<Entry>,
        prints: Vec<u32>,
    ) -> (Vec<(Place, Article)>, Vec<Problem>) {
        let (mut articles, mut problems) = (Vec::new(), Vec::new());
        for (mut entry, print) in entries.into_iter().zip(prints) {
            let place = self.places.take(&mut entry);
            match self.met.check(entry, print) {
                Ok(article) => articles.push((place, article)),
                Err(more) => problems.extend(more),
            }
        }
        (articles, problems)
    }

    async fn end(&mut self, end: End) -> Result<bool, ImportError> {
        self.batch.end(end);
        if self.batch.is_full() {
            return self.send().await;
        }
        Ok(true)
    }

    /// Sends the batch; false where nobody takes it.
    async fn send(&mut self) -> Result<bool, ImportError> {
        let batch = std::mem::take(&mut self.batch);
        Ok(self.batches.send(batch).await.is_ok())
    }
}

impl Named {
    fn new(found: Found) -> Self {
        let path = found.path.as_deref().unwrap_or(&found.shown);
        let name = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self {
            name: name.to_string_lossy().into_owned(),
            stamp: files::stamp(path),
            found,
            untouched: false,
        }
    }

    fn unread(self) -> End {
        let outcome = match &self.found.path {
            Ok(_) => Ended::Untouched,
            Err(why) => Ended::Unreadable(why.clone()),
        };
        self.ended(outcome, None)
    }

    fn ended(self, outcome: Ended, stamp: Option<String>) -> End {
        End {
            file: self.found,
            outcome,
            mark: stamp.map(|stamp| (self.name, stamp)),
        }
    }
}

/// Begins to read a file, if it has to be.
fn begin(named: Named) -> (Named, Option<JoinHandle<Read>>) {
    let path = named.found.path.clone().ok();
    let reading = path
        .filter(|_| !named.untouched)
        .map(|path| spawn_blocking(move || read(&path)));
    (named, reading)
}

fn read(path: &Path) -> Read {
    let contents = files::read(path);
    let prints = match &contents {
        Contents::Text(_, reading) => {
            let articles = reading.entries.iter();
            let print = |entry: &Entry| entry.article.as_ref().map_or(0, fingerprint);
            articles.map(print).collect()
        }
        Contents::NotText(_) | Contents::Unreadable(_) => Vec::new(),
    };
    (contents, prints)
}
