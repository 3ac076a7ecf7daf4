//! Threads: begun from a message, in a channel, or as the post of a forum; and listed.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
    routing::{get, patch, post},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::{channel::ChannelType, guild::Permissions};

use super::{
    error::ApiError,
    extract::{Bot, Params},
    guilds::{known_guild, seen_channel},
    messages::{self, seen_message},
    payload::Payload,
};
use crate::{
    hub::Hub,
    validate::{Problems, snowflake, thread},
    world::{
        World,
        guild::Channel,
        ids::*,
        posting::Origin,
        thread::{NewThread, Thread, member_json},
    },
};

/// How long a thread stays open without a message, in minutes, where the bot doesn't say.
const ARCHIVE_AFTER: i64 = 4320;

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/channels/{channel}", patch(change))
        .route("/channels/{channel}/threads", post(begin))
        .route(
            "/channels/{channel}/messages/{message}/threads",
            post(begin_from_message),
        )
        .route("/guilds/{guild}/threads/active", get(active))
        .route("/channels/{channel}/threads/archived/public", get(archived))
}

/// The thread that the body asks for.
fn asked(world: &World, parent: ChannelId, kind: ChannelType, given: &Value) -> NewThread {
    let minutes = given["auto_archive_duration"].as_i64();
    let tags = given["applied_tags"].as_array().into_iter().flatten();
    NewThread {
        parent,
        kind,
        name: given["name"].as_str().unwrap_or_default().to_owned(),
        owner: world.application.bot,
        archive_after: TimeDelta::minutes(minutes.unwrap_or(ARCHIVE_AFTER)),
        tags: tags.filter_map(snowflake).map(TagId::new).collect(),
    }
}

fn need(permissions: Permissions, needed: Permissions) -> Result<(), ApiError> {
    if permissions.contains(needed) {
        Ok(())
    } else {
        Err(ApiError::MissingPermissions)
    }
}

/// The kind of public thread that a channel takes.
fn public_kind(channel: &Channel) -> Result<ChannelType, ApiError> {
    match channel.kind {
        ChannelType::GuildText => Ok(ChannelType::PublicThread),
        ChannelType::GuildAnnouncement => Ok(ChannelType::AnnouncementThread),
        _ => Err(ApiError::WrongChannelType),
    }
}

async fn begin_from_message(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params((parent, message)): Params<(ChannelId, MessageId)>,
    payload: Payload,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let mut problems = Problems::default();
    thread::thread(&mut problems, &payload.json);
    hub.update(|world| {
        let (channel, permissions) = seen_channel(world, parent)?;
        let kind = public_kind(channel)?;
        seen_message(world, parent, message)?;
        need(permissions, Permissions::CREATE_PUBLIC_THREADS)?;
        ApiError::check(&problems)?;
        if world.thread_from(parent, message).is_some() {
            return Err(ApiError::ThreadExists);
        }
        let new = asked(world, parent, kind, &payload.json);
        let id = world.create_thread(new, Some(message));
        Ok(created(world, id.ok_or(ApiError::WrongChannelType)?))
    })
}

async fn begin(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(parent): Params<ChannelId>,
    payload: Payload,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    hub.update(|world| {
        let (channel, _) = seen_channel(world, parent)?;
        match channel.is_forum() {
            true => begin_post(world, parent, payload),
            false => begin_bare(world, parent, &payload.json),
        }
    })
}

/// A thread without a message. Discord's default type is a private one.
fn begin_bare(
    world: &mut World,
    parent: ChannelId,
    given: &Value,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let (channel, permissions) = seen_channel(world, parent)?;
    let public = public_kind(channel)?;
    let mut kinds = vec![public];
    if public == ChannelType::PublicThread {
        kinds.push(ChannelType::PrivateThread);
    }
    let wanted = given["type"].as_u64().unwrap_or(12);
    let mut problems = Problems::default();
    thread::thread(&mut problems, given);
    let kind = kinds
        .iter()
        .find(|kind| u64::from(u8::from(**kind)) == wanted);
    let Some(kind) = kind.copied() else {
        let kinds: Vec<_> = kinds
            .iter()
            .map(|kind| u64::from(u8::from(*kind)))
            .collect();
        problems.not_among("type", &kinds);
        return Err(ApiError::InvalidForm(problems.tree()));
    };
    let needed = match kind {
        ChannelType::PrivateThread => Permissions::CREATE_PRIVATE_THREADS,
        _ => Permissions::CREATE_PUBLIC_THREADS,
    };
    need(permissions, needed)?;
    ApiError::check(&problems)?;
    let new = asked(world, parent, kind, given);
    let id = world.create_thread(new, None);
    Ok(created(world, id.ok_or(ApiError::WrongChannelType)?))
}

