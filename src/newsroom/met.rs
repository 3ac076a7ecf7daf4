//! What one import has met so far: two of its stories must not become one.

use std::{collections::HashMap, hash::Hash};

use chrono::NaiveDate;

use crate::{
    article::{Article, Line, Link},
    format::{Entry, Problem},
    search::fold,
};

/// The stories of an import. Imported again, a story updates its article; two different stories of
/// *one* import that go by the same headline and date, or first source, are a mistake in the files:
/// the second would take the place of the first.
#[derive(Debug, Default)]
pub(super) struct Met {
    by_title: HashMap<Title, u32>,
    by_source: HashMap<Link, Line>,
}

/// What an article goes by: its headline, case and white space aside, and its date.
pub(super) type Title = (String, Option<NaiveDate>);

/// What `article` goes by.
pub(super) fn title(article: &Article) -> Title {
    (fold(article.headline.as_str()), article.published)
}

/// A text's fingerprint: a large import must not be kept in memory.
pub(super) fn fingerprint(article: &Article) -> u32 {
    let mut print = crc32fast::Hasher::new();
    article.hash(&mut print);
    print.finalize()
}

impl Met {
    /// The article of an entry, if it is one and does not stand in the way of one before it. One
    /// with a number of its own does not: its number tells it from others.
    /// `print` is its [`fingerprint`].
    pub(super) fn check(&mut self, entry: Entry, print: u32) -> Result<Article, Vec<Problem>> {
        let article = entry.article?;
        if entry.standing.number.is_some() {
            return Ok(article);
        }
        let refused = |what: String, remedy: &str| {
            Err(vec![Problem {
                what,
                expected: "a story that no other of this import would take the place of".to_owned(),
                remedy: remedy.to_owned(),
                span: entry.span.start..entry.span.start,
                line: entry.line,
                column: 1,
            }])
        };
        let title = title(&article);
        let source = article.sources.first();
        match self.by_title.get(&title) {
            Some(other) if *other == print => return Ok(article),
            Some(_) => {
                let what = format!(
                    "“{}” stands in this import already, with another text",
                    article.headline
                );
                return refused(
                    what,
                    "Keep one of them, or give them different headlines or dates.",
                );
            }
            None => {}
        }
        let other = source.and_then(|source| self.by_source.get(source));
        if let Some(other) = other.filter(|other| fold(other.as_str()) != title.0) {
            let what = format!(
                "“{}” has the same first source as “{other}” of this import",
                article.headline
            );
            return refused(
                what,
                "Give each story the address of its own page as its first source.",
            );
        }
        if let Some(source) = source {
            self.by_source
                .insert(source.clone(), article.headline.clone());
        }
        self.by_title.insert(title, print);
        Ok(article)
    }
}
