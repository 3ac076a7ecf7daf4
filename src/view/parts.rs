//! What every card of an article shares: its head, its buttons, its menu of sections, its foot.

use chrono::NaiveDate;

use super::{
    action::{Action, Part, SectionChoice, SectionKey},
    markup::{Markup, clip},
    message::{Button, Look, MAX_OPTION, MAX_OPTIONS, Menu, MenuOption},
};
use crate::article::{Article, Card, Correction, Line, Record};

/// UTF-16 units that the topics and the sources may each take.
const ASIDE: usize = 300;
/// Headings that are listed beside their menu.
const GLANCE: usize = 12;
/// UTF-16 units of a heading in that list.
const LISTED: usize = 100;
/// UTF-16 units of a source's host.
const HOST: usize = 60;
/// Corrections that are told, UTF-16 units of one's note, and of all of them.
const MOST_CORRECTIONS: usize = 3;
const NOTE: usize = 330;
const CORRECTIONS: usize = 700;
/// Words that a reader takes in a minute.
const WORDS_A_MINUTE: f64 = 220.0;
/// What one ideograph counts for in words.
const IDEOGRAPH: f64 = 0.4;

/// A date as readers see it: `1 September 2025`.
pub(super) fn date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// A date with its day of the week: `Monday, 1 September 2025`.
pub(super) fn long_date(date: NaiveDate) -> String {
    date.format("%A, %-d %B %Y").to_string()
}

/// How many stories: `1 story`, `65 stories`.
pub(super) fn stories(count: usize) -> String {
    match count {
        1 => "1 story".to_owned(),
        _ => format!("{count} stories"),
    }
}

/// Topics side by side, as many as fit into `limit` UTF-16 units.
pub(super) fn topics(topics: &[Line], limit: usize) -> Markup {
    let mut list = Markup::default();
    for topic in topics {
        let topic = Markup::plain(topic.as_str()).isolated();
        if list.units() + topic.units() + ", ".len() <= limit {
            list.append(", ", &topic);
        }
    }
    list
}

/// Headline, and the line that says what and when.
pub(super) fn head(record: &Record) -> Markup {
    let article = &record.article;
    let mut head = Markup::own(format!(
        "## {}\n-# {} · {}",
        Markup::plain(article.headline.as_str()),
        record.id,
        date(record.date)
    ));
    let topics = topics(&article.topics, ASIDE);
    if !topics.is_empty() {
        head.append(" · ", &topics);
    }
    head.append(
        " · ",
        &Markup::own(format!("{} min read", minutes([article]))),
    );
    if let Some(byline) = &article.byline {
        head.append("\n-# By ", &Markup::plain(byline.as_str()).isolated());
    }
    head
}

/// How an article stands in a list: its number, its date, and whether it was corrected.
pub(super) fn standing(card: &Card) -> String {
    let corrected = if card.corrected { " · corrected" } else { "" };
    format!("{} · {}{corrected}", card.id, date(card.date))
}

/// Where it comes from and what was corrected in it. Empty where there is neither.
pub(super) fn foot(record: &Record) -> Markup {
    let mut foot = sources(&record.article);
    foot.append("\n", &corrections(&record.corrections));
    foot
}

/// The corrections, newest first, a line each; how many more there are.
fn corrections(corrections: &[Correction]) -> Markup {
    let mut list = Markup::default();
    let mut told = 0;
    for Correction { note, at, .. } in corrections.iter().rev().take(MOST_CORRECTIONS) {
        let note = Markup::clipped(note.as_str(), NOTE).isolated();
        let line = format!("-# Corrected <t:{}:f>: {note}", at.timestamp());
        let line = Markup::own(line);
        if list.units() + 1 + line.units() > CORRECTIONS {
            break;
        }
        list.append("\n", &line);
        told += 1;
    }
    let earlier = corrections.len() - told;
    if earlier > 0 {
        list.append("\n", &Markup::own(format!("-# and {earlier} earlier")));
    }
    list
}

