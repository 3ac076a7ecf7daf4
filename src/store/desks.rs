//! What is known of a guild's desk as a whole, and what the guild set for itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{JobKey, Store, StoreError, engine::Engine, table::Writes};
use crate::article::{Author, Deed, GuildId, GuildSettings, Set, UserId};

/// What is known of a guild's desk as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Desk {
    /// The last number given to a draft; 0 where there was none.
    pub(super) last_draft: u32,
    /// How many drafts are still to be acted on.
    pub(super) open_drafts: u32,
    /// The last number given to a schedule; 0 where there was none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) last_schedule: u32,
    /// The place of the last entry of the log; 0 where there was none.
    pub(super) last_entry: u64,
    /// What the guild set.
    pub(super) settings: GuildSettings,
    /// The place of the last entry that the log channel was told.
    pub(super) told: u64,
    /// The place of the last entry of the message that the log channel is being told: sent again, it
    /// says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) telling: Option<u64>,
    /// Why the log channel can't be told; none where it can, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) trouble: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Desk {
    /// Whether there is a log channel that was not told everything.
    pub(super) fn is_behind(&self) -> bool {
        self.settings.log_channel.is_some() && self.told < self.last_entry
    }

    /// Whether there is a job to tell it: one that can't be told may be given up until there is
    /// more to tell.
    pub(super) fn owes_telling(&self) -> bool {
        self.is_behind() && self.trouble.is_none()
    }
}

impl Store {
    /// Sets some of a guild's settings; gives all of them as they are then. A new log channel is
    /// told what is logged from now on.
    pub async fn set(
        &self,
        guild: GuildId,
        sets: Vec<Set>,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<GuildSettings, StoreError> {
        self.write(move |engine| engine.set(guild, sets, by, now))
            .await
    }

    /// What a guild set.
    pub async fn guild_settings(&self, guild: GuildId) -> Result<GuildSettings, StoreError> {
        self.read(move |engine| Ok(engine.desk(guild)?.settings))
            .await
    }

    /// What every guild set that ever did anything at its desk.
    pub async fn all_guild_settings(&self) -> Result<Vec<(GuildId, GuildSettings)>, StoreError> {
        self.read(|engine| {
            let desks = engine.tables.desks.all();
            desks
                .map(|entry| entry.map(|(guild, desk)| (guild, desk.settings)))
                .collect()
        })
        .await
    }
}

impl Engine {
    /// What is known of a guild's desk.
    pub(super) fn desk(&self, guild: GuildId) -> Result<Desk, StoreError> {
        Ok(self.tables.desks.get(&guild)?.unwrap_or_default())
    }

    /// Changes what is known of a guild's desk; gives it as it shall be.
    pub(super) fn change_desk(
        &self,
        writes: &mut Writes,
        guild: GuildId,
        change: impl FnOnce(&mut Desk),
    ) -> Result<Desk, StoreError> {
        let table = &self.tables.desks;
        let mut desk = table.get_in(writes, &guild)?.unwrap_or_default();
        change(&mut desk);
        table.put(writes, &guild, &desk)?;
        Ok(desk)
    }

    fn set(
        &self,
        guild: GuildId,
        sets: Vec<Set>,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<GuildSettings, StoreError> {
        self.write(|writes| {
            let Desk {
                last_entry,
                mut settings,
                ..
            } = self.desk(guild)?;
            for set in sets {
                if !settings.set(&set) {
                    continue;
                }
                let new_channel = matches!(set, Set::LogChannel(_));
                if new_channel {
                    // Whoever is telling the old channel has nothing to do with the new one.
                    self.drop_job(writes, JobKey::TellLog(guild))?;
                }
                self.change_desk(writes, guild, |desk| {
                    desk.settings = settings.clone();
                    if new_channel {
                        desk.told = last_entry;
                        desk.telling = None;
                        desk.trouble = None;
                    }
                })?;
                self.note(writes, guild, (Author::User(by), now), None, Deed::Set(set))?;
            }
            Ok(settings)
        })
    }
}
