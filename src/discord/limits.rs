//! Every message that can be made, held against what Discord takes.

mod desk;
mod posted;
mod records;
mod schedules;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;

use super::wire::private_message;
use crate::{
    article::{
        Article, ArticleId, Author, Card, GuildId, Library, Line, Origin, Record, State, arbitrary,
    },
    view::{
        Message, Part,
        archive::{self, Page},
        article,
        briefing::{self, Briefing, MOST},
        choices::{self, Choice},
        help,
        limits::{Anchor, Limits, TopicKey},
        markup::units,
        message::Block,
        notice::{self, Refusal},
        search::{self, Building, Handle, Hit, Nothing, PAGE, Passage, Results, Search, Taken},
    },
};

fn record(article: Article) -> Record {
    Record {
        id: ArticleId {
            library: Library::Guild(GuildId(u64::MAX)),
            number: u32::MAX,
        },
        revision: 1,
        state: State::Published,
        added_by: Author::Operator,
        added_at: DateTime::UNIX_EPOCH,
        live_at: DateTime::UNIX_EPOCH,
        revised_by: Author::Operator,
        revised_at: DateTime::UNIX_EPOCH,
        origin: Origin::Desk,
        announced_at: None,
        corrections: Vec::new(),
        withdrawal: None,
        date: article.published.unwrap_or(NaiveDate::MAX),
        article,
    }
}

/// An article whose every text is as long as it may be, of the dearest character.
fn fullest(filler: char) -> Article {
    let line = |chars: usize| Line::new(&filler.to_string().repeat(chars)).expect("a line");
    let section = |n: usize| crate::article::Section {
        heading: Line::new(&format!("{n}{}", filler.to_string().repeat(240))).expect("a line"),
        paragraphs: vec![line(300); 3],
    };
    Article {
        headline: line(crate::article::MAX_HEADLINE_CHARS),
        published: NaiveDate::from_ymd_opt(2025, 9, 1),
        byline: Some(line(crate::article::MAX_BYLINE_CHARS)),
        topics: (0..10)
            .map(|_| line(crate::article::MAX_TOPIC_CHARS))
            .collect(),
        sources: (0..10)
            .map(|n| {
                let address = format!("https://{}.example/{n}{}", "a".repeat(60), "b".repeat(400));
                crate::article::Link::new(&address).expect("a link")
            })
            .collect(),
        image: None,
        highlights: vec![line(500); 30],
        lede: vec![line(5000), line(10)],
        sections: (0..30).map(section).collect(),
        analysis: vec![line(3000)],
    }
}

/// Every card of an article, each page of each.
fn cards(record: &Record) -> Vec<Message> {
    let pages = |page: &dyn Fn(u16) -> Message| {
        let mut all = vec![page(0)];
        while all.len() < 200 {
            let next = page(u16::try_from(all.len()).expect("few"));
            if Some(&next) == all.last() {
                break;
            }
            all.push(next);
        }
        all
    };
    let mut all: Vec<Message> = Part::ALL
        .iter()
        .flat_map(|part| pages(&|page| article::part(record, *part, page)))
        .collect();
    for index in 0..record.article.sections.len() {
        all.extend(pages(&|page| {
            article::section(record, index, page).expect("a section")
        }));
    }
    all.extend([0, 24, 48, 9999].map(|from| article::sections(record, from)));
    all
}

/// So many others of the same text.
fn others(record: &Record, count: u32) -> impl Iterator<Item = Arc<Record>> {
    (1..=count).map(|n| {
        let id = ArticleId {
            number: u32::MAX - n,
            ..record.id
        };
        Arc::new(Record {
            id,
            ..record.clone()
        })
    })
}

/// The limits to some topic.
fn topic(n: u32) -> Limits {
    let topic = Some(TopicKey::new(&n.to_string()));
    Limits {
        topic,
        ..Limits::default()
    }
}

