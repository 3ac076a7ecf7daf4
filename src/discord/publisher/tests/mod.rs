//! Publishing against the local Discord.

mod failing;
mod finding;
mod hindering;
mod posting;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::{NaiveTime, TimeDelta};
use local_discord::{Channel, Guild, LocalDiscord, Message as Posted, Permissions, Scope, Setup};
use secrecy::SecretString;

use super::*;
use crate::{
    article::RoleId,
    briefing::ChannelKind,
    discord::http,
    discord::pace::MOST,
    schedule::{Days, Recurrence, Zone},
    view::Markup,
};

const MARK: u32 = 77_777;

struct Town {
    discord: LocalDiscord,
    guild: Guild,
    publisher: DiscordPublisher,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Town {
    async fn new() -> Self {
        let noon = "2026-03-01T12:00:00Z".parse().expect("a moment");
        let now = Arc::new(Mutex::new(noon));
        let clock = now.clone();
        let setup = Setup {
            now: Arc::new(move || *clock.lock().expect("a clock")),
            ..Setup::default()
        };
        let discord = LocalDiscord::start(setup).await.expect("a local Discord");
        let guild = discord.guild("Harbour Town");
        let publisher = publisher(&discord, discord.token());
        Self {
            discord,
            guild,
            publisher,
            now,
        }
    }

    fn now(&self) -> DateTime<Utc> {
        *self.now.lock().expect("a clock")
    }

    fn advance(&self, by: TimeDelta) {
        *self.now.lock().expect("a clock") += by;
    }

    fn deny(&self, channel: &Channel, permissions: Permissions) {
        channel.deny_member(&self.guild.bot(), permissions);
    }

    fn guild_id(&self) -> GuildId {
        GuildId(self.guild.id())
    }

    async fn send(&self, channel: &Channel, message: &Message) -> Result<MessageId, PostError> {
        self.publisher
            .send(self.guild_id(), at(channel), message, "n-1")
            .await
    }

    async fn find(&self, channel: &Channel) -> Result<Option<MessageId>, FindError> {
        let (guild, since) = (self.guild_id(), self.now());
        self.publisher.find(guild, at(channel), MARK, since).await
    }

    async fn find_post(
        &self,
        forum: &Channel,
    ) -> Result<Option<(ChannelId, MessageId)>, FindError> {
        let (guild, since) = (self.guild_id(), self.now());
        self.publisher
            .find_post(guild, at(forum), MARK, since)
            .await
    }

    /// Posts in a forum without waiting for a turn.
    async fn raw_post(&self, forum: &Channel, body: Value) {
        let path = format!(
            "{}/api/v10/channels/{}/threads",
            self.discord.url(),
            forum.id()
        );
        let request = reqwest::Client::new().post(path).json(&body);
        let token = format!("Bot {}", self.discord.token());
        let answer = request.header("Authorization", token).send().await;
        assert!(answer.expect("an answer").status().is_success());
    }
}

fn publisher(discord: &LocalDiscord, token: &str) -> DiscordPublisher {
    let url = discord.url().parse().expect("an address");
    let token = SecretString::from(token.to_owned());
    let http = http::client(&token, Some(&url), true).expect("a client");
    let sender = Sender::new(MOST);
    sender.connect(&http, http::requests(true).expect("a client"));
    DiscordPublisher::new(sender)
}

fn at(channel: &Channel) -> ChannelId {
    ChannelId(channel.id())
}

fn line(text: &str) -> Message {
    Message::new().text(Markup::own(text)).with_mark(MARK)
}

fn marked(text: &str, mark: u32) -> Message {
    Message::new().text(Markup::own(text)).with_mark(mark)
}

fn lacks<T>(rights: &[Right]) -> Result<T, PostError> {
    Err(PostError::Refused(Obstacle::Lacks(rights.to_vec())))
}

fn refused<T>(obstacle: Obstacle) -> Result<T, PostError> {
    Err(PostError::Refused(obstacle))
}

/// What a message shows, by its number.
fn there(channel: &Channel, id: MessageId) -> Posted {
    let mut all = channel.messages().into_iter();
    all.find(|one| one.id == id.0).expect("the message")
}
