use std::ops::Range;

use super::Problem;
use crate::article::Article;

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
