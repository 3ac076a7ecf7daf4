//! The full-text index as it follows the store.
//!
//! It is committed with the number of the last change in it. At start it goes on from there; where it
//! is missing, damaged, of another version or of another database, it begins anew from the first
//! change. Meanwhile it answers from what it has.

use std::{collections::BTreeSet, convert::Infallible, sync::Arc, time::Duration};

use tokio::{
    sync::{Mutex, Notify, Semaphore, watch},
    task::spawn_blocking,
    time::{Instant, sleep},
};

use super::Newsroom;
use crate::{
    article::{ArticleId, State},
    search::fulltext::{Broken, FullText, Mark, Update},
    store::{Change, Store, StoreError},
};

/// Changes that are taken from the store at once.
const BATCH: usize = 250;
/// Stories after which the index is committed even though more are to come.
const COMMIT: usize = 10_000;
/// How long the writer is kept where nothing more comes.
const IDLE: Duration = Duration::from_secs(2);
/// Changes that come one by one are gathered for so many times as long as taking them in takes, …
const GATHERED: u32 = 4;
/// … and for this long at most.
const LONGEST: Duration = Duration::from_secs(1);
/// An index that broke while searching is built anew no more often than this.
const REBUILT: Duration = Duration::from_secs(60);
/// How long to wait after a failure, at first and at most.
const AGAIN: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(300)];
/// Searches at once: each takes a processor for some milliseconds.
const AT_ONCE: usize = 4;
/// Searches that wait for their turn; more than that would not be answered in time.
const WAITING: usize = 60;

/// The index, how far it is, and whose turn it is.
pub(super) struct Indexing {
    pub(super) index: FullText,
    progress: watch::Sender<Progress>,
    broken: Notify,
    /// Held by the one who keeps it.
    keeper: Mutex<()>,
    pub(super) turns: Arc<Semaphore>,
    pub(super) line: Arc<Semaphore>,
}

/// How far the index is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// The last change that is found.
    found: u64,
    /// The change up to which it is being built; 0 where nothing is known yet.
    aim: u64,
    /// Whether it has once come as far as the store was.
    built: bool,
}

impl Progress {
    /// Percent of the changes that are found, until all were once.
    pub(super) fn building(self) -> Option<u8> {
        let percent = self.found.saturating_mul(100) / self.aim.max(1);
        (!self.built).then(|| u8::try_from(percent).unwrap_or(100))
    }
}

/// Why following stopped.
enum Stopped {
    /// The store was closed: there is nothing to follow any more.
    Closed,
    Failed(String),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Closed => Self::Closed,
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<Broken> for Stopped {
    fn from(error: Broken) -> Self {
        Self::Failed(error.to_string())
    }
}

impl Indexing {
    /// The index beside the store's folder, not yet open.
    pub(super) fn beside(store: &Store) -> Self {
        Self {
            index: FullText::at(&store.beside("search")),
            progress: watch::Sender::default(),
            broken: Notify::new(),
            keeper: Mutex::default(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            line: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
        }
    }

    /// How far it is.
    pub(super) fn progress(&self) -> Progress {
        *self.progress.borrow()
    }

    /// Notes that a search failed: it is built anew.
    pub(super) fn note_broken(&self) {
        self.broken.notify_one();
    }

    /// Runs `job` with the index on a blocking thread.
    async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&FullText) -> T + Send + 'static,
    ) -> Result<T, Stopped> {
        let index = self.index.clone();
        let ran = spawn_blocking(move || job(&index)).await;
        ran.map_err(|error| Stopped::Failed(error.to_string()))
    }
}

impl Newsroom {
    /// Keeps the search index up with the store; ends when the store is closed. Dropping it leaves
    /// the index as it was last committed.
    pub async fn keep_index(&self) {
        let _alone = self.indexing.keeper.lock().await;
        let mut wait = AGAIN[0];
        loop {
            let begun = Instant::now();
            match self.follow_store().await {
                Err(Stopped::Closed) => return,
                Err(Stopped::Failed(error)) => {
                    tracing::error!(error, "the search index can't follow; trying again");
                }
                Ok(never) => match never {},
            }
            wait = if begun.elapsed() > AGAIN[1] {
                AGAIN[0]
            } else {
                (wait * 2).min(AGAIN[1])
            };
            sleep(wait).await;
        }
    }

    /// Waits until everything that is in the store now is found by searching.
    pub async fn indexed(&self) -> Result<(), StoreError> {
        let seq = self.store.change_seq().await?;
        let mut progress = self.indexing.progress.subscribe();
        let far = progress
            .wait_for(|progress| progress.built && progress.found >= seq)
            .await;
        // The sender lives as long as this newsroom.
        far.map(drop).map_err(|_| StoreError::Closed)
    }

