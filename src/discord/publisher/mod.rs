//! Posting messages of the bot's own, and finding out afterwards what was posted.
//!
//! | file | holds |
//! |---|---|
//! | `rights` | what the bot may do in a channel |
//! | `forum` | posting in a forum: which tags |
//! | `find` | what is there already, by its mark |
//! | `obstacles` | what stands between the bot and a plan |

mod find;
mod forum;
mod obstacles;
pub(super) mod rights;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    sender::{Failure, Sender, id, not_understood},
    wire,
};
use crate::{
    article::{ChannelId, GuildId, MessageId},
    briefing::{Obstacle, Plan, Right},
    delivery::{FindError, PostError, Publisher},
    view::Message,
};

/// Discord's codes for what was done before.
const THREAD_EXISTS: u64 = 160_004;
const ALREADY_CROSSPOSTED: u64 = 40_033;
/// Discord's code for a change in a thread that rests.
const ARCHIVED: u64 = 50_083;

/// Posts messages of the bot's own, once its sender is connected; cheap to clone.
#[derive(Clone)]
pub struct DiscordPublisher {
    sender: Sender,
}

impl DiscordPublisher {
    pub(super) fn new(sender: Sender) -> Self {
        Self { sender }
    }

    /// Why something was refused, exactly: where Discord only says that a permission is missing, which, or that the
    /// bot is not in the guild.
    async fn explain(
        &self,
        error: PostError,
        guild: GuildId,
        at: ChannelId,
        right: Right,
    ) -> PostError {
        if !matches!(error, PostError::Refused(Obstacle::Lacks(_))) {
            return error;
        }
        match rights::lacking(&self.sender, guild, at, right).await {
            Ok(lacks) if !lacks.is_empty() => PostError::Refused(Obstacle::Lacks(lacks)),
            Err(Failure::Refused(refusal)) => PostError::Refused(refusal.obstacle(right)),
            _ => error,
        }
    }

    /// Why a request that changes something came to nothing; `right` is what it takes beside seeing the channel.
    async fn failed(
        &self,
        failure: Failure,
        guild: GuildId,
        at: ChannelId,
        right: Right,
    ) -> PostError {
        let error = failure.of_writing(right);
        self.explain(error, guild, at, right).await
    }

    async fn change(
        &self,
        channel: ChannelId,
        message: MessageId,
        content: &Message,
    ) -> Result<(), Failure> {
        let path = format!("/channels/{}/messages/{}", channel.0, message.0);
        let body = wire::changed(content);
        self.sender.patch(&path, &body, Some(content)).await?;
        Ok(())
    }

    /// Opens a thread that rests, or lets it rest again.
    async fn rest(&self, thread: ChannelId, archived: bool) -> Result<(), Failure> {
        let path = format!("/channels/{}", thread.0);
        let body = json!({"archived": archived});
        self.sender.patch(&path, &body, None).await?;
        Ok(())
    }
}

impl Publisher for DiscordPublisher {
    async fn send(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: &Message,
        nonce: &str,
    ) -> Result<MessageId, PostError> {
        let path = format!("/channels/{}/messages", channel.0);
        let body = wire::posted(message, nonce);
        match self.sender.post(&path, &body, Some(message)).await {
            Ok(sent) => message_id(&sent),
            Err(failure) => Err(self.failed(failure, guild, channel, Right::Send).await),
        }
    }

    async fn start_thread(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: MessageId,
        name: &str,
    ) -> Result<ChannelId, PostError> {
        let path = format!("/channels/{}/messages/{}/threads", channel.0, message.0);
        match self.sender.post(&path, &json!({"name": name}), None).await {
            // A thread on a message has the message's number.
            Ok(_) => Ok(ChannelId(message.0)),
            Err(failure) if failure.code() == Some(THREAD_EXISTS) => Ok(ChannelId(message.0)),
            Err(failure) => {
                let right = Right::CreateThreads;
                Err(self.failed(failure, guild, channel, right).await)
            }
        }
    }

    async fn post(
        &self,
        guild: GuildId,
        forum: ChannelId,
        name: &str,
        topic: Option<&str>,
        message: &Message,
    ) -> Result<(ChannelId, MessageId), PostError> {
        let tags = match forum::tags(&self.sender, forum, topic).await {
            Ok(tags) => tags,
            Err(error) => return Err(self.explain(error, guild, forum, Right::Send).await),
        };
        let path = format!("/channels/{}/threads", forum.0);
        let body = wire::post(name, &tags, message);
        let posted = match self.sender.post(&path, &body, Some(message)).await {
            Ok(posted) => posted,
            Err(failure) => return Err(self.failed(failure, guild, forum, Right::Send).await),
        };
        let thread = message_id(&posted)?;
        Ok((ChannelId(thread.0), message_id(&posted["message"])?))
    }

    async fn crosspost(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<(), PostError> {
        let path = format!("/channels/{}/messages/{}/crosspost", channel.0, message.0);
        match self.sender.post(&path, &json!({}), None).await {
            Ok(_) => Ok(()),
            Err(failure) if failure.code() == Some(ALREADY_CROSSPOSTED) => Ok(()),
            Err(failure) => Err(self.failed(failure, guild, channel, Right::Send).await),
        }
    }

    async fn edit(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: MessageId,
        content: &Message,
    ) -> Result<(), PostError> {
        let mut changed = self.change(channel, message, content).await;
        if matches!(&changed, Err(failure) if failure.code() == Some(ARCHIVED)) {
            if let Err(failure) = self.rest(channel, false).await {
                // What it takes to open a thread is what it takes to write in it.
                return Err(self.failed(failure, guild, channel, Right::Send).await);
            }
            changed = self.change(channel, message, content).await;
            if let Err(failure) = self.rest(channel, true).await {
                tracing::warn!(?failure, "a thread stays open that was opened for a change");
            }
        }
        match changed {
            Ok(()) => Ok(()),
            Err(failure) => Err(self.failed(failure, guild, channel, Right::View).await),
        }
    }

    async fn find(
        &self,
        guild: GuildId,
        channel: ChannelId,
        mark: u32,
        since: DateTime<Utc>,
    ) -> Result<Option<MessageId>, FindError> {
        find::message(&self.sender, guild, channel, mark, since).await
    }

    async fn find_post(
        &self,
        guild: GuildId,
        forum: ChannelId,
        mark: u32,
        since: DateTime<Utc>,
    ) -> Result<Option<(ChannelId, MessageId)>, FindError> {
        find::post(&self.sender, guild, forum, mark, since).await
    }

    async fn obstacles(&self, guild: GuildId, plan: &Plan) -> Result<Vec<Obstacle>, PostError> {
        let found = obstacles::obstacles(&self.sender, guild, plan).await;
        found.map_err(Failure::before_writing)
    }
}

/// The number of what an answer is about: it is there, but without its number nobody finds it.
fn message_id(json: &Value) -> Result<MessageId, PostError> {
    let id = id(&json["id"]).map(MessageId);
    id.ok_or_else(|| not_understood().of_writing(Right::View))
}
