//! Crossposting: a message of an announcement channel goes to the channels that follow it.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::post};
use chrono::TimeDelta;
use serde_json::Value;
use twilight_model::{
    channel::{ChannelType, message::MessageFlags},
    guild::Permissions,
};

use super::{
    error::ApiError,
    extract::{Bot, Params},
    guilds::seen_channel,
    messages::seen_message,
    rate_limited::{RateLimited, Scope},
};
use crate::{hub::Hub, world::ids::*};

/// How many crossposts a channel takes in the window; Discord's documentation gives no number, ten
/// an hour is what bots see.
const MOST: usize = 10;
const WINDOW: TimeDelta = TimeDelta::hours(1);

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new().route(
        "/channels/{channel}/messages/{message}/crosspost",
        post(crosspost),
    )
}

async fn crosspost(
    State(hub): State<Arc<Hub>>,
    _: Bot,
    Params((channel, id)): Params<(ChannelId, MessageId)>,
) -> Result<Json<Value>, ApiError> {
    hub.update(|world| {
        let (place, permissions) = seen_channel(world, channel)?;
        if place.kind != ChannelType::GuildAnnouncement {
            return Err(ApiError::WrongChannelType);
        }
        let (message, _) = seen_message(world, channel, id)?;
        let needed = match message.author == world.application.bot {
            true => Permissions::SEND_MESSAGES,
            false => Permissions::SEND_MESSAGES | Permissions::MANAGE_MESSAGES,
        };
        if !permissions.contains(needed) {
            return Err(ApiError::MissingPermissions);
        }
        let mut body = message.body.clone();
        if body.flags.contains(MessageFlags::CROSSPOSTED) {
            return Err(ApiError::AlreadyCrossposted);
        }
        let now = world.now();
        if let Some(place) = world.channels.get_mut(&channel) {
            place.crossposts.retain(|moment| *moment + WINDOW > now);
            if let Some(oldest) = place.crossposts.front()
                && place.crossposts.len() >= MOST
            {
                let (scope, wait) = (Scope::Shared, *oldest + WINDOW - now);
                let retry_after = wait.to_std().unwrap_or_default();
                let limit = RateLimited { scope, retry_after };
                return Err(ApiError::RateLimited(limit, now));
            }
            place.crossposts.push_back(now);
        }
        body.flags |= MessageFlags::CROSSPOSTED;
        world.rewrite(id, body, false);
        Ok(Json(world.messages[&id].json(world)))
    })
}
