use super::{
    body, header, highlights,
    row::{Kind, Row, rows},
};
use crate::{
    article::{Article, Line, Standing},
    format::{
        Entry, Reading, checks,
        problem::{Complaint, Quote},
        report::Report,
    },
};

/// Reads every article of a file.
///
/// A line of four or more `=` separates articles. An article is read whole, or refused with
/// everything that is wrong with it. Takes time in proportion to the text, whatever it is.
pub fn read(text: &str) -> Reading {
    read_from(text, 1)
}

/// Reads a part of a file that begins with the line of that number, between two articles.
pub fn read_from(text: &str, first_line: usize) -> Reading {
    let rows: Vec<_> = rows(text, first_line).collect();
    let mut report = Report::from_line(text, first_line);
    let entries: Vec<_> = rows
        .split(|row| row.kind == Kind::Separator)
        .filter_map(|rows| entry(rows, &mut report))
        .collect();
    Reading {
        entries: if entries.is_empty() {
            vec![nothing()]
        } else {
            entries
        },
        omitted: report.omitted(),
    }
}

/// None where nothing stands between two separators.
fn entry(rows: &[Row<'_>], report: &mut Report<'_>) -> Option<Entry> {
    let (first, last) = (rows.first()?, rows.last()?);
    let read = article(first, rows, report);
    Some(Entry::new(
        first.line,
        report.span_of(first.text).start..report.span_of(last.text).end,
        report.finish().and(read.ok_or_else(Vec::new)),
    ))
}

/// None only where a problem was reported.
pub(in crate::format) fn article(
    first: &Row<'_>,
    rows: &[Row<'_>],
    report: &mut Report<'_>,
) -> Option<(Article, Standing)> {
    let (headline, rows) = headline(first, rows, report);
    let (header, rows) = header::read(rows, report);
    let (highlights, rows) = highlights::read(rows, report);
    let body = body::read(first, headline.as_ref(), rows, report);
    if let Some(heading) = body.surplus {
        report.add(heading, checks::too_many_sections().with(BETWEEN));
    }
    let article = Article {
        headline: headline?,
        published: header.published,
        byline: header.byline,
        topics: header.topics,
        sources: header.sources,
        image: header.image,
        highlights,
        lede: body.lede,
        sections: body.sections,
        analysis: body.analysis,
    };
    if let Some(complaint) = checks::size(&article) {
        report.add(first.text, complaint.with(BETWEEN));
    }
    Some((article, header.standing))
}

/// The headline, which is the first line, and the lines after it.
fn headline<'r, 'a>(
    first: &Row<'a>,
    rows: &'r [Row<'a>],
    report: &mut Report<'_>,
) -> (Option<Line>, &'r [Row<'a>]) {
    if matches!(first.kind, Kind::Part(_) | Kind::Field(..)) {
        report.add(
            first.text,
            Complaint::new(
                format!("{} stands where the headline should", Quote(first.text)),
                "the headline as the first line",
                "Write the headline above this line; if this line is it, put a \\ before it.",
            ),
        );
        return (None, rows);
    }
    let text = first.content();
    if let Some(complaint) = checks::headline(text) {
        report.add(text, complaint);
    }
    (Line::new(text), &rows[1..])
}

/// What a file without any text holds.
fn nothing() -> Entry {
    Entry::nothing(Complaint::new(
        "there is no article".to_owned(),
        "at least a headline and a paragraph under it",
        "Write the headline on the first line and the story below it.",
    ))
}

/// How several articles stand in a file.
const BETWEEN: &str = " with a line ==== between them";
