use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{ArticleId, Line, Record};

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
