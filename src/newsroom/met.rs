//! What one import has met so far: two of its stories must not become one.

use std::{collections::HashMap, hash::Hash};

use chrono::NaiveDate;

use crate::{
    article::{Article, Line, Link},
    format::{Entry, Problem},
    store::fold,
};

/// The stories of an import. Imported again, a story updates its article; two different stories of
/// *one* import that go by the same headline and date, or first source, are a mistake in the files:
/// the second would take the place of the first.
#[derive(Debug)]
pub(super) struct Met {
    today: NaiveDate,
    by_title: HashMap<Title, u32>,
    by_source: HashMap<Link, Line>,
}

/// What an article goes by: its headline, case and white space aside, and its date.
pub(super) type Title = (String, NaiveDate);

/// What `article` goes by; one without a date stands under that of `today`.
pub(super) fn title(article: &Article, today: NaiveDate) -> Title {
    let date = article.published.unwrap_or(today);
    (fold(article.headline.as_str()), date)
}

/// A text's fingerprint: a large import must not be kept in memory.
pub(super) fn fingerprint(article: &Article) -> u32 {
    let mut print = crc32fast::Hasher::new();
    article.hash(&mut print);
    print.finalize()
}

impl Met {
    /// Nothing yet, of an import on that day.
    pub(super) fn new(today: NaiveDate) -> Self {
        Self {
            today,
            by_title: HashMap::new(),
            by_source: HashMap::new(),
        }
    }

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
        let title = title(&article, self.today);
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
