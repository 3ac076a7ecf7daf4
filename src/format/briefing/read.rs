use super::{
    body, header, highlights,
    report::Report,
    row::{Kind, Row, rows},
};
use crate::{
    article::{Article, Line, MAX_ARTICLE_BYTES, MAX_HEADLINE_CHARS},
    format::{Entry, Problem, Reading, problem::Quote},
};

/// Reads every article of a file.
///
/// A line of four or more `=` separates articles. An article is read whole, or refused with
/// everything that is wrong with it. Takes time in proportion to the text, whatever it is.
pub fn read(text: &str) -> Reading {
    let rows: Vec<_> = rows(text).collect();
    let mut report = Report::new(text);
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
    let article = article(first, rows, report);
    let article = report.finish().and(article.ok_or_else(Vec::new));
    Some(Entry {
        line: first.line,
        span: report.span_of(first.text).start..report.span_of(last.text).end,
        article,
    })
}

/// None only where a problem was reported.
fn article(first: &Row<'_>, rows: &[Row<'_>], report: &mut Report<'_>) -> Option<Article> {
    let (headline, rows) = headline(first, rows, report);
    let (header, rows) = header::read(rows, report);
    let (highlights, rows) = highlights::read(rows, report);
    let body = body::read(first, headline.as_ref(), rows, report);
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
    let bytes = article.byte_len();
    if bytes > MAX_ARTICLE_BYTES {
        report.add(
            first,
            first.text,
            format!("this article has {bytes} bytes of text"),
            &format!("at most {MAX_ARTICLE_BYTES} bytes"),
            "Shorten it, or make it several articles with a line ==== between them.",
        );
    }
    Some(article)
}

/// The headline, which is the first line, and the lines after it.
fn headline<'r, 'a>(
    first: &Row<'a>,
    rows: &'r [Row<'a>],
    report: &mut Report<'_>,
) -> (Option<Line>, &'r [Row<'a>]) {
    if matches!(first.kind, Kind::Part(_) | Kind::Field(..)) {
        report.add(
            first,
            first.text,
            format!("{} stands where the headline should", Quote(first.text)),
            "the headline as the first line",
            "Write the headline above this line; if this line is it, put a \\ before it.",
        );
        return (None, rows);
    }
    let text = first.content();
    let chars = text.chars().count();
    if chars > MAX_HEADLINE_CHARS {
        report.add(
            first,
            text,
            format!("the headline {} has {chars} characters", Quote(text)),
            &format!("at most {MAX_HEADLINE_CHARS} characters"),
            "Shorten it.",
        );
    }
    (Line::new(text), &rows[1..])
}

/// What a file without any text holds.
fn nothing() -> Entry {
    let problem = Problem {
        what: "there is no article".to_owned(),
        expected: "at least a headline and a paragraph under it".to_owned(),
        remedy: "Write the headline on the first line and the story below it.".to_owned(),
        span: 0..0,
        line: 1,
        column: 1,
    };
    Entry {
        line: 1,
        span: 0..0,
        article: Err(vec![problem]),
    }
}
