use std::ops::Range;

use super::{Problem, problem::Complaint};
use crate::article::{Article, Standing};

/// Most problems that are told of one file; the rest are counted.
pub const MAX_PROBLEMS: usize = 100;

/// What a file held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its articles in order, read or refused; never empty: of an empty file, one refusal.
    pub entries: Vec<Entry>,
    /// Problems beyond [`MAX_PROBLEMS`] that are not told.
    pub omitted: usize,
}

/// One article of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The line where it starts, from 1.
    pub line: usize,
    /// Its bytes in the source.
    pub span: Range<usize>,
    /// The article, or everything that is wrong with it, in the order of the text.
    ///
    /// The problems' spans and lines are those of the whole file. There are none where
    /// [`MAX_PROBLEMS`] were told of the file before this article.
    pub article: Result<Article, Vec<Problem>>,
    /// How the article stood in the library that it was exported from; of any other text, nothing.
    pub standing: Standing,
}

impl Entry {
    /// An article as it was read, or what is wrong with it.
    pub(super) fn new(
        line: usize,
        span: Range<usize>,
        read: Result<(Article, Standing), Vec<Problem>>,
    ) -> Self {
        let (article, standing) = match read {
            Ok((article, standing)) => (Ok(article), standing),
            Err(problems) => (Err(problems), Standing::default()),
        };
        Self {
            line,
            span,
            article,
            standing,
        }
    }

    /// What a file without any article holds.
    pub(super) fn nothing(complaint: Complaint) -> Self {
        let Complaint {
            what,
            expected,
            remedy,
        } = complaint;
        let problem = Problem {
            what,
            expected,
            remedy,
            span: 0..0,
            line: 1,
            column: 1,
        };
        Self::new(1, 0..0, Err(vec![problem]))
    }
}

impl Reading {
    /// The only article of a text that should hold one: None where it holds several.
    pub fn single(self) -> Option<Entry> {
        let mut entries = self.entries.into_iter();
        let entry = entries.next()?;
        entries.next().is_none().then_some(entry)
    }

    /// The problems of all articles, in the order of the text.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.entries
            .iter()
            .filter_map(|entry| entry.article.as_ref().err())
            .flatten()
    }
}
