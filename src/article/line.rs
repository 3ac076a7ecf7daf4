use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

/// One line of plain text: not empty, no outer white space, no line break, no control character.
///
/// Every text of an article is one, a paragraph too: so an article can be printed a line a text
/// and read back the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line(String);

impl Line {
    /// Takes `text` with line breaks and other control characters as spaces, trimmed.
    /// None where nothing visible is left.
    pub fn new(text: &str) -> Option<Self> {
        line_of(text).map(|line| Self(line.into_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What of `text` is a line; borrowed where nothing but outer white space had to go.
fn line_of(text: &str) -> Option<Cow<'_, str>> {
    let plain = |byte| matches!(byte, b' '..=b'~');
    let line = if !text.bytes().all(plain) && text.contains(is_break) {
        Cow::Owned(text.replace(is_break, " ").trim().to_owned())
    } else {
        Cow::Borrowed(text.trim())
    };
    let blank = line.chars().all(|c| c.is_whitespace() || is_invisible(c));
    (!blank).then_some(line)
}

/// Whether `c` ends a line or is a control character that no text should carry.
fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Zero-width characters, marks of direction, blank letters: invisible where nothing else stands beside them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{fe00}'..='\u{fe0f}')
}

impl TryFrom<String> for Line {
    type Error = &'static str;

    /// Refuses a text that [`Line::new`] would have to change: in a record it is damage.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let whole = matches!(line_of(&text), Some(Cow::Borrowed(line)) if line.len() == text.len());
        whole
            .then_some(Self(text))
            .ok_or("not one trimmed line of text")
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.0
    }
}

impl AsRef<str> for Line {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_trimmed_line_or_nothing() {
        for (given, wanted) in [
            ("  a  b ", Some("a  b")),
            ("a\nb\tc\r\n", Some("a b c")),
            ("\u{feff}a", Some("a")),
            ("\u{2028}", None),
            (" \u{200b}\u{202e} ", None),
            ("\u{3164}\u{2800}", None),
            ("", None),
            ("👩‍👩‍👧", Some("👩‍👩‍👧")),
        ] {
            assert_eq!(
                Line::new(given).as_ref().map(Line::as_str),
                wanted,
                "{given:?}"
            );
        }
    }

    #[test]
    fn a_record_with_a_broken_line_is_refused() {
        assert!(serde_json::from_str::<Line>("\"a\\nb\"").is_err());
        assert!(serde_json::from_str::<Line>("\"\"").is_err());
        assert!(serde_json::from_str::<Line>("\"a b\"").is_ok());
    }
}