    async fn follow_store(&self) -> Result<Infallible, Stopped> {
        let mut changed = self.store.changed();
        let mut mark = self.open_index().await?;
        let mut rebuilt = None::<Instant>;
        loop {
            changed.mark_unchanged();
            let begun = Instant::now();
            mark = self.catch_up(mark).await?;
            sleep((begun.elapsed() * GATHERED).min(LONGEST)).await;
            let again = async {
                tokio::select! {
                    _ = changed.changed() => false,
                    () = self.indexing.broken.notified() => true,
                }
            };
            tokio::pin!(again);
            let broken = match tokio::time::timeout(IDLE, &mut again).await {
                Ok(broken) => broken,
                Err(_) => {
                    self.indexing.run(FullText::rest).await??;
                    again.await
                }
            };
            if broken && rebuilt.is_none_or(|at| at.elapsed() > REBUILT) {
                tracing::error!("a search failed: the index is built anew");
                rebuilt = Some(Instant::now());
                mark = self.reset_index().await?;
            }
        }
    }

    /// Opens the index that is there, if it is one of this store and whole; else begins anew.
    async fn open_index(&self) -> Result<Mark, Stopped> {
        let Some(mark) = self.indexing.run(FullText::open).await? else {
            return self.reset_index().await;
        };
        if !self.is_ours(mark).await? {
            tracing::warn!("the search index is of another database: it is built anew");
            return self.reset_index().await;
        }
        let aim = self.store.change_seq().await?;
        self.indexing.progress.send_replace(Progress {
            found: mark.seq,
            aim,
            built: mark.seq == aim,
        });
        if !self.indexing.run(FullText::is_whole).await? {
            tracing::warn!("the search index is damaged: it is built anew");
            return self.reset_index().await;
        }
        Ok(mark)
    }

    /// Whether the change at which the index stands is this store's.
    async fn is_ours(&self, mark: Mark) -> Result<bool, Stopped> {
        let Some(before) = mark.seq.checked_sub(1) else {
            return Ok(true);
        };
        let change = self.store.changes_since(before, 1).await?.pop();
        Ok(change.is_some_and(|change| mark_of(&change) == mark))
    }

    async fn reset_index(&self) -> Result<Mark, Stopped> {
        self.indexing.run(FullText::reset).await??;
        let aim = self.store.change_seq().await?;
        self.indexing.progress.send_replace(Progress {
            found: 0,
            aim,
            built: false,
        });
        Ok(Mark::default())
    }

    /// Takes in every change after `mark`.
    async fn catch_up(&self, mut mark: Mark) -> Result<Mark, Stopped> {
        let mut taken = 0;
        loop {
            let changes = self.store.changes_since(mark.seq, BATCH).await?;
            let Some(last) = changes.last() else { break };
            mark = mark_of(last);
            taken += changes.len();
            let updates = self.updates(&changes).await?;
            self.indexing
                .run(move |index| index.update(updates))
                .await??;
            if taken >= COMMIT {
                self.commit(mark, false).await?;
                taken = 0;
            }
        }
        if taken > 0 {
            self.commit(mark, true).await?;
        }
        self.indexing
            .progress
            .send_modify(|progress| progress.built = true);
        Ok(mark)
    }

    /// What the index is told of these changes: every story as it is now, once.
    async fn updates(&self, changes: &[Change]) -> Result<Vec<Update>, Stopped> {
        let ids: BTreeSet<ArticleId> = changes.iter().map(|change| change.id).collect();
        let ids: Vec<ArticleId> = ids.into_iter().collect();
        let records = self.store.articles_of(ids.clone()).await?;
        let update = |(id, record): (ArticleId, Option<_>)| match record {
            Some(record) => Update::Put(Box::new(record)),
            None => Update::Remove(id),
        };
        let seen = records.into_iter().map(|record| {
            record.filter(|record: &crate::article::Record| record.state == State::Published)
        });
        Ok(ids.into_iter().zip(seen).map(update).collect())
    }

    async fn commit(&self, mark: Mark, built: bool) -> Result<(), Stopped> {
        self.indexing.run(move |index| index.commit(mark)).await??;
        self.indexing.progress.send_modify(|progress| {
            progress.found = mark.seq;
            progress.built |= built;
        });
        Ok(())
    }
}

