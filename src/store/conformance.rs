//! What every store must do, whatever keeps its bytes: another engine passes the same suite by
//! another `opener`.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Card, Change, ChangeKind, Filed, Filing, Outcome, Setting, Store, StoreError};
use crate::article::{
    Article, ArticleId, Author, GuildId, Library, Line, Link, MAX_ARTICLE_BYTES, Origin, Section,
    State, UserId,
};

/// Opens the same database again and again; the one before must be closed.
type Opener<'a> = &'a dyn Fn() -> Store;

const GUILD: Library = Library::Guild(GuildId(7));
const OTHER: Library = Library::Guild(GuildId(8));
const DESK: Author = Author::User(UserId(3));

macro_rules! conformance {
    ($($test:ident),* $(,)?) => {
        /// The suite over the embedded database.
        mod embedded {
            $(#[tokio::test]
            async fn $test() {
                let home = tempfile::tempdir().unwrap();
                let path = home.path().join("newsdesk.db");
                super::$test(&|| super::Store::open(&path).unwrap()).await;
            })*
        }
    };
}

conformance!(
    an_article_comes_back_as_it_was_filed,
    numbers_are_a_librarys_own_and_given_once,
    the_same_story_is_found_by_headline_then_source_then_file,
    an_article_without_a_date_keeps_the_day_it_was_filed,
    an_update_keeps_the_old_revision,
    what_is_unchanged_is_not_written,
    many_are_filed_as_if_one_by_one,
    a_plan_says_what_filing_does_and_writes_nothing,
    the_newest_goes_by_date_then_going_live_then_number,
    what_is_withdrawn_is_in_no_list,
    cards_are_given_in_parts,
    changes_follow_each_other_without_a_gap,
    settings_and_files_are_remembered,
    an_article_too_large_is_refused,
    the_largest_articles_fit,
    writers_at_once_share_no_number,
    a_closed_store_says_so,
);

pub(super) fn at(minute: i64) -> DateTime<Utc> {
    "2025-09-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
}

pub(super) fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, day).unwrap()
}

pub(super) fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub(super) fn article(headline: &str, published: Option<u32>) -> Article {
    Article {
        headline: line(headline),
        published: published.map(day),
        byline: None,
        topics: vec![],
        sources: vec![],
        image: None,
        highlights: vec![],
        lede: vec![line("It happened.")],
        sections: vec![],
        analysis: vec![],
    }
}

pub(super) fn filing(library: Library, article: Article) -> Filing {
    Filing {
        library,
        article,
        author: DESK,
        origin: Origin::Desk,
        same_file: false,
    }
}

fn id(library: Library, number: u32) -> ArticleId {
    ArticleId { library, number }
}

async fn file(store: &Store, library: Library, headline: &str, published: u32) -> Filed {
    let filing = filing(library, article(headline, Some(published)));
    store.file(filing, at(0)).await.unwrap()
}

async fn an_article_comes_back_as_it_was_filed(open: Opener<'_>) {
    let store = open();
    let article = Article {
        byline: Some(line("A. Writer")),
        topics: vec![line("Energy")],
        sources: vec![Link::new("https://example.org/a").unwrap()],
        image: Some(Link::new("https://example.org/a.png").unwrap()),
        highlights: vec![line("One"), line("Two 👩‍👩‍👧")],
        sections: vec![Section {
            heading: line("A heading"),
            paragraphs: vec![line("Text \"so\"")],
        }],
        analysis: vec![line("It might mean much."); 500],
        ..article("A headline", Some(1))
    };
    let origin = Origin::File("/data/a.txt".into());
    let filing = Filing {
        author: Author::Operator,
        origin,
        ..filing(Library::House, article.clone())
    };
    let filed = store.file(filing.clone(), at(5)).await.unwrap();
    assert_eq!(
        filed,
        Filed {
            id: id(Library::House, 1),
            outcome: Outcome::New,
            revision: 1
        }
    );

    let record = store.article(filed.id).await.unwrap().unwrap();
    assert_eq!(record.article, article);
    assert_eq!(
        (record.id, record.revision, record.state),
        (filed.id, 1, State::Published)
    );
    assert_eq!(
        (record.added_by, record.added_at),
        (Author::Operator, at(5))
    );
    assert_eq!(
        (record.revised_by, record.revised_at),
        (Author::Operator, at(5))
    );
    assert_eq!((record.live_at, record.date), (at(5), day(1)));
    assert_eq!(record.origin, filing.origin);

    store.close().await;
    assert_eq!(open().article(filed.id).await.unwrap(), Some(record));
}

