use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    article::{ChannelId, GuildId, MessageId},
    briefing::{Obstacle, Plan},
    view::Message,
};

/// Posts messages of the bot's own, and finds out afterwards what was posted. Every channel is named with its
/// guild, which tells whether the bot is there at all.
///
/// A message is known again by its [`mark`](Message::mark), whatever else was changed in it.
pub trait Publisher: Send + Sync {
    /// Sends a message into a channel or thread. `nonce`, of at most 25 characters, names it: given again
    /// within two minutes, the first message stands for both.
    fn send(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: &Message,
        nonce: &str,
    ) -> impl Future<Output = Result<MessageId, PostError>> + Send;

    /// Starts a thread on a message; gives the one that is there where there is one.
    fn start_thread(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: MessageId,
        name: &str,
    ) -> impl Future<Output = Result<ChannelId, PostError>> + Send;

    /// Posts in a forum, with the tags that suit `topic` or that the forum demands; gives the thread and its first message.
    fn post(
        &self,
        guild: GuildId,
        forum: ChannelId,
        name: &str,
        topic: Option<&str>,
        message: &Message,
    ) -> impl Future<Output = Result<(ChannelId, MessageId), PostError>> + Send;

    /// Publishes a message to the channels that follow; well where that was done before.
    fn crosspost(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: MessageId,
    ) -> impl Future<Output = Result<(), PostError>> + Send;

    /// Puts `content` in the place of a message that was sent; nobody is pinged.
    fn edit(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: MessageId,
        content: &Message,
    ) -> impl Future<Output = Result<(), PostError>> + Send;

    /// The bot's own message with that mark in a channel, of those since then, and since a day before that, as the
    /// clocks may differ; none where there is certainly none.
    fn find(
        &self,
        guild: GuildId,
        channel: ChannelId,
        mark: u32,
        since: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<MessageId>, FindError>> + Send;

    /// The bot's own post in a forum whose first message has that mark, as far back, archived ones too.
    fn find_post(
        &self,
        guild: GuildId,
        forum: ChannelId,
        mark: u32,
        since: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<(ChannelId, MessageId)>, FindError>> + Send;

    /// What stands between the bot and posting as planned, as far as can be told now; empty where nothing does.
    fn obstacles(
        &self,
        guild: GuildId,
        plan: &Plan,
    ) -> impl Future<Output = Result<Vec<Obstacle>, PostError>> + Send;
}

/// Why something was not done, as far as that is known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// It was certainly not done, and may work later: what was said, and how long to wait at least where that was said.
    #[error("{said}")]
    NotDone {
        /// What was said.
        said: String,
        /// For how long it is useless to try again.
        wait: Option<Duration>,
    },
    /// It may have been done: no answer came, or one that says nothing.
    #[error("{0}")]
    Unclear(String),
    /// It was not done, and will not be before somebody mends something.
    #[error("{0:?}")]
    Refused(Obstacle),
}

/// Why it can't be told what is there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// It may work later; what was said.
    #[error("{0}")]
    Passing(String),
    /// The bot may not look; nobody can tell from an empty answer.
    #[error("{0:?}")]
    Unreadable(Obstacle),
}
