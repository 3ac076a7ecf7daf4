//! What the page reads.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    routing::get,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    error::PageError,
    view::{self, MessageView, View},
};
use crate::{
    hub::Hub,
    verbs::{Channel, Member},
    world::{World, command::Command, ids::*},
};

/// How many messages are read at once.
const MESSAGES: usize = 50;

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/view", get(whole))
        .route("/channels/{id}/messages", get(messages))
        .route("/channels/{id}/commands", get(commands))
        .route("/dm", get(dm))
}

/// Who looks.
#[derive(Debug, Deserialize)]
pub(super) struct As {
    #[serde(rename = "as")]
    pub(super) person: UserId,
}

#[derive(Debug, Deserialize)]
struct MaybeAs {
    #[serde(rename = "as")]
    person: Option<UserId>,
}

#[derive(Debug, Deserialize)]
struct Before {
    #[serde(rename = "as")]
    person: UserId,
    before: Option<MessageId>,
}

#[derive(Debug, Serialize)]
struct Messages {
    /// Oldest first.
    messages: Vec<MessageView>,
    /// Whether there are older ones.
    more: bool,
}

#[derive(Debug, Serialize)]
struct Dm {
    channel: ChannelId,
}

/// The member of this id; nobody can be the bot or a stranger.
pub(super) fn member(hub: &Arc<Hub>, person: UserId) -> Result<Member, PageError> {
    let guild = hub.read(|world| {
        view::people(world).find(|id| *id == person)?;
        let home = |guild: &&crate::world::guild::Guild| guild.members.contains_key(&person);
        world.guilds.values().find(home).map(|guild| guild.id)
    });
    let guild = guild.ok_or(PageError::UnknownPerson)?;
    Ok(Member::new(hub.clone(), guild, person))
}

/// The channel of this id, where the person sees it.
pub(super) fn channel(hub: &Arc<Hub>, person: UserId, id: ChannelId) -> Result<Channel, PageError> {
    if hub.read(|world| view::sees(world, person, id)) {
        Ok(Channel::new(hub.clone(), id))
    } else {
        Err(PageError::UnknownChannel)
    }
}

/// The view of the person, or of the one to begin with where they are unknown: a link outlives the
/// demo that it was made in.
async fn whole(
    State(hub): State<Arc<Hub>>,
    Query(MaybeAs { person }): Query<MaybeAs>,
) -> Result<Json<View>, PageError> {
    let connected = hub.has_bot();
    hub.read(|world| {
        let known = |id: &UserId| view::people(world).any(|one| one == *id);
        let named = |id: &UserId| world.users[id].name == hub.page.person;
        let me = person
            .filter(known)
            .or_else(|| view::people(world).find(named))
            .or_else(|| view::people(world).next());
        let me = me.ok_or(PageError::UnknownPerson)?;
        Ok(Json(View::new(world, (&hub.page, &hub.run), connected, me)))
    })
}

async fn messages(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<ChannelId>,
    Query(Before { person, before }): Query<Before>,
) -> Result<Json<Messages>, PageError> {
    member(&hub, person)?;
    channel(&hub, person, id)?;
    let read = |world: &World| {
        let mut older = world
            .all_messages_in(id)
            .rev()
            .filter(|message| before.is_none_or(|before| message.id < before))
            .filter_map(|message| MessageView::new(world, person, message));
        let mut messages: Vec<_> = older.by_ref().take(MESSAGES).collect();
        messages.reverse();
        let more = older.next().is_some();
        Messages { messages, more }
    };
    Ok(Json(hub.read(read)))
}

/// The slash commands that this person is offered there, in the order of their registration, and
/// those of messages' and users' menus.
async fn commands(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<ChannelId>,
    Query(As { person }): Query<As>,
) -> Result<Json<Vec<Value>>, PageError> {
    let member = member(&hub, person)?;
    let channel = channel(&hub, person, id)?;
    let mut offered = member.offered(&channel);
    offered.extend(member.offered_on_messages(&channel));
    offered.extend(member.offered_on_users(&channel));
    hub.read(|world| offered.sort_by_key(|command| place(world, command)));
    Ok(Json(offered))
}

/// Where the command stands among all that are registered.
fn place(world: &World, command: &Value) -> Option<usize> {
    let registered = |one: &Command| one.json["id"] == command["id"];
    world.commands.iter().position(registered)
}

/// Opens the direct message with the bot.
async fn dm(
    State(hub): State<Arc<Hub>>,
    Query(As { person }): Query<As>,
) -> Result<Json<Dm>, PageError> {
    member(&hub, person)?;
    let channel = hub.update(|world| world.dm(person));
    Ok(Json(Dm { channel }))
}
