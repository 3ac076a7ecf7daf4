//! The index follows the store, and is made anew wherever it is not right.

use std::{fs, path::Path};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::task::JoinHandle;

use super::*;
use crate::{
    article::{Author, GuildId, Library, Origin, Standing, arbitrary::least},
    clock::Clock,
    newsroom::{Error, Reader},
    search::Filter,
    store::Filing,
    view::{notice::Refusal, search::Results},
};

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
        article: least(headline, lede),
        author: Author::Operator,
        origin: Origin::Desk,
        same_file: false,
        announced: false,
        standing: Standing::default(),
        in_order: false,
        yields: false,
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
    file(&store, Library::House, "Story 0", "A crane stood.").await;
    assert_eq!(kept.count("heron").await, 2, "it has another text");
    assert_eq!(kept.count("crane").await, 1);
    kept.stop().await;
    store.close().await;
}

#[tokio::test]
async fn more_is_waited_for_while_an_import_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(&home.path().join("db")).unwrap();
    let indexing = Indexing::beside(&store);
    let mut changed = store.changed();
    assert!(!indexing.more_comes(&mut changed).await);
    let (first, second) = (indexing.import(), indexing.import());
    stories(&store, 0, 1).await;
    assert!(indexing.more_comes(&mut changed).await);
    drop(first);
    stories(&store, 1, 1).await;
    assert!(indexing.more_comes(&mut changed).await);
    drop(second);
    stories(&store, 2, 1).await;
    assert!(!indexing.more_comes(&mut changed).await);
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
async fn what_failed_before_an_index_was_made_anew_has_it_made_once() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(&home.path().join("db")).unwrap();
    stories(&store, 0, 3).await;
    let kept = Kept::over(&store).await;
    // The keeper has not run yet.
    kept.newsroom.indexing.note_broken();
    kept.newsroom.indexed().await.unwrap();
    let again = kept.newsroom.indexing.broken.notified().now_or_never();
    assert!(again.is_none());
    kept.stop().await;
    store.close().await;
}

#[tokio::test]
async fn what_an_index_that_can_t_be_made_lacks_is_not_said_to_be_nowhere() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(&home.path().join("db")).unwrap();
    let kept = Kept::over(&store).await;
    stories(&store, 0, 3).await;
    assert_eq!(kept.count("heron").await, 3);
    let index = store.beside("search");
    fs::remove_dir_all(&index).unwrap();
    fs::write(&index, "in its place").unwrap();
    let mut progress = kept.newsroom.indexing.progress.subscribe();
    stories(&store, 3, 1).await;
    let lost = progress.wait_for(|progress| !progress.built);
    let lost = tokio::time::timeout(Duration::from_secs(20), lost).await;
    drop(lost.expect("it is said that there is no index"));
    match kept.search("heron").await {
        Ok(results) => assert!(results.building.is_some()),
        Err(Error::Refusal(Refusal::NothingFound(nothing))) => assert!(nothing.building.is_some()),
        Err(error) => panic!("{error}"),
    }
    fs::remove_file(&index).unwrap();
    assert_eq!(kept.count("heron").await, 4);
    kept.stop().await;
    store.close().await;
}

#[tokio::test]
async fn stories_are_found_behind_any_number_that_were_withdrawn() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(&home.path().join("db")).unwrap();
    let kept = Kept::over(&store).await;
    let oldest = file(&store, Library::House, "Oldest", "A heron stood.").await;
    for number in 0..40 {
        let (headline, later) = (format!("Story {number}"), TimeDelta::hours(number));
        file_at(
            &store,
            Library::House,
            &headline,
            "A heron stood.",
            now() + later,
        )
        .await;
    }
    assert_eq!(kept.count("heron").await, 41);
    let Kept { newsroom, keeper } = kept;
    keeper.abort();
    let _ = keeper.await;
    for number in 2..=41 {
        let id = ArticleId { number, ..oldest };
        let state = State::Withdrawn;
        let done = store.set_state(id, state, Author::Operator, now()).await;
        done.unwrap();
    }
    newsroom.catalogue.follow().await.unwrap();
    let reader = Reader { guild: None };
    let results = newsroom
        .search(reader, "heron", &Filter::default())
        .await
        .unwrap();
    assert_eq!((results.total, results.hits[0].card.id), (1, oldest));
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
