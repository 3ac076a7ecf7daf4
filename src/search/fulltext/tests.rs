//! What is found in which language and order, and what becomes of an index whose files are not right.

use std::{collections::HashSet, fs, path::Path, sync::Arc};

use chrono::{DateTime, NaiveDate};

use super::{query::Query, *};
use crate::{
    article::{ArticleId, Author, GuildId, Library, Line, Origin, Record, State, arbitrary::least},
    search::{Filter, Scope},
};

const GUILD: Library = Library::Guild(GuildId(7));
const OTHER: Library = Library::Guild(GuildId(8));

pub(super) fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, day).unwrap()
}

pub(super) fn record(library: Library, number: u32, headline: &str, lede: &str) -> Record {
    Record {
        id: ArticleId { library, number },
        revision: 1,
        state: State::Published,
        added_by: Author::Operator,
        added_at: DateTime::UNIX_EPOCH,
        live_at: DateTime::UNIX_EPOCH,
        announced_at: None,
        corrections: Vec::new(),
        withdrawal: None,
        revised_by: Author::Operator,
        revised_at: DateTime::UNIX_EPOCH,
        origin: Origin::Desk,
        date: day(number % 28 + 1),
        article: least(headline, lede),
    }
}

fn house(texts: &[&str]) -> Vec<Record> {
    let record = |(number, text): (u32, &&str)| record(Library::House, number, "Nil", text);
    (1..).zip(texts).map(record).collect()
}

pub(super) fn put(index: &FullText, records: &[Record], seq: u64) {
    let updates = records
        .iter()
        .cloned()
        .map(|record| Update::Put(Box::new(record)));
    index.update(updates.collect()).unwrap();
    index.commit(Mark { seq, print: 1 }, false).unwrap();
}

fn index(path: &Path, records: &[Record]) -> FullText {
    let index = FullText::at(path);
    index.reset().unwrap();
    put(&index, records, 1);
    index
}

pub(super) fn wanted(typed: &str) -> Wanted {
    Wanted {
        query: Query::new(typed),
        filter: Filter::default(),
        scope: Scope {
            libraries: vec![GUILD, Library::House],
            hidden: Arc::default(),
        },
        today: day(28),
        limit: 100,
    }
}

fn numbers(found: &Found) -> Vec<u32> {
    found.items.iter().map(|id| id.number).collect()
}

fn find(index: &FullText, typed: &str) -> Vec<u32> {
    numbers(&index.find(&wanted(typed)).unwrap())
}

#[test]
fn every_language_is_found_as_it_is_typed() {
    for (text, found, not_found) in [
        (
            "The crews were building two cities’ harbours; John's U.S. visit cost $1,000.",
            &[
                "build",
                "BUILDING",
                "city",
                "harbour",
                "harbours two",
                "\"two cities\"",
                "u.s.",
                "us visit",
                "1000",
                "1,000",
                "cities building",
                "buildng",
                "cost -peace",
                "john",
                "h",
            ][..],
            &[
                "\"cities two\"",
                "two -cities",
                "\"build\"",
                "rebuilding",
                "uilding",
            ][..],
        ),
        (
            "Im Hafen steht der neue Hafenkran an der Großen Straße, über Öl.",
            &[
                "hafen",
                "Hafenkran",
                "kran hafenkran",
                "strasse",
                "STRASSE",
                "grosse",
                "ol",
                "uber",
                "Hafenkrahn",
            ],
            &["gleis", "\"hafen kran\""],
        ),
        (
            "L’été à Besançon, cœur d'artichaut",
            &["ete", "été", "besancon", "coeur", "artichaut"],
            &["hiver"],
        ),
        (
            "Ещё одна ёлка в Москве",
            &["еще", "ёлка", "елка", "моск", "МОСКВЕ"],
            &["париж"],
        ),
        (
            "وصل مسبار الأمل إلى المريخ، والعلماء سعداء",
            &[
                "الأمل",
                "امل",
                "أمل",
                "المريخ",
                "مريخ",
                "الى",
                "علماء",
                "مسبـار",
            ],
            &["القمر"],
        ),
        (
            "探査機「はやぶさ２」が帰還した。データ",
            &[
                "帰還",
                "帰",
                "はやぶさ",
                "はやぶさ2",
                "探査機",
                "データ",
                "ﾃﾞｰﾀ",
            ],
            &["還帰", "月面", "機探"],
        ),
        (
            "北京举行阅兵式",
            &["北京", "阅兵", "京", "阅兵式 北京"],
            &["京北"],
        ),
        (
            "한국의 학교에서 만났다",
            &["한국", "학교", "학교에서"],
            &["대학교"],
        ),
        ("गाँव में हिन्दी", &["हिन्दी", "हिन्"], &["हनद"]),
        ("วันนี้ฝนตก", &["ฝน", "วันนี้"], &["ตกฝน"]),
        ("צה\"ל הודיע", &["צה\"ל", "הודיע", "צהל"], &["שלום"]),
        (
            "Łódź, Ærø og Þórsmörk",
            &["lodz", "aero", "thorsmork"],
            &["oslo"],
        ),
    ] {
        let home = tempfile::tempdir().unwrap();
        let index = index(home.path(), &house(&[text, "Something else altogether."]));
        for typed in found {
            assert_eq!(find(&index, typed), [1], "{typed:?} in {text:?}");
        }
        for typed in not_found {
            let found = index.find(&wanted(typed)).unwrap();
            let first = found.items.iter().any(|id| id.number == 1);
            let wrong = first && found.reading == Reading::All;
            assert!(!wrong, "{typed:?} in {text:?}");
        }
    }
}

