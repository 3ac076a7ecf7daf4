//! The index in its folder. A panic or an error of the engine ends here, as a [`Broken`].

use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, Searcher,
    indexer::{LogMergePolicy, NoMergePolicy},
};

use super::{
    failpoint,
    joined::{JOINED, Joined},
    plan::Planner,
    query::Query,
    rank::Docs,
    schema::{Fields, VERSION},
};
use crate::{
    article::{ArticleId, Record},
    search::{Filter, Scope},
};

/// Bytes that the writer may gather before it writes.
const WRITER_BYTES: usize = 32 << 20;

/// The full-text index; clones share it. All of it blocks.
#[derive(Clone)]
pub struct FullText(Arc<Shared>);

struct Shared {
    path: PathBuf,
    fields: Fields,
    open: RwLock<Option<Open>>,
    /// There while something is to be written: it takes memory and threads.
    writer: Mutex<Option<IndexWriter>>,
}

struct Open {
    index: Index,
    reader: IndexReader,
}

/// Up to where the index follows what it is an index of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The last change that is in it; 0 where nothing is.
    pub seq: u64,
    /// Of that change, to know it from another of the same number.
    pub print: u32,
}

/// What is kept with each commit.
#[derive(Serialize, Deserialize)]
struct Payload {
    version: u32,
    mark: Mark,
}

/// What an index is told.
#[derive(Clone, Debug)]
pub enum Update {
    /// Readers see it, as it is here; it is new, the index has nothing of it.
    Add(Box<Record>),
    /// Readers see it, as it is here.
    Put(Box<Record>),
    /// Readers don't see it.
    Remove(ArticleId),
}

/// What is looked for, where, and by whom.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The words.
    pub query: Query,
    /// What of all there is.
    pub filter: Filter,
    /// What the reader may find.
    pub scope: Scope,
    /// The day from which stories are old.
    pub today: NaiveDate,
    /// How many are given of those found, the best first.
    pub limit: usize,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The best, best first.
    pub items: Vec<ArticleId>,
    /// How many there are in all.
    pub total: usize,
    /// What they have in common.
    pub reading: Reading,
}

/// How what was typed was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// They have all of it.
    All,
    /// They have all of it but for typing errors.
    Near,
    /// Nothing has all of it; these have this much, with typing errors.
    Some {
        /// So many words or phrases.
        count: usize,
        /// Of so many.
        of: usize,
    },
}

/// Why the index can't be used.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// It is not open: it was never made, or is being made anew.
    #[error("the search index is not open")]
    Closed,
    /// The engine or the disk failed.
    #[error("the search index failed: {0}")]
    Failed(String),
}

impl From<tantivy::TantivyError> for Broken {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Found {
    /// Nothing, of nothing.
    pub fn nothing() -> Self {
        Self {
            items: Vec::new(),
            total: 0,
            reading: Reading::All,
        }
    }
}

impl FullText {
    /// The index in the folder `path`, which is its own. Nothing is opened yet.
    pub fn at(path: &Path) -> Self {
        Self(Arc::new(Shared {
            path: path.to_owned(),
            fields: Fields::new(),
            open: RwLock::default(),
            writer: Mutex::default(),
        }))
    }

    /// Opens what is there; none where nothing is, or nothing that this version can use.
    pub fn open(&self) -> Option<Mark> {
        // What it had not committed is not in what is opened.
        *lock(&self.0.writer) = None;
        if !self.0.path.exists() {
            return None;
        }
        let opened = caught(|| {
            let index = Index::open_in_dir(&self.0.path)?;
            let payload = index.load_metas()?.payload.unwrap_or_default();
            let payload: Payload = serde_json::from_str(&payload)
                .map_err(|error| Broken::Failed(error.to_string()))?;
            if payload.version != VERSION || index.schema() != self.0.fields.schema {
                return Err(Broken::Failed("another version wrote it".into()));
            }
            self.put(index)?;
            Ok(payload.mark)
        });
        match opened {
            Ok(mark) => Some(mark),
            Err(error) => {
                tracing::info!(%error, "no search index to go on with");
                None
            }
        }
    }

    /// Whether every file is as it was written: reads them all.
    pub fn is_whole(&self) -> bool {
        let damaged = caught(|| self.with(|open| Ok(open.index.validate_checksum()?)));
        damaged.is_ok_and(|files| files.is_empty())
    }

    /// Throws away what there is and begins anew.
    pub fn reset(&self) -> Result<(), Broken> {
        *lock(&self.0.writer) = None;
        *self.0.open.write().unwrap_or_else(PoisonError::into_inner) = None;
        caught(|| {
            match fs::remove_dir_all(&self.0.path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed?,
            }
            fs::create_dir_all(&self.0.path)?;
            self.put(Index::create_in_dir(
                &self.0.path,
                self.0.fields.schema.clone(),
            )?)
        })
    }

