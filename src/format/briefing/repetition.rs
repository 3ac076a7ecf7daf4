//! The repetition of the story that pages leave behind when they are copied to text.

use std::{collections::HashMap, ops::Range};

use super::{
    body::{Item, Role},
    report::Report,
};
use crate::{article::is_invisible, format::problem::Quote};

/// A repetition that is not one, word for word.
struct Difference {
    /// Where the repetition begins.
    start: usize,
    /// The item that differs from what stood before.
    at: usize,
    /// What stood before.
    original: usize,
    kind: Differs,
}

enum Differs {
    /// It has another text.
    InText,
    /// It stands alone twice, without the story around it.
    Alone,
    /// The repetition ends with it, before its original does.
    ByEnding,
}

/// Takes a trailing repetition away where it equals what stood before, and reports one that does not.
pub(super) fn strip(items: &mut Vec<Item<'_>>, report: &mut Report<'_>) {
    if let Err(difference) = try_strip(items) {
        difference.report(items, report);
        items.truncate(difference.start);
    }
}

fn try_strip(items: &mut Vec<Item<'_>>) -> Result<(), Difference> {
    let Some(start) = find(items)? else {
        return Ok(());
    };
    let original = &items[..start];
    let Some(label) = original.iter().position(Item::is_label) else {
        let end = story_passes(items, start)?;
        items.drain(start..end);
        // Only the second time did the analysis follow, and it may be repeated in its turn.
        return if start < items.len() {
            try_strip(items)
        } else {
            Ok(())
        };
    };
    let mut at = start;
    while at < items.len() {
        if !items[at].is_label() {
            at = same(items, start, 0..label, at)?;
        }
        if items.get(at).is_some_and(Item::is_label) {
            at = same(items, start, label..start, at)?;
        }
    }
    items.truncate(start);
    Ok(())
}

/// Where the repetitions of the story `items[..start]` end: at a label or with the text.
fn story_passes(items: &[Item<'_>], start: usize) -> Result<usize, Difference> {
    let mut at = start;
    while at < items.len() && !items[at].is_label() {
        at = same(items, start, 0..start, at)?;
    }
    Ok(at)
}

/// Where a repetition begins: at the first paragraph again, at the story's label inside the story,
/// or at the analysis' label again.
fn find(items: &[Item<'_>]) -> Result<Option<usize>, Difference> {
    let Some(first) = items.first().filter(|item| item.role == Role::Paragraph) else {
        return Ok(None);
    };
    let mut story = HashMap::from([(first.key.as_str(), 0)]);
    let mut label = None;
    for (at, item) in items.iter().enumerate().skip(1) {
        if item.restarts || (item.is_label() && label.is_some()) {
            return Ok(Some(at));
        }
        if item.is_label() {
            label = Some(at);
            continue;
        }
        let is_marked = item.role == (Role::Heading { is_marked: true });
        let may_repeat = !item.row.is_escaped() && (label.is_some() || !is_marked);
        match story.get(item.key.as_str()) {
            Some(0) if may_repeat => return Ok(Some(at)),
            Some(&original)
                if may_repeat
                    && (label.is_some() || (item.is_heading() && items[original].is_heading())) =>
            {
                return Err(begins_otherwise(items, label, at, original));
            }
            _ => {}
        }
        if label.is_none() {
            story.entry(&item.key).or_insert(at);
        }
    }
    Ok(None)
}

/// The difference where `at` repeats `original`, but the lines before `at` are not the first ones.
fn begins_otherwise(
    items: &[Item<'_>],
    label: Option<usize>,
    at: usize,
    original: usize,
) -> Difference {
    let goes_on = items
        .get(at + 1)
        .is_some_and(|next| next.key == items[original + 1].key);
    match label {
        Some(label) if goes_on && at - original > label => Difference {
            start: at - original,
            at: at - original,
            original: 0,
            kind: Differs::InText,
        },
        _ => Difference {
            start: at,
            at,
            original,
            kind: Differs::Alone,
        },
    }
}

/// Where the copy of `items[original]` that begins at `at` ends.
fn same(
    items: &[Item<'_>],
    start: usize,
    original: Range<usize>,
    at: usize,
) -> Result<usize, Difference> {
    let end = at + original.len();
    for (at, original) in (at..end).zip(original) {
        let (at, kind) = match items.get(at) {
            None => (items.len() - 1, Differs::ByEnding),
            Some(item) if !item.repeats(&items[original]) => (at, Differs::InText),
            Some(_) => continue,
        };
        return Err(Difference {
            start,
            at,
            original,
            kind,
        });
    }
    Ok(end)
}

impl Item<'_> {
    fn is_label(&self) -> bool {
        self.role == Role::Analysis
    }

    fn is_heading(&self) -> bool {
        matches!(self.role, Role::Heading { .. })
    }

    fn repeats(&self, original: &Self) -> bool {
        match (self.is_label(), original.is_label()) {
            (false, false) => self.key == original.key,
            (one, other) => one && other,
        }
    }
}

impl Difference {
    fn report(&self, items: &[Item<'_>], report: &mut Report<'_>) {
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
                        Quote(found),
                        Quote(before)
                    ),
                    "the same text as before, or no repetition",
                )
            }
            Differs::Alone => (
                found,
                format!("{} stands in line {line} already", Quote(found)),
                "each line of the story once, or the whole story again",
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
        report.add(&item.row, part, what, expected, remedy);
    }
}

/// Both texts from the first word that differs; whole where one begins with the other.
fn diverging<'t>(found: &'t str, before: &'t str) -> (&'t str, &'t str) {
    let mut pairs = words(found).zip(words(before));
    match pairs.find(|((_, one), (_, other))| !one.eq(other)) {
        Some(((one, _), (other, _))) => (&found[one..], &before[other..]),
        None => (found, before),
    }
}

/// The words of a text, each with where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, String)> {
    text.split_whitespace().map(|word| {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        (start, word.chars().filter(|c| !is_invisible(*c)).collect())
    })
}