#[test]
fn the_headline_counts_most_then_whole_words_then_newer_ones() {
    let home = tempfile::tempdir().unwrap();
    let records = [
        record(
            Library::House,
            1,
            "A quiet day",
            "The ferry came. The gulls slept all day long.",
        ),
        record(
            Library::House,
            2,
            "The ferry is late",
            "It came. The gulls slept all day long.",
        ),
        record(
            Library::House,
            3,
            "A quiet day",
            "The ferryman came. The gulls slept all day.",
        ),
        record(
            Library::House,
            4,
            "A quiet day",
            "The ferry came. The gulls slept all day long.",
        ),
        record(
            GUILD,
            5,
            "A quiet day",
            "Nothing came, and nothing left, not even a gull.",
        ),
    ];
    let index = index(home.path(), &records);
    assert_eq!(find(&index, "ferry"), [2, 4, 1, 3]);
    assert_eq!(find(&index, "\"ferry\""), [2, 4, 1]);
    let mut second = wanted("ferry");
    second.limit = 2;
    let found = index.find(&second).unwrap();
    assert_eq!((numbers(&found), found.total), (vec![2, 4], 4));
}

#[test]
fn what_nothing_has_is_looked_for_less_strictly() {
    let home = tempfile::tempdir().unwrap();
    let index = index(
        home.path(),
        &house(&["A red lighthouse", "A red boat", "A blue boat"]),
    );
    let reading = |typed: &str| {
        let found = index.find(&wanted(typed)).unwrap();
        (numbers(&found), found.reading)
    };
    assert_eq!(reading("red boat"), (vec![2], Reading::All));
    assert_eq!(reading("lihgthose"), (vec![1], Reading::Near));
    let some = |count, of| Reading::Some { count, of };
    let (mut found, how) = reading("red boat zebra");
    assert_eq!((found.pop(), found.pop(), how), (Some(2), None, some(2, 3)));
    let (mut found, how) = reading("red zebra");
    found.sort_unstable();
    assert_eq!((found, how), (vec![1, 2], some(1, 2)));
    assert_eq!(reading("zebra giraffe"), (vec![], some(0, 2)));
    assert_eq!(reading("zebra"), (vec![], Reading::Near));
    assert_eq!(reading("blue boat -boat zebra").0, [0; 0]);
}

#[test]
fn limits_and_libraries_hold() {
    let home = tempfile::tempdir().unwrap();
    let mut records = vec![
        record(Library::House, 1, "Tide", "Water rises."),
        record(GUILD, 1, "Tide", "Water falls."),
        record(OTHER, 1, "Tide", "Water stands."),
        record(Library::Guild(GuildId(0)), 1, "Tide", "Nobody's water."),
        record(Library::House, 5, "Tide", "Water again."),
    ];
    records[0].article.topics = vec![line("Énergie"), line("Sea")];
    let index = index(home.path(), &records);
    let all = index.find(&wanted("water")).unwrap();
    let libraries: HashSet<Library> = all.items.iter().map(|id| id.library).collect();
    assert_eq!(
        (libraries, all.total),
        (HashSet::from([GUILD, Library::House]), 3)
    );

    let mut topic = wanted("water");
    topic.filter.topic = Some(" energie ".into());
    assert_eq!(index.find(&topic).unwrap().items, [records[0].id]);
    for (from, to, total) in [
        (None, Some(2), 2),
        (Some(3), None, 1),
        (Some(3), Some(5), 0),
        (Some(6), Some(6), 1),
    ] {
        let mut dated = wanted("water");
        (dated.filter.from, dated.filter.to) = (from.map(day), to.map(day));
        assert_eq!(index.find(&dated).unwrap().total, total, "{from:?} {to:?}");
    }
    let mut hidden = wanted("water");
    hidden.scope.hidden = Arc::new(HashSet::from([records[4].id]));
    assert_eq!(index.find(&hidden).unwrap().total, 2);
}