async fn numbers_are_a_librarys_own_and_given_once(open: Opener<'_>) {
    let mut store = open();
    for round in 0..3 {
        for library in [Library::House, GUILD, OTHER] {
            let filed = file(&store, library, &format!("Story {round}"), 1).await;
            assert_eq!(filed.id, id(library, round + 1));
        }
        store.close().await;
        store = open();
    }
    assert_eq!(
        store.libraries().await.unwrap(),
        [Library::House, GUILD, OTHER]
    );
    for number in [0, 4, u32::MAX] {
        assert_eq!(store.article(id(GUILD, number)).await.unwrap(), None);
    }
    assert_eq!(
        store
            .article(id(Library::Guild(GuildId(9)), 1))
            .await
            .unwrap(),
        None
    );
}

async fn the_same_story_is_found_by_headline_then_source_then_file(open: Opener<'_>) {
    let store = open();
    let make = |headline: &str, date: Option<u32>, source: &str, path: &str, same_file| {
        let mut article = article(headline, date);
        article.sources.extend(Link::new(source).ok());
        article.lede = vec![line(&format!("{headline} {date:?} {source} {path}"))];
        Filing {
            origin: Origin::File(path.into()),
            same_file,
            ..filing(GUILD, article)
        }
    };
    let (one, two) = ("https://example.org/1", "https://example.org/2");
    for (filing, wanted, why) in [
        (make("First", Some(1), one, "/a", true), 1, "new"),
        (make("Second", Some(1), two, "/b", true), 2, "new"),
        (make("Third", Some(1), "", "/c", true), 3, "new"),
        (
            make("FIRST ", Some(1), two, "/b", true),
            1,
            "the headline is stronger than source and file",
        ),
        (make("Third", Some(2), "", "/d", true), 4, "another date"),
        (
            make("Renamed", Some(3), two, "/c", true),
            1,
            "the source is stronger than the file; the oldest of two",
        ),
        (
            make("Renamed too", Some(3), "", "/d", true),
            4,
            "the same file",
        ),
        (
            make("Fifth", Some(3), "", "/d", false),
            5,
            "a file that holds several",
        ),
        (
            make("Sixth", Some(3), "", "/d", true),
            6,
            "a file that held several",
        ),
        (
            make("First", Some(1), "", "/e", true),
            7,
            "the headline that it had once",
        ),
    ] {
        let filed = store.file(filing, at(0)).await.unwrap();
        assert_eq!(filed.id.number, wanted, "{why}");
    }
    let elsewhere = Filing {
        library: OTHER,
        ..make("First", Some(1), one, "/a", true)
    };
    let filed = store.file(elsewhere, at(0)).await.unwrap();
    assert_eq!(
        (filed.id, filed.outcome),
        (id(OTHER, 1), Outcome::New),
        "another library"
    );
}

async fn an_article_without_a_date_keeps_the_day_it_was_filed(open: Opener<'_>) {
    let store = open();
    let text = |lede: &str| Article {
        lede: vec![line(lede)],
        ..article("Undated", None)
    };
    let first = store.file(filing(GUILD, text("a")), at(0)).await.unwrap();
    let next_week = at(7 * 24 * 60);
    let second = store
        .file(filing(GUILD, text("b")), next_week)
        .await
        .unwrap();
    assert_eq!((second.id, second.outcome), (first.id, Outcome::Updated));
    assert_eq!(store.article(first.id).await.unwrap().unwrap().date, day(1));

    let dated = article("Undated", Some(1));
    let third = store.file(filing(GUILD, dated), next_week).await.unwrap();
    assert_eq!((third.id, third.revision), (first.id, 3));
    let fourth = store.file(filing(GUILD, text("c")), at(1)).await.unwrap();
    assert_eq!(
        (fourth.id, fourth.revision),
        (first.id, 4),
        "today's of that headline"
    );
}

