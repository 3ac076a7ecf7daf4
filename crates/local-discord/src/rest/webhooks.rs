//! What follows the first answer: `@original` and follow-ups, by the interaction's token.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use serde_json::Value;
use twilight_model::channel::message::MessageFlags;

use super::{error::ApiError, extract::Params, interactions, messages, payload::Payload};
use crate::{
    hub::Hub,
    world::{
        World,
        ids::*,
        interaction::{Interaction, Response},
        message::Body,
    },
};

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/webhooks/{application}/{token}", post(follow_up))
        .route(
            "/webhooks/{application}/{token}/messages/{message}",
            get(read).patch(edit).delete(remove),
        )
}

/// The interaction of a token that still lives and has been answered.
fn answered(
    world: &World,
    application: ApplicationId,
    token: &str,
) -> Result<Interaction, ApiError> {
    if application != world.application.id {
        return Err(ApiError::UnknownWebhook);
    }
    let interaction = world
        .interaction_by_token(token)
        .ok_or(ApiError::InvalidWebhookToken)?;
    if interaction.expired(world.now()) {
        return Err(ApiError::InvalidWebhookToken);
    }
    if interaction.response.is_none() {
        return Err(ApiError::UnknownWebhook);
    }
    Ok(interaction.clone())
}

/// The message that the path means: `@original`, or a message of this interaction.
fn named(world: &World, interaction: &Interaction, name: &str) -> Result<MessageId, ApiError> {
    let id = match name {
        "@original" => interaction.original().ok_or(ApiError::UnknownWebhook)?,
        id => id
            .parse()
            .ok()
            .and_then(MessageId::new_checked)
            .ok_or(ApiError::UnknownMessage)?,
    };
    let own = interaction.original() == Some(id) || interaction.follow_ups.contains(&id);
    if own && world.messages.contains_key(&id) {
        Ok(id)
    } else {
        Err(ApiError::UnknownMessage)
    }
}

/// Notes that a deferral was made good.
fn settle(world: &mut World, id: InteractionId, by: MessageId) {
    if let Some(interaction) = world.interactions.get_mut(&id) {
        interaction.settled.get_or_insert(by);
    }
}

/// Gives the message what the payload says; a message that said "thinking" gets its first body, and
/// stays as private as its deferral was.
fn write(world: &mut World, id: MessageId, payload: Payload) -> Result<(), ApiError> {
    let current = world.messages[&id].body.clone();
    let loading = current.flags.contains(MessageFlags::LOADING);
    let kept = current.flags & MessageFlags::EPHEMERAL;
    let current = match loading {
        true => Body {
            flags: kept,
            ..Body::default()
        },
        false => current,
    };
    let body = messages::body(world, payload, None, Some(&current))?;
    world.rewrite(id, body, !loading);
    Ok(())
}

async fn follow_up(
    State(hub): State<Arc<Hub>>,
    Params((application, token)): Params<(ApplicationId, String)>,
    payload: Payload,
) -> Result<Json<Value>, ApiError> {
    hub.update(|world| {
        let interaction = answered(world, application, &token)?;
        let waiting = match interaction.response {
            Some(Response::Deferred(id)) => world
                .messages
                .get(&id)
                .filter(|message| message.body.flags.contains(MessageFlags::LOADING))
                .map(|message| message.id),
            _ => None,
        };
        let id = match waiting {
            Some(id) => {
                write(world, id, payload)?;
                id
            }
            None => {
                let body = messages::body(world, payload, None, None)?;
                let id = interactions::answer(world, &interaction, body);
                if let Some(interaction) = world.interactions.get_mut(&interaction.id) {
                    interaction.follow_ups.push(id);
                }
                id
            }
        };
        settle(world, interaction.id, id);
        Ok(Json(world.messages[&id].json(world)))
    })
}

async fn read(
    State(hub): State<Arc<Hub>>,
    Params((application, token, message)): Params<(ApplicationId, String, String)>,
) -> Result<Json<Value>, ApiError> {
    hub.read(|world| {
        let interaction = answered(world, application, &token)?;
        let id = named(world, &interaction, &message)?;
        Ok(Json(world.messages[&id].json(world)))
    })
}

async fn edit(
    State(hub): State<Arc<Hub>>,
    Params((application, token, message)): Params<(ApplicationId, String, String)>,
    payload: Payload,
) -> Result<Json<Value>, ApiError> {
    hub.update(|world| {
        let interaction = answered(world, application, &token)?;
        let id = named(world, &interaction, &message)?;
        write(world, id, payload)?;
        settle(world, interaction.id, id);
        Ok(Json(world.messages[&id].json(world)))
    })
}

async fn remove(
    State(hub): State<Arc<Hub>>,
    Params((application, token, message)): Params<(ApplicationId, String, String)>,
) -> Result<StatusCode, ApiError> {
    hub.update(|world| {
        let interaction = answered(world, application, &token)?;
        let id = named(world, &interaction, &message)?;
        world.delete_message(id);
        settle(world, interaction.id, id);
        Ok(StatusCode::NO_CONTENT)
    })
}
