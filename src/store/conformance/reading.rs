//! What is read of it.

use super::{
    super::{Change, ChangeKind, Outcome, Setting},
    *,
};
use crate::article::{Card, Outline, Section, State};

async fn outline_of(store: &Store, id: ArticleId) -> Option<Outline> {
    store.outlines_of(vec![id]).await.unwrap().pop().unwrap()
}

pub(super) async fn the_newest_goes_by_date_then_going_live_then_number(open: Opener<'_>) {
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

pub(super) async fn what_is_withdrawn_is_in_no_list(open: Opener<'_>) {
    let store = open();
    let filed = file(&store, GUILD, "A headline", 1).await;
    let card = outline_of(&store, filed.id).await;
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
    assert_eq!(outline_of(&store, filed.id).await, None);
    assert_eq!(store.outlines(GUILD, 0, 9).await.unwrap(), []);
    let record = store.article(filed.id).await.unwrap().unwrap();
    assert_eq!((record.state, record.revision), (State::Withdrawn, 1));

    let text = Article {
        lede: vec![line("New.")],
        ..article("A headline", Some(1))
    };
    let updated = store.file(filing(GUILD, text), at(40)).await.unwrap();
    assert_eq!((updated.id, updated.outcome), (filed.id, Outcome::Updated));
    assert_eq!(
        outline_of(&store, filed.id).await,
        None,
        "an update publishes nothing"
    );

    assert!(set(State::Published).await);
    assert_eq!(
        outline_of(&store, filed.id).await,
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

pub(super) async fn cards_are_given_in_parts(open: Opener<'_>) {
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
    let card = |number, headline| Outline {
        card: Card {
            id: id(GUILD, number),
            headline: line(headline),
            date: day(2),
            live_at: at(4),
            topics: vec![line("Energy")],
            corrected: false,
        },
        headings: vec![line("Why")],
    };
    assert_eq!(
        store.outlines(GUILD, 0, 2).await.unwrap(),
        [card(1, "a"), card(2, "b")]
    );
    assert_eq!(store.outlines(GUILD, 2, 2).await.unwrap(), [card(3, "c")]);
    assert_eq!(store.outlines(GUILD, 3, 2).await.unwrap(), []);
    assert_eq!(outline_of(&store, id(GUILD, 2)).await, Some(card(2, "b")));
}

pub(super) async fn articles_are_given_in_parts_in_any_state(open: Opener<'_>) {
    let store = open();
    for library in [Library::House, GUILD, OTHER] {
        for headline in ["a", "b", "c"] {
            file(&store, library, headline, 2).await;
        }
    }
    let gone = id(GUILD, 2);
    store
        .set_state(gone, State::Withdrawn, DESK, at(1))
        .await
        .unwrap();
    for (after, limit, wanted) in [
        (0, 2, &[1, 2][..]),
        (2, 2, &[3]),
        (3, 2, &[]),
        (u32::MAX, 2, &[]),
        (1, usize::MAX, &[2, 3]),
    ] {
        let articles = store.articles(GUILD, after, limit).await.unwrap();
        let numbers: Vec<_> = articles.iter().map(|record| record.id.number).collect();
        assert_eq!(numbers, wanted);
        assert!(articles.iter().all(|record| record.id.library == GUILD));
    }
    let nobody = Library::Guild(GuildId(9));
    assert_eq!(store.articles(nobody, 0, 9).await.unwrap(), []);
}

pub(super) async fn an_article_of_the_house_is_hidden_from_one_guild(open: Opener<'_>) {
    let store = open();
    file(&store, Library::House, "a", 1).await;
    let (here, there) = (GuildId(7), GuildId(8));
    let set = async |guild, number, hidden| {
        let set = store
            .set_hidden(guild, number, hidden, None, DESK, at(3))
            .await;
        set.unwrap()
    };
    assert!(!set(here, 1, false).await, "it is seen");
    assert!(!set(here, 9, true).await, "there is none");
    assert!(set(here, 1, true).await && set(there, 1, true).await);
    assert!(!set(here, 1, true).await, "it is hidden already");
    let house = id(Library::House, 1);
    assert_eq!(
        store.hidden().await.unwrap(),
        [(here, house), (there, house)]
    );
    assert!(set(there, 1, false).await);
    let changes = store.changes_since(1, 9).await.unwrap();
    let kinds: Vec<_> = changes
        .iter()
        .map(|change| (change.id, change.kind))
        .collect();
    let told = [
        ChangeKind::Hidden(here),
        ChangeKind::Hidden(there),
        ChangeKind::Shown(there),
    ];
    assert_eq!(kinds, told.map(|kind| (house, kind)));
    store.verify().await.unwrap();
    store.close().await;
    let store = open();
    assert_eq!(store.hidden().await.unwrap(), [(here, house)]);
    let newest = store.newest(&[GUILD, Library::House]).await.unwrap();
    assert_eq!(
        newest,
        Some(house),
        "the store gives it, the newsroom hides it"
    );
}

pub(super) async fn changes_follow_each_other_without_a_gap(open: Opener<'_>) {
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

pub(super) async fn settings_and_files_are_remembered(open: Opener<'_>) {
    let store = open();
    assert_eq!(store.setting(Setting::DiscordCommands).await.unwrap(), None);
    for value in ["first", "second"] {
        store
            .set_setting(Setting::DiscordCommands, value.into())
            .await
            .unwrap();
        let files = ["/data/a.txt", "/data/b.txt"].map(|path| (path.into(), value.into()));
        store.mark_files(files.into()).await.unwrap();
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
    let paths = ["/data/b.txt", "/data/a", "/data/a.txt"].map(String::from);
    assert_eq!(
        store.seen_files(paths.into()).await.unwrap(),
        [Some("second".into()), None, Some("second".into())]
    );
    assert_eq!(store.change_seq().await.unwrap(), 0, "these are no changes");
}

pub(super) async fn what_a_control_asks_for_is_kept_for_a_year_where_it_was_asked(
    open: Opener<'_>,
) {
    let store = open();
    let (here, there) = (Some(GuildId(7)), Some(GuildId(8)));
    let keep = async |guild, text: &str, minute| {
        let kept = store.keep_ask(guild, text.to_owned(), at(minute)).await;
        kept.unwrap()
    };
    let key = keep(here, "first", 0).await;
    assert_eq!(keep(here, "first", 1).await, key, "the same again");
    let other = keep(here, "second", 2).await;
    let dm = keep(None, "third", 3).await;
    store.close().await;
    let store = open();
    let year = 365 * 24 * 60;
    for (guild, key, minute, wanted) in [
        (here, key, 4, Some("first")),
        (here, other, 4, Some("second")),
        (None, dm, 4, Some("third")),
        (there, key, 4, None),
        (None, key, 4, None),
        (here, dm, 4, None),
        (here, key + 1, 4, None),
        (here, key, year, Some("first")),
        (here, key, year + 1, None),
        (here, other, year + 1, Some("second")),
    ] {
        let found = store.ask(guild, key, at(minute)).await.unwrap();
        assert_eq!(found.as_deref(), wanted, "{guild:?} {key} {minute}");
    }
    let again = store.keep_ask(here, "first".to_owned(), at(year + 5)).await;
    assert_eq!(again.unwrap(), key);
    let found = store.ask(here, key, at(2 * year)).await.unwrap();
    assert_eq!(found.as_deref(), Some("first"), "it was asked for again");
}

pub(super) async fn writes_wake_who_waits(open: Opener<'_>) {
    let store = open();
    let mut changed = store.changed();
    assert!(!changed.has_changed().unwrap());
    let filed = file(&store, GUILD, "a", 1).await;
    assert_eq!(*changed.borrow_and_update(), 1);
    let files = vec![("/a".to_owned(), "hash".to_owned())];
    store.mark_files(files).await.unwrap();
    assert!(!changed.has_changed().unwrap(), "no article was written");
    store
        .set_state(filed.id, State::Withdrawn, DESK, at(2))
        .await
        .unwrap();
    assert_eq!(*changed.borrow_and_update(), 2);
}
