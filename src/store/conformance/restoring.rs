//! Filing what was exported.

use super::{
    super::{ChangeKind, Outcome},
    *,
};
use crate::article::State;

/// A filing of an article that was exported with this number, revision and state.
fn exported(number: u32, revision: u32, state: State, article: Article) -> Filing {
    Filing {
        standing: Standing {
            library: Some(OTHER),
            number: Some(number),
            state: Some(state),
            revision: Some(revision),
            live_at: Some(at(-60)),
            filed: article.published.is_none().then(|| day(3)),
        },
        ..filing(GUILD, article)
    }
}

pub(super) async fn a_restored_article_stands_as_it_did(open: Opener<'_>) {
    let store = open();
    let undated = exported(1, 7, State::Withdrawn, article("A headline", None));
    let filed = store.file(undated, at(5)).await.unwrap();
    assert_eq!((filed.id.number, filed.revision), (1, 7));
    let record = store.article(filed.id).await.unwrap().unwrap();
    assert_eq!((record.revision, record.state), (7, State::Withdrawn));
    assert_eq!((record.added_at, record.live_at), (at(5), at(-60)));
    assert_eq!((record.date, record.article.published), (day(3), None));
    assert_eq!(store.revisions(filed.id).await.unwrap(), []);
    assert_eq!(store.outlines_of(vec![filed.id]).await.unwrap(), [None]);
    let change = store.changes_since(0, 9).await.unwrap();
    let restored = ChangeKind::Restored {
        revision: 7,
        state: State::Withdrawn,
        live_at: at(-60),
    };
    assert_eq!(change[0].kind, restored);

    let mut revised = filing(GUILD, article("A headline", None));
    revised.article.lede = vec![line("More of it.")];
    let filed = store.file(revised, at(6)).await.unwrap();
    assert_eq!((filed.outcome, filed.revision), (Outcome::Updated, 8));
    let revisions = store.revisions(filed.id).await.unwrap();
    assert_eq!(revisions.len(), 1);
    let verified = store.verify().await.unwrap();
    assert_eq!((verified.articles, verified.revisions), (1, 1));
    store.close().await;
    assert_eq!(open().verify().await.unwrap(), verified);
}

pub(super) async fn a_number_is_taken_where_it_is_the_next_or_of_the_same_story(open: Opener<'_>) {
    let store = open();
    let text = |headline: &str, lede: &str| Article {
        lede: vec![line(lede)],
        ..article(headline, Some(1))
    };
    for (number, in_order, article, wanted, renumbered, why) in [
        (1, true, text("One", "1."), 1, None, "the next number"),
        (
            2,
            true,
            text("One", "1."),
            2,
            None,
            "two of a library that are alike",
        ),
        (
            3,
            false,
            text("One", "1."),
            1,
            Some(3),
            "the next number, but it is not the rest of an export",
        ),
        (
            4,
            false,
            text("Three", "3."),
            3,
            Some(4),
            "a number that would leave a gap",
        ),
        (4, false, text("Three", "3."), 3, Some(4), "the same again"),
        (
            2,
            true,
            text("ONE", "1."),
            2,
            None,
            "the same headline and date",
        ),
        (3, true, text("Renamed", "3."), 3, None, "the same lede"),
        (
            3,
            true,
            text("Two", "2."),
            4,
            Some(3),
            "the number of another story",
        ),
        (
            9,
            false,
            text("Two", "2."),
            4,
            Some(9),
            "another number of that story",
        ),
        (
            5,
            false,
            text("Five", "5."),
            5,
            None,
            "the next number of a new story",
        ),
    ] {
        let filing = Filing {
            in_order,
            ..exported(number, 1, State::Published, article)
        };
        let planned = store.plan(filing.clone(), at(0)).await.unwrap();
        let filed = store.file(filing, at(0)).await.unwrap();
        assert_eq!(filed, planned);
        assert_eq!(
            (filed.id.number, filed.renumbered),
            (wanted, renumbered),
            "{why}"
        );
    }
    store.verify().await.unwrap();
}

pub(super) async fn a_restored_text_or_state_that_differs_is_an_update(open: Opener<'_>) {
    use ChangeKind::{Added, Revised, State as To};
    use Outcome::{New, Unchanged, Updated};
    let store = open();
    file(&store, GUILD, "A headline", 1).await;
    let text = |lede: &str| Article {
        lede: vec![line(lede)],
        ..article("A headline", Some(1))
    };
    let same = "It happened.";
    for (state, lede, outcome, revision) in [
        (State::Published, same, Unchanged, 1),
        (State::Withdrawn, same, Updated, 1),
        (State::Withdrawn, same, Unchanged, 1),
        (State::Published, "Other.", Updated, 2),
        (State::Published, "Another.", Updated, 3),
    ] {
        let filing = exported(1, 9, state, text(lede));
        let filed = store.file(filing, at(7)).await.unwrap();
        assert_eq!((filed.outcome, filed.revision), (outcome, revision));
        let record = store.article(filed.id).await.unwrap().unwrap();
        assert_eq!((record.state, record.live_at), (state, at(0)));
    }
    let kinds = store.changes_since(0, 9).await.unwrap();
    let kinds: Vec<_> = kinds.iter().map(|change| change.kind).collect();
    let wanted = [
        Added,
        To(State::Withdrawn),
        Revised(2),
        To(State::Published),
        Revised(3),
    ];
    assert_eq!(kinds, wanted);
    assert_eq!(store.verify().await.unwrap().revisions, 2);
    let fresh = exported(2, 1, State::Scheduled, article("Other", Some(1)));
    assert_eq!(store.file(fresh, at(8)).await.unwrap().outcome, New);
}
