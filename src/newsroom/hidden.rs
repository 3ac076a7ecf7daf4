//! Which articles of the house each guild hides from its readers, in memory.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
};

use super::{Error, Newsroom, Reader};
use crate::{
    article::{ArticleId, Author, GuildId, Library},
    store::{Change, ChangeKind, Store, StoreError},
};

/// What every guild hides; follows the store's change sequence.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    by_guild: RwLock<HashMap<GuildId, Arc<HashSet<ArticleId>>>>,
}

impl Hidden {
    /// Reads what is hidden.
    pub(super) async fn open(store: &Store) -> Result<Self, StoreError> {
        let hidden = Self::default();
        for (guild, id) in store.hidden().await? {
            hidden.change(guild, |ids| ids.insert(id));
        }
        Ok(hidden)
    }

    /// What is hidden from that reader; nothing in a direct message.
    pub(super) fn from(&self, reader: Reader) -> Arc<HashSet<ArticleId>> {
        // A panic elsewhere leaves the map whole: every change of it is one call.
        let by_guild = self.by_guild.read().unwrap_or_else(PoisonError::into_inner);
        let hidden = reader.guild.and_then(|guild| by_guild.get(&guild));
        hidden.cloned().unwrap_or_default()
    }

    /// Takes over a change that was written.
    pub(super) fn follow(&self, change: &Change) {
        match change.kind {
            ChangeKind::Hidden(guild) => self.change(guild, |ids| ids.insert(change.id)),
            ChangeKind::Shown(guild) => self.change(guild, |ids| ids.remove(&change.id)),
            ChangeKind::Added
            | ChangeKind::Restored { .. }
            | ChangeKind::Revised(_)
            | ChangeKind::Announced
            | ChangeKind::State(_) => {}
        }
    }

    fn change(&self, guild: GuildId, change: impl FnOnce(&mut HashSet<ArticleId>) -> bool) {
        let by_guild = self.by_guild.write();
        let mut by_guild = by_guild.unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(by_guild.entry(guild).or_default()));
    }
}

impl Newsroom {
    /// Hides an article of the house from that guild's readers; others go on reading it. False
    /// where it is hidden already, or is none of the house's.
    pub async fn hide(&self, guild: GuildId, id: ArticleId, by: Author) -> Result<bool, Error> {
        self.set_hidden(guild, id, true, by).await
    }

    /// Shows a hidden article to that guild's readers again; false where it was not hidden.
    pub async fn show(&self, guild: GuildId, id: ArticleId, by: Author) -> Result<bool, Error> {
        self.set_hidden(guild, id, false, by).await
    }

    async fn set_hidden(
        &self,
        guild: GuildId,
        id: ArticleId,
        hidden: bool,
        by: Author,
    ) -> Result<bool, Error> {
        if id.library != Library::House {
            return Ok(false);
        }
        let now = self.clock.now();
        let set = self
            .store
            .set_hidden(guild, id.number, hidden, None, by, now)
            .await?;
        self.catalogue.follow().await?;
        Ok(set)
    }
}
