//! The messages of a channel.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
    routing::get,
};
use chrono::Duration;
use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::{channel::ChannelType, guild::Permissions};

use super::{
    error::ApiError,
    extract::{Bot, Params},
    guilds::seen_channel,
    payload::Payload,
};
use crate::{
    hub::Hub,
    validate::{Problems, message, snowflake, units},
    world::{
        World,
        ids::*,
        message::{Body, Message},
        posting::Origin,
    },
};

/// How long Discord remembers a nonce: "the past few minutes".
const NONCE_REMEMBERED: Duration = Duration::minutes(5);

/// The longest nonce.
const NONCE_LENGTH: usize = 25;

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/channels/{channel}/messages", get(list).post(create))
        .route(
            "/channels/{channel}/messages/{message}",
            get(read).patch(edit).delete(remove),
        )
}

/// Reads a body into what the message becomes, and keeps its files.
///
/// `within` is the path of the message in the request's body: `data` in an interaction's answer.
pub(super) fn body(
    world: &mut World,
    payload: Payload,
    within: Option<&str>,
    current: Option<&Body>,
) -> Result<Body, ApiError> {
    let given = match within {
        Some(key) => payload.json.get(key).cloned().unwrap_or_else(|| json!({})),
        None => payload.json,
    };
    let mut problems = Problems::default();
    let files: Vec<_> = payload
        .files
        .into_iter()
        .map(|file| world.upload(file))
        .collect();
    let kept = current.map_or(&[][..], |body| &body.attachments);
    let kept = kept.iter().filter(|id| message::keeps(&given, **id));
    let names: Vec<_> = kept
        .chain(&files)
        .filter_map(|id| Some(world.attachments.get(id)?.filename.clone()))
        .collect();
    let read = |problems: &mut Problems| message::apply(problems, &given, current, &files, &names);
    let body = match within {
        Some(key) => problems.at(key, read),
        None => read(&mut problems),
    };
    ApiError::check(&problems)?;
    if body.is_empty() {
        Err(ApiError::EmptyMessage)
    } else {
        Ok(body)
    }
}

/// A message of a thread that is archived can't be changed.
fn check_open(world: &World, channel: ChannelId) -> Result<(), ApiError> {
    let thread = world
        .channels
        .get(&channel)
        .and_then(|one| one.thread.as_ref());
    match thread.and_then(|thread| thread.archived_since(world.now())) {
        Some(_) => Err(ApiError::ThreadArchived),
        None => Ok(()),
    }
}

/// A message that the bot sees.
pub(super) fn seen_message(
    world: &World,
    channel: ChannelId,
    id: MessageId,
) -> Result<(&Message, Permissions), ApiError> {
    let (_, permissions) = seen_channel(world, channel)?;
    let message = world
        .messages
        .get(&id)
        .filter(|message| message.channel == channel && message.only_for.is_none())
        .ok_or(ApiError::UnknownMessage)?;
    Ok((message, permissions))
}

#[derive(Debug, Deserialize)]
struct Page {
    limit: Option<i64>,
    before: Option<u64>,
    after: Option<u64>,
    around: Option<u64>,
}

async fn list(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(channel): Params<ChannelId>,
    Query(page): Query<Page>,
) -> Result<Json<Value>, ApiError> {
    let limit = page.limit.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        let mut problems = Problems::default();
        let message = "int value should be between 1 and 100.";
        problems.add_at("limit", "NUMBER_TYPE_RANGE", message);
        return Err(ApiError::InvalidForm(problems.tree()));
    }
    let limit = usize::try_from(limit).unwrap_or_default();
    hub.read(|world| {
        let (_, permissions) = seen_channel(world, channel)?;
        if !permissions.contains(Permissions::READ_MESSAGE_HISTORY) {
            return Ok(Json(json!([])));
        }
        let all = world.messages_in(channel);
        let mut page: Vec<_> = match page {
            Page {
                after: Some(after), ..
            } => all
                .filter(|message| message.id.get() > after)
                .take(limit)
                .collect(),
            Page {
                around: Some(around),
                ..
            } => {
                let older = all.clone().filter(|message| message.id.get() < around);
                let from = older
                    .rev()
                    .take(limit / 2)
                    .last()
                    .map_or(around, |one| one.id.get());
                all.filter(|message| message.id.get() >= from)
                    .take(limit)
                    .collect()
            }
            Page { before, .. } => all
                .rev()
                .filter(|message| before.is_none_or(|before| message.id.get() < before))
                .take(limit)
                .collect(),
        };
        page.sort_by_key(|message| std::cmp::Reverse(message.id));
        Ok(Json(
            page.into_iter()
                .map(|message| message.json(world))
                .collect(),
        ))
    })
}

async fn create(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(channel): Params<ChannelId>,
    payload: Payload,
) -> Result<Json<Value>, ApiError> {
    hub.update(|world| {
        check_may_send(world, channel, &payload)?;
        let nonce = nonce(&payload.json)?;
        if payload.json["enforce_nonce"] == true
            && let Some(nonce) = &nonce
            && let Some(first) = sent_with(world, channel, nonce)
        {
            return Ok(Json(first.json(world)));
        }
        let reference = reference(world, channel, &payload.json)?;
        let mut body = body(world, payload, None, None)?;
        body.flags
            .remove(twilight_model::channel::message::MessageFlags::EPHEMERAL);
        let author = world.application.bot;
        let origin = Origin {
            reference,
            nonce,
            ..Origin::of(author, channel)
        };
        let id = world.post(origin, body);
        Ok(Json(world.messages[&id].json(world)))
    })
}

