//! What was wrong in a file.

use crate::format::{MAX_PROBLEMS, Problem};

/// The problems of a file, and as much of its text as they point into.
#[derive(Clone, Debug, Default)]
pub(super) struct Refused {
    pub(super) problems: Vec<Problem>,
    /// Problems beyond those that are told.
    pub(super) omitted: usize,
    /// The lines that the problems are about, and what stands between those of one article.
    pub(super) text: String,
}

impl Refused {
    /// Whether nothing was.
    pub(super) fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.omitted == 0
    }

    /// Adds what is wrong with an article of `source`.
    pub(super) fn add(&mut self, source: &str, mut problems: Vec<Problem>) {
        let room = MAX_PROBLEMS.saturating_sub(self.problems.len());
        self.omitted += problems.len().saturating_sub(room);
        problems.truncate(room);
        let spans = || problems.iter().map(|problem| &problem.span);
        let (Some(start), Some(end)) = (
            spans().map(|span| span.start).min(),
            spans().map(|span| span.end).max(),
        ) else {
            return;
        };
        let start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let end = source[end..].find('\n').map_or(source.len(), |at| end + at);
        let base = self.text.len();
        for problem in &mut problems {
            let span = &mut problem.span;
            *span = span.start - start + base..span.end - start + base;
        }
        self.text += &source[start..end];
        self.text.push('\n');
        self.problems.extend(problems);
    }

    /// Adds what is wrong with a file without a text to show.
    pub(super) fn add_without_text(&mut self, mut problem: Problem) {
        let end = self.text.len();
        problem.span = end..end;
        self.problems.push(problem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::briefing;

    #[test]
    fn problems_point_into_what_is_kept() {
        let text = "A\nL.\n====\nÉ\nDate: x\nL.\n====\nC\nDate: yy\n";
        let mut refused = Refused::default();
        for entry in briefing::read(text).entries {
            if let Err(problems) = entry.article {
                refused.add(text, problems);
            }
        }
        assert_eq!(refused.text, "Date: x\nC\nDate: yy\n");
        let problems = refused.problems.iter();
        let found: Vec<_> = problems
            .map(|it| (it.line, it.column, &refused.text[it.span.clone()]))
            .collect();
        assert_eq!(found, [(5, 7, "x"), (8, 1, "C"), (9, 7, "yy")]);
    }

    #[test]
    fn only_so_many_are_told() {
        let text = "Date: x\n====\n".repeat(MAX_PROBLEMS);
        let mut refused = Refused::default();
        for _ in 0..2 {
            let reading = briefing::read(&text);
            refused.omitted += reading.omitted;
            for entry in reading.entries {
                refused.add(&text, entry.article.err().unwrap_or_default());
            }
        }
        assert_eq!(refused.problems.len(), MAX_PROBLEMS);
        assert_eq!(refused.omitted, 5 * MAX_PROBLEMS);
        assert!(!refused.is_empty());
    }
}
