use super::{
    label::Part,
    row::{Kind, Row},
};
use crate::{
    article::{Line, MAX_HIGHLIGHTS},
    format::{
        checks,
        problem::{Complaint, Quote},
        report::Report,
    },
};

/// Reads the highlights, if `rows` begin with their label, and gives the lines after them.
///
/// Where the story's label follows, they are all lines before it; otherwise they end with the
/// last bullet.
pub(super) fn read<'r, 'a>(
    rows: &'r [Row<'a>],
    report: &mut Report<'_>,
) -> (Vec<Line>, &'r [Row<'a>]) {
    let (label, below) = match rows.split_first() {
        Some((label, below)) if label.kind == Kind::Part(Part::Highlights) => (label, below),
        _ => return (Vec::new(), rows),
    };
    let part = below
        .iter()
        .position(|row| matches!(row.kind, Kind::Part(_)));
    let has_story_label = part.is_some_and(|at| below[at].kind == Kind::Part(Part::Article));
    let length = if has_story_label {
        part
    } else {
        below.iter().position(|row| bullet(row).is_none())
    };
    let (listed, after) = below.split_at(length.unwrap_or(below.len()));
    let ends_unseen = listed.is_empty() && after.first().is_some_and(|row| row.kind == Kind::Text);
    if ends_unseen && !has_story_label {
        report.add(
            label.text,
            Complaint::new(
                "the highlights have no bullets, so where they end can't be told".to_owned(),
                "a line with a bullet for each highlight",
                "Put - before each highlight, or a line Rewritten Article before the story.",
            ),
        );
    }
    (list(listed, report), after)
}

/// The highlights of `rows`: all with a bullet, or all without.
pub(in crate::format) fn list(rows: &[Row<'_>], report: &mut Report<'_>) -> Vec<Line> {
    let bulleted = rows.iter().any(|row| bullet(row).is_some());
    for row in rows {
        if (bulleted && bullet(row).is_none()) || !row.is_text() {
            report.add(
                row.text,
                Complaint::new(
                    format!(
                        "{} stands among the highlights without a bullet",
                        Quote(row.text)
                    ),
                    "a line with a bullet for each highlight",
                    "Put - before it, join it to the line above, or move it out of the highlights.",
                ),
            );
        }
    }
    if let (Some(row), Some(complaint)) = (rows.get(MAX_HIGHLIGHTS), checks::highlights(rows.len()))
    {
        report.add(row.text, complaint);
    }
    let texts = rows.iter().map(|row| bullet(row).unwrap_or(row.content()));
    texts.filter_map(Line::new).collect()
}

fn bullet<'a>(row: &Row<'a>) -> Option<&'a str> {
    match row.kind {
        Kind::Bullet(text) => Some(text),
        _ => None,
    }
}

/// The lines of a text, each a highlight, without their bullets.
pub(in crate::format) fn lines(text: &str) -> Vec<&str> {
    let rows = super::row::rows(text, 1);
    rows.map(|row| bullet(&row).unwrap_or(row.content()))
        .collect()
}
