use super::{
    label::Part,
    repetition,
    row::{Kind, Row, key},
};
use crate::{
    article::{Line, MAX_SECTIONS, Section},
    format::{
        checks::{self, LEDE},
        problem::{Complaint, Quote},
        report::Report,
    },
};

/// What stands after the header and the highlights.
#[derive(Default)]
pub(in crate::format) struct Body<'a> {
    pub(in crate::format) lede: Vec<Line>,
    pub(in crate::format) sections: Vec<Section>,
    pub(in crate::format) analysis: Vec<Line>,
    /// The heading of the first section more than there can be.
    pub(in crate::format) surplus: Option<&'a str>,
}

/// A line of the body that is not just there to repeat the headline or to open the story.
pub(super) struct Item<'a> {
    pub(super) row: Row<'a>,
    pub(super) role: Role,
    /// Its text, for comparison.
    pub(super) key: String,
    /// Whether the story's label stands directly before it, inside of the story.
    pub(super) restarts: bool,
}

/// What a line of the body is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Paragraph,
    /// A heading, by its mark or only by its looks.
    Heading {
        is_marked: bool,
    },
    /// The label of the analysis.
    Analysis,
}

/// Reads lede, sections and analysis from the last lines of an article that begins with `first`.
pub(in crate::format) fn read<'a>(
    first: &Row<'a>,
    headline: Option<&Line>,
    rows: &[Row<'a>],
    report: &mut Report<'_>,
) -> Body<'a> {
    let headline = headline.map(|line| key(line.as_str()));
    let mut items = items(headline, rows, report);
    repetition::strip(&mut items, report);
    build(first, &items, report)
}

/// Tells what each line is.
fn items<'a>(headline: Option<String>, rows: &[Row<'a>], report: &mut Report<'_>) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = Vec::new();
    let mut in_analysis = false;
    let mut label: Option<usize> = None;
    let mut restarts = false;
    for (index, row) in rows.iter().enumerate() {
        let next = rows.get(index + 1);
        let role = match row.kind {
            Kind::Part(Part::Article) => {
                if items.is_empty()
                    && let Some(line) = label.replace(row.line)
                {
                    report_again(row, Part::Article, line, report);
                }
                restarts = !items.is_empty();
                continue;
            }
            Kind::Part(Part::Highlights) => {
                report_late(row, Part::Highlights.label(), report);
                continue;
            }
            Kind::Field(field, _) => {
                report_late(row, field.label(), report);
                continue;
            }
            Kind::Part(Part::Analysis) => {
                if let Some(last) = items.last().filter(|last| last.role == Role::Analysis) {
                    report_again(row, Part::Analysis, last.row.line, report);
                    continue;
                }
                Role::Analysis
            }
            Kind::Heading(_) => Role::Heading { is_marked: true },
            _ if !in_analysis && is_bare_heading(row, next, &items) => {
                Role::Heading { is_marked: false }
            }
            _ => Role::Paragraph,
        };
        let key = key(row.content());
        let is_headline = !row.is_escaped() && Some(&key) == headline.as_ref();
        if is_headline && (items.is_empty() || restarts || starts_story(next, &items)) {
            continue;
        }
        in_analysis |= role == Role::Analysis;
        let restarts_here = restarts && role != Role::Analysis;
        items.push(Item {
            row: *row,
            role,
            key,
            restarts: restarts_here,
        });
        restarts = false;
    }
    items
}

/// Whether an unmarked line is a heading: it looks like one, stands before a paragraph that does
/// not, and not directly under a heading.
fn is_bare_heading(row: &Row<'_>, next: Option<&Row<'_>>, items: &[Item<'_>]) -> bool {
    let before_paragraph = next.is_some_and(|next| next.is_text() && !next.looks_like_heading());
    let under_heading = items
        .last()
        .is_some_and(|item| matches!(item.role, Role::Heading { .. }));
    row.looks_like_heading() && before_paragraph && !under_heading && !starts_story(next, items)
}

/// Whether `row` repeats the first paragraph.
fn starts_story(row: Option<&Row<'_>>, items: &[Item<'_>]) -> bool {
    match (row, items.first()) {
        (Some(row), Some(first)) => {
            row.is_text() && !row.is_escaped() && key(row.content()) == first.key
        }
        _ => false,
    }
}

/// Puts the parts together.
fn build<'a>(first: &Row<'a>, items: &[Item<'a>], report: &mut Report<'_>) -> Body<'a> {
    let mut body = Body::default();
    if items
        .first()
        .is_none_or(|item| item.role != Role::Paragraph)
    {
        report_no_lede(first, items.first(), report);
        return body;
    }
    let mut in_analysis = false;
    for (index, item) in items.iter().enumerate() {
        let Some(line) = Line::new(item.row.content()) else {
            continue;
        };
        match item.role {
            Role::Analysis => in_analysis = true,
            Role::Heading { .. } if in_analysis => report_heading_in_analysis(&item.row, report),
            Role::Heading { .. } => {
                let next = items.get(index + 1);
                if next.is_none_or(|next| next.role != Role::Paragraph) {
                    report_empty_section(&item.row, report);
                }
                heading(&item.row, report);
                if body.sections.len() == MAX_SECTIONS {
                    body.surplus = Some(item.row.text);
                }
                body.sections.push(Section {
                    heading: line,
                    paragraphs: Vec::new(),
                });
            }
            Role::Paragraph if in_analysis => body.analysis.push(line),
            Role::Paragraph => match body.sections.last_mut() {
                Some(section) => section.paragraphs.push(line),
                None => body.lede.push(line),
            },
        }
    }
    body
}

/// Checks the length of a heading.
fn heading(row: &Row<'_>, report: &mut Report<'_>) {
    if let Some(complaint) = checks::heading(row.content()) {
        let complaint = complaint.with(", or take the mark before it away if it is a paragraph");
        report.add(row.text, complaint);
    }
}

fn report_again(row: &Row<'_>, part: Part, line: usize, report: &mut Report<'_>) {
    report.add(
        row.text,
        Complaint::new(
            format!("`{}` stands in line {line} already", part.label()),
            "this label once",
            "Delete one of the two.",
        ),
    );
}

fn report_late(row: &Row<'_>, label: &str, report: &mut Report<'_>) {
    report.add(
        row.text,
        Complaint::new(
            format!("`{label}` stands inside the story: {}", Quote(row.text)),
            "it once, between the headline and the story",
            "Move it up or delete it; if it belongs to the story, put a \\ before it.",
        ),
    );
}

fn report_no_lede(first: &Row<'_>, item: Option<&Item<'_>>, report: &mut Report<'_>) {
    match item {
        Some(item) => report.add(
            item.row.text,
            Complaint::new(
                format!(
                    "the story begins with {}, not with its lede",
                    Quote(item.row.text)
                ),
                LEDE,
                "Write the lede above it; if this line is the lede, put a \\ before it.",
            ),
        ),
        None => report.add(
            first.text,
            Complaint::new(
                format!("under {} no story follows", Quote(first.text)),
                LEDE,
                "Write the story below the headline.",
            ),
        ),
    }
}

fn report_heading_in_analysis(row: &Row<'_>, report: &mut Report<'_>) {
    let complaint = checks::misplaced_heading(row.text, "analysis");
    let complaint = complaint.with(", or move the section above the label of the analysis");
    report.add(row.text, complaint);
}

fn report_empty_section(row: &Row<'_>, report: &mut Report<'_>) {
    report.add(row.text, checks::empty_section(row.text));
}
