//! Adding and updating.

use super::{
    super::{ChangeKind, Filed, Outcome, StoreError},
    *,
};
use crate::article::{Link, Section, State};

pub(super) async fn an_article_comes_back_as_it_was_filed(open: Opener<'_>) {
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
            revision: 1,
            renumbered: None,
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

pub(super) async fn numbers_are_a_librarys_own_and_given_once(open: Opener<'_>) {
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

pub(super) async fn the_same_story_is_found_by_headline_then_source_then_file(open: Opener<'_>) {
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

pub(super) async fn an_article_without_a_date_keeps_the_day_it_was_filed(open: Opener<'_>) {
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

pub(super) async fn an_update_keeps_the_old_revision(open: Opener<'_>) {
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

pub(super) async fn what_is_unchanged_is_not_written(open: Opener<'_>) {
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
            revision: 1,
            renumbered: None,
        }
    );
    assert_eq!(store.article(id(GUILD, 1)).await.unwrap(), before);
    assert_eq!(store.change_seq().await.unwrap(), 1);
}

pub(super) async fn many_are_filed_as_if_one_by_one(open: Opener<'_>) {
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

    // More than share a transaction, and some of them another text of one just before.
    let texts = (0..40).map(|text| {
        let headline = format!("Story {}", text / 3);
        let mut article = article(&headline, Some(1));
        article.lede = vec![line(&format!("Text {text}."))];
        filing(GUILD, article)
    });
    let filed = store.file_all(texts.collect(), at(1)).await.unwrap();
    for (text, filed) in (0..).zip(filed) {
        let seen = (filed.id.number, filed.revision);
        assert_eq!(seen, (4 + text / 3, 1 + text % 3));
        let record = store.revision(filed.id, filed.revision).await.unwrap();
        let lede = record.unwrap().article.lede;
        assert_eq!(lede, [line(&format!("Text {text}."))]);
    }
    store.verify().await.unwrap();
}

pub(super) async fn an_announcement_stays_and_comes_later_too(open: Opener<'_>) {
    let store = open();
    let quiet = filing(GUILD, article("A headline", Some(1)));
    let announced = Filing {
        announced: true,
        ..quiet.clone()
    };
    let mut seen = Vec::new();
    for (minute, filing) in (0..).zip([&quiet, &announced, &announced, &quiet]) {
        let filed = store.file(filing.clone(), at(minute)).await.unwrap();
        let record = store.article(filed.id).await.unwrap().unwrap();
        seen.push((filed.outcome, record.announced_at));
    }
    use Outcome::{New, Unchanged, Updated};
    let since = Some(at(1));
    assert_eq!(
        seen,
        [
            (New, None),
            (Updated, since),
            (Unchanged, since),
            (Unchanged, since)
        ]
    );
    let kinds = store.changes_since(0, 9).await.unwrap();
    let kinds: Vec<_> = kinds.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::Added, ChangeKind::Announced]);

    let mut revised = announced.clone();
    revised.article.lede = vec![line("More of it.")];
    store.file(revised, at(5)).await.unwrap();
    let new = Filing {
        announced: true,
        ..filing(GUILD, article("Another", Some(1)))
    };
    store.file(new, at(6)).await.unwrap();
    store.verify().await.unwrap();
    store.close().await;
    let store = open();
    for (number, announced_at) in [(1, since), (2, Some(at(6)))] {
        let record = store.article(id(GUILD, number)).await.unwrap().unwrap();
        assert_eq!(record.announced_at, announced_at);
    }
}

pub(super) async fn a_plan_says_what_filing_does_and_writes_nothing(open: Opener<'_>) {
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

pub(super) async fn an_article_too_large_is_refused(open: Opener<'_>) {
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

pub(super) async fn the_largest_articles_fit(open: Opener<'_>) {
    let store = open();
    for number in 1..=40 {
        let filing = filing(GUILD, large(number));
        store.file(filing.clone(), at(0)).await.unwrap();
        let record = store.article(id(GUILD, number)).await.unwrap().unwrap();
        assert_eq!(record.article, filing.article);
    }
}

pub(super) async fn writers_at_once_share_no_number(open: Opener<'_>) {
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

pub(super) async fn a_closed_store_says_so(open: Opener<'_>) {
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
