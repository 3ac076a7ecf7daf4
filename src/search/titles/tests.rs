use std::collections::HashSet;

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::article::{GuildId, Line};

const OWN: Library = Library::Guild(GuildId(7));
const OTHER: Library = Library::Guild(GuildId(8));

fn line(text: &str) -> Line {
    Line::new(text).expect("a line")
}

fn card(library: Library, number: u32, day: u32, headline: &str, topics: &[&str]) -> Outline {
    let card = Card {
        id: ArticleId { library, number },
        headline: line(headline),
        date: NaiveDate::from_ymd_opt(2025, 9, day).expect("a date"),
        live_at: DateTime::UNIX_EPOCH,
        topics: topics.iter().map(|topic| line(topic)).collect(),
        corrected: number.is_multiple_of(2),
    };
    Outline {
        card,
        headings: vec![line(&format!("About {headline}"))],
    }
}

fn titles() -> Titles {
    let titles = Titles::default();
    titles.put(&[
        card(
            Library::House,
            1,
            3,
            "Voyager reaches interstellar space",
            &["Space", "Science"],
        ),
        card(
            Library::House,
            2,
            5,
            "Space telescope shows its first images",
            &["space"],
        ),
        card(OWN, 1, 4, "The harbour gets a new crane", &["Harbour life"]),
        card(
            OTHER,
            1,
            9,
            "Another guild's space news",
            &["Space", "Secrets"],
        ),
    ]);
    titles
}

fn scope(libraries: &[Library], hidden: &[ArticleId]) -> Scope {
    Scope {
        libraries: libraries.to_owned(),
        hidden: std::sync::Arc::new(hidden.iter().copied().collect()),
    }
}

fn own() -> Scope {
    scope(&[OWN, Library::House], &[])
}