/// The mark of a change, by which it is known from one of another database.
fn mark_of(change: &Change) -> Mark {
    let text = format!(
        "{:?} {:?} {}",
        change.id,
        change.kind,
        change.at.to_rfc3339()
    );
    Mark {
        seq: change.seq,
        print: crc32fast::hash(text.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use chrono::{DateTime, TimeDelta, Utc};
    use tokio::task::JoinHandle;

    use super::*;
    use crate::{
        article::{Article, Author, GuildId, Library, Line, Origin, Standing},
        clock::Clock,
        newsroom::{Error, Reader},
        search::Filter,
        store::Filing,
        view::{notice::Refusal, search::Results},
    };

    fn article(headline: &str, lede: &str) -> Article {
        let line = |text: &str| Line::new(text).unwrap();
        Article {
            headline: line(headline),
            published: None,
            byline: None,
            topics: Vec::new(),
            sources: Vec::new(),
            image: None,
            highlights: Vec::new(),
            lede: vec![line(lede)],
            sections: Vec::new(),
            analysis: Vec::new(),
        }
    }

    async fn file(store: &Store, library: Library, headline: &str, lede: &str) -> ArticleId {
        file_at(store, library, headline, lede, now()).await
    }

    async fn file_at(
        store: &Store,
        library: Library,
        headline: &str,
        lede: &str,
        at: DateTime<Utc>,
    ) -> ArticleId {
        let filing = Filing {
            library,
            article: article(headline, lede),
            author: Author::Operator,
            origin: Origin::Desk,
            same_file: false,
            standing: Standing::default(),
            in_order: false,
            announced: false,
        };
        store.file(filing, at).await.unwrap().id
    }

    fn now() -> DateTime<Utc> {
        "2025-09-01T12:00:00Z".parse().unwrap()
    }

    /// A newsroom with its index being kept.
    struct Kept {
        newsroom: Newsroom,
        keeper: JoinHandle<()>,
    }

    impl Kept {
        async fn over(store: &Store) -> Self {
            let newsroom = Newsroom::open(store.clone(), Clock::starting_at(now()))
                .await
                .unwrap();
            let kept = newsroom.clone();
            let keeper = tokio::spawn(async move { kept.keep_index().await });
            Self { newsroom, keeper }
        }

        async fn search(&self, typed: &str) -> Result<Results, Error> {
            let reader = Reader {
                guild: Some(GuildId(7)),
            };
            self.newsroom
                .search(reader, typed, &Filter::default())
                .await
        }

        /// How many stories are found once the index is there.
        async fn count(&self, typed: &str) -> usize {
            self.newsroom.catalogue.follow().await.unwrap();
            self.newsroom.indexed().await.unwrap();
            match self.search(typed).await {
                Ok(results) => results.total,
                Err(Error::Refusal(Refusal::NothingFound(_))) => 0,
                Err(error) => panic!("{typed}: {error}"),
            }
        }

        /// Stops keeping it, as a kill would.
        async fn stop(self) {
            self.keeper.abort();
            let _ = self.keeper.await;
        }
    }

    async fn stories(store: &Store, from: usize, count: usize) {
        for number in from..from + count {
            file(
                store,
                Library::House,
                &format!("Story {number}"),
                "A heron stood.",
            )
            .await;
        }
    }

    #[tokio::test]
    async fn writes_are_found_and_withdrawals_are_not() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("db")).unwrap();
        let kept = Kept::over(&store).await;
        assert_eq!(kept.count("heron").await, 0);
        stories(&store, 0, 3).await;
        let own = file(&store, Library::Guild(GuildId(7)), "Ours", "Our heron.").await;
        file(&store, Library::Guild(GuildId(8)), "Theirs", "Their heron.").await;
        assert_eq!(kept.count("heron").await, 4);
        let newsroom = &kept.newsroom;
        newsroom.indexing.keeper.try_lock().expect_err("it is kept");
        store
            .set_state(own, State::Withdrawn, Author::Operator, now())
            .await
            .unwrap();
        newsroom.catalogue.follow().await.unwrap();
        let at_once = kept.search("heron").await.unwrap();
        assert_eq!(
            (at_once.total, at_once.hits.len()),
            (3, 3),
            "before the index knows"
        );
        assert_eq!(kept.count("heron").await, 3);
        kept.stop().await;
        store.close().await;
    }

    type Damage = fn(&Path);

    /// Changes the bytes of the largest file.
    fn flip(index: &Path) {
        let entries = fs::read_dir(index).unwrap().map(|entry| entry.unwrap());
        let largest = entries
            .max_by_key(|entry| entry.metadata().unwrap().len())
            .unwrap();
        let mut bytes = fs::read(largest.path()).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        fs::write(largest.path(), bytes).unwrap();
    }

    fn of_another_version(index: &Path) {
        let meta = index.join("meta.json");
        let text = fs::read_to_string(&meta).unwrap();
        fs::write(&meta, text.replace("\\\"version\\\":", "\\\"version\\\":9")).unwrap();
    }

    #[tokio::test]
    async fn an_index_that_is_not_right_is_built_anew_while_reading_goes_on() {
        let damages: [(&str, Damage); 6] = [
            ("nothing", |_| {}),
            ("missing", |index| fs::remove_dir_all(index).unwrap()),
            ("no meta", |index| {
                fs::remove_file(index.join("meta.json")).unwrap()
            }),
            ("flipped", flip),
            ("another version", of_another_version),
            ("a file in its place", |index| {
                fs::remove_dir_all(index).unwrap();
                fs::create_dir(index).unwrap();
                fs::write(index.join("meta.json"), "{}").unwrap();
            }),
        ];
        for (name, damage) in damages {
            let home = tempfile::tempdir().unwrap();
            let store = Store::open(&home.path().join("db")).unwrap();
            let kept = Kept::over(&store).await;
            stories(&store, 0, 30).await;
            assert_eq!(kept.count("heron").await, 30, "{name}");
            kept.stop().await;
            damage(&store.beside("search"));
            stories(&store, 30, 2).await;
            let kept = Kept::over(&store).await;
            // It answers at once, whatever it has by now.
            let early = kept.search("heron").await;
            let refused = |error: &Error| matches!(error, Error::Refusal(Refusal::NothingFound(_)));
            assert!(
                early.as_ref().err().is_none_or(refused),
                "{name}: {early:?}"
            );
            assert_eq!(kept.count("heron").await, 32, "{name}");
            assert!(
                kept.search("heron").await.unwrap().building.is_none(),
                "{name}"
            );
            kept.stop().await;
            store.close().await;
        }
    }

    #[tokio::test]
    async fn an_index_of_another_database_is_built_anew() {
        let home = tempfile::tempdir().unwrap();
        let open = |name: &str| Store::open(&home.path().join(name)).unwrap();
        let (first, second, third) = (open("first"), open("second"), open("third"));
        stories(&first, 0, 5).await;
        let kept = Kept::over(&first).await;
        assert_eq!(kept.count("heron").await, 5);
        kept.stop().await;
        // One that has not come as far, and one that has.
        file(&second, Library::House, "Another", "A crane stood.").await;
        for number in 0..7 {
            let (headline, later) = (format!("Another {number}"), TimeDelta::milliseconds(number));
            let at = now() + later;
            file_at(&third, Library::House, &headline, "A crane stood.", at).await;
        }
        for (store, cranes) in [(&second, 1), (&third, 7)] {
            let to = store.beside("search");
            fs::create_dir(&to).unwrap();
            for entry in fs::read_dir(first.beside("search")).unwrap() {
                let entry = entry.unwrap();
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
            let kept = Kept::over(store).await;
            assert_eq!(kept.count("crane").await, cranes);
            assert_eq!(kept.count("\"heron\"").await, 0);
            kept.stop().await;
        }
        for store in [first, second, third] {
            store.close().await;
        }
    }

    #[tokio::test]
    async fn what_a_kill_kept_from_the_index_is_taken_in_at_the_next_start() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("db")).unwrap();
        let kept = Kept::over(&store).await;
        stories(&store, 0, 3).await;
        assert_eq!(kept.count("heron").await, 3);
        kept.stop().await;
        stories(&store, 3, 4).await;
        // Taken in, and never committed.
        let index = FullText::at(&store.beside("search"));
        index.open().unwrap();
        let ids = vec![ArticleId {
            library: Library::House,
            number: 4,
        }];
        let record = store
            .articles_of(ids)
            .await
            .unwrap()
            .pop()
            .flatten()
            .unwrap();
        index.update(vec![Update::Put(Box::new(record))]).unwrap();
        drop(index);
        let kept = Kept::over(&store).await;
        assert_eq!(kept.count("heron").await, 7);
        kept.stop().await;
        store.close().await;
    }

    #[tokio::test]
    async fn a_search_that_fails_has_the_index_built_anew() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("db")).unwrap();
        let kept = Kept::over(&store).await;
        stories(&store, 0, 3).await;
        assert_eq!(kept.count("heron").await, 3);
        let mut progress = kept.newsroom.indexing.progress.subscribe();
        kept.newsroom.indexing.note_broken();
        progress.wait_for(|progress| !progress.built).await.unwrap();
        assert_eq!(kept.count("heron").await, 3);
        kept.stop().await;
        store.close().await;
    }

    #[tokio::test]
    async fn searches_wait_for_their_turn_and_too_many_are_refused() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("db")).unwrap();
        let kept = Kept::over(&store).await;
        stories(&store, 0, 1).await;
        assert_eq!(kept.count("heron").await, 1);
        let indexing = &kept.newsroom.indexing;
        let all = u32::try_from(AT_ONCE + WAITING).unwrap();
        let line = indexing.line.clone().acquire_many_owned(all).await.unwrap();
        let refused = kept.search("heron").await.unwrap_err();
        assert!(
            matches!(refused, Error::Refusal(Refusal::Busy)),
            "{refused}"
        );
        drop(line);
        assert_eq!(kept.count("heron").await, 1);
        kept.stop().await;
        store.close().await;
    }
}