async fn an_update_keeps_the_old_revision(open: Opener<'_>) {
    let store = open();
    for (minute, lede) in [(0, "one"), (10, "two"), (20, "three")] {
        let article = Article {
            lede: vec![line(lede)],
            ..article("A headline", Some(1))
        };
        store
            .file(filing(GUILD, article), at(minute))
            .await
            .unwrap();
    }
    store.close().await;
    let store = open();
    let record = store.article(id(GUILD, 1)).await.unwrap().unwrap();
    assert_eq!(
        (record.revision, record.revised_at, record.live_at),
        (3, at(20), at(0))
    );
    let revisions = store.revisions(record.id).await.unwrap();
    let seen: Vec<_> = revisions
        .iter()
        .map(|old| (old.revision, old.revised_at, old.article.lede[0].as_str()))
        .collect();
    assert_eq!(seen, [(1, at(0), "one"), (2, at(10), "two")]);
    assert_eq!(store.revisions(id(GUILD, 2)).await.unwrap(), []);
}

async fn what_is_unchanged_is_not_written(open: Opener<'_>) {
    let store = open();
    file(&store, GUILD, "A headline", 1).await;
    let before = store.article(id(GUILD, 1)).await.unwrap();
    let again = store
        .file(filing(GUILD, article("A headline", Some(1))), at(9))
        .await
        .unwrap();
    assert_eq!(
        again,
        Filed {
            id: id(GUILD, 1),
            outcome: Outcome::Unchanged,
            revision: 1
        }
    );
    assert_eq!(store.article(id(GUILD, 1)).await.unwrap(), before);
    assert_eq!(store.change_seq().await.unwrap(), 1);
}

async fn many_are_filed_as_if_one_by_one(open: Opener<'_>) {
    let store = open();
    let headlines = ["a", "b", "a", "c", "b"];
    let filings = headlines.map(|headline| filing(GUILD, article(headline, Some(1))));
    let filed = store.file_all(filings.to_vec(), at(0)).await.unwrap();
    let seen: Vec<_> = filed
        .iter()
        .map(|filed| (filed.id.number, filed.outcome))
        .collect();
    use Outcome::{New, Unchanged};
    assert_eq!(
        seen,
        [(1, New), (2, New), (1, Unchanged), (3, New), (2, Unchanged)]
    );
    assert_eq!(store.file_all(vec![], at(0)).await.unwrap(), []);
}

async fn a_plan_says_what_filing_does_and_writes_nothing(open: Opener<'_>) {
    let store = open();
    let other = Article {
        lede: vec![line("Other.")],
        ..article("A headline", Some(1))
    };
    for article in [
        article("A headline", Some(1)),
        article("A headline", Some(1)),
        other,
    ] {
        let seq = store.change_seq().await.unwrap();
        let planned = store
            .plan(filing(GUILD, article.clone()), at(0))
            .await
            .unwrap();
        assert_eq!(store.change_seq().await.unwrap(), seq);
        assert_eq!(
            store.file(filing(GUILD, article), at(0)).await.unwrap(),
            planned
        );
    }
}

async fn the_newest_goes_by_date_then_going_live_then_number(open: Opener<'_>) {
    let store = open();
    assert_eq!(store.newest(&[Library::House, GUILD]).await.unwrap(), None);
    for (library, headline, date, minute, newest) in [
        (GUILD, "a", 5, 0, id(GUILD, 1)),
        (GUILD, "older", 4, 9, id(GUILD, 1)),
        (GUILD, "same date, later", 5, 1, id(GUILD, 3)),
        (GUILD, "same instant", 5, 1, id(GUILD, 4)),
        (Library::House, "house, earlier", 5, 0, id(GUILD, 4)),
        (Library::House, "house, later", 5, 2, id(Library::House, 2)),
        (OTHER, "not asked for", 9, 9, id(Library::House, 2)),
    ] {
        let filing = filing(library, article(headline, Some(date)));
        store.file(filing, at(minute)).await.unwrap();
        let found = store.newest(&[Library::House, GUILD]).await.unwrap();
        assert_eq!(found, Some(newest), "{headline}");
    }
    assert_eq!(store.newest(&[]).await.unwrap(), None);
    assert_eq!(store.newest(&[GUILD]).await.unwrap(), Some(id(GUILD, 4)));
}