/// Hosts that lead to the addresses of the sources. Empty where none is named.
fn sources(article: &Article) -> Markup {
    let label = if article.sources.len() == 1 {
        "-# Source: "
    } else {
        "-# Sources: "
    };
    let mut foot = Markup::default();
    for (at, source) in article.sources.iter().enumerate() {
        let earlier = article.sources[..at]
            .iter()
            .filter(|other| other.host() == source.host());
        let again = match earlier.count() {
            0 => String::new(),
            count => format!(" ({})", count + 1),
        };
        let label = format!("{}{again}", clip(source.host(), HOST));
        let link = Markup::link(&label, source.as_str());
        let fits = |more: &Markup| foot.units() + " · ".len() + more.units() <= ASIDE * 2;
        let plain = Markup::plain(&label);
        if let Some(source) = [link, plain].into_iter().find(fits) {
            foot.append(" · ", &source);
        }
    }
    if foot.is_empty() {
        return foot;
    }
    Markup::own(format!("{label}{foot}"))
}

/// The buttons of the parts, always the same four in the same order.
/// The one that is read keeps its page, so that its `custom_id` differs from those to other pages.
pub(super) fn buttons(record: &Record, current: Option<(Part, u16)>) -> Vec<Button> {
    let button = |part: Part| {
        let page = current
            .filter(|(read, _)| *read == part)
            .map(|(_, page)| page);
        let action = Action::Show {
            article: record.id,
            part,
            page: page.unwrap_or(0),
        };
        let look = match page {
            _ if !offers(&record.article, part) => Look::Absent,
            Some(_) => Look::Current,
            None => Look::Plain,
        };
        Button::new(label(part), action).with_look(look)
    };
    Part::ALL.map(button).to_vec()
}

/// What a part is called on its button.
fn label(part: Part) -> &'static str {
    match part {
        Part::Summary => "Summary",
        Part::Highlights => "Highlights",
        Part::Analysis => "Analysis",
        Part::Story => "Full story",
    }
}

/// Whether the article has that part.
pub(super) fn offers(article: &Article, part: Part) -> bool {
    match part {
        Part::Summary | Part::Story => true,
        Part::Highlights => !article.highlights.is_empty(),
        Part::Analysis => !article.analysis.is_empty(),
    }
}

/// The menu of an article's sections from `from` on (from 0); none where there are none.
/// Where they are too many for one menu, its last choice leads to the next.
pub(super) fn menu(record: &Record, from: usize, current: Option<usize>) -> Option<Menu> {
    let sections = &record.article.sections;
    let rest = sections.get(from..).filter(|rest| !rest.is_empty())?;
    let shown = if rest.len() > MAX_OPTIONS {
        MAX_OPTIONS - 1
    } else {
        rest.len()
    };
    let option = |index: usize, heading: &Line| MenuOption {
        label: clip(heading.as_str(), MAX_OPTION),
        value: SectionChoice::Section(SectionKey::new(index, heading)).to_string(),
        current: current == Some(index),
    };
    let mut options: Vec<MenuOption> = rest[..shown]
        .iter()
        .enumerate()
        .map(|(at, section)| option(from + at, &section.heading))
        .collect();
    let next = from + shown;
    if next < sections.len() {
        options.push(MenuOption {
            label: format!("More: sections {} to {} …", next + 1, sections.len()),
            value: SectionChoice::More(u16::try_from(next).unwrap_or(u16::MAX)).to_string(),
            current: false,
        });
    }
    Some(Menu {
        action: Action::Sections {
            article: record.id,
            from: u16::try_from(from).unwrap_or(u16::MAX),
        },
        placeholder: if from == 0 {
            "Go to a section …".to_owned()
        } else {
            format!("Sections from {} on …", from + 1)
        },
        options,
    })
}

/// The headings of an article, a line each; empty where they are too many to be glanced over.
pub(super) fn headings(article: &Article) -> Markup {
    let mut list = Markup::default();
    for section in article
        .sections
        .iter()
        .filter(|_| article.sections.len() <= GLANCE)
    {
        let heading = Markup::clipped(section.heading.as_str(), LISTED);
        list.append("\n", &Markup::own(format!("- {heading}")));
    }
    list
}

