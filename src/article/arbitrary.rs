//! Valid articles that are hard on whatever prints, reads, stores or shows them.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{Index, select},
};

use super::{
    Article, GuildId, Library, Line, Link, MAX_BYLINE_CHARS, MAX_HEADING_CHARS, MAX_HEADLINE_CHARS,
    MAX_REVISION, MAX_SOURCES, MAX_TOPIC_CHARS, MAX_TOPICS, Section, Standing, State,
};

/// Texts that look like structure, and texts of many scripts; few, so that they meet again.
const TEXTS: &[&str] = &[
    "Highlights",
    "**Key Points:**",
    "Rewritten Article",
    "article:",
    "Scenario Analysis",
    "What this might mean",
    "Published 1 September 2025",
    "Published: soon",
    "Published soon",
    "2025-09-01",
    "Topics: a, b",
    "Source: https://example.org/",
    "Image:",
    "Number: 12",
    "State: open",
    "By Jane Doe",
    "By: Jane Doe",
    "By noon it had rained.",
    "https://example.org/a",
    "<https://example.org/b>",
    "# Title",
    "## Heading",
    "##Heading",
    "## \\Heading",
    "- item",
    "-item",
    "-5 degrees",
    "- - item",
    "• item",
    "* item",
    "1. item",
    "-",
    "—",
    "***",
    "====",
    "===",
    "\\",
    "\\\\",
    "\\- item",
    "\\Highlights",
    "A Historic Journey",
    "It rained.",
    "It rained. A long line follows upon it, so that no reader can take it for a heading, ever",
    "“We will not yield”",
    "**bold** and _it_ and [a link](https://example.org)",
    "<@1> @everyone <t:0:R> </help:1> ||x|| `y`",
    "a",
    "?",
    "历史性的旅程",
    "他说下雨了。",
    "رحلة تاريخية",
    "שלום, עולם!",
    "歴史的な旅、続く",
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈 e\u{301}\u{302}\u{303}",
    "\u{200b}Highlights",
    "\u{202e}evil\u{202c}",
    "a\u{a0}\u{a0}b",
    "a  b",
    "a b",
];

/// The least article there can be.
pub(crate) fn least(headline: &str, lede: &str) -> Article {
    let line = |text| Line::new(text).expect("a line");
    Article {
        headline: line(headline),
        published: None,
        byline: None,
        topics: Vec::new(),
        sources: Vec::new(),
        image: None,
        highlights: Vec::new(),
        lede: vec![line(lede)],
        sections: Vec::new(),
        analysis: Vec::new(),
    }
}

/// Any valid article.
pub(crate) fn article() -> impl Strategy<Value = Article> {
    let facts = (
        text(MAX_HEADLINE_CHARS),
        option::of(date()),
        option::of(text(MAX_BYLINE_CHARS)),
        vec(text(MAX_TOPIC_CHARS), 0..=MAX_TOPICS),
        vec(link(), 0..=MAX_SOURCES.min(3)),
        option::of(link()),
    );
    let texts = (
        vec(paragraph(), 0..4),
        vec(paragraph(), 1..4),
        vec((text(MAX_HEADING_CHARS), vec(paragraph(), 1..4)), 0..4),
        vec(paragraph(), 0..4),
    );
    let articles = (facts, texts).prop_map(|(facts, texts)| {
        let (headline, published, byline, mut topics, sources, image) = facts;
        let (highlights, lede, sections, analysis) = texts;
        let mut known = HashSet::new();
        topics.retain(|topic| known.insert(topic.as_str().to_lowercase()));
        let sections = sections.into_iter().map(|(heading, paragraphs)| Section {
            heading,
            paragraphs,
        });
        Article {
            headline,
            published,
            byline,
            topics,
            sources,
            image,
            highlights,
            lede,
            sections: sections.collect(),
            analysis,
        }
    });
    (articles, echoes()).prop_map(|(mut article, echoes)| {
        for (from, to) in echoes {
            echo(&mut article, from, to);
        }
        article
    })
}

/// Any valid article, and the same after some changes: parts and lines of another came in, went, or
/// stand elsewhere.
pub(crate) fn revised() -> impl Strategy<Value = (Article, Article)> {
    let choices = vec(any::<bool>(), 1..40);
    let articles = (article(), article(), choices, any::<Index>());
    articles.prop_map(|(old, other, choices, first)| {
        let mut choices = choices.into_iter().cycle();
        let mut chance = move || choices.next().unwrap_or_default();
        let mut new = old.clone();
        if chance() {
            new.headline = other.headline;
        }
        if chance() {
            (new.published, new.byline) = (other.published, other.byline);
        }
        if chance() {
            (new.topics, new.sources, new.image) = (other.topics, other.sources, other.image);
        }
        new.highlights = mixed(new.highlights, other.highlights, &mut chance);
        new.lede = mixed(new.lede, other.lede, &mut chance);
        new.analysis = mixed(new.analysis, other.analysis, &mut chance);
        let mut spare = other.sections.iter().map(|it| it.paragraphs.clone());
        for section in &mut new.sections {
            let paragraphs = std::mem::take(&mut section.paragraphs);
            let others = spare.next().unwrap_or_default();
            section.paragraphs = mixed(paragraphs, others, &mut chance);
        }
        if chance() {
            new.sections = mixed(new.sections, other.sections, &mut chance);
        }
        if !new.sections.is_empty() {
            let first = first.index(new.sections.len());
            new.sections.rotate_left(first);
        }
        (old, new)
    })
}

