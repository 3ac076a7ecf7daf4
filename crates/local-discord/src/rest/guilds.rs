//! Guilds, their roles, members and channels, as the bot may read them.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{
    error::ApiError,
    extract::{Bot, Params},
};
use crate::{
    hub::Hub,
    world::{
        World,
        guild::{Channel, Guild, Role},
        ids::*,
    },
};

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/guilds/{guild}", get(guild))
        .route("/guilds/{guild}/channels", get(channels))
        .route("/guilds/{guild}/roles", get(roles))
        .route("/guilds/{guild}/members/{user}", get(member))
        .route("/channels/{channel}", get(channel))
}

/// A guild that the bot is in.
pub(super) fn known_guild(world: &World, id: GuildId) -> Result<&Guild, ApiError> {
    world
        .guilds
        .get(&id)
        .filter(|guild| guild.members.contains_key(&world.application.bot))
        .ok_or(ApiError::UnknownGuild)
}

/// A channel that the bot sees, and what it may do there.
pub(super) fn seen_channel(
    world: &World,
    id: ChannelId,
) -> Result<(&Channel, Permissions), ApiError> {
    let channel = world.channels.get(&id).ok_or(ApiError::UnknownChannel)?;
    let permissions = world.permissions_in(world.application.bot, id);
    if permissions.contains(Permissions::VIEW_CHANNEL) {
        Ok((channel, permissions))
    } else {
        Err(ApiError::MissingAccess)
    }
}

async fn guild(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(id): Params<GuildId>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| known_guild(world, id).map(|guild| Json(world.guild_json(guild))))
}

async fn channels(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(id): Params<GuildId>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        known_guild(world, id)?;
        Ok(Json(
            world
                .channels_of(id)
                .map(|channel| channel.json(world))
                .collect(),
        ))
    })
}

async fn roles(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(id): Params<GuildId>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        Ok(Json(
            known_guild(world, id)?
                .roles
                .values()
                .map(Role::json)
                .collect(),
        ))
    })
}

async fn member(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params((guild, user)): Params<(GuildId, UserId)>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        let guild = known_guild(world, guild)?;
        world
            .member_json(guild, user, None)
            .map(Json)
            .ok_or(ApiError::UnknownMember)
    })
}

async fn channel(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(id): Params<ChannelId>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        let (channel, permissions) = seen_channel(world, id)?;
        let mut json = channel.json(world);
        if channel.guild().is_some() {
            json["permissions"] = json!(permissions);
        }
        Ok(Json(json))
    })
}
