use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{ArticleId, Line, Record};

/// What lists and completion show of a published article.
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
    /// Whether readers are told of a correction.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub corrected: bool,
}

/// What a published article is found by: its card, and the headings of its sections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// What is shown of it.
    #[serde(flatten)]
    pub card: Card,
    /// The headings, in order.
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
            corrected: !record.corrections.is_empty(),
        }
    }
}

impl Outline {
    /// The outline of a record.
    pub fn of(record: &Record) -> Self {
        let sections = record.article.sections.iter();
        Self {
            card: Card::of(record),
            headings: sections.map(|section| section.heading.clone()).collect(),
        }
    }
}
