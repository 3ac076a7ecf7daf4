//! Every record schema that ever shipped stays readable, and none changes unnoticed.
//!
//! `tests/fixtures/records/` holds the bytes of one record of each: `<table>-v<version>.bin`. A
//! file that is missing is written, and the test fails until it is committed. Never change one.

use std::{fmt::Debug, fs, path::PathBuf};

use super::{
    Change, ChangeKind,
    asks::Ask,
    catalogue::{Head, Shelf},
    codec::{self, Value},
    conformance::{article, at, day, line},
    hidden::Hiding,
};
use crate::article::{
    Article, ArticleId, Author, GuildId, Library, Link, Origin, Outline, Record, Section, State,
    UserId,
};

const ID: ArticleId = ArticleId {
    library: Library::Guild(GuildId(7)),
    number: 12,
};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/records")
        .join(name)
}

/// Checks that the fixture `name` reads as `value`, and gives its bytes.
fn read<V: Value + PartialEq + Debug>(name: &str, value: &V) -> Vec<u8> {
    let path = fixture(name);
    if !path.exists() {
        fs::write(&path, codec::encode(value).unwrap()).unwrap();
        panic!("{name} was missing and is written now: commit it");
    }
    let bytes = fs::read(path).unwrap();
    assert_eq!(codec::decode::<V>(&bytes).unwrap(), *value, "{name}");
    bytes
}

/// Checks that today's program writes `value` as the fixture has it.
fn newest<V: Value + PartialEq + Debug>(name: &str, value: &V) {
    let bytes = read(name, value);
    let today = codec::encode(value).unwrap();
    assert_eq!(
        bytes.escape_ascii().to_string(),
        today.escape_ascii().to_string(),
        "{name}"
    );
}

fn record() -> Record {
    Record {
        id: ID,
        revision: 3,
        state: State::Withdrawn,
        added_by: Author::Operator,
        added_at: at(0),
        live_at: at(1),
        revised_by: Author::User(UserId(3)),
        revised_at: at(2),
        origin: Origin::File("/data/a.txt".into()),
        announced_at: None,
        corrections: Vec::new(),
        withdrawal: None,
        date: day(1),
        article: Article {
            byline: Some(line("A. Writer")),
            topics: vec![line("Energy")],
            sources: vec![Link::new("https://example.org/a").unwrap()],
            image: Some(Link::new("https://example.org/a.png").unwrap()),
            highlights: vec![line("One.")],
            sections: vec![Section {
                heading: line("Why"),
                paragraphs: vec![line("So.")],
            }],
            analysis: vec![line("It might.")],
            ..article("A headline", Some(1))
        },
    }
}

#[test]
fn articles_and_revisions() {
    newest("articles-v1.bin", &record());
    let mut bare = record();
    bare.id.library = Library::House;
    bare.state = State::Published;
    bare.origin = Origin::Desk;
    bare.article = article("A headline", None);
    newest("articles-bare-v1.bin", &bare);
    bare.announced_at = Some(at(2));
    newest("articles-announced-v1.bin", &bare);
    // Another release of the compressor may write other bytes, and must read these.
    let mut long = record();
    long.article.analysis = vec![line("It might."); 200];
    read("articles-zstd-v1.bin", &long);
}

#[test]
fn cards() {
    newest("cards-v1.bin", &Outline::of(&record()));
}

#[test]
fn changes() {
    let kinds = [
        ("added", ChangeKind::Added),
        (
            "restored",
            ChangeKind::Restored {
                revision: 3,
                state: State::Withdrawn,
                live_at: at(1),
            },
        ),
        ("revised", ChangeKind::Revised(3)),
        ("announced", ChangeKind::Announced),
        ("scheduled", ChangeKind::State(State::Scheduled)),
        ("published", ChangeKind::State(State::Published)),
        ("withdrawn", ChangeKind::State(State::Withdrawn)),
        ("hidden", ChangeKind::Hidden(GuildId(8))),
        ("shown", ChangeKind::Shown(GuildId(8))),
    ];
    for (name, kind) in kinds {
        let change = Change {
            seq: 9,
            id: ID,
            kind,
            by: Author::User(UserId(3)),
            at: at(0),
        };
        newest(&format!("changes-{name}-v1.bin"), &change);
    }
}

#[test]
fn hidings() {
    let hiding = Hiding {
        by: Author::User(UserId(3)),
        at: at(0),
    };
    newest("hidden-v1.bin", &hiding);
}

#[test]
fn heads_shelves_and_plain_values() {
    newest(
        "head-v1.bin",
        &Head {
            schema: 1,
            change_seq: 9,
            entries: 0,
        },
    );
    newest(
        "shelves-v1.bin",
        &Shelf {
            last_number: 12,
            published: 11,
        },
    );
    newest(
        "asks-v1.bin",
        &Ask {
            text: "-:-:-:a long search".to_owned(),
            at: at(0),
        },
    );
    newest("settings-v1.bin", &"text".to_owned());
    newest("newest-v1.bin", &());
}
