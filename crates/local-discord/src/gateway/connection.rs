//! One WebSocket connection, from HELLO to its close.

use std::{ops::ControlFlow, sync::Arc};

use axum::extract::ws::{Message, WebSocket};
use serde_json::{Value, json};
use tokio::{
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
    time::Instant,
};

use super::{close::Close, identify::Identify};
use crate::hub::Hub;

/// Runs the connection until either side ends it or everything shuts down.
pub(super) async fn run(mut socket: WebSocket, hub: Arc<Hub>) {
    let (link, mut outgoing) = mpsc::unbounded_channel();
    let mut connection = Connection {
        hub,
        link,
        session: None,
    };
    let end = connection.converse(&mut socket, &mut outgoing).await;
    if let End::Closed(close) = end {
        // The bot may be gone already.
        let _ = socket.send(Message::Close(Some(close.frame()))).await;
    }
    connection.leave(matches!(end, End::Left));
}

/// How a connection ended.
enum End {
    /// The bot closed it with 1000 or 1001: its session is over.
    Left,
    /// The connection broke, or everything shuts down.
    Lost,
    /// The bot did what closes a connection.
    Closed(Close),
}

struct Connection {
    hub: Arc<Hub>,
    link: UnboundedSender<String>,
    session: Option<String>,
}

impl Connection {
    async fn converse(
        &mut self,
        socket: &mut WebSocket,
        outgoing: &mut UnboundedReceiver<String>,
    ) -> End {
        let interval = self.hub.timing.heartbeat_interval;
        // Half an interval of grace for a slow network.
        let silence = interval + interval / 2;
        let hello = json!({
            "op": 10, "s": null, "t": null,
            "d": {"heartbeat_interval": interval.as_millis() as u64},
        });
        self.reply(&hello);
        let mut overdue = Instant::now() + silence;
        let shutdown = self.hub.shutdown.clone();
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return End::Lost,
                () = tokio::time::sleep_until(overdue) => {
                    return End::Closed(Close::SessionTimedOut);
                }
                Some(frame) = outgoing.recv() => {
                    if socket.send(Message::text(frame)).await.is_err() {
                        return End::Lost;
                    }
                }
                received = socket.recv() => {
                    let text = match received {
                        Some(Ok(Message::Text(text))) => text.as_bytes().to_vec(),
                        Some(Ok(Message::Binary(bytes))) => bytes.to_vec(),
                        Some(Ok(Message::Close(Some(frame)))) if matches!(frame.code, 1000 | 1001) => {
                            return End::Left;
                        }
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                        _ => return End::Lost,
                    };
                    match self.receive(&text) {
                        ControlFlow::Break(close) => return End::Closed(close),
                        ControlFlow::Continue(true) => overdue = Instant::now() + silence,
                        ControlFlow::Continue(false) => {}
                    }
                }
            }
        }
    }

    /// Acts on a payload; says whether it was a heartbeat, or with which code to close.
    fn receive(&mut self, text: &[u8]) -> ControlFlow<Close, bool> {
        let Ok(payload) = serde_json::from_slice::<Value>(text) else {
            return ControlFlow::Break(Close::DecodeError);
        };
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => {
                self.reply(&json!({"op": 11, "d": null, "s": null, "t": null}));
                return ControlFlow::Continue(true);
            }
            Some(2 | 6) if self.session.is_some() => {
                return ControlFlow::Break(Close::AlreadyAuthenticated);
            }
            Some(2) => self.identify(data)?,
            Some(6) => self.resume(data)?,
            // Presence, voice state, members, soundboard sounds: nothing here depends on them.
            Some(3 | 4 | 8 | 31) if self.session.is_some() => {}
            Some(3 | 4 | 8 | 31) => return ControlFlow::Break(Close::NotAuthenticated),
            Some(_) => return ControlFlow::Break(Close::UnknownOpcode),
            None => return ControlFlow::Break(Close::DecodeError),
        }
        ControlFlow::Continue(false)
    }

    fn identify(&mut self, data: &Value) -> ControlFlow<Close> {
        let token = self.hub.read(|world| world.application.token.clone());
        match Identify::read(data, &token) {
            Err(close) => ControlFlow::Break(close),
            Ok(identify) => {
                let link = self.link.clone();
                self.session = Some(
                    self.hub
                        .update_sessions(|world, sessions| sessions.begin(world, identify, link)),
                );
                ControlFlow::Continue(())
            }
        }
    }

    fn resume(&mut self, data: &Value) -> ControlFlow<Close> {
        let (Some(token), Some(id), Some(sequence)) = (
            data["token"].as_str(),
            data["session_id"].as_str(),
            data["seq"].as_u64(),
        ) else {
            return ControlFlow::Break(Close::DecodeError);
        };
        let known = self.hub.read(|world| world.application.token.clone());
        if token.strip_prefix("Bot ").unwrap_or(token) != known {
            return ControlFlow::Break(Close::AuthenticationFailed);
        }
        let link = self.link.clone();
        let resumed = self
            .hub
            .update_sessions(|world, sessions| sessions.resume(world, id, sequence, link));
        if resumed {
            self.session = Some(id.to_owned());
        } else {
            self.reply(&json!({"op": 9, "d": false, "s": null, "t": null}));
        }
        ControlFlow::Continue(())
    }

    fn reply(&self, payload: &Value) {
        // The receiver lives as long as the connection.
        let _ = self.link.send(payload.to_string());
    }

    fn leave(&self, for_good: bool) {
        if let Some(session) = &self.session {
            self.hub.update_sessions(|world, sessions| {
                sessions.leave(world, session, &self.link, for_good);
            });
        }
    }
}
