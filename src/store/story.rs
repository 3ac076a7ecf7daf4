//! When two texts are the same story.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Filing, key::Key};
use crate::article::{Article, Origin, Record};

/// One thing by which an article of a library is known as the same story.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Story {
    /// Its headline, see [`fold`], with its date; without one it is known by the headline alone.
    Headline(Option<NaiveDate>, String),
    /// Its first source link.
    Source(String),
    /// The file that held it alone.
    File(String),
}

impl Story {
    /// By what `filing` finds an article that is there, the strongest first.
    pub(super) fn sought(filing: &Filing, now: DateTime<Utc>) -> Vec<Self> {
        let Filing { article, .. } = filing;
        let mut stories = match article.published {
            Some(date) => vec![Self::headline(article, Some(date))],
            None => vec![
                Self::headline(article, None),
                Self::headline(article, Some(now.date_naive())),
            ],
        };
        stories.extend(Self::source(article));
        stories.extend(Self::file(filing));
        stories
    }

    /// By what the text of `record` is found.
    pub(super) fn told(record: &Record) -> Vec<Self> {
        let Record { article, .. } = record;
        let mut stories = vec![Self::headline(article, Some(record.date))];
        if article.published.is_none() {
            stories.push(Self::headline(article, None));
        }
        stories.extend(Self::source(article));
        stories
    }

    /// The file of `filing`, where it holds this article only.
    pub(super) fn file(filing: &Filing) -> Option<Self> {
        match &filing.origin {
            Origin::File(path) if filing.same_file => Some(Self::File(path.clone())),
            _ => None,
        }
    }

    fn headline(article: &Article, date: Option<NaiveDate>) -> Self {
        Self::Headline(date, fold(article.headline.as_str()))
    }

    fn source(article: &Article) -> Option<Self> {
        article
            .sources
            .first()
            .map(|link| Self::Source(link.as_str().to_owned()))
    }
}

/// A headline without what does not tell two apart: case and the amount of white space.
pub fn fold(headline: &str) -> String {
    let words: Vec<_> = headline.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

impl Key for Story {
    fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::Headline(date, text) => {
                to.push(0);
                date.write(to);
                text.write(to);
            }
            Self::Source(link) => {
                to.push(1);
                link.write(to);
            }
            Self::File(path) => {
                to.push(2);
                path.write(to);
            }
        }
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        match u8::read(from)? {
            0 => Some(Self::Headline(Key::read(from)?, Key::read(from)?)),
            1 => Key::read(from).map(Self::Source),
            2 => Key::read(from).map(Self::File),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_white_space_tell_no_headlines_apart() {
        for (a, b, same) in [
            ("A  Headline", "a headline", true),
            ("ÉTÉ\u{a0}FINI", "été fini", true),
            ("A headline", "A head line", false),
        ] {
            assert_eq!(fold(a) == fold(b), same, "{a} and {b}");
        }
    }

    #[test]
    fn stories_come_back_from_their_keys() {
        for story in [
            Story::Headline(None, "a".into()),
            Story::Headline(NaiveDate::from_ymd_opt(2025, 9, 1), "a\0b".into()),
            Story::Source("https://example.org/".into()),
            Story::File("/data/a.txt".into()),
        ] {
            assert_eq!(Story::decode(&story.encode()).as_ref(), Some(&story));
        }
    }
}
