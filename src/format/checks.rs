//! What holds for the parts of an article in every format: the limits, and the words in which one is refused.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::problem::{Complaint, Quote};
use crate::{
    article::{
        Article, Line, Link, LinkError, MAX_ARTICLE_BYTES, MAX_BYLINE_CHARS, MAX_HEADING_CHARS,
        MAX_HEADLINE_CHARS, MAX_HIGHLIGHTS, MAX_SECTIONS, MAX_SOURCES, MAX_TOPIC_CHARS, MAX_TOPICS,
    },
    date::{self, DateError},
};

/// What must stand first in a story.
pub(super) const LEDE: &str = "a paragraph of the story before the first heading and the analysis";

/// What stands already, in that line.
pub(super) fn again(name: &str, line: usize) -> Complaint {
    Complaint::new(
        format!("`{name}` stands in line {line} already"),
        "this field once",
        "Keep one of the two.",
    )
}

/// A field without a value.
pub(super) fn empty(name: &str) -> Complaint {
    Complaint::new(
        format!("nothing stands after `{name}`"),
        "its value",
        "Fill it in, or delete it.",
    )
}

/// A headline that is too long.
pub(super) fn headline(text: &str) -> Option<Complaint> {
    too_long("headline", text, MAX_HEADLINE_CHARS)
}

/// A heading that is too long.
pub(super) fn heading(text: &str) -> Option<Complaint> {
    too_long("heading", text, MAX_HEADING_CHARS)
}

/// A byline that is too long.
pub(super) fn byline(text: &str) -> Option<Complaint> {
    too_long("byline", text, MAX_BYLINE_CHARS)
}

fn too_long(what: &str, text: &str, max: usize) -> Option<Complaint> {
    let chars = text.chars().count();
    (chars > max).then(|| {
        Complaint::new(
            format!("the {what} {} has {chars} characters", Quote(text)),
            &format!("at most {max} characters"),
            "Shorten it.",
        )
    })
}

/// A heading where only paragraphs can stand.
pub(super) fn misplaced_heading(heading: &str, part: &str) -> Complaint {
    Complaint::new(
        format!("the heading {} stands in the {part}", Quote(heading)),
        "paragraphs only",
        "Take its mark away.",
    )
}

/// The heading of a section under which nothing stands.
pub(super) fn empty_section(heading: &str) -> Complaint {
    Complaint::new(
        format!("no paragraph stands under the heading {}", Quote(heading)),
        "at least one paragraph under each heading",
        "Write the paragraph below it, or delete the heading.",
    )
}

/// One section more than there can be.
pub(super) fn too_many_sections() -> Complaint {
    Complaint::new(
        format!("there are more than {MAX_SECTIONS} sections"),
        &format!("at most {MAX_SECTIONS} sections"),
        "Join some, or make it several articles.",
    )
}

/// More highlights than there can be.
pub(super) fn highlights(count: usize) -> Option<Complaint> {
    (count > MAX_HIGHLIGHTS).then(|| {
        Complaint::new(
            format!("there are {count} highlights"),
            &format!("at most {MAX_HIGHLIGHTS} highlights"),
            "Keep those that matter most.",
        )
    })
}

/// The topics that `texts` name: of two that are the same in lower case the first. Each complaint
/// with the place in `texts` that it is about.
pub(super) fn topics(texts: &[String]) -> (Vec<Line>, Vec<(usize, Complaint)>) {
    let (mut topics, mut complaints) = (Vec::new(), Vec::new());
    let mut known = HashSet::new();
    let mut surplus = None;
    for (at, text) in texts.iter().enumerate() {
        let Some(topic) = Line::new(text) else {
            continue;
        };
        if let Some(long) = too_long("topic", topic.as_str(), MAX_TOPIC_CHARS) {
            complaints.push((at, long.with(", or put commas between several topics")));
        }
        if known.insert(topic.as_str().to_lowercase()) {
            topics.push(topic);
        }
        if topics.len() > MAX_TOPICS {
            surplus.get_or_insert(at);
        }
    }
    let too_many = surplus.map(|at| {
        let what = format!("there are {} topics", topics.len());
        let expected = format!("at most {MAX_TOPICS} topics");
        (
            at,
            Complaint::new(what, &expected, "Keep those that matter most."),
        )
    });
    complaints.extend(too_many);
    (topics, complaints)
}

/// One source more than there can be.
pub(super) fn too_many_sources() -> Complaint {
    Complaint::new(
        format!("there are more than {MAX_SOURCES} sources"),
        &format!("at most {MAX_SOURCES} addresses"),
        "Keep those that matter most.",
    )
}

/// Reads an address, perhaps in `<` and `>`.
pub(super) fn address(text: &str) -> Result<Link, Complaint> {
    let inner = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'));
    let error = match Link::new(inner.unwrap_or(text)) {
        Ok(link) => return Ok(link),
        Err(error) => error,
    };
    let remedy = match error {
        LinkError::Malformed => "Write the whole address, with https:// before it.",
        LinkError::Scheme => "Give the address of a page that a browser can open.",
        LinkError::Credentials => "Take the part before the @ away.",
        LinkError::TooLong => "Give a shorter address of the same page.",
    };
    // A password is not repeated.
    let what = match error {
        LinkError::Credentials => error.to_string(),
        _ => format!("{}: {error}", Quote(text)),
    };
    let expected = "an address such as https://example.org/story";
    Err(Complaint::new(what, expected, remedy))
}

/// Reads a date.
pub(super) fn date(text: &str) -> Result<NaiveDate, Complaint> {
    let expected = "a date such as 1 September 2025 or 2025-09-01";
    date::parse(text).map_err(|error| match error {
        DateError::Ambiguous(a, b) => {
            let [a, b] = [a, b].map(|date| date.format("%-d %B %Y"));
            let what = format!("{} can be {a} or {b}", Quote(text));
            Complaint::new(what, expected, "Write the month by its name.")
        }
        DateError::Unreadable => Complaint::new(
            format!("{} is not a date that can be read", Quote(text)),
            expected,
            "Write the date in English, the year in full.",
        ),
    })
}

/// An article with too much text.
pub(super) fn size(article: &Article) -> Option<Complaint> {
    let bytes = article.byte_len();
    (bytes > MAX_ARTICLE_BYTES).then(|| too_large(bytes))
}

/// An article of so many bytes.
pub(super) fn too_large(bytes: usize) -> Complaint {
    Complaint::new(
        format!("this article has {bytes} bytes of text"),
        &format!("at most {MAX_ARTICLE_BYTES} bytes"),
        "Shorten it, or make it several articles.",
    )
}