fn names(ids: &[ArticleId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn newest(titles: &Titles, scope: &Scope, limit: usize) -> Vec<String> {
    names(&titles.list(scope, &Filter::default(), 0, limit).items)
}

fn topics(titles: &Titles, scope: &Scope, typed: &str) -> Vec<(String, usize)> {
    let found = titles.topics(scope, typed, 9).into_iter();
    found.map(|topic| (topic.name, topic.count)).collect()
}

#[test]
fn only_the_named_libraries_answer() {
    let titles = titles();
    assert_eq!(names(&titles.find(&own(), "space", 9)), ["#H2", "#H1"]);
    assert_eq!(newest(&titles, &own(), 9), ["#H2", "#1", "#H1"]);
    assert_eq!(newest(&titles, &own(), 1), ["#H2"]);
    assert_eq!(
        names(&titles.near(&scope(&[OWN], &[]), "anothr guilds space", 9)),
        [""; 0]
    );
    let all = topics(&titles, &own(), "");
    assert_eq!(
        all,
        [
            ("Space".into(), 2),
            ("Harbour life".into(), 1),
            ("Science".into(), 1)
        ]
    );
    assert_eq!(titles.topic(&own(), "secrets"), None);
}

#[test]
fn a_topic_is_known_by_its_name_even_where_that_has_no_word() {
    let titles = Titles::default();
    titles.put(&[card(OWN, 1, 1, "To the Moon", &["🚀", "C++"])]);
    for (typed, wanted) in [("🚀", "🚀"), (" c++ ", "C++")] {
        let topic = titles.topic(&own(), typed).map(|topic| topic.name);
        assert_eq!(topic.as_deref(), Some(wanted));
    }
    assert_eq!(titles.topic(&own(), "C"), None);
}

#[test]
fn what_is_hidden_is_found_by_no_way() {
    let titles = titles();
    let hidden = ArticleId {
        library: Library::House,
        number: 1,
    };
    let scope = scope(&[OWN, Library::House], &[hidden]);
    assert_eq!(names(&titles.find(&scope, "space", 9)), ["#H2"]);
    let list = titles.list(&scope, &Filter::default(), 0, 9);
    assert_eq!(
        (list.total, names(&list.items)),
        (2, vec!["#H2".into(), "#1".into()])
    );
    assert_eq!(names(&titles.near(&scope, "voyagr", 9)), [""; 0]);
    assert!(titles.sections(&scope, "voyager", 9).is_empty());
    assert_eq!(topics(&titles, &scope, "s"), [("Space".into(), 1)]);
    assert!(!titles.has(&scope, hidden));
}

#[test]
fn the_headline_itself_comes_first_then_whole_words_then_the_newest() {
    let titles = titles();
    titles.put(&[
        card(Library::House, 3, 9, "Spacewalk", &[]),
        card(Library::House, 4, 1, "Space", &[]),
    ]);
    let found = titles.find(&scope(&[Library::House], &[]), "space", 9);
    assert_eq!(names(&found), ["#H4", "#H2", "#H1", "#H3"]);
}

#[test]
fn a_changed_article_is_found_by_its_new_words_only() {
    let titles = titles();
    titles.put(&[card(OWN, 1, 6, "The harbour gets two cranes", &["Cranes"])]);
    let own = scope(&[OWN], &[]);
    assert_eq!(names(&titles.find(&own, "new", 9)), [""; 0]);
    assert_eq!(names(&titles.find(&own, "two cran", 9)), ["#1"]);
    assert_eq!(titles.sections(&own, "cranes about", 9)[0].1, 0);
    assert_eq!(topics(&titles, &own, ""), [("Cranes".into(), 1)]);
    titles.remove(ArticleId {
        library: OWN,
        number: 1,
    });
    assert_eq!(newest(&titles, &own, 9), [""; 0]);
    assert!(titles.sections(&own, "cranes", 9).is_empty());
    assert_eq!(topics(&titles, &own, ""), []);
}

#[test]
fn a_mistyped_headline_or_topic_finds_its_neighbours() {
    let titles = titles();
    for typed in [
        "voyagr intersteler",
        "ovyager",
        "voyager reches interstelar spaze",
    ] {
        let found = titles.near(&own(), typed, 9);
        assert_eq!(names(&found)[..1], ["#H1"], "{typed}");
    }
    assert_eq!(names(&titles.near(&own(), "qqq", 9)), [""; 0]);
    let near = titles.near_topics(&own(), "sciense", 9);
    assert_eq!(near[0].name, "Science");
}

#[test]
fn a_list_keeps_to_its_filter() {
    let titles = titles();
    let day = |day| NaiveDate::from_ymd_opt(2025, 9, day);
    for (topic, from, to, wanted) in [
        (None, None, None, "#H2 #1 #H1"),
        (Some("SPACE"), None, None, "#H2 #H1"),
        (Some("space"), day(4), None, "#H2"),
        (None, day(3), day(4), "#1 #H1"),
        (None, day(6), day(4), ""),
        (Some("secrets"), None, None, ""),
    ] {
        let filter = Filter {
            topic: topic.map(str::to_owned),
            from,
            to,
        };
        let list = titles.list(&own(), &filter, 0, 9);
        assert_eq!(names(&list.items).join(" "), wanted, "{filter:?}");
        assert_eq!(list.total, list.items.len());
    }
}

#[test]
fn every_part_of_a_long_list_is_the_list_from_there_on() {
    let titles = Titles::default();
    let cards: Vec<_> = (1..=90)
        .map(|number| {
            let library = [OWN, Library::House][(number * 7 % 11 % 2) as usize];
            card(library, number, 1 + number * 37 % 28, "One of many", &[])
        })
        .collect();
    titles.put(&cards);
    for hide in [0, 3, 50] {
        let hidden: Vec<ArticleId> = (1..=hide)
            .map(|number| ArticleId {
                library: Library::House,
                number,
            })
            .collect();
        let scope = scope(&[OWN, Library::House], &hidden);
        let list = |from, limit| titles.list(&scope, &Filter::default(), from, limit);
        let whole = list(0, 99).items;
        assert_eq!(whole.len(), list(0, 0).total);
        for from in 0..whole.len() + 2 {
            let rest = &whole[from.min(whole.len())..];
            assert_eq!(list(from, 99).items, rest, "{hide} hidden, from {from}");
        }
    }
}

/// One thing that happens to an article.
#[derive(Clone, Debug)]
enum Event {
    Put(Vec<Outline>),
    Remove(ArticleId),
}

fn cards() -> impl Strategy<Value = Outline> {
    let words = proptest::collection::vec(
        proptest::sample::select(vec!["ape", "apes", "bee", "Ärger", "cat"]),
        1..4,
    );
    let topics = proptest::sample::subsequence(vec!["One", "two", "TWO words"], 0..3);
    let library = proptest::sample::select(vec![Library::House, OWN]);
    (library, 1u32..6, 1u32..5, words, topics).prop_map(|(library, number, day, words, topics)| {
        card(library, number, day, &words.join(" "), &topics)
    })
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        3 => proptest::collection::vec(cards(), 1..4).prop_map(Event::Put),
        1 => cards().prop_map(|card| Event::Remove(card.card.id)),
    ];
    proptest::collection::vec(event, 1..40)
}

proptest! {
    /// Whatever happened, the index finds what looking at every article finds.
    #[test]
    fn the_index_finds_what_a_scan_finds(
        events in events(),
        again in 0usize..3,
        hide in proptest::option::of(1u32..6),
        typed in proptest::sample::select(vec!["ape", "ap", "arg", "cat bee", "b b", "about a", "x"]),
        topic in proptest::option::of(proptest::sample::select(vec!["one", "Two words", "none"])),
        days in (proptest::option::of(1u32..5), proptest::option::of(1u32..5)),
        (from, limit) in (0usize..5, 1usize..5),
    ) {
        let (titles, mut known) = (Titles::default(), std::collections::BTreeMap::new());
        for event in events {
            match event {
                Event::Put(cards) => {
                    // Often enough that the dead are buried.
                    (0..again * 20).for_each(|_| titles.put(&cards));
                    titles.put(&cards);
                    known.extend(cards.into_iter().map(|card| (card.card.id, card)));
                }
                Event::Remove(id) => {
                    titles.remove(id);
                    known.remove(&id);
                }
            }
        }
        let hidden = hide.map(|number| ArticleId { library: Library::House, number });
        let scope = scope(&[OWN, Library::House], hidden.as_slice());
        let seen: Vec<&Outline> = known.values().filter(|card| scope.has(card.card.id)).collect();
        let has_all = |text: &str| fold(typed).split(' ').all(|start| fold(text).split(' ').any(|word| word.starts_with(start)));

        let found: HashSet<_> = titles.find(&scope, typed, 99).into_iter().collect();
        let wanted: HashSet<_> = seen.iter().filter(|card| has_all(card.card.headline.as_str())).map(|card| card.card.id).collect();
        prop_assert_eq!(found, wanted);

        let found: HashSet<_> = titles.sections(&scope, typed, 99).into_iter().collect();
        let wanted: HashSet<_> = seen.iter().filter(|card| has_all(card.headings[0].as_str())).map(|card| (card.card.id, 0)).collect();
        prop_assert_eq!(found, wanted);

        let day = |day: Option<u32>| day.and_then(|day| NaiveDate::from_ymd_opt(2025, 9, day));
        let filter = Filter { topic: topic.map(str::to_owned), from: day(days.0), to: day(days.1) };
        let has_topic = |card: &Outline| topic.is_none_or(|topic| card.card.topics.iter().any(|own| fold(own.as_str()) == fold(topic)));
        let mut wanted: Vec<&&Outline> = seen.iter().filter(|card| has_topic(card) && filter.spans(card.card.date)).collect();
        wanted.sort_by_key(|card| (card.card.date, card.card.live_at, card.card.id.number, card.card.id.library));
        let wanted: Vec<_> = wanted.into_iter().rev().map(|card| card.card.id).collect();
        let list = titles.list(&scope, &filter, from, limit);
        prop_assert_eq!(list.total, wanted.len());
        let same_place = |id: &ArticleId| (known[id].card.date, id.number);
        let items: Vec<_> = list.items.iter().map(same_place).collect();
        let wanted: Vec<_> = wanted.iter().skip(from).take(limit).map(same_place).collect();
        prop_assert_eq!(items, wanted);

        let whole = titles.list(&scope, &filter, 0, 99).items;
        for (rank, id) in whole.iter().enumerate() {
            prop_assert_eq!(titles.rank(&scope, &filter, *id), Some(rank));
        }
        if let Some(hidden) = hidden {
            prop_assert_eq!(titles.rank(&scope, &filter, hidden), None);
        }
        let mut dates: Vec<(NaiveDate, usize)> = Vec::new();
        for date in whole.iter().map(|id| known[id].card.date) {
            match dates.last_mut() {
                Some((last, count)) if *last == date => *count += 1,
                _ => dates.push((date, 1)),
            }
        }
        prop_assert_eq!(titles.dates(&scope, &filter, Way::Back, 99), dates.clone());
        dates.reverse();
        prop_assert_eq!(titles.dates(&scope, &filter, Way::Forth, 99), dates);

        for topic in ["one", "two", "two words"] {
            let count = seen.iter().filter(|card| card.card.topics.iter().any(|own| fold(own.as_str()) == topic)).count();
            prop_assert_eq!(titles.topic(&scope, topic).map_or(0, |topic| topic.count), count);
        }
    }
}
