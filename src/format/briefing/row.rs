//! The lines of a text, each by itself: where it stands and what its marks say.

use super::{
    label::{Field, Part},
    shape,
};
use crate::article::is_invisible;

/// A line of the source with something to read on it.
#[derive(Clone, Copy, Debug)]
pub(in crate::format) struct Row<'a> {
    /// Its number in the file, from 1.
    pub(in crate::format) line: usize,
    /// Its text, a part of the source, without outer white space.
    pub(in crate::format) text: &'a str,
    /// What its marks say.
    pub(in crate::format) kind: Kind<'a>,
}

/// What a line is, whatever stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::format) enum Kind<'a> {
    /// Nothing visible, a lone run of dashes, bullets or marks, or a `\` before nothing.
    Blank,
    /// Four or more `=`.
    Separator,
    /// The label of a part.
    Part(Part),
    /// A field and its value.
    Field(Field, &'a str),
    /// A line marked as heading, without the mark.
    Heading(&'a str),
    /// A line with a bullet, without it.
    Bullet(&'a str),
    /// A line behind a `\`, without it: text, whatever it looks like.
    Escaped(&'a str),
    /// Anything else.
    Text,
}

/// Takes what follows as text.
pub(in crate::format) const ESCAPE: char = '\\';

impl<'a> Kind<'a> {
    /// What `text` is, a line without outer white space.
    pub(in crate::format) fn of(text: &'a str) -> Self {
        let visible = text.trim_start_matches(is_invisible);
        if is_lone_mark(visible) {
            return Self::Blank;
        }
        if let Some(rest) = text.strip_prefix(ESCAPE) {
            let text = trim(rest);
            return if is_visible(text) {
                Self::Escaped(text)
            } else {
                Self::Blank
            };
        }
        if is_separator(visible) {
            return Self::Separator;
        }
        if let Some(part) = Part::of(text) {
            return Self::Part(part);
        }
        if let Some(text) = heading(visible) {
            return Self::Heading(unescaped(text));
        }
        if let Some((field, value)) = Field::of(text) {
            return Self::Field(field, value);
        }
        match bullet(visible) {
            Some(text) => Self::Bullet(unescaped(text)),
            None => Self::Text,
        }
    }
}

impl<'a> Row<'a> {
    /// Whether it is a paragraph where one is expected: no label, field or marked heading.
    pub(in crate::format) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::Bullet(_) | Kind::Escaped(_))
    }

    /// The text it carries, without a heading's mark or an escape; a bullet stays.
    pub(in crate::format) fn content(&self) -> &'a str {
        match self.kind {
            Kind::Heading(text) | Kind::Escaped(text) => text,
            _ => self.text,
        }
    }

    /// Whether it is behind a `\`.
    pub(in crate::format) fn is_escaped(&self) -> bool {
        matches!(self.kind, Kind::Escaped(_))
    }

    /// Whether it is text without marks that could be a heading.
    pub(in crate::format) fn looks_like_heading(&self) -> bool {
        self.kind == Kind::Text && shape::looks_like_heading(self.text)
    }
}

/// The lines of `source`, numbered from `first_line`, that are not blank; they end in `\n`, `\r\n` or a lone `\r`.
pub(in crate::format) fn rows(source: &str, first_line: usize) -> impl Iterator<Item = Row<'_>> {
    let mut rest = Some(source);
    let lines = std::iter::from_fn(move || {
        let text = rest?;
        let (line, after) = match text.find(['\n', '\r']) {
            Some(at) if text[at..].starts_with("\r\n") => (&text[..at], Some(&text[at + 2..])),
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        rest = after;
        Some(line)
    });
    let rows = lines.enumerate().map(move |(index, line)| {
        let text = trim(line);
        let kind = Kind::of(text);
        Row {
            line: first_line + index,
            text,
            kind,
        }
    });
    rows.filter(|row| row.kind != Kind::Blank)
}

/// A text that can only be a line by itself, whatever it looks like: without a heading's mark or an
/// escape, and empty where a line would be blank.
pub(in crate::format) fn bare(text: &str) -> &str {
    let text = trim(text);
    match Kind::of(text) {
        Kind::Blank => "",
        Kind::Escaped(text) => text,
        _ => heading(text.trim_start_matches(is_invisible)).map_or(text, unescaped),
    }
}

/// `text` without what an article's text can't begin or end with.
pub(in crate::format) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// White space, and what becomes a space in a text.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || c == '\u{feff}'
}

