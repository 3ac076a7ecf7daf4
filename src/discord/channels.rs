//! What the channels of guilds are called. People look for schedules by them, and a list of choices shows
//! names only.

use std::{sync::Arc, time::Duration};

use quick_cache::sync::Cache;
use serde_json::Value;
use tokio::time::{Instant, timeout};

use super::sender::{Sender, id};
use crate::{
    article::{ChannelId, GuildId},
    newsroom::schedules::ChannelNames,
};

/// Guilds whose names are kept.
const GUILDS: usize = 1000;
/// How long names are good for, if Discord tells of no change before.
const FRESH: Duration = Duration::from_secs(300);
/// How long Discord is waited for: whoever types waits too.
const PATIENCE: Duration = Duration::from_secs(1);

/// Looks up names; cheap to clone.
#[derive(Clone)]
pub(super) struct Channels {
    sender: Sender,
    known: Arc<Cache<GuildId, Known>>,
}

#[derive(Clone)]
struct Known {
    at: Instant,
    names: Arc<ChannelNames>,
}

impl Channels {
    pub(super) fn new(sender: Sender) -> Self {
        Self {
            sender,
            known: Arc::new(Cache::new(GUILDS)),
        }
    }

    /// The names of a guild's channels; those that were known before, or none, where Discord does not
    /// say them at once.
    pub(super) async fn names(&self, guild: GuildId) -> Arc<ChannelNames> {
        let known = self.known.get(&guild);
        match known {
            Some(known) if known.at.elapsed() < FRESH => known.names,
            known => match self.ask(guild).await {
                Some(names) => {
                    let names = Arc::new(names);
                    let at = Instant::now();
                    let fresh = Known {
                        at,
                        names: names.clone(),
                    };
                    self.known.insert(guild, fresh);
                    names
                }
                None => known.map(|known| known.names).unwrap_or_default(),
            },
        }
    }

    /// Asks anew when they are next wanted.
    pub(super) fn forget(&self, guild: GuildId) {
        self.known.remove(&guild);
    }

    async fn ask(&self, guild: GuildId) -> Option<ChannelNames> {
        let path = format!("/guilds/{}/channels", guild.0);
        match timeout(PATIENCE, self.sender.get(&path)).await.ok()? {
            Ok(channels) => Some(channels.as_array()?.iter().filter_map(name).collect()),
            Err(failure) => {
                tracing::warn!(?failure, "a guild's channels can't be listed");
                None
            }
        }
    }
}

fn name(channel: &Value) -> Option<(ChannelId, String)> {
    let id = id(&channel["id"])?;
    Some((ChannelId(id), channel["name"].as_str()?.to_owned()))
}