async fn what_is_withdrawn_is_in_no_list(open: Opener<'_>) {
    let store = open();
    let filed = file(&store, GUILD, "A headline", 1).await;
    let card = store.card(filed.id).await.unwrap();
    assert!(card.is_some());
    let set = async |state| {
        store
            .set_state(filed.id, state, DESK, at(30))
            .await
            .unwrap()
    };
    assert!(set(State::Withdrawn).await);
    assert!(!set(State::Withdrawn).await, "it is already");
    assert_eq!(store.newest(&[GUILD]).await.unwrap(), None);
    assert_eq!(store.card(filed.id).await.unwrap(), None);
    assert_eq!(store.cards(GUILD, 0, 9).await.unwrap(), []);
    let record = store.article(filed.id).await.unwrap().unwrap();
    assert_eq!((record.state, record.revision), (State::Withdrawn, 1));

    let text = Article {
        lede: vec![line("New.")],
        ..article("A headline", Some(1))
    };
    let updated = store.file(filing(GUILD, text), at(40)).await.unwrap();
    assert_eq!((updated.id, updated.outcome), (filed.id, Outcome::Updated));
    assert_eq!(
        store.card(filed.id).await.unwrap(),
        None,
        "an update publishes nothing"
    );

    assert!(set(State::Published).await);
    assert_eq!(
        store.card(filed.id).await.unwrap(),
        card,
        "it went live when it first did"
    );
    assert_eq!(store.newest(&[GUILD]).await.unwrap(), Some(filed.id));

    assert!(set(State::Scheduled).await && set(State::Published).await);
    assert_eq!(
        store.article(filed.id).await.unwrap().unwrap().live_at,
        at(30)
    );
    let none = store
        .set_state(id(GUILD, 9), State::Withdrawn, DESK, at(0))
        .await;
    assert!(!none.unwrap(), "there is none");
}

async fn cards_are_given_in_parts(open: Opener<'_>) {
    let store = open();
    for library in [Library::House, GUILD, OTHER] {
        for headline in ["a", "b", "c"] {
            let mut article = article(headline, Some(2));
            article.topics = vec![line("Energy")];
            article.sections = vec![Section {
                heading: line("Why"),
                paragraphs: vec![line("So.")],
            }];
            store.file(filing(library, article), at(4)).await.unwrap();
        }
    }
    let card = |number, headline| Card {
        id: id(GUILD, number),
        headline: line(headline),
        date: day(2),
        live_at: at(4),
        topics: vec![line("Energy")],
        headings: vec![line("Why")],
    };
    assert_eq!(
        store.cards(GUILD, 0, 2).await.unwrap(),
        [card(1, "a"), card(2, "b")]
    );
    assert_eq!(store.cards(GUILD, 2, 2).await.unwrap(), [card(3, "c")]);
    assert_eq!(store.cards(GUILD, 3, 2).await.unwrap(), []);
    assert_eq!(store.card(id(GUILD, 2)).await.unwrap(), Some(card(2, "b")));
}

async fn changes_follow_each_other_without_a_gap(open: Opener<'_>) {
    let store = open();
    assert_eq!(store.change_seq().await.unwrap(), 0);
    file(&store, GUILD, "a", 1).await;
    file(&store, OTHER, "a", 1).await;
    let text = Article {
        lede: vec![line("New.")],
        ..article("a", Some(1))
    };
    store.file(filing(GUILD, text), at(1)).await.unwrap();
    store
        .set_state(id(GUILD, 1), State::Withdrawn, Author::Operator, at(2))
        .await
        .unwrap();
    store.close().await;
    let store = open();
    let change = |seq, library, kind, by, minute| Change {
        seq,
        id: id(library, 1),
        kind,
        by,
        at: at(minute),
    };
    let all = [
        change(1, GUILD, ChangeKind::Added, DESK, 0),
        change(2, OTHER, ChangeKind::Added, DESK, 0),
        change(3, GUILD, ChangeKind::Revised(2), DESK, 1),
        change(
            4,
            GUILD,
            ChangeKind::State(State::Withdrawn),
            Author::Operator,
            2,
        ),
    ];
    assert_eq!(store.change_seq().await.unwrap(), 4);
    assert_eq!(store.changes_since(0, 9).await.unwrap(), all);
    assert_eq!(store.changes_since(1, 2).await.unwrap(), all[1..3]);
    assert_eq!(store.changes_since(4, 9).await.unwrap(), []);
}

