use super::row::{Kind, rows, trim};
use crate::format::report::span_in;

/// The articles of a file, each with everything that stands between two separators.
pub(in crate::format) fn split(text: &str) -> Vec<&str> {
    let separators = rows(text, 1).filter(|row| row.kind == Kind::Separator);
    let separators: Vec<_> = separators.map(|row| span_in(text, row.text)).collect();
    let starts = std::iter::once(0).chain(separators.iter().map(|span| span.end));
    let ends = separators.iter().map(|span| span.start);
    let parts = starts
        .zip(ends.chain([text.len()]))
        .map(|(start, end)| trim(&text[start..end]));
    parts
        .filter(|part| rows(part, 1).next().is_some())
        .collect()
}
