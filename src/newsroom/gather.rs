//! Files read ahead, in order, and made into batches.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;
use tokio::{sync::mpsc, task::spawn_blocking};

use super::{
    Import, ImportError,
    batch::{Batch, End, Ended},
    files::{self, Contents, Parts},
    met::{Met, fingerprint},
    paths::Found,
    place::{Place, Places},
    refused::Refused,
};
use crate::{
    article::{Article, Author, Origin},
    format::Entry,
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

/// What was read of a file at once: its contents, and the fingerprint of every article in it.
struct Part {
    contents: Contents,
    prints: Vec<u32>,
    last: bool,
}

impl<'a> Gathering<'a> {
    /// `today` is the date of articles that say none.
    pub(super) fn new(
        store: &'a Store,
        import: &'a Import,
        today: NaiveDate,
        batches: mpsc::Sender<Batch>,
    ) -> Self {
        Self {
            store,
            import,
            batches,
            places: Places::new(import.library),
            met: Met::new(today),
            batch: Batch::first(),
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
        parts: Option<mpsc::Receiver<Part>>,
    ) -> Result<bool, ImportError> {
        let Some(mut parts) = parts else {
            return self.end(named.unread()).await;
        };
        let mut refused = Refused::default();
        let mut first = true;
        loop {
            let part = parts.recv().await;
            let part = part.ok_or_else(|| ImportError::Defect(named.found.shown.clone()))?;
            let alone = first && part.last;
            first = false;
            let (text, reading) = match part.contents {
                Contents::Unreadable(why) => {
                    return self.end(named.ended(Ended::Unreadable(why), None)).await;
                }
                Contents::NotText(problem) => {
                    refused.add_without_text(problem);
                    if part.last {
                        break;
                    }
                    continue;
                }
                Contents::Text(text, reading) => (text, reading),
            };
            refused.omitted += reading.omitted;
            let articles = self.sort(&text, reading.entries, part.prints, &mut refused);
            let same_file = alone && articles.len() == 1 && refused.is_empty();
            if !self.push(articles, &named.name, same_file).await? {
                return Ok(false);
            }
            if part.last {
                break;
            }
        }
        let mark = refused.is_empty() && self.import.skip_untouched && !self.import.dry_run;
        let mark = named.stamp.clone().filter(|_| mark);
        self.end(named.ended(ended(refused), mark)).await
    }

    /// Puts articles into the batch; false once nobody takes any.
    async fn push(
        &mut self,
        articles: Vec<(Place, Article)>,
        name: &str,
        same_file: bool,
    ) -> Result<bool, ImportError> {
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
                origin: Origin::File(name.to_owned()),
                same_file,
                announced: self.import.announce,
                yields: self.import.yields,
            });
        }
        Ok(true)
    }

    /// The articles of a part of a file with their places; what is wrong with those that are none
    /// is put aside.
    fn sort(
        &mut self,
        text: &str,
        entries: Vec<Entry>,
        prints: Vec<u32>,
        refused: &mut Refused,
    ) -> Vec<(Place, Article)> {
        let mut articles = Vec::new();
        for (mut entry, print) in entries.into_iter().zip(prints) {
            let place = self.places.take(&mut entry);
            match self.met.check(entry, print) {
                Ok(article) => articles.push((place, article)),
                Err(problems) => refused.add(text, problems),
            }
        }
        articles
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
        let next = self.batch.next();
        let batch = std::mem::replace(&mut self.batch, next);
        Ok(self.batches.send(batch).await.is_ok())
    }
}

impl Named {
    fn new(found: Found) -> Self {
        let path = found.path.as_deref().unwrap_or(&found.shown);
        let name = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // Two files must not share a name.
        let name = name.into_os_string().into_string();
        let name = name.unwrap_or_else(|name| name.as_encoded_bytes().escape_ascii().to_string());
        Self {
            name,
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

/// What is known of a file that was read.
fn ended(refused: Refused) -> Ended {
    let Refused {
        problems,
        omitted,
        text,
    } = refused;
    Ended::Read {
        problems,
        omitted,
        text,
    }
}

/// Begins to read a file, if it has to be.
fn begin(named: Named) -> (Named, Option<mpsc::Receiver<Part>>) {
    let path = named.found.path.clone().ok();
    let parts = path.filter(|_| !named.untouched).map(|path| {
        let (sender, parts) = mpsc::channel(1);
        spawn_blocking(move || read(&path, &sender));
        parts
    });
    (named, parts)
}

/// Sends the parts of a file until nobody takes them; each waits for the next, to know whether
/// it is the last.
fn read(path: &Path, sender: &mpsc::Sender<Part>) {
    let mut parts = Parts::of(path);
    let mut next = parts.next();
    while let Some(contents) = next {
        next = parts.next();
        let part = Part {
            prints: fingerprints(&contents),
            contents,
            last: next.is_none(),
        };
        if sender.blocking_send(part).is_err() {
            return;
        }
    }
}

fn fingerprints(contents: &Contents) -> Vec<u32> {
    match contents {
        Contents::Text(_, reading) => {
            let articles = reading.entries.iter();
            let print = |entry: &Entry| entry.article.as_ref().map_or(0, fingerprint);
            articles.map(print).collect()
        }
        Contents::NotText(_) | Contents::Unreadable(_) => Vec::new(),
    }
}
