//! What guilds set for themselves, in memory: it is looked at with every command.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use tokio::sync::Mutex;

use super::Person;
use crate::{
    article::{GuildId, GuildSettings, Set},
    newsroom::{Error, Newsroom},
    schedule::Zone,
    store::{Store, StoreError},
};

/// The settings of every guild that has any.
#[derive(Debug, Default)]
pub(in crate::newsroom) struct Settings {
    by_guild: RwLock<HashMap<GuildId, Arc<GuildSettings>>>,
    /// Held while settings are kept and put here: both in the same order.
    changing: Mutex<()>,
}

impl Settings {
    /// Reads what is set.
    pub(in crate::newsroom) async fn open(store: &Store) -> Result<Self, StoreError> {
        let settings = Self::default();
        for (guild, set) in store.all_guild_settings().await? {
            settings.put(guild, set);
        }
        Ok(settings)
    }

    fn of(&self, guild: GuildId) -> Arc<GuildSettings> {
        // A panic elsewhere leaves the map whole: every change of it is one call.
        let by_guild = self.by_guild.read().unwrap_or_else(PoisonError::into_inner);
        by_guild.get(&guild).cloned().unwrap_or_default()
    }

    fn put(&self, guild: GuildId, settings: GuildSettings) {
        let by_guild = self.by_guild.write();
        let mut by_guild = by_guild.unwrap_or_else(PoisonError::into_inner);
        by_guild.insert(guild, Arc::new(settings));
    }
}

impl Newsroom {
    /// What a guild set for itself.
    pub fn settings(&self, guild: GuildId) -> Arc<GuildSettings> {
        self.settings.of(guild)
    }

    /// Whether answers there are for the asker only where they don't say.
    pub fn answers_privately(&self, guild: Option<GuildId>) -> bool {
        guild.is_some_and(|guild| self.settings(guild).private_answers)
    }

    /// The time zone of a guild: its own, else the configured one.
    pub fn zone(&self, guild: GuildId) -> Zone {
        let named = self.settings(guild).time_zone.as_deref().map(str::parse);
        // Another version's database may not know what was set.
        named
            .and_then(Result::ok)
            .unwrap_or_else(|| self.zone.clone())
    }

    /// Why a guild's log channel can't be told; none where it can.
    pub async fn log_trouble(&self, guild: GuildId) -> Result<Option<String>, Error> {
        Ok(self.store.log_channel_trouble(guild).await?)
    }

    /// Sets these for the person's guild.
    pub async fn set(&self, person: &Person, sets: Vec<Set>) -> Result<Arc<GuildSettings>, Error> {
        let (guild, now) = (person.guild, self.clock.now());
        let _turn = self.settings.changing.lock().await;
        let settings = self.store.set(guild, sets, person.user, now).await?;
        self.settings.put(guild, settings);
        Ok(self.settings(guild))
    }
}
