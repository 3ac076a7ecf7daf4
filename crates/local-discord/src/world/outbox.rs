//! What the world has to tell: people's clients hear events, the bot gets dispatches.

use serde_json::Value;
use twilight_model::{
    gateway::Intents,
    id::{
        Id,
        marker::{ChannelMarker, GuildMarker, MessageMarker, UserMarker},
    },
};

/// Something that happened, for those who watch: see
/// [`LocalDiscord::subscribe`](crate::LocalDiscord::subscribe).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// A guild, one of its channels, roles or members is new or changed.
    GuildChanged {
        /// Which guild.
        guild_id: Id<GuildMarker>,
    },
    /// A message was written.
    MessageCreated {
        /// Where.
        channel_id: Id<ChannelMarker>,
        /// Which.
        message_id: Id<MessageMarker>,
        /// The one person who sees it; everyone where absent.
        only_for: Option<Id<UserMarker>>,
    },
    /// A message was edited.
    MessageUpdated {
        /// Where.
        channel_id: Id<ChannelMarker>,
        /// Which.
        message_id: Id<MessageMarker>,
        /// The one person who sees it; everyone where absent.
        only_for: Option<Id<UserMarker>>,
    },
    /// A message was deleted.
    MessageDeleted {
        /// Where.
        channel_id: Id<ChannelMarker>,
        /// Which.
        message_id: Id<MessageMarker>,
        /// The one person who saw it; everyone where absent.
        only_for: Option<Id<UserMarker>>,
    },
    /// The bot registered, changed or removed commands.
    CommandsChanged {
        /// Where; everywhere when absent.
        guild_id: Option<Id<GuildMarker>>,
    },
    /// Somebody used a command, a component, a form or a completion.
    InteractionStarted {
        /// The interaction's snowflake.
        id: u64,
        /// Who.
        user_id: Id<UserMarker>,
    },
    /// A bot has identified or resumed.
    BotConnected,
    /// A bot's connection has ended.
    BotDisconnected,
}

/// A gateway event on its way to the bot.
#[derive(Clone, Debug)]
pub(crate) struct Dispatch {
    pub(crate) name: &'static str,
    /// The intents of which one must be held; none for what every bot gets.
    pub(crate) intent: Option<Intents>,
    /// The guild it belongs to, which decides the shard.
    pub(crate) guild: Option<Id<GuildMarker>>,
    pub(crate) payload: Value,
}

/// What is to be delivered.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    pub(crate) events: Vec<Event>,
    pub(crate) dispatches: Vec<Dispatch>,
}
