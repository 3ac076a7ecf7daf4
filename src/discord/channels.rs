//! What the channels of guilds are called. People look for schedules by them, and a list of choices shows
//! names only.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use quick_cache::sync::Cache;
use serenity::{http::Http, model::id};
use tokio::time::{Instant, timeout};

use super::http::said;
use crate::{
    article::{ChannelId, GuildId},
    newsroom::schedules::ChannelNames,
};

/// Guilds whose names are kept.
const GUILDS: usize = 1000;
/// How long names are good for: somebody types meanwhile.
const FRESH: Duration = Duration::from_secs(60);
/// How long Discord is waited for: whoever types waits too.
const PATIENCE: Duration = Duration::from_secs(1);

/// Looks up names, once it is connected; cheap to clone.
#[derive(Clone)]
pub(super) struct Channels {
    http: Arc<OnceLock<Arc<Http>>>,
    known: Arc<Cache<GuildId, Known>>,
}

#[derive(Clone)]
struct Known {
    at: Instant,
    names: Arc<ChannelNames>,
}

impl Default for Channels {
    fn default() -> Self {
        Self {
            http: Arc::default(),
            known: Arc::new(Cache::new(GUILDS)),
        }
    }
}

impl Channels {
    /// Gives it, and its clones, the connection.
    pub(super) fn connect(&self, http: Arc<Http>) {
        self.http.get_or_init(|| http);
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

    async fn ask(&self, guild: GuildId) -> Option<ChannelNames> {
        let http = self.http.get()?;
        let asked = http.get_channels(id::GuildId::new(guild.0));
        match timeout(PATIENCE, asked).await.ok()? {
            Ok(channels) => {
                let names = channels.into_iter();
                Some(
                    names
                        .map(|channel| (ChannelId(channel.id.get()), channel.name))
                        .collect(),
                )
            }
            Err(error) => {
                tracing::warn!(said = said(&error), "a guild's channels can't be listed");
                None
            }
        }
    }
}
