use std::{cell::OnceCell, ops::Range};

use super::{MAX_PROBLEMS, Problem, problem::Complaint};

/// Gathers the problems of one file, article by article.
pub(super) struct Report<'a> {
    source: &'a str,
    /// The number of the source's first line.
    first_line: usize,
    /// Where each line begins, once asked for.
    lines: OnceCell<Vec<usize>>,
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
            first_line: 1,
            lines: OnceCell::new(),
            problems: Vec::new(),
            is_refused: false,
            room: MAX_PROBLEMS,
            omitted: 0,
        }
    }

    /// The same of a text that stands further down in a file.
    pub(super) fn from_line(source: &'a str, first_line: usize) -> Self {
        Self {
            first_line,
            ..Self::new(source)
        }
    }

    /// Goes on with another text, in place of one of which every problem was taken.
    pub(super) fn on<'b>(&self, source: &'b str) -> Report<'b> {
        Report {
            room: self.room,
            omitted: self.omitted,
            ..Report::new(source)
        }
    }

    /// Adds a problem with `part`, a part of the source.
    pub(super) fn add(&mut self, part: &str, complaint: Complaint) {
        self.at(self.span_of(part), complaint);
    }

    /// Adds a problem with the bytes `span` of the source.
    pub(super) fn at(&mut self, span: Range<usize>, complaint: Complaint) {
        self.is_refused = true;
        if self.room == 0 {
            self.omitted += 1;
            return;
        }
        self.room -= 1;
        let (line, column) = self.position(span.start);
        let Complaint {
            what,
            expected,
            remedy,
        } = complaint;
        self.problems.push(Problem {
            what,
            expected,
            remedy,
            span,
            line,
            column,
        });
    }

    /// The line of a byte.
    pub(super) fn line(&self, at: usize) -> usize {
        self.first_line + self.line_index(at)
    }

    /// The line and column of a byte, the column from 1. A column is counted: on a long line
    /// that takes a while.
    pub(super) fn position(&self, at: usize) -> (usize, usize) {
        let line = self.line_index(at);
        let start = self.lines()[line];
        let column = 1 + self.source[start..at].chars().count();
        (self.first_line + line, column)
    }

    fn line_index(&self, at: usize) -> usize {
        self.lines().partition_point(|start| *start <= at) - 1
    }

    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| line_starts(self.source))
    }

    /// Where `part`, a part of the source, stands in it.
    pub(super) fn span_of(&self, part: &str) -> Range<usize> {
        span_in(self.source, part)
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

/// Where `part`, a part of `text`, stands in it.
pub(super) fn span_in(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr().addr() - text.as_ptr().addr();
    start..start + part.len()
}

/// Where the lines of `text` begin; they end in `\n`, `\r\n` or a lone `\r`.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = (0..bytes.len()).filter(|at| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    std::iter::once(0).chain(ends.map(|at| at + 1)).collect()
}
