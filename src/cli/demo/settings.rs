//! What the demo's community has set when one comes: in the database, before its bot has it.

use std::path::Path;

use anyhow::bail;
use chrono::{DateTime, Utc};
use local_discord::LocalDiscord;
use tokio::task;

use super::world;
use crate::{
    article::{ChannelId, GuildId, Set, UserId},
    store::{OpenError, Store, StoreError},
};

/// Sets it where there is no database yet; one that was kept is left as it is, and must be nobody
/// else's.
pub(super) async fn prepare(
    database: &Path,
    discord: &LocalDiscord,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let fresh = !database.exists();
    let path = database.to_owned();
    let store = match task::spawn_blocking(move || Store::open(&path)).await? {
        Err(OpenError::InUse { path }) => {
            let folder = path.parent().unwrap_or(&path).display();
            bail!(
                "{folder} is in use by another demo: stop that one, or --keep this one in another folder"
            );
        }
        opened => opened?,
    };
    let set = match fresh {
        true => set(&store, discord, now).await,
        false => Ok(()),
    };
    store.close().await;
    set?;
    Ok(())
}

async fn set(store: &Store, discord: &LocalDiscord, now: DateTime<Utc>) -> Result<(), StoreError> {
    let town = discord.guild_of(world::GUILD, world::OWNER);
    let log = town.text_channel(world::LOG);
    let sets = vec![
        Set::TimeZone(world::TIME_ZONE.to_owned()),
        Set::LogChannel(Some(ChannelId(log.id()))),
    ];
    let owner = UserId(town.owner().id());
    store
        .set(GuildId(town.id()), sets, owner, now)
        .await
        .map(drop)
}
