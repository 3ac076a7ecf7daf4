//! What becomes of articles at the desk.

use super::{
    super::{ChangeKind, Job, Outcome, Place, Publication, Published, Rewritten, StoreError},
    desk::{ANN, BOB, DESK_OF, brief, deeds, keep, new_story, scheduled},
    *,
};
use crate::article::{
    Correction, Deed, Draft, DraftId, DraftStatus, GuildId, Link, Outline, Record, State,
    Withdrawal,
};

fn lede(text: &str) -> Article {
    Article {
        lede: vec![line(text)],
        ..article("A headline", Some(1))
    }
}

fn over(text: &str, revision: u32, note: Option<&str>) -> Publication {
    Publication {
        article: lede(text),
        place: Place::Over(id(GUILD, 1), revision),
        today: day(9),
        note: note.map(line),
    }
}

async fn publish(store: &Store, publication: Publication, minute: i64) -> Published {
    let draft = keep(store, DESK_OF, "Text.").await;
    let published = store.publish_draft(draft.id, 1, publication, BOB, at(minute));
    published.await.unwrap()
}

async fn present(store: &Store, number: u32) -> Record {
    store.article(id(GUILD, number)).await.unwrap().unwrap()
}

fn forgotten(draft: &Draft, minute: i64) -> Job {
    Job {
        key: JobKey::ForgetDraft(draft.id),
        due_at: at(minute) + TimeDelta::days(30),
        attempt: 0,
        leased_until: None,
    }
}

pub(super) async fn a_draft_becomes_a_story_of_its_own_whatever_it_is_like(open: Opener<'_>) {
    let store = open();
    let mut same = article("A headline", Some(1));
    same.sources = vec![Link::new("https://example.org/a").unwrap()];
    for wanted in 1..=3 {
        let draft = scheduled(&store, 60).await;
        let publication = Publication {
            article: same.clone(),
            ..new_story("Another")
        };
        let minute = i64::from(wanted);
        let published = store
            .publish_draft(draft.id, 2, publication, BOB, at(minute))
            .await;
        let record = Record {
            id: id(GUILD, wanted),
            revision: 1,
            state: State::Published,
            added_by: Author::User(BOB),
            added_at: at(minute),
            live_at: at(minute),
            revised_by: Author::User(BOB),
            revised_at: at(minute),
            origin: Origin::Desk,
            announced_at: Some(at(minute)),
            corrections: Vec::new(),
            withdrawal: None,
            date: day(1),
            article: same.clone(),
        };
        let wanted = Published::Done(Box::new(record.clone()));
        assert_eq!(published.unwrap(), wanted);
        assert_eq!(present(&store, record.id.number).await, record);
        let outlines = store.outlines_of(vec![record.id]).await.unwrap();
        assert_eq!(outlines, [Some(Outline::of(&record))]);
        assert_eq!(store.newest(&[GUILD]).await.unwrap(), Some(record.id));
        let found = store.draft(draft.id).await.unwrap().unwrap();
        let status = DraftStatus::Published {
            article: record.id,
            revision: 1,
            by: Author::User(BOB),
            at: at(minute),
        };
        assert_eq!((found.version, found.status), (3, status));
        assert_eq!(found.source, draft.source, "its text is kept for a while");
        let jobs = store.jobs().await.unwrap();
        assert!(jobs.contains(&forgotten(&draft, minute)));
        assert_eq!(
            jobs.len(),
            record.id.number as usize,
            "none goes live again"
        );
        let told = store
            .log(DESK_OF, None, Some(record.id), 0, 9)
            .await
            .unwrap();
        assert_eq!(told[0].deed, Deed::Published("A headline".into()));
        assert_eq!(told[0].by, Author::User(BOB));
    }
    assert_eq!(store.open_drafts(DESK_OF).await.unwrap(), 0);
    let changes = store.changes_since(0, 9).await.unwrap();
    let added = changes
        .iter()
        .filter(|change| change.kind == ChangeKind::Added);
    assert_eq!(added.count(), 3);
    store.verify().await.unwrap();

    // An import still knows the oldest of them as its story.
    let mut text = filing(GUILD, same);
    text.article.lede = vec![line("More of it.")];
    let filed = store.file(text, at(9)).await.unwrap();
    assert_eq!((filed.id.number, filed.outcome), (1, Outcome::Updated));
    store.verify().await.unwrap();
    store.close().await;
    let store = open();
    assert_eq!(
        present(&store, 3).await.article.headline,
        line("A headline")
    );
    assert_eq!(store.verify().await.unwrap().drafts, 3);
}