#[test]
fn a_changed_story_is_found_by_its_new_words_only_and_a_removed_one_by_none() {
    let home = tempfile::tempdir().unwrap();
    let index = index(home.path(), &house(&["One crane", "One boat"]));
    put(&index, &[record(Library::House, 1, "Nil", "Two herons")], 2);
    assert_eq!(
        (find(&index, "crane"), find(&index, "heron")),
        (vec![], vec![1])
    );
    let id = ArticleId {
        library: Library::House,
        number: 1,
    };
    index.update(vec![Update::Remove(id)]).unwrap();
    assert_eq!(find(&index, "heron"), [1], "it is not committed");
    index.commit(Mark { seq: 3, print: 1 }, false).unwrap();
    index.rest().unwrap();
    let found = index.find(&wanted("heron")).unwrap();
    assert_eq!(found.total, 0);
    drop(index);
    let again = FullText::at(home.path());
    assert_eq!(again.open(), Some(Mark { seq: 3, print: 1 }));
    assert_eq!(find(&again, "boat"), [2]);
}

#[test]
fn what_was_not_committed_is_not_there_after_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let first = index(home.path(), &house(&["One crane"]));
    first
        .update(vec![Update::Put(Box::new(record(
            Library::House,
            2,
            "Nil",
            "One boat",
        )))])
        .unwrap();
    drop(first);
    let again = FullText::at(home.path());
    assert_eq!(again.open(), Some(Mark { seq: 1, print: 1 }));
    assert_eq!(
        (find(&again, "crane"), find(&again, "boat")),
        (vec![1], vec![])
    );
}

/// The files of the index, largest first.
fn files(path: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
    let mut files: Vec<_> = entries
        .map(|entry| (entry.metadata().unwrap().len(), entry.path()))
        .collect();
    files.sort();
    files.into_iter().rev().map(|(_, path)| path).collect()
}

#[test]
fn damaged_files_are_noticed_and_never_panic() {
    let home = tempfile::tempdir().unwrap();
    let text = "The crane and the boat, and the heron. ".repeat(50);
    let texts: Vec<&str> = (0..50).map(|_| text.as_str()).collect();
    index(home.path(), &house(&texts)).rest().unwrap();
    for (number, file) in files(home.path()).into_iter().enumerate() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.contains("lock") || name == ".managed.json" {
            continue;
        }
        let sound = fs::read(&file).unwrap();
        let mut flipped = sound.clone();
        flipped[sound.len() / 3] ^= 0x55;
        for damaged in [flipped, sound[..sound.len() / 2].to_vec(), Vec::new()] {
            fs::write(&file, damaged).unwrap();
            let index = FullText::at(home.path());
            if index.open().is_some() {
                let _ = index.find(&wanted("crane boat"));
                let _ = index.find(&wanted("cr \"boat and\" hern"));
                // What names the files has no checksum: the mark in it has its print.
                assert!(name == "meta.json" || !index.is_whole(), "{number} {name}");
            }
        }
        fs::write(&file, &sound).unwrap();
        let index = FullText::at(home.path());
        assert!(index.open().is_some() && index.is_whole(), "{name}");
    }
    fs::remove_file(home.path().join("meta.json")).unwrap();
    assert_eq!(FullText::at(home.path()).open(), None);
}

#[test]
fn an_index_of_another_version_is_not_used() {
    let home = tempfile::tempdir().unwrap();
    index(home.path(), &house(&["One crane"])).rest().unwrap();
    let meta = home.path().join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let other = text.replace("\\\"version\\\":", "\\\"version\\\":9");
    assert_ne!(other, text);
    fs::write(&meta, other).unwrap();
    let index = FullText::at(home.path());
    assert_eq!(index.open(), None);
    assert!(matches!(index.find(&wanted("crane")), Err(Broken::Closed)));
    index.reset().unwrap();
    assert_eq!(find(&index, "crane"), [0; 0]);
}
