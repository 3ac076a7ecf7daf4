//! The first answer to an interaction.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response as HttpResponse},
    routing::post,
};
use serde::Deserialize;
use serde_json::{Value, json};
use twilight_model::channel::message::MessageFlags;

use super::{
    error::ApiError,
    extract::{self, Params},
    messages,
    payload::Payload,
};
use crate::{
    hub::Hub,
    validate::{self, Problems},
    world::{
        World,
        ids::*,
        interaction::{Interaction, Kind, Response},
        message::Body,
        posting::Origin,
    },
};

/// The types of answers, as the API numbers them.
const MESSAGE: u64 = 4;
const DEFERRED_MESSAGE: u64 = 5;
const DEFERRED_UPDATE: u64 = 6;
const UPDATE: u64 = 7;
const CHOICES: u64 = 8;
const MODAL: u64 = 9;

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new().route("/interactions/{id}/{token}/callback", post(callback))
}

#[derive(Debug, Deserialize)]
struct Options {
    #[serde(default, deserialize_with = "extract::flag")]
    with_response: bool,
}

async fn callback(
    State(hub): State<Arc<Hub>>,
    Params((id, token)): Params<(InteractionId, String)>,
    Query(options): Query<Options>,
    payload: Payload,
) -> Result<HttpResponse, ApiError> {
    let within = hub.timing.answer_within;
    hub.update(|world| {
        let interaction = world
            .interactions
            .get(&id)
            .filter(|interaction| interaction.token == token)
            .ok_or(ApiError::UnknownInteraction)?
            .clone();
        if interaction.response.is_some() {
            return Err(ApiError::AlreadyAcknowledged);
        }
        if interaction.given_up || interaction.started.elapsed() > within {
            return Err(ApiError::UnknownInteraction);
        }
        let kind = payload.json["type"].as_u64().unwrap_or_default();
        let response = respond(world, &interaction, kind, payload)?;
        if let Some(interaction) = world.interactions.get_mut(&id) {
            interaction.response = Some(response);
        }
        Ok(match options.with_response {
            true => Json(callback_json(world, id, kind)).into_response(),
            false => StatusCode::NO_CONTENT.into_response(),
        })
    })
}

/// The types of answers that a kind of interaction takes.
fn allowed(interaction: &Interaction) -> &'static [u64] {
    match (interaction.kind, interaction.source) {
        (Kind::Command, _) => &[MESSAGE, DEFERRED_MESSAGE, MODAL],
        (Kind::Component, _) => &[MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL],
        (Kind::Autocomplete, _) => &[CHOICES],
        (Kind::Modal, Some(_)) => &[MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE],
        (Kind::Modal, None) => &[MESSAGE, DEFERRED_MESSAGE],
    }
}

fn respond(
    world: &mut World,
    interaction: &Interaction,
    kind: u64,
    payload: Payload,
) -> Result<Response, ApiError> {
    let mut problems = Problems::default();
    if !allowed(interaction).contains(&kind) {
        problems.not_among("type", allowed(interaction));
        return Err(ApiError::InvalidForm(problems.tree()));
    }
    let data = &payload.json["data"];
    match kind {
        MESSAGE => {
            let body = messages::body(world, payload, Some("data"), None)?;
            Ok(Response::Message(answer(world, interaction, body)))
        }
        DEFERRED_MESSAGE => {
            let flags = data["flags"].as_u64().unwrap_or_default();
            let flags = MessageFlags::from_bits_truncate(flags) & MessageFlags::EPHEMERAL;
            let body = Body {
                flags: flags | MessageFlags::LOADING,
                ..Body::default()
            };
            Ok(Response::Deferred(answer(world, interaction, body)))
        }
        DEFERRED_UPDATE => source(world, interaction).map(Response::DeferredUpdate),
        UPDATE => {
            let source = source(world, interaction)?;
            let current = world.messages[&source].body.clone();
            let body = messages::body(world, payload, Some("data"), Some(&current))?;
            world.rewrite(source, body, true);
            Ok(Response::Updated(source))
        }
        CHOICES => {
            let kind = interaction.focused;
            problems.at("data", |problems| {
                validate::choices::completions(problems, data, kind)
            });
            ApiError::check(&problems)?;
            Ok(Response::Choices(
                data["choices"].as_array().cloned().unwrap_or_default(),
            ))
        }
        _ => {
            problems.at("data", |problems| validate::modal::modal(problems, data));
            ApiError::check(&problems)?;
            Ok(Response::Modal(data.clone()))
        }
    }
}

/// The message whose component was used, while it is there.
fn source(world: &World, interaction: &Interaction) -> Result<MessageId, ApiError> {
    let there = |id: &MessageId| world.messages.contains_key(id);
    interaction
        .source
        .filter(there)
        .ok_or(ApiError::UnknownMessage)
}

/// Writes a message that answers the interaction: to its person alone where it is ephemeral.
pub(super) fn answer(world: &mut World, interaction: &Interaction, body: Body) -> MessageId {
    let ephemeral = body.flags.contains(MessageFlags::EPHEMERAL);
    let origin = Origin {
        channel: interaction.channel,
        author: world.application.bot,
        only_for: ephemeral.then_some(interaction.user),
        interaction: Some(interaction.id),
        reference: interaction
            .source
            .filter(|_| interaction.kind == Kind::Component),
        nonce: None,
    };
    world.post(origin, body)
}

/// The body of an answer that was asked for `with_response`.
fn callback_json(world: &World, id: InteractionId, kind: u64) -> Value {
    let interaction = &world.interactions[&id];
    let mut json = json!({"interaction": {"id": id, "type": interaction.kind as u8}});
    let original = interaction
        .original()
        .and_then(|id| world.messages.get(&id));
    if let Some(message) = original {
        let flags = message.body.flags;
        json["interaction"]["response_message_id"] = json!(message.id);
        json["interaction"]["response_message_loading"] =
            json!(flags.contains(MessageFlags::LOADING));
        json["interaction"]["response_message_ephemeral"] =
            json!(flags.contains(MessageFlags::EPHEMERAL));
        json["resource"] = json!({"type": kind, "message": message.json(world)});
    }
    json
}