pub(super) async fn a_draft_becomes_a_revision_that_stands_as_the_article_did(open: Opener<'_>) {
    for state in State::ALL {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path()).unwrap();
        let undated = Article {
            published: None,
            ..lede("First.")
        };
        store.file(filing(GUILD, undated), at(0)).await.unwrap();
        if state != State::Published {
            let set = store.set_state(id(GUILD, 1), state, DESK, at(1)).await;
            assert!(set.unwrap());
        }
        let first = present(&store, 1).await;
        for (minute, revision, text, note) in [
            (2, 1, "Second.", None),
            (3, 2, "Third.", Some("It was wrong.")),
            (4, 3, "Fourth.", Some("So was that.")),
        ] {
            let before = present(&store, 1).await;
            let published = publish(&store, over(text, revision, note), minute).await;
            let mut wanted = Record {
                revision: revision + 1,
                revised_by: Author::User(BOB),
                revised_at: at(minute),
                article: lede(text),
                ..before
            };
            wanted.corrections.extend(note.map(|note| Correction {
                revision: revision + 1,
                note: line(note),
                at: at(minute),
            }));
            assert_eq!(published, Published::Done(Box::new(wanted.clone())));
            assert_eq!(present(&store, 1).await, wanted);
            let deed = Deed::Revised(revision + 1, note.map(str::to_owned));
            assert_eq!(deeds(&store).await.pop(), Some(deed));
        }
        let last = present(&store, 1).await;
        assert_eq!((last.state, last.date), (state, day(1)));
        assert_eq!(last.announced_at, None, "a correction is no news");
        let revisions = store.revisions(last.id).await.unwrap();
        assert_eq!(revisions.len(), 3);
        assert_eq!(revisions[0], first);
        for (number, wanted) in (1..).zip(revisions.iter().chain([&last])) {
            let found = store.revision(last.id, number).await.unwrap();
            assert_eq!(found.as_ref(), Some(wanted));
        }
        for (article, number) in [(last.id, 0), (last.id, 5), (id(GUILD, 2), 1)] {
            assert_eq!(store.revision(article, number).await.unwrap(), None);
        }
        store.verify().await.unwrap();
    }
    drop(open());
}

pub(super) async fn what_can_not_be_published_leaves_everything_as_it_was(open: Opener<'_>) {
    let store = open();
    publish(&store, new_story("A headline"), 1).await;
    publish(&store, over("Second.", 1, None), 2).await;
    let draft = keep(&store, DESK_OF, "Text.").await;
    let written = store.written().await.unwrap();
    let elsewhere = Publication {
        place: Place::Over(id(GUILD, 9), 1),
        ..over("Third.", 1, None)
    };
    for (publication, wanted) in [
        (over("Third.", 1, Some("Late.")), Published::Outdated(2)),
        (over("Third.", 3, None), Published::Outdated(2)),
        (over("Second.", 2, Some("Nothing.")), Published::Unchanged),
        (elsewhere, Published::Missing),
    ] {
        let published = store.publish_draft(draft.id, 1, publication, BOB, at(3));
        assert_eq!(published.await.unwrap(), wanted);
    }
    let too_large = "a".repeat(MAX_ARTICLE_BYTES);
    for publication in [
        over(&too_large, 2, None),
        Publication {
            article: lede(&too_large),
            ..new_story("Another")
        },
    ] {
        let published = store
            .publish_draft(draft.id, 1, publication, BOB, at(3))
            .await;
        assert!(matches!(published, Err(StoreError::TooLarge { .. })));
    }
    let stale = store
        .publish_draft(draft.id, 2, new_story("B"), BOB, at(3))
        .await;
    assert_eq!(stale.unwrap(), Published::Changed(Box::new(draft.clone())));
    let nobody = DraftId {
        guild: GuildId(8),
        ..draft.id
    };
    let missing = store
        .publish_draft(nobody, 1, new_story("B"), BOB, at(3))
        .await;
    assert_eq!(missing.unwrap(), Published::Missing);
    assert_eq!(store.draft(draft.id).await.unwrap(), Some(draft.clone()));
    assert_eq!(store.written().await.unwrap(), written);

    let discarded = store.discard_draft(draft.id, 1, ANN, at(4)).await.unwrap();
    assert!(matches!(discarded, super::super::Acted::Done(_)));
    let closed = store
        .publish_draft(draft.id, 2, new_story("B"), BOB, at(5))
        .await;
    assert!(matches!(closed.unwrap(), Published::Changed(now) if now.version == 2));
    store.verify().await.unwrap();
}

