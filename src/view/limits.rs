//! What a list is limited to, and where one stands in it, as a `custom_id` carries them.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;

use super::action::{Name, Unreadable, number};
use crate::article::ArticleId;

/// What stands for something that is left out.
const NONE: &str = "-";

/// What a list of stories is limited to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Only stories of this topic.
    pub topic: Option<TopicKey>,
    /// Only stories of this date or later.
    pub from: Option<NaiveDate>,
    /// Only stories of this date or earlier.
    pub to: Option<NaiveDate>,
}

/// A topic by its fingerprint: its name may be longer than a `custom_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopicKey(u32);

/// Where one stands in a list: before a story, so that others may come and go meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The first story of the page.
    pub article: ArticleId,
    /// How many stood before it: what counts where it is there no more.
    pub rank: u32,
}

impl Limits {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Those to one date.
    pub fn on(date: NaiveDate) -> Self {
        Self {
            topic: None,
            from: Some(date),
            to: Some(date),
        }
    }
}

impl TopicKey {
    /// The key of a topic; its name without case and accents, so that all ways to write it are one.
    pub fn new(folded: &str) -> Self {
        Self(crc32fast::hash(folded.as_bytes()))
    }
}

/// Something that may be left out, as a field of a `custom_id`.
pub(super) struct Field<T>(pub(super) Option<T>);

impl<T: fmt::Display> fmt::Display for Field<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str(NONE),
            Some(value) => value.fmt(f),
        }
    }
}

impl<T: FromStr<Err = Unreadable>> FromStr for Field<T> {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        Ok(Self(match text {
            NONE => None,
            _ => Some(text.parse()?),
        }))
    }
}

/// A calendar date as a field: `2025-09-01`.
pub(super) struct Date(pub(super) NaiveDate);

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Date {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let date: NaiveDate = text.parse().map_err(|_| Unreadable)?;
        // Only as it is written: other forms would be other names of the same control.
        (date.to_string() == text)
            .then_some(Self(date))
            .ok_or(Unreadable)
    }
}

impl fmt::Display for TopicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl FromStr for TopicKey {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        super::action::hash(text).map(Self)
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", Name(self.article), self.rank)
    }
}

impl FromStr for Anchor {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (article, rank) = text.rsplit_once('.').ok_or(Unreadable)?;
        let Name(article) = article.parse()?;
        Ok(Self {
            article,
            rank: number(rank)?,
        })
    }
}
