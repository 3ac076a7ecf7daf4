use std::{fmt, ops::Range};

/// Something in a text that can't be read, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {what}; expected {expected}. {remedy}")]
pub struct Problem {
    /// What was found, quoting it; a clause without a full stop.
    pub what: String,
    /// What could stand there instead; a clause that goes on after "expected".
    pub expected: String,
    /// What to do; a sentence.
    pub remedy: String,
    /// The bytes of the source it is about; may be empty.
    pub span: Range<usize>,
    /// The line where that begins, from 1.
    pub line: usize,
    /// The character (Unicode scalar value) of the line where it begins, from 1.
    pub column: usize,
}

impl Problem {
    /// The line of `text` where it begins, as typed; of a line over [`MAX_TYPED`](Self::MAX_TYPED)
    /// characters only some around it.
    pub fn typed(&self, text: &str) -> String {
        let line = line_at(text, self.span.start);
        if line.chars().count() <= Self::MAX_TYPED {
            return line.to_owned();
        }
        let skipped = self.column.saturating_sub(1 + Self::AROUND / 4);
        line.chars().skip(skipped).take(Self::AROUND).collect()
    }

    /// As many as a field of a form has; longer lines are those of JSON on one line.
    const MAX_TYPED: usize = 4_000;
    /// Characters that are shown of a longer line.
    const AROUND: usize = 80;
}

/// The line of `text` that has its byte `at`, without its break.
fn line_at(text: &str, at: usize) -> &str {
    const ENDS: [char; 2] = ['\n', '\r'];
    let at = text.floor_char_boundary(at);
    let start = text[..at].rfind(ENDS).map_or(0, |end| end + 1);
    let end = text[at..].find(ENDS).map_or(text.len(), |end| at + end);
    &text[start..end]
}

/// What is wrong, without the place: the texts of a [`Problem`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) what: String,
    pub(super) expected: String,
    pub(super) remedy: String,
}

impl Complaint {
    pub(super) fn new(what: String, expected: &str, remedy: &str) -> Self {
        Self {
            what,
            expected: expected.to_owned(),
            remedy: remedy.to_owned(),
        }
    }

    /// With more in the remedy, before its full stop.
    pub(super) fn with(mut self, more: &str) -> Self {
        self.remedy
            .truncate(self.remedy.trim_end_matches('.').len());
        self.remedy += more;
        self.remedy.push('.');
        self
    }
}

/// The line and column where `text` ends, both from 1: lines end in `\n`, `\r\n` or a lone `\r`.
pub(super) fn position_after(text: &str) -> (usize, usize) {
    let breaks = text.matches(['\n', '\r']).count();
    let pairs = text.matches("\r\n").count();
    let start = text.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    (1 + breaks - pairs, 1 + text[start..].chars().count())
}

/// A text in quotation marks, its long tail left out, on one line.
pub(super) struct Quote<'a>(pub(super) &'a str);

impl Quote<'_> {
    /// Characters shown of a long text.
    const MAX_CHARS: usize = 60;
}

impl fmt::Display for Quote<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.chars();
        f.write_str("“")?;
        for c in rest.by_ref().take(Self::MAX_CHARS) {
            write!(f, "{}", if c.is_control() { ' ' } else { c })?;
        }
        f.write_str(if rest.next().is_some() {
            "…”"
        } else {
            "”"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_of_every_kind_and_characters() {
        for (text, line, column) in [
            ("", 1, 1),
            ("ab", 1, 3),
            ("é", 1, 2),
            ("a\n", 2, 1),
            ("a\r\nb", 2, 2),
            ("a\rb\n\nc", 4, 2),
        ] {
            assert_eq!(position_after(text), (line, column), "{text:?}");
        }
    }

    #[test]
    fn a_problem_has_its_line_as_it_was_typed() {
        let problem = |at, column| Problem {
            what: String::new(),
            expected: String::new(),
            remedy: String::new(),
            span: at..at,
            line: 1,
            column,
        };
        let text = "one\r\n  zwö\tlf \r\rthree";
        for (at, typed) in [
            (0, "one"),
            (7, "  zwö\tlf "),
            (16, ""),
            (17, "three"),
            (99, "three"),
        ] {
            assert_eq!(problem(at, 1).typed(text), typed, "{at}");
        }
        let long = format!("{}é{}", "a".repeat(9_999), "b".repeat(9_999));
        let around = problem(9_999, 10_000).typed(&long);
        assert_eq!(around, format!("{}é{}", "a".repeat(20), "b".repeat(59)));
    }

    #[test]
    fn a_quote_is_one_short_line() {
        assert_eq!(Quote("a\tb").to_string(), "“a b”");
        assert_eq!(Quote(&"é".repeat(60)).to_string().chars().count(), 62);
        let long = Quote(&"é".repeat(61)).to_string();
        assert!(long.ends_with("é…”"), "{long}");
    }
}
