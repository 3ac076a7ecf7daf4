use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Article, ArticleId, Line, UserId};

/// An article as a library keeps it: the text, and what the newsroom knows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its name.
    pub id: ArticleId,
    /// How often its text was changed, from 1.
    pub revision: u32,
    /// Whether readers see it.
    pub state: State,
    /// Who added it.
    pub added_by: Author,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// When readers could first see it: breaks the tie of two articles of one date.
    pub live_at: DateTime<Utc>,
    /// Who wrote the present revision.
    pub revised_by: Author,
    /// When it was written.
    pub revised_at: DateTime<Utc>,
    /// Where the present text came from.
    pub origin: Origin,
    /// When it was announced as the desk's news; none where it was only imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_at: Option<DateTime<Utc>>,
    /// What readers are told of its changes, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Why and by whom it was withdrawn; none where readers see it, or an import withdrew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
    /// The date it stands under: the article's own, else the day it went live (UTC).
    pub date: NaiveDate,
    /// The text.
    pub article: Article,
}

impl Record {
    /// A new story as the desk publishes it; `today` is its date where its text names none.
    pub fn published(
        id: ArticleId,
        article: Article,
        today: NaiveDate,
        by: Author,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            revision: 1,
            state: State::Published,
            added_by: by,
            added_at: now,
            live_at: now,
            revised_by: by,
            revised_at: now,
            origin: Origin::Desk,
            announced_at: Some(now),
            corrections: Vec::new(),
            withdrawal: None,
            date: article.published.unwrap_or(today),
            article,
        }
    }

    /// Its next revision as the desk publishes it, with what readers are told of the change.
    pub fn revised(
        &self,
        article: Article,
        note: Option<Line>,
        by: Author,
        now: DateTime<Utc>,
    ) -> Self {
        let revision = self.revision + 1;
        let correction = note.map(|note| Correction {
            revision,
            note,
            at: now,
        });
        let corrections = self.corrections.iter().cloned().chain(correction);
        Self {
            revision,
            revised_by: by,
            revised_at: now,
            origin: Origin::Desk,
            corrections: corrections.collect(),
            date: article.published.unwrap_or(self.date),
            article,
            ..self.clone()
        }
    }

    /// Publishes or withdraws it; what was scheduled goes live `now`.
    pub fn set_state(&mut self, state: State, now: DateTime<Utc>) {
        if self.state == State::Scheduled && state != State::Scheduled {
            self.live_at = now;
        }
        if state != State::Withdrawn {
            self.withdrawal = None;
        }
        self.state = state;
    }
}

/// What readers are told of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The revision that it came with.
    pub revision: u32,
    /// What was wrong, at most [`MAX_NOTE_CHARS`](super::MAX_NOTE_CHARS).
    pub note: Line,
    /// When it went live.
    pub at: DateTime<Utc>,
}

/// Who took an article from readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Why, at most [`MAX_NOTE_CHARS`](super::MAX_NOTE_CHARS).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Line>,
    /// Who.
    pub by: Author,
    /// When.
    pub at: DateTime<Utc>,
}

/// Whether readers see an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for its time.
    Scheduled,
    /// Readers see it.
    Published,
    /// It was taken from readers.
    Withdrawn,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// Whoever runs the program, by its command line or configuration.
    Operator,
    /// Somebody on Discord.
    User(UserId),
}

/// Where a text came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A file, by its absolute path.
    File(String),
    /// The desk.
    Desk,
}
