//! The gateway, version 10, JSON over WebSocket without compression.

mod close;
mod connection;
mod identify;
mod sessions;

use std::sync::Arc;

use axum::{
    extract::{State, WebSocketUpgrade},
    response::Response,
};

pub(crate) use self::sessions::Sessions;
use crate::hub::Hub;

/// Opens a gateway connection.
pub(crate) async fn upgrade(State(hub): State<Arc<Hub>>, upgrade: WebSocketUpgrade) -> Response {
    let tracked = hub.connections.token();
    upgrade.on_upgrade(async move |socket| {
        connection::run(socket, hub).await;
        drop(tracked);
    })
}