/// What a search of `typed` finds and does not find; none where nothing was typed.
fn searches(record: &Record, typed: &str) -> Vec<Message> {
    let limits = Limits {
        topic: topic(1).topic,
        from: Some(NaiveDate::MIN),
        to: Some(record.date),
    };
    let Some(search) = Search::new(typed, limits) else {
        return Vec::new();
    };
    let handle = if search.fits() {
        Handle::Whole
    } else {
        Handle::Kept(u64::MAX)
    };
    let text = record.article.lede[0].as_str();
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).take(200).collect();
    let place = record.article.topics.first().map(ToString::to_string);
    let hit = |other: Arc<Record>| Hit {
        card: Arc::new(Card::of(&other)),
        passage: Passage {
            place: place.clone(),
            text: text.to_owned(),
            marks: ends.chunks_exact(3).map(|at| at[0]..at[1]).collect(),
            cut: [true, true],
        },
    };
    let results = Results {
        search: search.clone(),
        handle,
        topic: place.clone(),
        taken: Taken::Partly { count: 11, of: 12 },
        left_out: true,
        page: 5_000,
        total: 100_000,
        hits: others(record, PAGE as u32).map(hit).collect(),
        building: Some(Building(50)),
    };
    let page = Results {
        page: 500,
        ..results.clone()
    };
    let full = search::results(&page);
    let texts = full.blocks().iter();
    let texts = texts.filter(|block| matches!(block, Block::Text(_)));
    assert_eq!(texts.count(), 1 + PAGE);
    assert!(matches!(full.blocks().last(), Some(Block::Buttons(buttons)) if buttons.len() == 2));
    let nothing = Nothing {
        search,
        topic: place,
        wider: Some(handle),
        near: others(record, 3).map(|other| Card::of(&other)).collect(),
        building: Some(Building(99)),
    };
    let nothing = notice::refusal(&Refusal::NothingFound(Box::new(nothing)));
    vec![full, search::results(&results), nothing]
}

/// Archive and briefing, full and empty.
fn lists(record: &Record, typed: &str) -> Vec<Message> {
    let name = record.article.topics.first();
    let name = name.map_or(typed, |topic| topic.as_str()).to_owned();
    let anchor = |rank| {
        Some(Anchor {
            article: record.id,
            rank,
        })
    };
    let mut page = Page {
        limits: Limits {
            topic: topic(1).topic,
            from: Some(NaiveDate::MIN),
            to: Some(record.date),
        },
        topic: Some(name.clone()),
        total: 100_000,
        rank: 50_003,
        cards: others(record, 10)
            .map(|other| Arc::new(Card::of(&other)))
            .collect(),
        before: anchor(1),
        after: anchor(2),
        last: anchor(3),
    };
    let full = archive::archive(&page);
    let entries = full
        .blocks()
        .iter()
        .filter(|block| matches!(block, Block::Text(_)));
    assert_eq!(entries.count(), 1 + page.cards.len());
    assert!(matches!(full.blocks().last(), Some(Block::Buttons(buttons)) if buttons.len() == 4));
    page.cards.clear();
    let mut stories = Briefing {
        date: record.date,
        topic: Some((TopicKey::new(&name), name)),
        total: 100_000,
        stories: others(record, MOST as u32).collect(),
        earlier: Some(NaiveDate::MIN),
        later: Some(NaiveDate::MAX),
    };
    let told = briefing::briefing(&stories);
    let entries = told
        .blocks()
        .iter()
        .filter(|block| matches!(block, Block::Entry(..)));
    assert_eq!(entries.count(), MOST);
    assert!(matches!(told.blocks().last(), Some(Block::Buttons(buttons)) if buttons.len() == 3));
    stories.stories.clear();
    let mut all = vec![
        full,
        archive::archive(&page),
        told,
        briefing::briefing(&stories),
    ];
    (stories.earlier, stories.later) = (None, None);
    all.push(briefing::briefing(&stories));
    all
}