async fn settings_and_files_are_remembered(open: Opener<'_>) {
    let store = open();
    assert_eq!(store.setting(Setting::DiscordCommands).await.unwrap(), None);
    for value in ["first", "second"] {
        store
            .set_setting(Setting::DiscordCommands, value.into())
            .await
            .unwrap();
        store.mark_file("/data/a.txt", value).await.unwrap();
    }
    store.close().await;
    let store = open();
    assert_eq!(
        store
            .setting(Setting::DiscordCommands)
            .await
            .unwrap()
            .unwrap(),
        "second"
    );
    assert_eq!(
        store.seen_file("/data/a.txt").await.unwrap().unwrap(),
        "second"
    );
    assert_eq!(store.seen_file("/data/a").await.unwrap(), None);
    assert_eq!(store.change_seq().await.unwrap(), 0, "these are no changes");
}

async fn an_article_too_large_is_refused(open: Opener<'_>) {
    let store = open();
    let mut large = article("Large", Some(1));
    large.lede = vec![line(&"a".repeat(MAX_ARTICLE_BYTES))];
    let filings = vec![
        filing(GUILD, article("Small", Some(1))),
        filing(GUILD, large),
    ];
    let refused = store.file_all(filings.clone(), at(0)).await;
    assert!(matches!(refused, Err(StoreError::TooLarge { headline, .. }) if headline == "Large"));
    assert!(matches!(
        store.plan(filings[1].clone(), at(0)).await,
        Err(StoreError::TooLarge { .. })
    ));
    assert_eq!(
        store.change_seq().await.unwrap(),
        0,
        "nothing of it was filed"
    );
    file(&store, GUILD, "Small", 1).await;
}

async fn the_largest_articles_fit(open: Opener<'_>) {
    let store = open();
    for number in 1..=40 {
        let filing = filing(GUILD, large(number));
        store.file(filing.clone(), at(0)).await.unwrap();
        let record = store.article(id(GUILD, number)).await.unwrap().unwrap();
        assert_eq!(record.article, filing.article);
    }
}

/// As much text as an article may have, which hardly compresses.
pub(super) fn large(number: u32) -> Article {
    let mut state = u64::from(number);
    let noise = std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        char::from(b'!' + (state >> 40) as u8 % 94)
    });
    let text: String = noise.take(MAX_ARTICLE_BYTES - 20).collect();
    Article {
        lede: vec![line(&text)],
        ..article(&format!("No {number}"), None)
    }
}

async fn writers_at_once_share_no_number(open: Opener<'_>) {
    let store = open();
    let writers = (0..40).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move { file(&store, GUILD, &format!("Story {}", writer % 20), 1).await })
    });
    let filed = futures::future::join_all(writers).await;
    let mut new: Vec<_> = filed
        .into_iter()
        .map(Result::unwrap)
        .filter(|filed| filed.outcome == Outcome::New)
        .map(|filed| filed.id.number)
        .collect();
    new.sort_unstable();
    assert_eq!(new, (1..=20).collect::<Vec<_>>());
    assert_eq!(store.change_seq().await.unwrap(), 20);
}

async fn a_closed_store_says_so(open: Opener<'_>) {
    let store = open();
    let other = store.clone();
    let filing = filing(GUILD, article("a", Some(1)));
    let busy = tokio::spawn({
        let (store, filing) = (store.clone(), filing.clone());
        async move { store.file(filing, at(0)).await }
    });
    tokio::task::yield_now().await;
    store.close().await;
    store.close().await;
    assert!(matches!(other.change_seq().await, Err(StoreError::Closed)));
    assert!(matches!(
        other.file(filing, at(0)).await,
        Err(StoreError::Closed)
    ));
    let written = busy.await.unwrap().is_ok();
    let store = open();
    assert_eq!(
        store.change_seq().await.unwrap(),
        u64::from(written),
        "whole or not at all"
    );
}
