//! The index against a reading of every story.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::{
    finder::Finder,
    query::{Clause, Query},
    tests::{line, put, record, wanted},
    tokens::{Token, tokens},
    *,
};
use crate::article::{ArticleId, Library, Record, Section};

/// Whether a story has what is wanted, by reading it.
fn has(record: &Record, clause: &Clause, near: bool) -> bool {
    texts(record)
        .iter()
        .any(|text| !Finder::of(clause, near).find(text).is_empty())
}

fn texts(record: &Record) -> Vec<Vec<Token<'_>>> {
    let article = &record.article;
    let body = article
        .sections
        .iter()
        .flat_map(|section| std::iter::once(&section.heading).chain(&section.paragraphs));
    let lines = std::iter::once(&article.headline)
        .chain(&article.highlights)
        .chain(&article.lede);
    lines
        .chain(body)
        .chain(&article.analysis)
        .map(|line| tokens(line.as_str()))
        .collect()
}

/// What the index should find: everything is read.
fn scan(records: &BTreeMap<ArticleId, Record>, query: &Query) -> (HashSet<ArticleId>, Reading) {
    let excluded = |record: &&Record| {
        query
            .unwanted
            .iter()
            .any(|clause| has(record, clause, false))
    };
    let candidates: Vec<&Record> = records
        .values()
        .filter(|record| !excluded(record))
        .collect();
    for (near, reading) in [(false, Reading::All), (true, Reading::Near)] {
        let all = |record: &&&Record| query.wanted.iter().all(|clause| has(record, clause, near));
        let found: HashSet<_> = candidates
            .iter()
            .filter(all)
            .map(|record| record.id)
            .collect();
        if !found.is_empty() || (near && query.wanted.len() == 1) {
            return (found, reading);
        }
    }
    let count = |record: &Record| {
        query
            .wanted
            .iter()
            .filter(|clause| has(record, clause, true))
            .count()
    };
    let most = candidates
        .iter()
        .map(|record| count(record))
        .max()
        .unwrap_or_default();
    let reading = Reading::Some {
        count: most,
        of: query.wanted.len(),
    };
    let found = candidates
        .iter()
        .filter(|record| most > 0 && count(record) == most);
    (found.map(|record| record.id).collect(), reading)
}

fn word() -> impl Strategy<Value = String> {
    let words = [
        "train",
        "trains",
        "trainer",
        "tram",
        "rain",
        "city",
        "cities",
        "a",
        "of",
        "harbour",
        "harbor",
        "Straße",
        "strasse",
        "東京",
        "京都",
        "東",
        "الأمل",
        "امل",
        "ёлка",
        "l’été",
        "3.5",
        "U.S.",
        "well-known",
    ];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..6).prop_map(|words| words.join(" "))
}

fn typed() -> impl Strategy<Value = String> {
    let one = (word(), 0..8usize, 0..9u8).prop_map(|(word, letters, how)| match how {
        0 => format!("-{word}"),
        1 => format!("\"{word}\""),
        2 => word.chars().take(letters.max(1)).collect(),
        3 => format!("{word}x"),
        _ => word,
    });
    let phrase =
        prop::collection::vec(word(), 2..4).prop_map(|words| format!("\"{}\"", words.join(" ")));
    prop::collection::vec(prop_oneof![5 => one, 1 => phrase], 1..4)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_index_finds_what_reading_everything_finds(
        stories in prop::collection::vec((1..12u32, text(), text(), text()), 1..14),
        queries in prop::collection::vec(typed(), 1..12),
    ) {
        let home = tempfile::tempdir().unwrap();
        let index = FullText::at(home.path());
        index.reset().unwrap();
        let mut records = BTreeMap::new();
        for (seq, (number, headline, lede, body)) in (1..).zip(stories) {
            let mut record = record(Library::House, number, &headline, &lede);
            record.article.sections = vec![Section { heading: line(&lede), paragraphs: vec![line(&body)] }];
            put(&index, std::slice::from_ref(&record), seq);
            records.insert(record.id, record);
        }
        for typed in queries {
            let wanted = wanted(&typed);
            if wanted.query.is_empty() {
                continue;
            }
            let found = index.find(&wanted).unwrap();
            let (ids, reading) = scan(&records, &wanted.query);
            let items: HashSet<ArticleId> = found.items.iter().copied().collect();
            prop_assert_eq!((&items, found.reading), (&ids, reading), "{:?} {:?}", typed, wanted.query);
            prop_assert_eq!((found.total, found.items.len()), (ids.len(), ids.len()));
        }
    }
}