/// Items of both lists in their order, by `chance`; at least one where the first has any.
fn mixed<T: Clone>(ours: Vec<T>, theirs: Vec<T>, chance: &mut impl FnMut() -> bool) -> Vec<T> {
    let least = ours.first().cloned();
    let mut theirs = theirs.into_iter();
    let mut mixed = Vec::new();
    for item in ours {
        if chance() && chance() {
            mixed.extend(theirs.next());
        }
        if chance() || chance() {
            mixed.push(item);
        }
    }
    if mixed.is_empty() {
        mixed.extend(least);
    }
    mixed
}

/// How an article can stand in a library.
pub(crate) fn standing() -> impl Strategy<Value = Standing> {
    let library = prop_oneof![
        Just(Library::House),
        (1..=u64::MAX).prop_map(|id| Library::Guild(GuildId(id)))
    ];
    let live_at = (-62_135_596_800..253_402_300_800_i64, 0..1_000_000_000_u32);
    let live_at = live_at.prop_filter_map("no instant", |(seconds, nanos)| {
        DateTime::from_timestamp(seconds, nanos)
    });
    let facts = (
        library,
        1..=u32::MAX,
        select(&State::ALL[..]),
        1..=MAX_REVISION,
        live_at,
        option::of(date()),
    );
    facts.prop_map(
        |(library, number, state, revision, live_at, filed)| Standing {
            library: Some(library),
            number: Some(number),
            state: Some(state),
            revision: Some(revision),
            live_at: Some(live_at),
            filed,
        },
    )
}

/// A text of at most `max_chars` characters.
pub(crate) fn text(max_chars: usize) -> impl Strategy<Value = Line> {
    paragraph().prop_filter_map("nothing left", move |line| {
        Line::new(&line.as_str().chars().take(max_chars).collect::<String>())
    })
}

/// A paragraph of any length up to some hundred characters.
pub(crate) fn paragraph() -> impl Strategy<Value = Line> {
    let known = || select(TEXTS).prop_map(str::to_owned);
    let texts = prop_oneof![
        4 => known(),
        2 => (known(), known()).prop_map(|(a, b)| format!("{a} {b}")),
        1 => (known(), "[:.*_\\\\ ]{1,3}").prop_map(|(a, b)| format!("{a}{b}")),
        1 => "\\PC{1,20}",
        1 => any::<String>(),
        1 => ("[a-zà-ý]{2,9}[ .,]{1,2}", 1..60usize).prop_map(|(word, times)| word.repeat(times)),
    ];
    texts.prop_filter_map("nothing visible", |text| Line::new(&text))
}

fn date() -> impl Strategy<Value = NaiveDate> {
    let usual = (1900..2100, 1..=366u32);
    let any = (-9999..=20000, 1..=366u32);
    prop_oneof![3 => usual, 1 => any].prop_filter_map("no leap year", |(year, day)| {
        NaiveDate::from_yo_opt(year, day)
    })
}

fn link() -> impl Strategy<Value = Link> {
    let paths = prop_oneof![
        select(
            &[
                "",
                "a,b",
                "a,https://b.org/;c",
                "a,",
                ";",
                "(x)",
                "%20\\",
                "?q=a b&c=>#é"
            ][..]
        )
        .prop_map(str::to_owned),
        "[!-~]{0,20}",
    ];
    paths.prop_filter_map("no address", |path| {
        Link::new(&format!("https://example.org/{path}")).ok()
    })
}

/// Which lines of an article become the same as others.
fn echoes() -> impl Strategy<Value = Vec<(Index, Index)>> {
    vec(any::<(Index, Index)>(), 0..4)
}

/// Makes one text of the article the same as another.
fn echo(article: &mut Article, from: Index, to: Index) {
    let body = article.sections.iter_mut();
    let body = body
        .flat_map(|section| std::iter::once(&mut section.heading).chain(&mut section.paragraphs));
    let mut lines: Vec<&mut Line> = std::iter::once(&mut article.headline)
        .chain(&mut article.lede)
        .chain(body)
        .chain(&mut article.analysis)
        .collect();
    let text = lines[from.index(lines.len())].clone();
    let to = to.index(lines.len());
    // The shortest limit of a text, so that it is valid everywhere.
    if text.as_str().chars().count() <= MAX_HEADLINE_CHARS.min(MAX_HEADING_CHARS) {
        *lines[to] = text;
    }
}
