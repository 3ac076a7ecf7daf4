//! The gateway, version 10: JSON over WebSocket, plain or compressed by zlib.

mod budget;
mod close;
mod connection;
mod identify;
mod sessions;
mod transport;
mod trouble;

use std::sync::Arc;

use axum::{
    extract::{ConnectInfo, State, WebSocketUpgrade},
    response::Response,
};

pub(crate) use self::{budget::Budget, sessions::Sessions, transport::Asked, trouble::shut_out};
use crate::{hub::Hub, request::Request, serve::Cut};

/// Opens a gateway connection.
pub(crate) async fn upgrade(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(line): ConnectInfo<Cut>,
    asked: Asked,
    upgrade: WebSocketUpgrade,
) -> Response {
    if hub.is_shut_out() {
        hub.record(Request::lost_at_gateway());
        line.now();
        return std::future::pending().await;
    }
    let tracked = hub.connections.token();
    upgrade.on_upgrade(async move |socket| {
        connection::run(socket, hub, &asked).await;
        drop(tracked);
    })
}
