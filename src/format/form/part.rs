//! The text of one field, read as the part that it is.

use chrono::NaiveDate;

use super::lines::listed;
use crate::{
    article::{Line, Link, MAX_SOURCES, Section},
    format::{
        briefing::{self, Field as Label, Kind, Part, Row, bare, rows},
        checks,
        problem::{Complaint, Quote},
        report::Report,
    },
};

/// A text that is one line.
pub(super) fn line(
    text: &str,
    check: fn(&str) -> Option<Complaint>,
    report: &mut Report<'_>,
) -> Option<Line> {
    let text = bare(text);
    let line = Line::new(text)?;
    if let Some(complaint) = check(line.as_str()) {
        report.add(text, complaint);
    }
    Some(line)
}

/// A date as people type it.
pub(super) fn published(
    text: &str,
    today: NaiveDate,
    report: &mut Report<'_>,
) -> Option<NaiveDate> {
    let text = value(bare(text), Label::Published);
    match text.to_lowercase().as_str() {
        "" => return None,
        "today" => return Some(today),
        "yesterday" => return today.pred_opt(),
        _ => {}
    }
    let read = checks::date(text);
    read.map_err(|complaint| report.add(text, complaint.with(", or leave the field empty")))
        .ok()
}

pub(super) fn image(text: &str, report: &mut Report<'_>) -> Option<Link> {
    let text = value(bare(text), Label::Image);
    if text.is_empty() {
        return None;
    }
    let read = checks::address(text);
    read.map_err(|complaint| report.add(text, complaint)).ok()
}

pub(super) fn topics(text: &str, report: &mut Report<'_>) -> Vec<Line> {
    let rows = listed(text);
    let mut topics = Vec::new();
    let mut places = Vec::new();
    for row in &rows {
        // A `\` is one of the list.
        let texts = briefing::split_topics(match row.kind {
            Kind::Bullet(text) => text,
            _ => row.text,
        });
        places.extend(texts.iter().map(|_| row.text));
        topics.extend(texts);
    }
    let (topics, complaints) = checks::topics(&topics);
    for (at, complaint) in complaints {
        report.add(places[at], complaint);
    }
    topics
}

pub(super) fn sources(text: &str, report: &mut Report<'_>) -> Vec<Link> {
    let rows = listed(text);
    let addresses = rows.iter().flat_map(|row| {
        let text = match row.kind {
            Kind::Bullet(text) => text,
            _ => row.content(),
        };
        briefing::split_addresses(value(text, Label::Source))
    });
    let mut sources = Vec::new();
    for address in addresses {
        match checks::address(address) {
            Ok(link) => sources.push(link),
            Err(complaint) => report.add(address, complaint),
        }
        if sources.len() == MAX_SOURCES + 1 {
            report.add(address, checks::too_many_sources());
            break;
        }
    }
    sources
}

pub(super) fn highlights(text: &str, report: &mut Report<'_>) -> Vec<Line> {
    let rows = listed(text);
    briefing::list(unlabelled(&rows, Part::Highlights), report)
}

/// Lede and sections.
pub(super) fn story(
    text: &str,
    headline: Option<&Line>,
    report: &mut Report<'_>,
) -> (Vec<Line>, Vec<Section>) {
    let mut rows: Vec<_> = rows(text, 1).collect();
    let mut kinds = rows.iter().map(|row| row.kind);
    // What stands below it is no story any more.
    if let Some(at) = kinds.position(|kind| kind == Kind::Part(Part::Analysis)) {
        report.add(rows[at].text, stray(&rows[at]));
        rows.truncate(at);
    }
    rows.retain(|row| row.kind == Kind::Part(Part::Article) || is_story(row, report));
    let Some(first) = rows.first() else {
        return Default::default();
    };
    let body = briefing::body(first, headline, &rows, report);
    if let Some(heading) = body.surplus {
        report.add(heading, checks::too_many_sections());
    }
    (body.lede, body.sections)
}

/// The paragraphs of a field that has no headings.
pub(super) fn paragraphs(text: &str, name: &str, part: Part, report: &mut Report<'_>) -> Vec<Line> {
    let rows: Vec<_> = rows(text, 1).collect();
    let mut paragraphs = Vec::new();
    for row in unlabelled(&rows, part) {
        if let Kind::Heading(_) = row.kind {
            report.add(
                row.text,
                checks::misplaced_heading(row.text, name).with(OR_ESCAPE),
            );
        } else if is_story(row, report) {
            paragraphs.extend(Line::new(row.content()));
        }
    }
    paragraphs
}

/// The lines without the label of their own part above them.
fn unlabelled<'r, 'a>(rows: &'r [Row<'a>], part: Part) -> &'r [Row<'a>] {
    match rows.split_first() {
        Some((first, rest)) if first.kind == Kind::Part(part) => rest,
        _ => rows,
    }
}

/// What stands after a field's label, where somebody put it into the field as well.
fn value(text: &str, label: Label) -> &str {
    match Label::of(text) {
        Some((found, value)) if found == label => value,
        _ => text,
    }
}

/// Whether a line is one of a story; a label or field among them is reported.
fn is_story(row: &Row<'_>, report: &mut Report<'_>) -> bool {
    let is_story = row.is_text() || matches!(row.kind, Kind::Heading(_));
    if !is_story {
        report.add(row.text, stray(row));
    }
    is_story
}

/// A label, a field or a separator among paragraphs.
fn stray(row: &Row<'_>) -> Complaint {
    let (what, expected, remedy) = match row.kind {
        Kind::Separator => (
            format!("{} begins another article", Quote(row.text)),
            "one article",
            "Delete it, and give the other article by itself",
        ),
        _ => (
            format!("{} stands among the paragraphs", Quote(row.text)),
            "paragraphs only",
            "Move it to the field that it belongs to, or delete it",
        ),
    };
    Complaint::new(what, expected, remedy).with(OR_ESCAPE)
}

/// How a line that only looks like something else is mended.
const OR_ESCAPE: &str = "; if it is a paragraph, put a \\ before it";