/// What readers are told of changes lies in the article's record.
pub(super) async fn notes_count_as_text_of_the_article(open: Opener<'_>) {
    let store = open();
    let noise = |number| Article {
        lede: large(number).lede,
        ..article("A headline", Some(1))
    };
    let story = Publication {
        article: noise(1),
        ..new_story("Another")
    };
    assert!(matches!(
        publish(&store, story, 1).await,
        Published::Done(_)
    ));
    let noted = Publication {
        article: noise(2),
        place: Place::Over(id(GUILD, 1), 1),
        today: day(9),
        note: Some(line("It was wrong.")),
    };
    let draft = keep(&store, DESK_OF, "Text.").await;
    let refused = store
        .publish_draft(draft.id, 1, noted.clone(), BOB, at(2))
        .await;
    assert!(matches!(refused, Err(StoreError::TooLarge { .. })));
    let quiet = Publication {
        note: None,
        ..noted
    };
    let published = store.publish_draft(draft.id, 1, quiet, BOB, at(2)).await;
    assert!(matches!(published.unwrap(), Published::Done(_)));
    let why = line(&"é".repeat(300));
    let withdrawn = store
        .withdraw(id(GUILD, 1), Some(why), DESK_OF, BOB, at(3))
        .await;
    assert!(withdrawn.unwrap(), "that can always be done");
}

pub(super) async fn a_story_is_withdrawn_and_put_back(open: Opener<'_>) {
    let store = open();
    publish(&store, new_story("A headline"), 1).await;
    let published = present(&store, 1).await;
    let withdraw = async |number, reason: Option<&str>, minute| {
        let article = id(GUILD, number);
        let reason = reason.map(line);
        let done = store
            .withdraw(article, reason, DESK_OF, ANN, at(minute))
            .await;
        done.unwrap()
    };
    let restore = async |number, minute| {
        let done = store
            .restore(id(GUILD, number), DESK_OF, ANN, at(minute))
            .await;
        done.unwrap()
    };
    assert!(!restore(1, 2).await, "readers see it");
    assert!(
        !withdraw(2, None, 2).await && !restore(2, 2).await,
        "there is none"
    );
    for (minute, reason) in [(3, Some("It is not so.")), (5, None)] {
        assert!(withdraw(1, reason, minute).await);
        assert!(!withdraw(1, Some("Again."), minute).await, "it is already");
        let withdrawal = Withdrawal {
            reason: reason.map(line),
            by: Author::User(ANN),
            at: at(minute),
        };
        let wanted = Record {
            state: State::Withdrawn,
            withdrawal: Some(withdrawal),
            ..published.clone()
        };
        assert_eq!(present(&store, 1).await, wanted);
        assert_eq!(store.newest(&[GUILD]).await.unwrap(), None);
        store.verify().await.unwrap();
        assert!(restore(1, minute + 1).await && !restore(1, minute + 1).await);
        assert_eq!(present(&store, 1).await, published);
    }
    let told = deeds(&store).await;
    let why = Some("It is not so.".to_owned());
    use Deed::{Restored, Withdrew};
    let wanted = [Withdrew(why), Restored, Withdrew(None), Restored];
    assert_eq!(told[2..], wanted);
    let set = store
        .set_state(id(GUILD, 1), State::Scheduled, DESK, at(7))
        .await;
    assert!(set.unwrap() && !restore(1, 8).await, "its time will come");
    assert!(withdraw(1, None, 9).await);
    let set = store
        .set_state(id(GUILD, 1), State::Published, DESK, at(9))
        .await;
    assert!(set.unwrap());
    assert_eq!(
        present(&store, 1).await.withdrawal,
        None,
        "an import published it"
    );
    store.verify().await.unwrap();
}

