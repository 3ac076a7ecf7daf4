//! What the page does to messages: writing one, pressing a button, choosing from a menu, using a
//! command of a message's own menu, or of a user's.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, State},
    http::StatusCode,
    routing::post,
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    error::PageError,
    form::Answered,
    reads::{channel, member},
    sent::{self, Sent},
};
use crate::{
    hub::Hub,
    validate::units,
    verbs::{Member, Menu, Message, Refused},
    world::ids::*,
};

/// The longest message, in UTF-16 units.
/// (<https://discord.com/developers/docs/resources/message#create-message>)
const LONGEST: usize = 2000;

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/channels/{id}/say", post(say))
        .layer(DefaultBodyLimit::max(sent::LIMIT))
        .route("/messages/{id}/use", post(use_on_message))
        .route("/channels/{id}/use", post(use_on_user))
        .route("/messages/{id}/press", post(press))
        .route("/messages/{id}/choose", post(choose))
}

#[derive(Debug, Deserialize)]
struct Say {
    #[serde(rename = "as")]
    person: UserId,
    content: String,
}

#[derive(Debug, Deserialize)]
struct Use {
    #[serde(rename = "as")]
    person: UserId,
    command: String,
}

#[derive(Debug, Deserialize)]
struct UseOn {
    #[serde(rename = "as")]
    person: UserId,
    user: UserId,
    command: String,
}

#[derive(Debug, Deserialize)]
struct Press {
    #[serde(rename = "as")]
    person: UserId,
    custom_id: String,
}

#[derive(Debug, Deserialize)]
struct Choose {
    #[serde(rename = "as")]
    person: UserId,
    custom_id: String,
    values: Vec<String>,
}

async fn say(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<ChannelId>,
    Sent { data: say, files }: Sent<Say>,
) -> Result<StatusCode, PageError> {
    let member = member(&hub, say.person)?;
    let channel = channel(&hub, say.person, id)?;
    let content = say.content.trim();
    let length = units(content);
    if length > LONGEST || (length == 0 && files.is_empty()) {
        return Err(PageError::Length(LONGEST));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    member.say_with_files(&channel, content, &files)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn use_on_message(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<MessageId>,
    Json(used): Json<Use>,
) -> Result<Json<Answered>, PageError> {
    let (member, message) = seen(&hub, used.person, id)?;
    let answer = member.use_on_message(&message, &used.command).await?;
    Ok(Json(Answered::new(&answer)))
}

async fn use_on_user(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<ChannelId>,
    Json(used): Json<UseOn>,
) -> Result<Json<Answered>, PageError> {
    let member = member(&hub, used.person)?;
    let channel = channel(&hub, used.person, id)?;
    let answer = member.use_on_user(&channel, used.user.get(), &used.command);
    Ok(Json(Answered::new(&answer.await?)))
}

async fn press(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<MessageId>,
    Json(press): Json<Press>,
) -> Result<Json<Answered>, PageError> {
    let (member, message) = seen(&hub, press.person, id)?;
    let buttons = message.buttons();
    let button = buttons
        .iter()
        .find(|button| button.custom_id.as_ref() == Some(&press.custom_id));
    match button {
        None => Err(PageError::UnknownMessage),
        Some(button) if button.disabled => Err(Refused::Disabled(button.label.clone()).into()),
        Some(_) => {
            let answer =
                member.use_component(&message, &press.custom_id, 2, Vec::new(), Value::Null);
            Ok(Json(Answered::new(&answer.await?)))
        }
    }
}

async fn choose(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<MessageId>,
    Json(choose): Json<Choose>,
) -> Result<Json<Answered>, PageError> {
    let (member, message) = seen(&hub, choose.person, id)?;
    let named = |menu: &Menu| menu.custom_id == choose.custom_id;
    if !message.menus().iter().any(named) {
        return Err(PageError::UnknownMessage);
    }
    let answer = member.choose_values(&message, &choose.custom_id, &choose.values);
    Ok(Json(Answered::new(&answer.await?)))
}

/// The person, and the message as it is now, where they see it.
pub(super) fn seen(
    hub: &Arc<Hub>,
    person: UserId,
    id: MessageId,
) -> Result<(Member, Message), PageError> {
    let member = member(hub, person)?;
    let message = hub.read(|world| {
        let message = world.messages.get(&id)?;
        let visible =
            message.visible_to(person) && super::view::sees(world, person, message.channel);
        visible.then(|| Message::new(hub, world, message))
    });
    Ok((member, message.ok_or(PageError::UnknownMessage)?))
}
