use super::body::Item;
use crate::{
    article::is_invisible,
    format::{
        problem::{Complaint, Quote},
        report::Report,
    },
};

/// A repetition that is not one, word for word.
pub(super) struct Difference {
    /// Where the repetition begins.
    pub(super) start: usize,
    /// The item that differs from what stood before.
    pub(super) at: usize,
    /// What stood before.
    pub(super) original: usize,
    pub(super) kind: Differs,
}

/// In what way.
pub(super) enum Differs {
    /// It has another text.
    InText,
    /// It stands alone twice, without the story around it.
    Alone,
    /// The repetition ends with it, before its original does.
    ByEnding,
    /// It stands in the analysis, which is repeated alone, but not in its repetition.
    ByAbsence,
    /// It stands after the repetition.
    ByGoingOn,
}

impl Difference {
    pub(super) fn report(&self, items: &[Item<'_>], report: &mut Report<'_>) {
        const SAME: &str = "the same text as before, or no repetition";
        let (item, original) = (&items[self.at], &items[self.original]);
        let (found, before) = (item.row.content(), original.row.content());
        let line = original.row.line;
        let (part, what, expected) = match self.kind {
            Differs::InText => {
                let (found, before) = diverging(found, before);
                (
                    found,
                    format!(
                        "the story is repeated here, but {} differs from {} in line {line}",
                        quote_or_end(found),
                        quote_or_end(before)
                    ),
                    SAME,
                )
            }
            Differs::Alone => (
                found,
                format!("{} stands in line {line} already", Quote(found)),
                "each line of the story once, or the whole story again",
            ),
            Differs::ByAbsence => (
                found,
                format!(
                    "{} is missing from the analysis as line {} repeats it",
                    Quote(found),
                    items[self.start].row.line
                ),
                SAME,
            ),
            Differs::ByGoingOn => (
                found,
                format!(
                    "the story is repeated here, but {} follows it",
                    Quote(found)
                ),
                "nothing after the repetition",
            ),
            Differs::ByEnding => (
                found,
                format!(
                    "the story is repeated here, but without {} of line {line}",
                    Quote(before)
                ),
                "the whole story again, or no repetition",
            ),
        };
        let remedy = "Delete the repetition, or mend whichever is wrong; put a \\ before a paragraph \
                      or ## before a heading that is meant to stand here.";
        report.add(part, Complaint::new(what, expected, remedy));
    }
}

/// Both texts from the first word that differs; empty where one ends before it.
fn diverging<'t>(found: &'t str, before: &'t str) -> (&'t str, &'t str) {
    let (mut one, mut other) = (words(found), words(before));
    loop {
        let (a, b) = (one.next(), other.next());
        if a.as_ref().map(|word| &word.1) == b.as_ref().map(|word| &word.1) && a.is_some() {
            continue;
        }
        let from = |text: &'t str, word: Option<(usize, String)>| {
            &text[word.map_or(text.len(), |(start, _)| start)..]
        };
        return (from(found, a), from(before, b));
    }
}

fn quote_or_end(text: &str) -> String {
    if text.is_empty() {
        "its end".to_owned()
    } else {
        Quote(text).to_string()
    }
}

/// The words of a text, each with where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, String)> {
    text.split_whitespace().map(|word| {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        (start, word.chars().filter(|c| !is_invisible(*c)).collect())
    })
}
