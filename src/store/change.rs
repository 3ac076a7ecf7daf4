use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::article::{ArticleId, Author, GuildId, State};

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
    /// It is new here, and stands as it did in the library that it was exported from.
    Restored {
        /// Its revision; the earlier ones stayed there.
        revision: u32,
        /// Whether readers see it.
        state: State,
        /// When readers could first see it.
        live_at: DateTime<Utc>,
    },
    /// It has a new revision, of this number.
    Revised(u32),
    /// Its text stayed, and it was announced as the desk's news.
    Announced,
    /// Its text stayed, readers see it differently.
    State(State),
    /// One guild's readers no longer see it.
    Hidden(GuildId),
    /// They see it again.
    Shown(GuildId),
}
