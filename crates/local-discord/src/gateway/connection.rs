//! One WebSocket connection, from HELLO to its close.

use std::{ops::ControlFlow, sync::Arc, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use serde_json::{Value, json};
use tokio::{
    sync::mpsc::{self, UnboundedReceiver},
    time::Instant,
};

use super::{
    budget::Denied,
    close::Close,
    identify::Identify,
    sessions::{Link, Resumed, Signal},
    transport::{Asked, Transport},
};
use crate::hub::Hub;

/// How many payloads a bot may send in a window, and how long that is.
const SENDS: u32 = 120;
const SENDS_WINDOW: Duration = Duration::from_secs(60);

/// Runs the connection until either side ends it or everything shuts down.
pub(super) async fn run(mut socket: WebSocket, hub: Arc<Hub>, asked: &Asked) {
    let (link, mut outgoing) = mpsc::unbounded_channel();
    let mut connection = Connection {
        hub,
        link,
        session: None,
        received: (Instant::now(), 0),
        compress: false,
    };
    let end = match Transport::new(asked) {
        Ok(transport) => {
            connection
                .converse(&mut socket, &mut outgoing, transport)
                .await
        }
        Err(close) => End::Closed(close),
    };
    if let End::Closed(close) = end {
        // The bot may be gone already.
        let _ = socket.send(Message::Close(Some(close.frame()))).await;
    }
    connection.leave(match end {
        End::Left => true,
        End::Lost => false,
        End::Closed(close) => close.ends_session(),
    });
}

/// How a connection ended.
enum End {
    /// The bot closed it with 1000 or 1001: its session is over.
    Left,
    /// The connection broke, or everything shuts down.
    Lost,
    /// The bot did what closes a connection, or it was asked for.
    Closed(Close),
}

struct Connection {
    hub: Arc<Hub>,
    link: Link,
    session: Option<String>,
    /// When the window of what was received began, and how many payloads it holds.
    received: (Instant, u32),
    /// Whether the bot takes compressed payloads.
    compress: bool,
}

impl Connection {
    async fn converse(
        &mut self,
        socket: &mut WebSocket,
        outgoing: &mut UnboundedReceiver<Signal>,
        mut transport: Transport,
    ) -> End {
        let interval = self.hub.timing.heartbeat_interval;
        // Half an interval of grace for a slow network.
        let silence = interval + interval / 2;
        let interval = interval.as_millis() as u64;
        self.reply(10, json!({"heartbeat_interval": interval}));
        let mut overdue = Instant::now() + silence;
        let shutdown = self.hub.shutdown.clone();
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return End::Lost,
                () = tokio::time::sleep_until(overdue) => {
                    return End::Closed(Close::SESSION_TIMED_OUT);
                }
                Some(signal) = outgoing.recv() => {
                    let payload = match signal {
                        Signal::Payload(payload) => payload,
                        Signal::Invalidate { resumable } => {
                            self.session = None;
                            payload(9, json!(resumable))
                        }
                        Signal::Silence => return self.ignore(socket).await,
                        Signal::Close(close) => return End::Closed(close),
                        Signal::Cut => return End::Lost,
                    };
                    if self.compress {
                        transport.compress_payloads();
                    }
                    if socket.send(transport.message(payload)).await.is_err() {
                        return End::Lost;
                    }
                }
                received = socket.recv() => {
                    let received = match text(received) {
                        Ok(Some(text)) => self.receive(&text),
                        Ok(None) => continue,
                        Err(end) => return end,
                    };
                    match received {
                        ControlFlow::Break(close) => return End::Closed(close),
                        ControlFlow::Continue(true) => overdue = Instant::now() + silence,
                        ControlFlow::Continue(false) => {}
                    }
                }
            }
        }
    }

    /// Takes no notice of the bot until it gives up.
    async fn ignore(&self, socket: &mut WebSocket) -> End {
        let read = async {
            loop {
                if let Err(end) = text(socket.recv().await) {
                    return end;
                }
            }
        };
        tokio::select! {
            () = self.hub.shutdown.cancelled() => End::Lost,
            end = read => end,
        }
    }

    /// Acts on a payload; says whether it was a heartbeat, or with which code to close.
    fn receive(&mut self, text: &[u8]) -> ControlFlow<Close, bool> {
        self.count()?;
        let Ok(payload) = serde_json::from_slice::<Value>(text) else {
            return ControlFlow::Break(Close::DECODE_ERROR);
        };
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => {
                self.reply(11, Value::Null);
                return ControlFlow::Continue(true);
            }
            Some(2 | 6) if self.session.is_some() => {
                return ControlFlow::Break(Close::ALREADY_AUTHENTICATED);
            }
            Some(2) => self.identify(data)?,
            Some(6) => self.resume(data)?,
            // Presence, voice state, members, soundboard sounds: nothing here depends on them.
            Some(3 | 4 | 8 | 31) if self.session.is_some() => {}
            Some(3 | 4 | 8 | 31) => return ControlFlow::Break(Close::NOT_AUTHENTICATED),
            Some(_) => return ControlFlow::Break(Close::UNKNOWN_OPCODE),
            None => return ControlFlow::Break(Close::DECODE_ERROR),
        }
        ControlFlow::Continue(false)
    }

    /// Counts a payload of the bot's.
    fn count(&mut self) -> ControlFlow<Close> {
        let (begun, count) = &mut self.received;
        if begun.elapsed() > SENDS_WINDOW {
            (*begun, *count) = (Instant::now(), 0);
        }
        *count += 1;
        if *count > SENDS {
            ControlFlow::Break(Close::RATE_LIMITED)
        } else {
            ControlFlow::Continue(())
        }
    }

    fn identify(&mut self, data: &Value) -> ControlFlow<Close> {
        let token = self.hub.read(|world| world.application.token.clone());
        let identify = match Identify::read(data, &token) {
            Ok(identify) => identify,
            Err(close) => return ControlFlow::Break(close),
        };
        self.compress = identify.compress;
        let link = self.link.clone();
        let begun = self.hub.update_sessions(|world, sessions| {
            sessions.budget.spend(world.now())?;
            Ok(sessions.begin(world, identify, link))
        });
        match begun {
            Ok(session) => self.session = Some(session),
            Err(Denied::TooSoon) => self.reply(9, json!(false)),
            Err(Denied::Spent) => return ControlFlow::Break(Close::AUTHENTICATION_FAILED),
        }
        ControlFlow::Continue(())
    }

    fn resume(&mut self, data: &Value) -> ControlFlow<Close> {
        let (Some(token), Some(id), Some(sequence)) = (
            data["token"].as_str(),
            data["session_id"].as_str(),
            data["seq"].as_u64(),
        ) else {
            return ControlFlow::Break(Close::DECODE_ERROR);
        };
        let known = self.hub.read(|world| world.application.token.clone());
        if token.strip_prefix("Bot ").unwrap_or(token) != known {
            return ControlFlow::Break(Close::AUTHENTICATION_FAILED);
        }
        let link = self.link.clone();
        let resumed = self
            .hub
            .update_sessions(|world, sessions| sessions.resume(world, id, sequence, link));
        match resumed {
            Resumed::Yes => self.session = Some(id.to_owned()),
            Resumed::UnknownSession => self.reply(9, json!(false)),
            Resumed::InvalidSequence => return ControlFlow::Break(Close::INVALID_SEQUENCE),
        }
        ControlFlow::Continue(())
    }

    fn reply(&self, op: u8, data: Value) {
        // The receiver lives as long as the connection.
        let _ = self.link.send(Signal::Payload(payload(op, data)));
    }

    fn leave(&self, for_good: bool) {
        if let Some(session) = &self.session {
            self.hub.update_sessions(|world, sessions| {
                sessions.leave(world, session, &self.link, for_good);
            });
        }
    }
}

/// A payload that is no event.
fn payload(op: u8, data: Value) -> String {
    json!({"op": op, "d": data, "s": null, "t": null}).to_string()
}

/// The payload in what was received, if there is one, or how the connection ended.
fn text(received: Option<Result<Message, axum::Error>>) -> Result<Option<Vec<u8>>, End> {
    match received {
        Some(Ok(Message::Text(text))) => Ok(Some(text.as_bytes().to_vec())),
        Some(Ok(Message::Binary(bytes))) => Ok(Some(bytes.to_vec())),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
        Some(Ok(Message::Close(Some(frame)))) if matches!(frame.code, 1000 | 1001) => {
            Err(End::Left)
        }
        _ => Err(End::Lost),
    }
}
