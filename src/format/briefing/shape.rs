//! How a line looks that nothing marks: as a heading, as an address.

use crate::article::is_invisible;

/// Most columns of a heading that has no `## `; wide characters (Chinese, Japanese, Korean) take two.
const MAX_HEADING_COLUMNS: usize = 80;

/// What ends or goes on with a sentence, in the scripts that have their own.
const END_PUNCTUATION: &str = ".!?…:;,‥。．！？：；，、｡､؟؛،۔।॥։።፧፣፤፥။၊។៕‽⁇⁈⁉";

/// What may stand after the end of a sentence.
const CLOSERS: &str = "\"'”’»›)]}」』）】》〉＂";

/// What opens a quotation.
const OPENING_QUOTES: &str = "\"'“‘„«‹「『《＂";

/// What closes a quotation.
const CLOSING_QUOTES: &str = "\"'”’“»›」』》＂";

/// Whether a line could be a heading: short, with a letter in it, without punctuation at its end,
/// and not a quotation from its first to its last character.
pub(super) fn looks_like_heading(text: &str) -> bool {
    let text = text.trim_matches(is_invisible);
    let is_short = columns(text, MAX_HEADING_COLUMNS + 1) <= MAX_HEADING_COLUMNS;
    is_short
        && text.chars().any(char::is_alphabetic)
        && !text
            .trim_end_matches(|c| CLOSERS.contains(c))
            .ends_with(|c| END_PUNCTUATION.contains(c))
        && !(text.starts_with(|c| OPENING_QUOTES.contains(c))
            && text.ends_with(|c| CLOSING_QUOTES.contains(c)))
}

/// Whether a line is an address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    starts_as_address(text) && !text.contains(char::is_whitespace)
}

/// Whether `text` begins like an address, perhaps after `<`.
pub(super) fn starts_as_address(text: &str) -> bool {
    let text = text.strip_prefix('<').unwrap_or(text);
    ["https://", "http://"].into_iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Columns that `text` takes, counted no further than `enough`.
fn columns(text: &str, enough: usize) -> usize {
    let mut sum = 0;
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        sum += if c >= '\u{2e80}' { 2 } else { 1 };
        if sum >= enough {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_any_script() {
        for (text, wanted) in [
            ("A Historic Journey", true),
            ("western absence", true),
            ("The train called a “moving fortress”", true),
            ("“Moving fortress” on rails", true),
            ("G7 (and friends)", true),
            ("历史性的旅程", true),
            ("رحلة تاريخية", true),
            ("歴史的な旅", true),
            ("It rained.", false),
            ("Did it rain?", false),
            ("It rained (a lot.)", false),
            ("“We will not yield”", false),
            ("“We will not yield.”", false),
            ("「我们不会屈服」", false),
            ("他说下雨了。", false),
            ("هل أمطرت؟", false),
            ("बारिश हुई।", false),
            ("He said:", false),
            ("2025", false),
            ("🚂🚂", false),
            ("", false),
        ] {
            assert_eq!(looks_like_heading(text), wanted, "{text}");
        }
        assert!(looks_like_heading(&"a".repeat(80)));
        assert!(!looks_like_heading(&"a".repeat(81)));
        assert!(looks_like_heading(&"字".repeat(40)));
        assert!(!looks_like_heading(&"字".repeat(41)));
    }

    #[test]
    fn an_address_stands_alone() {
        for (text, wanted) in [
            ("https://example.org/a", true),
            ("HTTP://example.org", true),
            ("<https://example.org/a>", true),
            ("https://example.org says so", false),
            ("example.org", false),
            ("http:/é", false),
        ] {
            assert_eq!(is_address(text), wanted, "{text}");
        }
    }
}