/// `text` for comparison: white space and invisible characters aside.
pub(in crate::format) fn key(text: &str) -> String {
    let single = text.is_ascii() && !text.contains("  ");
    if single && !text.bytes().any(|byte| byte.is_ascii_control()) {
        return text.trim().to_owned();
    }
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let words = visible.split(is_space).filter(|word| !word.is_empty());
    let words: Vec<_> = words.collect();
    words.join(" ")
}

/// Whether any text is left of `text`.
fn is_visible(text: &str) -> bool {
    !text.chars().all(|c| is_space(c) || is_invisible(c))
}

fn is_separator(text: &str) -> bool {
    let text = text.trim_end_matches(is_invisible);
    text.len() >= 4 && text.bytes().all(|b| b == b'=')
}

/// Whether `text` is one or more of the characters that mark bullets, rules and headings, and spaces.
fn is_lone_mark(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, '*' | '+' | '_' | '#')
            || is_dash(c)
            || is_point(c)
            || is_space(c)
            || is_invisible(c)
    })
}

/// The text of a line marked with one to six `#` and a space.
fn heading(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    let marked = (1..=6).contains(&level) && rest.starts_with(char::is_whitespace);
    marked.then(|| trim(rest))
}

/// The text after a bullet: a point; a dash before a space or a letter; `*`, `+` or a number with
/// `.` or `)` before a space.
fn bullet(text: &str) -> Option<&str> {
    let mut rest = text.chars();
    let first = rest.next()?;
    let rest = rest.as_str();
    let has_space = rest.starts_with(char::is_whitespace);
    let is_bullet = match first {
        c if is_point(c) => true,
        c if is_dash(c) => has_space || rest.starts_with(char::is_alphabetic),
        '*' | '+' => has_space,
        '0'..='9' => return numbered(text),
        _ => false,
    };
    let text = trim(rest);
    (is_bullet && is_visible(text)).then_some(text)
}

fn numbered(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')'])?;
    let text = trim(rest);
    ((1..=3).contains(&digits) && rest.starts_with(char::is_whitespace) && is_visible(text))
        .then_some(text)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−')
}

fn is_point(c: char) -> bool {
    matches!(
        c,
        '•' | '·' | '‣' | '▪' | '▫' | '●' | '○' | '◦' | '⁃' | '∙' | '・'
    )
}

/// `text` without the `\` that may stand before it, unless nothing else does.
fn unescaped(text: &str) -> &str {
    match text.strip_prefix(ESCAPE) {
        Some(rest) if is_visible(rest) => trim(rest),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_what_it_is() {
        for (text, wanted) in [
            ("", Kind::Blank),
            ("\u{200b}", Kind::Blank),
            ("-", Kind::Blank),
            ("* * *", Kind::Blank),
            ("•\u{200b}", Kind::Blank),
            ("##", Kind::Blank),
            ("\\", Kind::Blank),
            ("\\ - a", Kind::Escaped("- a")),
            ("\\\\", Kind::Escaped("\\")),
            ("====", Kind::Separator),
            ("=====\u{200b}", Kind::Separator),
            ("===", Kind::Text),
            ("== a ==", Kind::Text),
            ("## Analysis", Kind::Part(Part::Analysis)),
            ("## \\Analysis", Kind::Heading("Analysis")),
            ("# A", Kind::Heading("A")),
            ("######\ta", Kind::Heading("a")),
            ("####### a", Kind::Text),
            ("#a", Kind::Text),
            (
                "Published 1 May 2025",
                Kind::Field(Field::Published, "1 May 2025"),
            ),
            ("By Jane", Kind::Text),
            ("- a", Kind::Bullet("a")),
            ("-a", Kind::Bullet("a")),
            ("— a", Kind::Bullet("a")),
            ("-5 degrees", Kind::Text),
            ("--a", Kind::Text),
            ("•5", Kind::Bullet("5")),
            ("* a", Kind::Bullet("a")),
            ("*a*", Kind::Text),
            ("12) a", Kind::Bullet("a")),
            ("1. a", Kind::Bullet("a")),
            ("2025. a", Kind::Text),
            ("1.5 a", Kind::Text),
            ("- \\-", Kind::Bullet("-")),
            ("- \\", Kind::Bullet("\\")),
        ] {
            assert_eq!(Kind::of(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn lines_end_in_any_way_and_keep_their_numbers() {
        let rows: Vec<_> = rows("\u{feff}a\r\n\r b\t\n\n-\nc", 1).collect();
        let found: Vec<_> = rows.iter().map(|row| (row.line, row.text)).collect();
        assert_eq!(found, [(1, "a"), (3, "b"), (6, "c")]);
    }
}
