//! What changes, told to an open page as it happens.

use std::sync::Arc;

use axum::{
    Router,
    extract::{
        Query, State,
        ws::{self, WebSocket, WebSocketUpgrade},
    },
    response::Response,
    routing::get,
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{
    error::PageError,
    reads::{As, member},
    view::{MessageView, sees},
};
use crate::{
    hub::Hub,
    world::{Event, World, ids::*},
};

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new().route("/events", get(listen))
}

/// One frame.
#[derive(Debug, Serialize)]
struct Frame {
    /// The moment by this Discord's clock, which may be moved.
    now: DateTime<Utc>,
    #[serde(flatten)]
    change: Change,
}

#[derive(Debug, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
enum Change {
    /// A message is new or has changed.
    Message { message: Box<MessageView> },
    /// A message is gone.
    Deleted {
        channel_id: ChannelId,
        message_id: MessageId,
    },
    /// Guilds, channels, roles or people.
    Places,
    /// What the bot registered.
    Commands,
    /// The bot came or went.
    Bot { connected: bool },
    /// What stands beside the world: the clock, what goes wrong, what the bot asked.
    Control,
    /// Some changes were missed: all is to be read again.
    Missed,
}

async fn listen(
    State(hub): State<Arc<Hub>>,
    Query(As { person }): Query<As>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, PageError> {
    member(&hub, person)?;
    let tracked = hub.connections.token();
    // From before the page reads the state: nothing falls in between.
    let events = hub.subscribe();
    Ok(upgrade.on_upgrade(async move |socket| {
        tell(socket, &hub, person, events).await;
        drop(tracked);
    }))
}

/// Sends what concerns the person until either side ends it or everything shuts down.
async fn tell(mut socket: WebSocket, hub: &Hub, person: UserId, mut events: Receiver<Event>) {
    let mut stirred = hub.stirred();
    loop {
        let change = tokio::select! {
            () = hub.shutdown.cancelled() => return,
            // The hub holds the other end.
            _ = stirred.changed() => Some(Change::Control),
            event = events.recv() => match event {
                Ok(event) => change(hub, person, event),
                Err(RecvError::Lagged(_)) => Some(Change::Missed),
                Err(RecvError::Closed) => return,
            },
            received = socket.recv() => match received {
                // A page has nothing to say here; pings are answered underneath.
                Some(Ok(_)) => None,
                _ => return,
            },
        };
        let Some(change) = change else { continue };
        let now = hub.read(World::now);
        let Ok(text) = serde_json::to_string(&Frame { now, change }) else {
            return;
        };
        if socket.send(ws::Message::text(text)).await.is_err() {
            return;
        }
    }
}

/// The event as the person hears of it.
fn change(hub: &Hub, person: UserId, event: Event) -> Option<Change> {
    match event {
        Event::MessageCreated { message_id, .. } | Event::MessageUpdated { message_id, .. } => {
            let message = hub
                .read(|world| MessageView::new(world, person, world.messages.get(&message_id)?))?;
            let message = Box::new(message);
            Some(Change::Message { message })
        }
        Event::MessageDeleted {
            channel_id,
            message_id,
            only_for,
        } => {
            let concerned = only_for.is_none_or(|one| one == person)
                && hub.read(|world| sees(world, person, channel_id));
            concerned.then_some(Change::Deleted {
                channel_id,
                message_id,
            })
        }
        Event::GuildChanged { .. } => Some(Change::Places),
        Event::CommandsChanged { .. } => Some(Change::Commands),
        Event::BotConnected | Event::BotDisconnected => Some(Change::Bot {
            connected: hub.has_bot(),
        }),
        Event::InteractionStarted { .. } => None,
    }
}