/// A forum's post: a thread and its first message, which has the thread's id and takes no nonce.
fn begin_post(
    world: &mut World,
    parent: ChannelId,
    payload: Payload,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let (channel, permissions) = seen_channel(world, parent)?;
    let forum = channel.forum.clone();
    let given = &payload.json["message"];
    let files = !payload.files.is_empty();
    messages::check_permissions(permissions, Permissions::SEND_MESSAGES, given, files)?;
    let mut problems = Problems::default();
    thread::post(&mut problems, &payload.json);
    ApiError::check(&problems)?;
    let new = asked(world, parent, ChannelType::PublicThread, &payload.json);
    let known = |id: &TagId| forum.tags.iter().find(|tag| tag.id == *id);
    let tags: Option<Vec<_>> = new.tags.iter().map(known).collect();
    if tags
        .ok_or(ApiError::UnknownTag)?
        .iter()
        .any(|tag| tag.moderated)
    {
        need(permissions, Permissions::MANAGE_THREADS)?;
    }
    if new.tags.is_empty() && forum.requires_tag {
        return Err(ApiError::TagRequired);
    }
    let author = new.owner;
    let body = messages::body(world, payload, Some("message"), None)?;
    let id = world.create_thread(new, None);
    let id = id.ok_or(ApiError::WrongChannelType)?;
    world.post_as(id.cast(), Origin::of(author, id), body);
    let (status, Json(mut json)) = created(world, id);
    json["message"] = world.messages[&id.cast()].json(world);
    Ok((status, Json(json)))
}

/// Archives a thread, or opens one. Whoever began it may do both, those who may write in it open it.
async fn change(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(id): Params<ChannelId>,
    payload: Payload,
) -> Result<Json<Value>, ApiError> {
    let mut problems = Problems::default();
    let wanted = problems.boolean(&payload.json, "archived");
    hub.update(|world| {
        let (channel, permissions) = seen_channel(world, id)?;
        let thread = channel.thread.as_ref().ok_or(ApiError::WrongChannelType)?;
        ApiError::check(&problems)?;
        let (now, own) = (world.now(), thread.owner == world.application.bot);
        let is_archived = thread.archived_since(now).is_some();
        let Some(archived) = wanted.filter(|wanted| *wanted != is_archived) else {
            return Ok(Json(channel.json(world)));
        };
        if (archived && !own) || (!archived && thread.locked) {
            need(permissions, Permissions::MANAGE_THREADS)?;
        }
        need(permissions, channel.send_permission())?;
        world.change_channel(id, |channel| {
            if let Some(thread) = &mut channel.thread {
                thread.archived = archived.then_some(now);
                // Once open, it stays so for as long as after a message.
                thread.active = if archived { thread.active } else { now };
            }
        });
        Ok(Json(world.channels[&id].json(world)))
    })
}

fn created(world: &World, id: ChannelId) -> (StatusCode, Json<Value>) {
    (StatusCode::CREATED, Json(world.channels[&id].json(world)))
}

/// A list of threads with the bot's memberships.
fn list<'w>(world: &World, threads: impl Iterator<Item = (&'w Channel, &'w Thread)>) -> Value {
    let bot = world.application.bot;
    let (mut all, mut members) = (Vec::new(), Vec::new());
    for (channel, thread) in threads {
        all.push(channel.json(world));
        if thread.members.contains(&bot) {
            members.push(member_json(channel.id, thread, bot));
        }
    }
    json!({"threads": all, "members": members})
}

/// The guild's active threads that the bot sees, newest first.
async fn active(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(guild): Params<GuildId>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        known_guild(world, guild)?;
        let mut threads: Vec<_> = world
            .threads_of(guild)
            .filter(|(channel, _)| seen_channel(world, channel.id).is_ok())
            .filter(|(_, thread)| thread.archived_since(world.now()).is_none())
            .collect();
        threads.reverse();
        Ok(Json(list(world, threads.into_iter())))
    })
}

#[derive(Debug, Deserialize)]
struct Page {
    before: Option<DateTime<Utc>>,
    limit: Option<usize>,
}

/// The public archived threads of a channel, the last archived first.
async fn archived(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(parent): Params<ChannelId>,
    Query(page): Query<Page>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        let (channel, permissions) = seen_channel(world, parent)?;
        let guild = channel.guild().ok_or(ApiError::WrongChannelType)?;
        need(permissions, Permissions::READ_MESSAGE_HISTORY)?;
        let since = |thread: &Thread| thread.archived_since(world.now());
        let mut threads: Vec<_> = world
            .threads_of(guild)
            .filter(|(channel, thread)| {
                thread.parent == parent && channel.kind != ChannelType::PrivateThread
            })
            .filter(|(_, thread)| {
                since(thread).is_some_and(|at| page.before.is_none_or(|before| at < before))
            })
            .collect();
        threads.sort_by_key(|(_, thread)| std::cmp::Reverse(since(thread)));
        let limit = page.limit.unwrap_or(threads.len());
        let mut json = list(world, threads.iter().copied().take(limit));
        json["has_more"] = json!(threads.len() > limit);
        Ok(Json(json))
    })
}
