//! Articles of the house that one guild took from its own readers.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ChangeKind, Store, StoreError,
    codec::Value,
    engine::Engine,
    verify::{none_left, same},
};
use crate::article::{ArticleId, Author, Deed, GuildId, Library, Line};

/// Who hid an article, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hiding {
    pub(super) by: Author,
    pub(super) at: DateTime<Utc>,
}

impl Value for Hiding {}

impl Store {
    /// Hides an article of the house from that guild's readers, or shows it again; false where it
    /// was so already, or the house has no article of that number. The guild's log is told, with
    /// the reason where it is hidden.
    pub async fn set_hidden(
        &self,
        guild: GuildId,
        number: u32,
        hidden: bool,
        reason: Option<Line>,
        by: Author,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.write(move |engine| engine.set_hidden(guild, number, hidden, reason, (by, now)))
            .await
    }

    /// Every article that is hidden, with the guild from whose readers.
    pub async fn hidden(&self) -> Result<Vec<(GuildId, ArticleId)>, StoreError> {
        self.read(Engine::hidden).await
    }
}

impl Engine {
    /// Hides an article of the house from a guild's readers, or shows it again; false where it was
    /// so already or there is none. The guild's log is told, with the reason where it is hidden.
    pub(super) fn set_hidden(
        &self,
        guild: GuildId,
        number: u32,
        hidden: bool,
        reason: Option<Line>,
        (by, at): (Author, DateTime<Utc>),
    ) -> Result<bool, StoreError> {
        let (id, key) = (house(number), (guild.0, number));
        self.write(|writes| {
            let table = &self.tables.hidden;
            if table.get(&key)?.is_some() == hidden || self.article(id)?.is_none() {
                return Ok(false);
            }
            let (kind, deed) = if hidden {
                table.put(writes, &key, &Hiding { by, at })?;
                (ChangeKind::Hidden(guild), Deed::Hid(reason.map(Line::into)))
            } else {
                table.remove(writes, &key);
                (ChangeKind::Shown(guild), Deed::Showed)
            };
            self.put_changes(writes, id, &[kind], by, at)?;
            self.note(writes, guild, (by, at), Some(id), deed)?;
            Ok(true)
        })
    }

    /// Every article that is hidden, and from whom.
    pub(super) fn hidden(&self) -> Result<Vec<(GuildId, ArticleId)>, StoreError> {
        let entries = self.tables.hidden.all();
        entries
            .map(|entry| entry.map(|((guild, number), _)| (GuildId(guild), house(number))))
            .collect()
    }

    /// Compares what is hidden with what the changes tell.
    pub(super) fn verify_hidden(&self) -> Result<(), StoreError> {
        let mut told = BTreeMap::new();
        for entry in self.tables.changes.all() {
            let (seq, change) = entry?;
            let key = |guild: GuildId| (guild.0, change.id.number);
            let hiding = Hiding {
                by: change.by,
                at: change.at,
            };
            let right = match change.kind {
                ChangeKind::Hidden(guild) => told.insert(key(guild), hiding).is_none(),
                ChangeKind::Shown(guild) => told.remove(&key(guild)).is_some(),
                _ => continue,
            };
            same("change", &seq, right && change.id.library == Library::House)?;
        }
        let mut told = told.into_iter();
        for entry in self.tables.hidden.all() {
            let entry = entry?;
            same("hiding", &entry.0, told.next() == Some(entry))?;
        }
        none_left("hiding", told.next())
    }
}

fn house(number: u32) -> ArticleId {
    ArticleId {
        library: Library::House,
        number,
    }
}
