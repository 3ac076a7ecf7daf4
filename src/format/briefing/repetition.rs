//! The repetition of the story that pages leave behind when they are copied to text.

use std::{collections::HashMap, ops::Range};

use super::{
    body::{Item, Role},
    difference::{Difference, Differs},
};
use crate::format::report::Report;

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
            None if items[start].is_label() => (original, Differs::ByAbsence),
            None => (items.len() - 1, Differs::ByEnding),
            Some(item) if item.repeats(&items[original]) => continue,
            Some(_) if original == 0 && at > start => (at, Differs::ByGoingOn),
            Some(_) => (at, Differs::InText),
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

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    /// What stands before the repetition.
    const STORY: &str = "L1.\nL2.\nA\nP1.\nB\nP2.\nP3.\nScenario Analysis\nS1.\nS2.\n";
    const OUTLINE: &[&str] = &[
        "lede L1.",
        "lede L2.",
        "heading A",
        "under P1.",
        "heading B",
        "under P2.",
        "under P3.",
        "analysis S1.",
        "analysis S2.",
    ];
    const BODY: &str = "L1.\nL2.\nA\nP1.\nB\nP2.\nP3.\n";

    #[test]
    fn a_repetition_that_equals_what_stood_before_is_dropped() {
        let again = STORY.replace("Scenario Analysis", "What this might mean");
        for text in [
            STORY.to_owned(),
            format!("{STORY}{again}\n\n-\n"),
            format!(
                "{STORY}{}",
                again.replace("P2.", "\u{a0} P2. \t").replace('A', "## A")
            ),
            format!("{STORY}{BODY}"),
            format!("{STORY}Analysis\nS1.\nS2."),
            format!("{STORY}Rewritten Article\nH\n{again}"),
            format!("{STORY}H\n{again}"),
            format!("{STORY}{again}{again}{STORY}"),
            format!("{BODY}{STORY}"),
            format!("{BODY}{STORY}{again}"),
            format!("{BODY}{BODY}{STORY}"),
        ] {
            check(&text, OUTLINE);
        }
        let story: Vec<_> = OUTLINE[..7].to_vec();
        check(&format!("{BODY}{BODY}"), &story);
    }

    #[test]
    fn one_that_differs_is_reported_where_it_does() {
        let again = STORY.replace("Scenario Analysis", "What this might mean");
        let change = |from: &str, to: &str| format!("{STORY}{}", again.replace(from, to));
        for (text, wanted) in [
            (
                change("P1.", "P1!"),
                "15:1 the story is repeated here, but “P1!” differs from “P1.” in line 5",
            ),
            (
                change("P3.", "P3. More."),
                "18:5 the story is repeated here, but “More.” differs from its end in line 8",
            ),
            (
                change("L1.", "L0."),
                "12:1 the story is repeated here, but “L0.” differs from “L1.” in line 2",
            ),
            (
                change("L2.\n", ""),
                "13:1 the story is repeated here, but “A” differs from “L2.” in line 3",
            ),
            (
                change("S2.", "S2 is other."),
                "21:1 the story is repeated here, but “S2 is other.” differs from “S2.” in line 11",
            ),
            (
                change("S2.\n", ""),
                "20:1 the story is repeated here, but without “S2.” of line 11",
            ),
            (
                change("S2.", "S2.\nS3."),
                "22:1 the story is repeated here, but “S3.” follows it",
            ),
            (
                format!("{STORY}L1.\nL2.\n"),
                "13:1 the story is repeated here, but without “A” of line 4",
            ),
            (
                format!("{STORY}Analysis\nS1."),
                "11:1 “S2.” is missing from the analysis as line 12 repeats it",
            ),
            (format!("{STORY}P1."), "12:1 “P1.” stands in line 5 already"),
            (
                format!("{STORY}Analysis\nS3."),
                "13:1 the story is repeated here, but “S3.” differs from “S1.” in line 10",
            ),
            (
                format!("{BODY}A\nOther."),
                "9:1 “A” stands in line 4 already",
            ),
            (
                format!("{STORY}Article\nNew."),
                "13:1 the story is repeated here, but “New.” differs from “L1.” in line 2",
            ),
        ] {
            check(&text, &[wanted]);
        }
    }

    #[test]
    fn the_first_word_that_differs_is_shown() {
        let lede = "A long paragraph that goes on for more than the sixty characters of a quote, in peace.";
        let other = lede.replace(" peace.", "  war.");
        check(
            &format!("X.\n{lede}\nAnalysis\nS.\nX.\n{other}\nAnalysis\nS."),
            &["7:82 the story is repeated here, but “war.” differs from “peace.” in line 3"],
        );
        check(
            &format!("{lede}\nAnalysis\nS.\n{lede}\nAnalysis\nS. More."),
            &["7:4 the story is repeated here, but “More.” differs from its end in line 4"],
        );
        check(
            &format!("{lede}\nAnalysis\nS. More.\n{lede}\nAnalysis\nS."),
            &["7:3 the story is repeated here, but its end differs from “More.” in line 4"],
        );
    }

    #[test]
    fn what_is_meant_to_stand_twice_is_escaped_or_marked() {
        check(
            "L.\n## A\nP.\n## A\nP.\n\\L.\nAnalysis\n\\L.\n\\P.",
            &[
                "lede L.",
                "heading A",
                "under P.",
                "heading A",
                "under P.",
                "under L.",
                "analysis L.",
                "analysis P.",
            ],
        );
    }
}