/// Where the menu begins that lists the section at `index` of `count`.
pub(super) fn menu_start(index: usize, count: usize) -> usize {
    let full = MAX_OPTIONS - 1;
    if count <= MAX_OPTIONS {
        0
    } else {
        index / full * full
    }
}

/// Minutes to read these articles whole, at least one.
pub(super) fn minutes<'a>(articles: impl IntoIterator<Item = &'a Article>) -> u64 {
    let words: f64 = articles.into_iter().map(all_words).sum();
    // At most 100,000 bytes of text each: no loss.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let minutes = (words / WORDS_A_MINUTE).ceil() as u64;
    minutes.max(1)
}

fn all_words(article: &Article) -> f64 {
    let body = article
        .sections
        .iter()
        .flat_map(|section| &section.paragraphs);
    let texts = article.lede.iter().chain(body).chain(&article.analysis);
    texts.map(|text| words(text.as_str())).sum()
}

/// Words of a text, roughly: it is read for every card. Scripts without spaces go by ideographs.
fn words(text: &str) -> f64 {
    let spaced = text.split_whitespace().count() as f64;
    if text.is_ascii() {
        return spaced;
    }
    let ideographs = text.chars().filter(|c| is_ideograph(*c)).count() as f64;
    spaced + ideographs * IDEOGRAPH
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Link,
        view::{article, desk::samples},
    };

    fn corrected(notes: &[&str]) -> Record {
        let mut record = samples::record();
        record.article.sources = vec![Link::new("https://example.org/a").expect("a link")];
        let corrections = (1..).zip(notes).map(|(revision, note)| Correction {
            revision,
            note: Line::new(note).expect("a line"),
            at: samples::hour(revision),
        });
        record.corrections = corrections.collect();
        record
    }

    #[test]
    fn corrections_stand_under_the_sources_the_newest_first() {
        let long = "*".repeat(300);
        let source = "-# Source: [example.org](<https://example.org/a>)";
        for (notes, wanted) in [
            (&[][..], vec![]),
            (
                &["The *speed* was wrong. @everyone"],
                vec![r"-# Corrected <t:1756688400:f>: The \*speed\* was wrong. \@everyone"],
            ),
            (
                &["One.", "Two.", "Three.", "كان الوقت خطأ", "Five."],
                vec![
                    "-# Corrected <t:1756702800:f>: Five.",
                    "-# Corrected <t:1756699200:f>: \u{2068}كان الوقت خطأ\u{2069}",
                    "-# Corrected <t:1756695600:f>: Three.",
                    "-# and 2 earlier",
                ],
            ),
        ] {
            let told = foot(&corrected(notes)).to_string();
            let lines: Vec<&str> = told.lines().collect();
            assert_eq!(lines[0], source);
            assert_eq!(lines[1..], wanted);
        }
        let told = foot(&corrected(&[&long, &long, &long])).to_string();
        assert!(told.ends_with("…\n-# and 2 earlier"), "{told}");
        let mut bare = corrected(&["One."]);
        bare.article.sources.clear();
        assert_eq!(foot(&bare).as_str(), "-# Corrected <t:1756688400:f>: One.");
    }

    #[test]
    fn every_card_and_every_list_tells_of_a_correction() {
        let record = corrected(&["The speed was wrong."]);
        let mut cards = Part::ALL
            .map(|part| article::part(&record, part, 0))
            .to_vec();
        cards.extend(article::section(&record, 0, 0));
        cards.push(article::sections(&record, 0));
        for card in cards {
            let told = samples::shown(&card);
            assert!(told.ends_with(": The speed was wrong."), "{told}");
        }
        let listed = |record: &Record| standing(&Card::of(record));
        assert_eq!(listed(&record), "#12 · 1 September 2025 · corrected");
        assert_eq!(listed(&corrected(&[])), "#12 · 1 September 2025");
    }
}
