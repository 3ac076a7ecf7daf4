use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::article::{ArticleId, Author, Line, Record, State};

/// What lists, completion and title search need of a published article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its name.
    pub id: ArticleId,
    /// What it is called.
    pub headline: Line,
    /// The date it stands under.
    pub date: NaiveDate,
    /// When readers could first see it.
    pub live_at: DateTime<Utc>,
    /// Its topics.
    #[serde(default)]
    pub topics: Vec<Line>,
    /// The headings of its sections, in order.
    #[serde(default)]
    pub headings: Vec<Line>,
}

impl Card {
    /// The card of a record.
    pub fn of(record: &Record) -> Self {
        let article = &record.article;
        Self {
            id: record.id,
            headline: article.headline.clone(),
            date: record.date,
            live_at: record.live_at,
            topics: article.topics.clone(),
            headings: article
                .sections
                .iter()
                .map(|section| section.heading.clone())
                .collect(),
        }
    }
}

/// One write to an article, at its place in the order of all writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its place: 1, 2, 3 … without a gap, over all libraries.
    pub seq: u64,
    /// The article.
    pub id: ArticleId,
    /// What happened to it.
    pub kind: ChangeKind,
    /// Who did it.
    pub by: Author,
    /// When.
    pub at: DateTime<Utc>,
}

/// What happened to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It has a new revision, of this number.
    Revised(u32),
    /// Its text stayed, readers see it differently.
    State(State),
}