fn check_may_send(world: &World, id: ChannelId, payload: &Payload) -> Result<(), ApiError> {
    let (channel, permissions) = seen_channel(world, id)?;
    if channel.is_forum() {
        return Err(ApiError::ForumNeedsAPost);
    }
    if channel.kind == ChannelType::GuildCategory {
        return Err(ApiError::NotATextChannel);
    }
    let (given, files) = (&payload.json, !payload.files.is_empty());
    check_permissions(permissions, channel.send_permission(), given, files)?;
    let locked = channel.thread.as_ref().is_some_and(|thread| thread.locked);
    if locked && !permissions.contains(Permissions::MANAGE_THREADS) {
        return Err(ApiError::ThreadLocked);
    }
    let replies = !given["message_reference"].is_null();
    if replies && !permissions.contains(Permissions::READ_MESSAGE_HISTORY) {
        return Err(ApiError::CannotReply);
    }
    Ok(())
}

/// Whether a message may be sent, by what it has in it.
pub(super) fn check_permissions(
    permissions: Permissions,
    send: Permissions,
    given: &Value,
    files: bool,
) -> Result<(), ApiError> {
    let embeds = given["embeds"].as_array();
    let needed = [
        (true, send),
        (
            embeds.is_some_and(|embeds| !embeds.is_empty()),
            Permissions::EMBED_LINKS,
        ),
        (files, Permissions::ATTACH_FILES),
    ];
    let missing =
        |(asked, permission): &(bool, Permissions)| *asked && !permissions.contains(*permission);
    if needed.iter().any(missing) {
        Err(ApiError::MissingPermissions)
    } else {
        Ok(())
    }
}

/// A nonce is a text of at most 25 characters, or a number.
fn nonce(given: &Value) -> Result<Option<Value>, ApiError> {
    let mut problems = Problems::default();
    match &given["nonce"] {
        Value::Null => return Ok(None),
        Value::String(text) if units(text) <= NONCE_LENGTH => {
            return Ok(Some(given["nonce"].clone()));
        }
        Value::Number(number) if number.is_i64() || number.is_u64() => {
            return Ok(Some(given["nonce"].clone()));
        }
        Value::String(_) => {
            let message = format!("Must be {NONCE_LENGTH} or fewer in length.");
            problems.add_at("nonce", "NONCE_TYPE_TOO_LONG", message);
        }
        _ => problems.add_at("nonce", "NONCE_TYPE_INVALID", "Not a valid nonce"),
    }
    Err(ApiError::InvalidForm(problems.tree()))
}

/// The bot's recent message of the same nonce.
fn sent_with<'w>(world: &'w World, channel: ChannelId, nonce: &Value) -> Option<&'w Message> {
    let since = world.now() - NONCE_REMEMBERED;
    world
        .messages_in(channel)
        .rev()
        .take_while(|message| message.created >= since)
        .find(|message| {
            message.author == world.application.bot && message.nonce.as_ref() == Some(nonce)
        })
}

/// The message that is replied to, which must be in the same channel.
fn reference(
    world: &World,
    channel: ChannelId,
    given: &Value,
) -> Result<Option<MessageId>, ApiError> {
    let reference = &given["message_reference"];
    if reference.is_null() {
        return Ok(None);
    }
    let id = snowflake(&reference["message_id"]).and_then(MessageId::new_checked);
    let there = |id: &MessageId| seen_message(world, channel, *id).is_ok();
    match id.filter(there) {
        Some(id) => Ok(Some(id)),
        None if reference["fail_if_not_exists"] == false => Ok(None),
        None => {
            let mut problems = Problems::default();
            let message = "Unknown message";
            problems.add_at(
                "message_reference",
                "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
                message,
            );
            Err(ApiError::InvalidForm(problems.tree()))
        }
    }
}

async fn read(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params((channel, id)): Params<(ChannelId, MessageId)>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        let (message, permissions) = seen_message(world, channel, id)?;
        if !permissions.contains(Permissions::READ_MESSAGE_HISTORY) {
            return Err(ApiError::MissingPermissions);
        }
        Ok(Json(message.json(world)))
    })
}

async fn edit(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params((channel, id)): Params<(ChannelId, MessageId)>,
    payload: Payload,
) -> Result<Json<Value>, ApiError> {
    hub.update(|world| {
        let (message, _) = seen_message(world, channel, id)?;
        if message.author != world.application.bot {
            return Err(ApiError::NotTheAuthor);
        }
        check_open(world, channel)?;
        let current = message.body.clone();
        let body = body(world, payload, None, Some(&current))?;
        world.rewrite(id, body, true);
        Ok(Json(world.messages[&id].json(world)))
    })
}

async fn remove(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params((channel, id)): Params<(ChannelId, MessageId)>,
) -> Result<StatusCode, ApiError> {
    hub.update(|world| {
        let (message, permissions) = seen_message(world, channel, id)?;
        let own = message.author == world.application.bot;
        if !own && !permissions.contains(Permissions::MANAGE_MESSAGES) {
            return Err(ApiError::MissingPermissions);
        }
        check_open(world, channel)?;
        world.delete_message(id);
        Ok(StatusCode::NO_CONTENT)
    })
}
