//! The pieces of all articles as rows, and the way back from them to the Markdown.

use std::ops::Range;

use super::{
    Problem, Report, Row,
    draft::{Draft, Piece, What},
};
use crate::format::briefing::Kind;

/// The source, and behind it the texts of the pieces.
pub(super) struct Flat {
    text: String,
    /// The length of the source.
    source: usize,
    /// Where each piece stands in the text, and where in the source it comes from.
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Flat {
    pub(super) fn new(source: &str, drafts: &[Draft]) -> Self {
        let mut text = source.to_owned();
        let mut places = Vec::new();
        for piece in drafts.iter().flat_map(|draft| &draft.pieces) {
            text.push('\n');
            let start = text.len();
            text += &piece.text;
            places.push((start..text.len(), piece.span.clone()));
        }
        Self {
            text,
            source: source.len(),
            places,
        }
    }

    /// What the rows and the problems point into.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The rows of each draft, numbered as the lines of the source.
    pub(super) fn rows(&self, drafts: &[Draft], report: &Report<'_>) -> Vec<Vec<Row<'_>>> {
        let mut places = self.places.iter();
        let row = |(piece, (place, span)): (&Piece, &(Range<usize>, Range<usize>))| {
            let text = &self.text[place.clone()];
            Row {
                line: report.line(span.start),
                text,
                kind: kind(piece.what, text),
            }
        };
        let rows = |draft: &Draft| draft.pieces.iter().zip(places.by_ref()).map(row).collect();
        drafts.iter().map(rows).collect()
    }

    /// A problem of a row as one of the source.
    pub(super) fn locate(&self, problem: Problem, report: &Report<'_>) -> Problem {
        if problem.span.start <= self.source {
            return problem;
        }
        let after = |(place, _): &(Range<usize>, Range<usize>)| place.start <= problem.span.start;
        let index = self.places.partition_point(after).saturating_sub(1);
        let span = self.places[index].1.clone();
        // Where the words stand in the source as they do in the row, there exactly.
        let words = &self.text[problem.span.clone()];
        let found = self.text[span.clone()].find(words);
        let span = match found.filter(|_| !words.is_empty()) {
            Some(at) => span.start + at..span.start + at + words.len(),
            None => span,
        };
        let (line, column) = report.position(span.start);
        Problem {
            span,
            line,
            column,
            ..problem
        }
    }
}

fn kind(what: What, text: &str) -> Kind<'_> {
    match what {
        What::Field => Kind::of(text),
        What::Part(part) => Kind::Part(part),
        What::Heading => Kind::Heading(text),
        What::Bullet => Kind::Bullet(text),
        What::Text => Kind::Escaped(text),
    }
}