fn notices(record: &Record, typed: &str) -> Vec<Message> {
    let (record, typed) = (Arc::new(record.clone()), typed.to_owned());
    let near = vec![Card::of(&record)];
    let places: Vec<usize> = (0..record.article.sections.len()).collect();
    let refusals = [
        Refusal::EmptyLibrary,
        Refusal::UnknownArticle {
            typed: typed.clone(),
            part: Part::Story,
            near,
        },
        Refusal::Gone(record.id),
        Refusal::UnknownSection {
            typed: typed.clone(),
            record: record.clone(),
            near: places.clone(),
        },
        Refusal::AmbiguousSection {
            typed: typed.clone(),
            record: record.clone(),
            fit: places,
        },
        Refusal::ChangedSection(record.clone()),
        Refusal::UnknownDate(typed.clone()),
        Refusal::AmbiguousDate {
            typed: typed.clone(),
            readings: [record.date; 2],
        },
        Refusal::ManyDays {
            typed: typed.clone(),
            limits: Limits::on(record.date),
        },
        Refusal::UnknownTopic {
            typed: typed.clone(),
            near: (0..9)
                .map(|n| (record.article.headline.to_string(), topic(n)))
                .collect(),
        },
        Refusal::GoneTopic,
        Refusal::NoWords(typed.clone()),
        Refusal::OnlyExcluded(typed.clone()),
        Refusal::Forgotten(typed.chars().take(60).collect()),
        Refusal::Busy,
        Refusal::UnknownControl,
        Refusal::UnknownCommand,
    ];
    let mut all: Vec<Message> = refusals.iter().map(notice::refusal).collect();
    all.extend([
        notice::fault("0badf00d"),
        help::help(
            Some(&Card::of(&record)),
            help::Helper {
                desk: true,
                schedules: true,
                settings: true,
            },
        ),
        help::help(None, help::Helper::default()),
    ]);
    all
}

fn check_message(message: &Message) {
    assert!(!message.blocks().is_empty());
    let body = serde_json::to_value(private_message(message)).expect("JSON");
    if let Some(errors) = local_discord::message_errors(&body) {
        panic!("{errors:#}\nof {body:#}");
    }
}

fn check_choice(choice: &Choice) {
    assert!((1..=100).contains(&units(&choice.name)), "{choice:?}");
    assert!((1..=100).contains(&units(&choice.value)), "{choice:?}");
}

fn check(article: Article, typed: &str) {
    let record = records::corrected(record(article), typed);
    let lists = lists(&record, typed).into_iter();
    let messages = cards(&record).into_iter().chain(lists);
    let stories: Vec<_> = others(&record, MOST as u32).collect();
    let messages = messages.chain(schedules::posts(&stories, typed));
    let messages = messages.chain(searches(&record, typed));
    let messages = messages.chain(desk::messages(&record, typed));
    for message in messages.chain(notices(&record, typed)) {
        check_message(&message);
    }
    let card = Card::of(&record);
    let sections = (0..record.article.sections.len()).flat_map(|index| {
        [
            choices::section(&record, index),
            choices::foreign_section(&record, index),
        ]
    });
    let topics = card
        .topics
        .iter()
        .map(|topic| choices::topic(topic.as_str(), 100_000));
    let dates = [
        choices::date(card.date, card.date, 100_000),
        choices::days(NaiveDate::MIN, card.date, "September 2025"),
    ];
    let choices = sections.flatten().chain(topics).chain(dates);
    for choice in choices.chain([choices::article(&card)]) {
        check_choice(&choice);
    }
}

#[test]
fn the_fullest_article_is_within_every_limit() {
    for filler in ['x', '*', '語', '😀', ':', '。', '\u{301}', 'ﷺ'] {
        check(fullest(filler), &filler.to_string().repeat(6000));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_article_exceeds_a_limit(article in arbitrary::article(), typed in r"\PC{0,400}") {
        check(article, &typed);
    }
}
