//! What is there already, by its mark. Without Read Message History Discord gives an empty list instead of an
//! error: so permission comes first, and again before nothing counts as nothing.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::rights::{Rights, rights};
use crate::{
    article::{ChannelId, GuildId, MessageId},
    briefing::{Obstacle, Right},
    delivery::FindError,
    discord::sender::{Failure, Sender, id, not_understood},
};

/// How much earlier than said it is looked: Discord's clock is not ours.
const MARGIN: TimeDelta = TimeDelta::days(1);
/// Most messages and threads that Discord gives at once.
const PAGE: usize = 100;
/// Discord's code of a message that is not there.
const NO_MESSAGE: u64 = 10_008;
/// The first second of 2015, from which snowflakes count their milliseconds.
const EPOCH_MILLIS: i64 = 1_420_070_400_000;

/// The bot's own message with that mark in a channel or thread.
pub(super) async fn message(
    sender: &Sender,
    guild: GuildId,
    channel: ChannelId,
    mark: u32,
    since: DateTime<Utc>,
) -> Result<Option<MessageId>, FindError> {
    readable(sender, guild, channel).await?;
    let found = in_history(sender, channel, mark, since).await;
    let found = found.map_err(Failure::of_finding)?;
    if found.is_none() {
        readable(sender, guild, channel).await?;
    }
    Ok(found)
}

/// The bot's own post in a forum whose first message has that mark.
pub(super) async fn post(
    sender: &Sender,
    guild: GuildId,
    forum: ChannelId,
    mark: u32,
    since: DateTime<Utc>,
) -> Result<Option<(ChannelId, MessageId)>, FindError> {
    readable(sender, guild, forum).await?;
    let found = in_forum(sender, guild, forum, mark, since).await;
    let found = found.map_err(Failure::of_finding)?;
    if found.is_none() {
        readable(sender, guild, forum).await?;
    }
    Ok(found)
}

async fn readable(sender: &Sender, guild: GuildId, at: ChannelId) -> Result<(), FindError> {
    let has: Rights = rights(sender, guild, at)
        .await
        .map_err(Failure::of_finding)?;
    match has.lacks(&[Right::ReadHistory]) {
        lacks if lacks.is_empty() => Ok(()),
        lacks => Err(FindError::Unreadable(Obstacle::Lacks(lacks))),
    }
}

async fn in_history(
    sender: &Sender,
    channel: ChannelId,
    mark: u32,
    since: DateTime<Utc>,
) -> Result<Option<MessageId>, Failure> {
    let bot = sender.bot().await?;
    let mut after = snowflake(since - MARGIN);
    loop {
        let path = format!(
            "/channels/{}/messages?after={after}&limit={PAGE}",
            channel.0
        );
        let page = sender.get(&path).await?;
        let page = page.as_array().ok_or_else(not_understood)?;
        if let Some(found) = page.iter().find(|one| is_marked(one, bot, mark)) {
            return id(&found["id"])
                .map(MessageId)
                .map(Some)
                .ok_or_else(not_understood);
        }
        let newest = page.iter().filter_map(|one| id(&one["id"])).max();
        match newest.filter(|_| page.len() >= PAGE) {
            Some(newest) if newest > after => after = newest,
            _ => return Ok(None),
        }
    }
}

async fn in_forum(
    sender: &Sender,
    guild: GuildId,
    forum: ChannelId,
    mark: u32,
    since: DateTime<Utc>,
) -> Result<Option<(ChannelId, MessageId)>, Failure> {
    let active = sender
        .get(&format!("/guilds/{}/threads/active", guild.0))
        .await?;
    if let Some(found) = among(sender, &active, forum, mark, since).await? {
        return Ok(Some(found));
    }
    let mut before = None;
    loop {
        let mut path = format!("/channels/{}/threads/archived/public?limit={PAGE}", forum.0);
        if let Some(before) = &before {
            path.push_str(&format!("&before={before}"));
        }
        let page = sender.get(&path).await?;
        if let Some(found) = among(sender, &page, forum, mark, since).await? {
            return Ok(Some(found));
        }
        // They come by the time at which they were archived, the last one first.
        let last = threads(&page).last();
        let last = last.and_then(|last| last["thread_metadata"]["archive_timestamp"].as_str());
        let last = last.and_then(|at| at.parse::<DateTime<Utc>>().ok());
        match last.filter(|last| page["has_more"] == true && *last >= since - MARGIN) {
            Some(last) => before = Some(last.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()),
            None => return Ok(None),
        }
    }
}

/// The post that is looked for, if it is among these threads.
async fn among(
    sender: &Sender,
    page: &Value,
    forum: ChannelId,
    mark: u32,
    since: DateTime<Utc>,
) -> Result<Option<(ChannelId, MessageId)>, Failure> {
    let (bot, since) = (sender.bot().await?, snowflake(since - MARGIN));
    for thread in threads(page) {
        let ours =
            id(&thread["parent_id"]) == Some(forum.0) && id(&thread["owner_id"]) == Some(bot);
        let Some(thread) = id(&thread["id"]).filter(|thread| ours && *thread >= since) else {
            continue;
        };
        // A post's first message has its number.
        match sender
            .get(&format!("/channels/{thread}/messages/{thread}"))
            .await
        {
            Ok(first) if is_marked(&first, bot, mark) => {
                return Ok(Some((ChannelId(thread), MessageId(thread))));
            }
            Ok(_) => {}
            Err(failure) if failure.code() == Some(NO_MESSAGE) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(None)
}

fn threads(page: &Value) -> impl Iterator<Item = &Value> {
    page["threads"].as_array().into_iter().flatten()
}

fn is_marked(message: &Value, bot: u64, mark: u32) -> bool {
    let card = &message["components"][0];
    id(&message["author"]["id"]) == Some(bot)
        && card["type"] == 17
        && card["id"].as_u64() == Some(u64::from(mark))
}

/// The least snowflake of a moment.
fn snowflake(at: DateTime<Utc>) -> u64 {
    let millis = at.timestamp_millis().saturating_sub(EPOCH_MILLIS);
    u64::try_from(millis).unwrap_or_default() << 22
}
