//! The application and its bot, and where the gateway is.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Value, json};

use super::{
    error::ApiError,
    extract::{Bot, Params},
};
use crate::{
    hub::Hub,
    world::{World, ids::*},
};

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/gateway", get(gateway))
        .route("/gateway/bot", get(gateway_bot))
        .route("/oauth2/applications/@me", get(application))
        .route("/applications/@me", get(application))
        .route("/users/@me", get(current_user))
        .route("/users/@me/guilds", get(current_guilds))
        .route("/users/@me/channels", axum::routing::post(open_dm))
        .route("/users/{id}", get(user))
}

/// The socket's address: this Discord's own.
fn socket_url(world: &World) -> String {
    world.url.replacen("http", "ws", 1)
}

pub(super) async fn gateway(State(hub): State<Arc<Hub>>) -> Json<Value> {
    Json(json!({"url": hub.read(socket_url)}))
}

async fn gateway_bot(State(hub): State<Arc<Hub>>, _: Bot) -> Json<Value> {
    Json(hub.update_sessions(|world, sessions| {
        json!({
            "url": socket_url(world),
            "shards": world.application.shards,
            "session_start_limit": sessions.budget.json(world.now()),
        })
    }))
}

async fn application(State(hub): State<Arc<Hub>>, _: Bot) -> Json<Value> {
    Json(hub.read(|world| {
        let application = &world.application;
        json!({
            "id": application.id,
            "name": application.name,
            "bot": world.users[&application.bot].json(),
            "owner": world.users[&application.owner].json(),
            "icon": null, "description": "", "summary": "",
            "bot_public": true, "bot_require_code_grant": false,
            "verify_key": "0".repeat(64), "team": null, "flags": 0, "rpc_origins": [],
            "redirect_uris": [], "interactions_endpoint_url": null,
            "approximate_guild_count": world.guilds.len(),
            "integration_types_config": {"0": {}},
        })
    }))
}

async fn current_user(State(hub): State<Arc<Hub>>, _: Bot) -> Json<Value> {
    Json(hub.read(|world| world.users[&world.application.bot].current_json()))
}

async fn current_guilds(State(hub): State<Arc<Hub>>, _: Bot) -> Json<Value> {
    Json(hub.read(|world| {
        let bot = world.application.bot;
        let one = |guild: &crate::world::guild::Guild| {
            json!({
                "id": guild.id, "name": guild.name, "icon": null, "owner": false,
                "permissions": world.permissions_of(guild, bot), "features": [],
            })
        };
        world
            .guilds
            .values()
            .filter(|guild| guild.members.contains_key(&bot))
            .map(one)
            .collect()
    }))
}

async fn user(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params(id): Params<UserId>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| world.users.get(&id).map(|user| Json(user.json())))
        .ok_or(ApiError::UnknownUser)
}

async fn open_dm(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    payload: super::payload::Payload,
) -> Result<Json<Value>, ApiError> {
    let user = crate::validate::snowflake(&payload.json["recipient_id"]).map(UserId::new);
    hub.update(|world| {
        let user = user.filter(|user| world.users.contains_key(user));
        let channel = world.dm(user.ok_or(ApiError::UnknownUser)?);
        Ok(Json(world.channels[&channel].json(world)))
    })
}
