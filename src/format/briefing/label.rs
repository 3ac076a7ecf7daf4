//! The words that structure an article: labels of its parts and of its fields.

use crate::{article::is_invisible, date};

/// A part of an article that a label line opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Part {
    Highlights,
    Article,
    Analysis,
}

/// A fact about an article that stands on one line after its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Field {
    Published,
    Topics,
    Source,
    Image,
    Byline,
}

const PARTS: &[(&str, Part)] = &[
    ("highlights", Part::Highlights),
    ("key highlights", Part::Highlights),
    ("key points", Part::Highlights),
    ("key takeaways", Part::Highlights),
    ("main points", Part::Highlights),
    ("rewritten article", Part::Article),
    ("article", Part::Article),
    ("full article", Part::Article),
    ("story", Part::Article),
    ("full story", Part::Article),
    ("scenario analysis", Part::Analysis),
    ("analysis", Part::Analysis),
    ("what this might mean", Part::Analysis),
    ("what this could mean", Part::Analysis),
    ("what it might mean", Part::Analysis),
];

const FIELDS: &[(&str, Field)] = &[
    ("published", Field::Published),
    ("publication date", Field::Published),
    ("date", Field::Published),
    ("topics", Field::Topics),
    ("topic", Field::Topics),
    ("tags", Field::Topics),
    ("source", Field::Source),
    ("sources", Field::Source),
    ("image", Field::Image),
    ("picture", Field::Image),
    ("by", Field::Byline),
    ("byline", Field::Byline),
    ("author", Field::Byline),
];

/// No label is longer, marks and all.
const MAX_LABEL_BYTES: usize = 80;

/// The two colons that may end a label.
const COLONS: [char; 2] = [':', '：'];

impl Part {
    /// The part that a line opens: nothing but its label in any case, with an optional colon and
    /// any `#`, `*` and `_` around.
    pub(in crate::format) fn of(text: &str) -> Option<Self> {
        if text.len() > MAX_LABEL_BYTES {
            return None;
        }
        let text = text.trim_start_matches(|c| is_mark(c) || c == '#');
        let name = plain(text.trim_end_matches(|c| is_mark(c) || c == '#' || COLONS.contains(&c)));
        let (_, part) = PARTS.iter().find(|(known, _)| name == *known)?;
        Some(*part)
    }

    /// The label as it is written.
    pub(in crate::format) fn label(self) -> &'static str {
        match self {
            Self::Highlights => "Highlights",
            Self::Article => "Rewritten Article",
            Self::Analysis => "Scenario Analysis",
        }
    }
}

impl Field {
    /// The field of a line wherever it stands: a label with a colon, or `Published` before a date.
    pub(in crate::format) fn of(text: &str) -> Option<(Self, &str)> {
        Self::with_colon(text).or_else(|| {
            Self::without_colon(text)
                .filter(|(field, value)| *field == Self::Published && date::parse(value).is_ok())
        })
    }

    fn with_colon(text: &str) -> Option<(Self, &str)> {
        let (name, value) = text.split_once(COLONS)?;
        if name.len() > MAX_LABEL_BYTES {
            return None;
        }
        let name = plain(name.trim_matches(is_mark));
        let (_, field) = FIELDS.iter().find(|(known, _)| name == *known)?;
        Some((*field, value_of(text, value)))
    }

    /// The field of a line that begins with the word `Published` or `By`; prose may begin so too.
    pub(in crate::format) fn without_colon(text: &str) -> Option<(Self, &str)> {
        let start = text.trim_start_matches(is_mark);
        let end = start.find(char::is_whitespace).unwrap_or(start.len());
        let (name, value) = start.split_at(end);
        let field = match name.trim_end_matches(is_mark) {
            name if name.eq_ignore_ascii_case("published") => Self::Published,
            name if name.eq_ignore_ascii_case("by") => Self::Byline,
            _ => return None,
        };
        Some((field, value_of(text, value)))
    }

    /// The label as it is written.
    pub(in crate::format) fn label(self) -> &'static str {
        match self {
            Self::Published => "Published",
            Self::Topics => "Topics",
            Self::Source => "Source",
            Self::Image => "Image",
            Self::Byline => "By",
        }
    }
}

/// The value of a field, without the marks of a line that is marked as a whole or in its label.
fn value_of<'a>(line: &str, value: &'a str) -> &'a str {
    if line.starts_with(['*', '_']) {
        value.trim_matches(is_mark)
    } else {
        value.trim()
    }
}

/// Marks of emphasis, white space and invisible characters.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_') || c.is_whitespace() || is_invisible(c)
}

/// A label for comparison: lower case, single spaces, no invisible characters.
fn plain(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let words: Vec<_> = visible.split_whitespace().collect();
    words.join(" ").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_known_by_their_usual_labels() {
        for (text, wanted) in [
            ("Highlights", Some(Part::Highlights)),
            ("HIGHLIGHTS:", Some(Part::Highlights)),
            ("**Key Points:**", Some(Part::Highlights)),
            ("**Key  Points**:", Some(Part::Highlights)),
            ("## Rewritten Article", Some(Part::Article)),
            ("article：", Some(Part::Article)),
            ("_Scenario\u{a0}Analysis_", Some(Part::Analysis)),
            ("\u{200b}What this might mean", Some(Part::Analysis)),
            ("What this might mean for Europe", None),
            ("Highlights - of the day", None),
            ("Article 5", None),
            ("", None),
        ] {
            assert_eq!(Part::of(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn fields_give_their_value() {
        for (text, wanted) in [
            (
                "Published 1 May 2025",
                Some((Field::Published, "1 May 2025")),
            ),
            ("published: never", Some((Field::Published, "never"))),
            (
                "**Date:** 1 May 2025",
                Some((Field::Published, "1 May 2025")),
            ),
            (
                "**Published 1 May 2025**",
                Some((Field::Published, "1 May 2025")),
            ),
            ("Published in Paris", None),
            ("Topics: *a*, b", Some((Field::Topics, "*a*, b"))),
            (
                "Source：https://a.org/",
                Some((Field::Source, "https://a.org/")),
            ),
            ("By: Jane", Some((Field::Byline, "Jane"))),
            ("By Jane", None),
            ("Image:", Some((Field::Image, ""))),
            ("The date: soon", None),
        ] {
            assert_eq!(Field::of(text), wanted, "{text:?}");
        }
        for (text, wanted) in [
            ("By Jane", Some((Field::Byline, "Jane"))),
            ("By", Some((Field::Byline, ""))),
            ("Published soon", Some((Field::Published, "soon"))),
            ("Bypass built", None),
        ] {
            assert_eq!(Field::without_colon(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn the_document_names_every_label() {
        let document = include_str!("../../../docs/briefing-format.md").to_lowercase();
        let names = PARTS.iter().map(|(name, _)| name);
        for name in names.chain(FIELDS.iter().map(|(name, _)| name)) {
            assert!(document.contains(&format!("`{name}`")), "{name}");
        }
    }
}