pub(super) async fn an_earlier_revision_becomes_the_present_one(open: Opener<'_>) {
    let store = open();
    publish(&store, new_story("A headline"), 1).await;
    publish(&store, over("Second.", 1, Some("It was wrong.")), 2).await;
    publish(&store, over("Third.", 2, None), 3).await;
    let article = id(GUILD, 1);
    let rewrite = async |article, revision, over, minute| {
        let done = store
            .rewrite(article, revision, over, DESK_OF, ANN, at(minute))
            .await;
        done.unwrap()
    };
    let before = present(&store, 1).await;
    let written = store.written().await.unwrap();
    for (article, revision, over, wanted) in [
        (article, 1, 2, Rewritten::Outdated(3)),
        (article, 3, 3, Rewritten::Unchanged),
        (article, 4, 3, Rewritten::Missing),
        (article, 0, 3, Rewritten::Missing),
        (id(GUILD, 2), 1, 1, Rewritten::Missing),
    ] {
        assert_eq!(rewrite(article, revision, over, 4).await, wanted);
    }
    assert_eq!(store.written().await.unwrap(), written);
    let wanted = Record {
        revision: 4,
        revised_by: Author::User(ANN),
        revised_at: at(5),
        article: super::article("A headline", Some(1)),
        ..before
    };
    let done = Rewritten::Done(Box::new(wanted.clone()));
    assert_eq!(rewrite(article, 1, 3, 5).await, done);
    assert_eq!(present(&store, 1).await, wanted);
    assert_eq!(rewrite(article, 1, 4, 6).await, Rewritten::Unchanged);
    assert_eq!(
        deeds(&store).await.pop(),
        Some(Deed::RestoredRevision(1, 4))
    );
    store.verify().await.unwrap();
}

pub(super) async fn a_guild_logs_what_it_hides(open: Opener<'_>) {
    let store = open();
    file(&store, Library::House, "a", 1).await;
    let house = id(Library::House, 1);
    for (hidden, reason) in [(true, Some("Not for us.")), (true, None), (false, None)] {
        let reason = reason.map(line);
        let set = store
            .set_hidden(DESK_OF, 1, hidden, reason, DESK, at(1))
            .await;
        set.unwrap();
    }
    let told = store.log(DESK_OF, None, Some(house), 0, 9).await.unwrap();
    let told: Vec<_> = told.into_iter().map(|entry| entry.deed).collect();
    assert_eq!(told, [Deed::Showed, Deed::Hid(Some("Not for us.".into()))]);
    let elsewhere = store.log(GuildId(8), None, None, 0, 9).await.unwrap();
    assert_eq!(elsewhere, []);
}

/// A draft that came to nothing leaves no trace after a while, its article does.
pub(super) async fn a_published_draft_is_forgotten_and_its_story_stays(open: Opener<'_>) {
    let store = open();
    let draft = store.keep_draft(brief(DESK_OF), at(0)).await.unwrap();
    let story = new_story("A headline");
    store
        .publish_draft(draft.id, 1, story, BOB, at(1))
        .await
        .unwrap();
    let month = at(1) + TimeDelta::days(30);
    assert_eq!(
        store.next_job(Lane::Desk, Vec::new()).await.unwrap(),
        Some(month)
    );
    let claimed = store
        .claim_due(month, TimeDelta::minutes(1), 9, Lane::Desk, Vec::new())
        .await
        .unwrap();
    assert_eq!(claimed.len(), 1);
    assert!(
        !store.finish_job(&claimed[0]).await.unwrap(),
        "it is not done"
    );
    assert!(store.forget_draft(draft.id).await.unwrap());
    assert_eq!(store.jobs().await.unwrap(), []);
    assert_eq!(store.draft(draft.id).await.unwrap(), None);
    assert_eq!(present(&store, 1).await.revision, 1);
    store.verify().await.unwrap();
}
