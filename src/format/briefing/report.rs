use std::ops::Range;

use super::row::Row;
use crate::format::{MAX_PROBLEMS, Problem};

/// Gathers the problems of one file, article by article.
pub(super) struct Report<'a> {
    source: &'a str,
    /// Those of the present article.
    problems: Vec<Problem>,
    /// Whether the present article has any, told or not.
    is_refused: bool,
    /// How many more can be told.
    room: usize,
    omitted: usize,
}

impl<'a> Report<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            problems: Vec::new(),
            is_refused: false,
            room: MAX_PROBLEMS,
            omitted: 0,
        }
    }

    /// Adds a problem with `part`, a part of the source that begins in the line of `row`.
    ///
    /// The texts are those of [`Problem`]: `what` and `expected` clauses, `remedy` a sentence.
    pub(super) fn add(
        &mut self,
        row: &Row<'_>,
        part: &str,
        what: String,
        expected: &str,
        remedy: &str,
    ) {
        self.is_refused = true;
        if self.room == 0 {
            self.omitted += 1;
            return;
        }
        self.room -= 1;
        let span = self.span_of(part);
        let before = &self.source[..span.start];
        let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        self.problems.push(Problem {
            what,
            expected: expected.to_owned(),
            remedy: remedy.to_owned(),
            line: row.line,
            column: 1 + before[start..].chars().count(),
            span,
        });
    }

    /// Where `part`, a part of the source, stands in it.
    pub(super) fn span_of(&self, part: &str) -> Range<usize> {
        let start = part.as_ptr().addr() - self.source.as_ptr().addr();
        start..start + part.len()
    }

    /// Ends the present article: Err with its problems in the order of the text, if it has any.
    pub(super) fn finish(&mut self) -> Result<(), Vec<Problem>> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.sort_by_key(|problem| problem.span.start);
        if std::mem::take(&mut self.is_refused) {
            Err(problems)
        } else {
            Ok(())
        }
    }

    /// Problems that were not told.
    pub(super) fn omitted(&self) -> usize {
        self.omitted
    }
}