    fn put(&self, index: Index) -> Result<(), Broken> {
        index.tokenizers().register(JOINED, Joined);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let open = Open { index, reader };
        *self.0.open.write().unwrap_or_else(PoisonError::into_inner) = Some(open);
        Ok(())
    }

    /// Takes in what changed. It is found, and outlives a restart, once it is committed.
    pub fn update(&self, updates: Vec<Update>) -> Result<(), Broken> {
        self.writing(|writer| {
            for update in updates {
                let (old, record) = match &update {
                    Update::Add(record) => (None, Some(record)),
                    Update::Put(record) => (Some(record.id), Some(record)),
                    Update::Remove(id) => (Some(*id), None),
                };
                if let Some(id) = old {
                    writer.delete_term(self.0.fields.key(id));
                }
                if let Some(record) = record {
                    writer.add_document(self.0.fields.document(record))?;
                }
            }
            Ok(())
        })
    }

    /// Commits what was taken in: the index now follows up to `mark`. Where `more` is to be taken in at
    /// once, files are left as they are, to be merged by the commit that is the last.
    pub fn commit(&self, mark: Mark, more: bool) -> Result<(), Broken> {
        self.writing(|writer| {
            writer.set_merge_policy(match more {
                true => Box::new(NoMergePolicy),
                false => Box::new(LogMergePolicy::default()),
            });
            let payload = Payload {
                version: VERSION,
                mark,
            };
            let payload = serde_json::to_string(&payload).map_err(io::Error::from)?;
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&payload);
            commit.commit()?;
            self.with(|open| Ok(open.reader.reload()?))
        })
    }

    /// Gives back the memory and threads of writing, once running merges are done.
    pub fn rest(&self) -> Result<(), Broken> {
        let writer = lock(&self.0.writer).take();
        caught(|| {
            if let Some(writer) = writer {
                writer.wait_merging_threads()?;
                // What was merged is in fewer files now.
                self.with(|open| Ok(open.reader.reload()?))?;
            }
            Ok(())
        })
    }

    /// Runs `job` with the writer; one that failed is thrown away.
    fn writing(
        &self,
        job: impl FnOnce(&mut IndexWriter) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        let mut place = lock(&self.0.writer);
        let taken = place.take();
        let written = caught(|| {
            let mut writer = match taken {
                Some(writer) => writer,
                None => {
                    self.with(|open| Ok(open.index.writer_with_num_threads(1, WRITER_BYTES)?))?
                }
            };
            job(&mut writer)?;
            Ok(writer)
        });
        *place = Some(written?);
        Ok(())
    }

    /// Looks for what is wanted: all of it, else all but for typing errors, else most of it.
    pub fn find(&self, wanted: &Wanted) -> Result<Found, Broken> {
        caught(|| {
            failpoint::searching();
            let searcher = self.with(|open| Ok(open.reader.searcher()))?;
            self.look(&searcher, wanted)
        })
    }

    fn look(&self, searcher: &Searcher, wanted: &Wanted) -> Result<Found, Broken> {
        let query = &wanted.query;
        let mut planner = Planner {
            fields: &self.0.fields,
            scope: &wanted.scope,
            filter: &wanted.filter,
            near: false,
        };
        let (mut docs, mut reading) = (Docs::of(searcher, &planner.all(query))?, Reading::All);
        if docs.len() == 0 {
            planner.near = true;
            let seen = Docs::of(searcher, &planner.seen(query))?;
            let (most, count) = seen.with_most(searcher, &planner.each(query))?;
            let of = query.wanted.len();
            docs = most;
            reading = match count == of || of == 1 {
                true => Reading::Near,
                false => Reading::Some { count, of },
            };
        }
        let total = docs.len();
        let mut items = Vec::new();
        if total > 0 {
            let all = !matches!(reading, Reading::Some { .. });
            let order = planner.order(query, all);
            items = docs.best(searcher, &order, wanted.limit.max(1), wanted.today)?;
        }
        Ok(Found {
            items,
            total,
            reading,
        })
    }

    fn with<T>(&self, job: impl FnOnce(&Open) -> Result<T, Broken>) -> Result<T, Broken> {
        let open = self.0.open.read().unwrap_or_else(PoisonError::into_inner);
        job(open.as_ref().ok_or(Broken::Closed)?)
    }
}

/// The engine's panics as errors: what it reads may be damaged.
fn caught<T>(job: impl FnOnce() -> Result<T, Broken>) -> Result<T, Broken> {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(Broken::Failed(format!(
            "it panicked: {}",
            text.unwrap_or("without a word")
        )))
    })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
