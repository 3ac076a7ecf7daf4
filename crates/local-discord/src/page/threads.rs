//! Posts and threads that people begin.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::post,
};
use serde::Deserialize;

use super::{
    actions::seen,
    error::PageError,
    reads::{channel, member},
};
use crate::{hub::Hub, verbs::Refused, world::ids::*};

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/channels/{id}/posts", post(begin_post))
        .route("/messages/{id}/thread", post(begin_thread))
}

#[derive(Debug, Deserialize)]
struct Post {
    #[serde(rename = "as")]
    person: UserId,
    name: String,
    tags: Vec<String>,
    content: String,
}

#[derive(Debug, Deserialize)]
struct Thread {
    #[serde(rename = "as")]
    person: UserId,
    name: String,
}

async fn begin_post(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<ChannelId>,
    Json(post): Json<Post>,
) -> Result<Json<String>, PageError> {
    let member = member(&hub, post.person)?;
    let forum = channel(&hub, post.person, id)?;
    let is_forum = hub.read(|world| world.channels[&id].is_forum());
    if !is_forum {
        return Err(Refused::NotVisible(forum.name()).into());
    }
    let tags: Vec<_> = post.tags.iter().map(String::as_str).collect();
    let begun = member.begin_post(&forum, &post.name, &tags, &post.content)?;
    Ok(Json(begun.id().to_string()))
}

async fn begin_thread(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<MessageId>,
    Json(thread): Json<Thread>,
) -> Result<Json<String>, PageError> {
    let (member, message) = seen(&hub, thread.person, id)?;
    let begun = member.begin_thread(&message, &thread.name)?;
    Ok(Json(begun.id().to_string()))
}
