//! What goes wrong at a click: the bot kept out, told to wait, its permissions taken.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::post,
};
use serde::Deserialize;
use twilight_model::guild::Permissions;

use super::{
    error::PageError,
    reads::{channel, member},
};
use crate::{
    faults::Faults,
    gateway,
    hub::Hub,
    rest::Scope,
    world::{
        World,
        guild::{Overwrite, Target},
        ids::*,
    },
};

/// How many requests are told to wait at once, at most.
const MOST_LIMITED: usize = 100;
/// How long they are told to wait.
const WAIT: Duration = Duration::from_secs(1);

/// The permissions that can be taken from the bot, by the names that the page has for them.
pub(super) const TAKEABLE: [(&str, Permissions); 5] = [
    ("view", Permissions::VIEW_CHANNEL),
    ("send", Permissions::SEND_MESSAGES),
    ("files", Permissions::ATTACH_FILES),
    ("history", Permissions::READ_MESSAGE_HISTORY),
    ("threads", Permissions::CREATE_PUBLIC_THREADS),
];

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/down", post(down))
        .route("/limit", post(limit))
        .route("/channels/{id}/bot", post(permit))
}

#[derive(Debug, Deserialize)]
struct Down {
    down: bool,
}

#[derive(Debug, Deserialize)]
struct Limit {
    requests: usize,
}

#[derive(Debug, Deserialize)]
struct Permit {
    #[serde(rename = "as")]
    person: UserId,
    permission: String,
    given: bool,
}

async fn down(State(hub): State<Arc<Hub>>, Json(Down { down }): Json<Down>) -> StatusCode {
    match down {
        true => gateway::shut_out(&hub),
        false => hub.set_shut_out(false),
    }
    StatusCode::NO_CONTENT
}

/// The bot's next requests are answered 429; none any more where `requests` is 0.
async fn limit(State(hub): State<Arc<Hub>>, Json(limit): Json<Limit>) -> StatusCode {
    Faults::new(hub.clone()).clear();
    let requests = limit.requests.min(MOST_LIMITED);
    Faults::new(hub)
        .next(requests)
        .answer_429(Scope::Route, WAIT);
    StatusCode::NO_CONTENT
}

/// Gives the bot a permission in a channel that the person sees, or takes it.
async fn permit(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<ChannelId>,
    Json(permit): Json<Permit>,
) -> Result<StatusCode, PageError> {
    member(&hub, permit.person)?;
    channel(&hub, permit.person, id)?;
    let named = TAKEABLE.iter().find(|(name, _)| *name == permit.permission);
    let (_, permission) = named.ok_or(PageError::UnknownPermission)?;
    hub.update(|world| change(world, id, *permission, permit.given));
    Ok(StatusCode::NO_CONTENT)
}

/// A thread goes by its channel.
fn change(world: &mut World, id: ChannelId, permission: Permissions, given: bool) {
    let ruling = match world.channels.get(&id) {
        Some(channel) => channel.thread.as_ref().map_or(id, |thread| thread.parent),
        None => return,
    };
    let target = Target::Member(world.application.bot);
    let before = world
        .channels
        .get(&ruling)
        .and_then(|channel| channel.overwrites.get(&target).copied())
        .unwrap_or(Overwrite {
            allow: Permissions::empty(),
            deny: Permissions::empty(),
        });
    let after = match given {
        true => Overwrite {
            allow: before.allow | permission,
            deny: before.deny - permission,
        },
        false => Overwrite {
            allow: before.allow - permission,
            deny: before.deny | permission,
        },
    };
    world.overwrite(ruling, target, after);
}
