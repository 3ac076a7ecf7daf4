//! Telling Discord of the commands, once: an unchanged set is not sent again.

use serde::{Deserialize, Serialize};
use serenity::{
    http::{Http, LightMethod, Request, Route},
    model::id::{ApplicationId, CommandId},
};

use super::{commands, sender::Sender};
use crate::{
    article::GuildId,
    store::{Setting, Store, StoreError},
};

/// What Discord was last given, and what it made of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Registered {
    application: u64,
    /// None: everywhere.
    guild: Option<u64>,
    /// CRC-32 of the declarations: only to notice a change of our own.
    checksum: u32,
    commands: Vec<Command>,
}

/// A command as Discord keeps it: whatever changes it there gives it another version.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Command {
    id: CommandId,
    version: String,
}

/// Why the commands could not be registered.
#[derive(Debug, thiserror::Error)]
pub(super) enum RegisterError {
    /// Discord refused or was not there.
    #[error("{}", super::http::said(.0))]
    Discord(#[from] serenity::Error),
    /// What was registered before could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Registers the commands everywhere, or in one guild only; takes them back from where they were
/// registered before.
pub(super) async fn register(
    discord: Discord<'_>,
    store: &Store,
    application: ApplicationId,
    guild: Option<GuildId>,
) -> Result<(), RegisterError> {
    let declared = serde_json::to_vec(&commands::declarations()).unwrap_or_default();
    let checksum = crc32fast::hash(&declared);
    let scope = guild.map(|GuildId(id)| id);
    let before: Option<Registered> = store
        .setting(Setting::DiscordCommands)
        .await?
        .and_then(|text| serde_json::from_str(&text).ok())
        .filter(|before: &Registered| before.application == application.get());
    if let Some(before) = &before {
        let same = before.guild == scope && before.checksum == checksum;
        if same
            && discord
                .listed(application, scope)
                .await
                .is_ok_and(|now| now == before.commands)
        {
            tracing::debug!("the commands are registered");
            return Ok(());
        }
        if before.guild != scope {
            discord
                .put(application, before.guild, b"[]".to_vec())
                .await?;
        }
    }
    let commands = discord.put(application, scope, declared).await?;
    tracing::info!(commands = commands.len(), "registered the commands");
    let registered = Registered {
        application: application.get(),
        guild: scope,
        checksum,
        commands,
    };
    let text = serde_json::to_string(&registered).unwrap_or_default();
    Ok(store.set_setting(Setting::DiscordCommands, text).await?)
}

pub(super) fn route<'a>(application_id: ApplicationId, guild: Option<u64>) -> Route<'a> {
    match guild {
        None => Route::Commands { application_id },
        Some(guild) => Route::GuildCommands {
            application_id,
            guild_id: guild.into(),
        },
    }
}

/// By what Discord is asked: with whose requests these count.
#[derive(Clone, Copy)]
pub(super) struct Discord<'a> {
    pub(super) http: &'a Http,
    pub(super) sender: &'a Sender,
}

impl Discord<'_> {
    async fn put(
        self,
        application: ApplicationId,
        guild: Option<u64>,
        declared: Vec<u8>,
    ) -> serenity::Result<Vec<Command>> {
        let request = Request::new(route(application, guild), LightMethod::Put);
        self.ask(request.body(Some(declared))).await
    }

    async fn listed(
        self,
        application: ApplicationId,
        guild: Option<u64>,
    ) -> serenity::Result<Vec<Command>> {
        let request = Request::new(route(application, guild), LightMethod::Get);
        self.ask(request).await
    }

    async fn ask(self, request: Request<'_>) -> serenity::Result<Vec<Command>> {
        let asking = self.http.fire::<Vec<Command>>(request);
        let mut commands = self.sender.in_turn(asking).await?;
        commands.sort();
        Ok(commands)
    }
}
