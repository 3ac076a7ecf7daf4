//! Sessions: what each connected bot gets, and what it missed while it was away.

use std::collections::VecDeque;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use twilight_model::gateway::Intents;

use super::identify::{Identify, Shard};
use crate::world::{Dispatch, Event, World};

/// How many dispatches are kept for a bot that resumes.
const KEPT: usize = 1000;

/// A bot's session, which outlives its connection.
#[derive(Debug)]
struct Session {
    id: String,
    intents: Intents,
    shard: Shard,
    sequence: u64,
    sent: VecDeque<(u64, String)>,
    /// Where its frames go while it is connected.
    link: Option<UnboundedSender<String>>,
}

impl Session {
    fn send(&mut self, name: &str, payload: &Value) {
        self.sequence += 1;
        let frame = json!({"op": 0, "s": self.sequence, "t": name, "d": payload}).to_string();
        if let Some(link) = &self.link {
            // A connection that is going down reads no more; the frame is kept for its return.
            let _ = link.send(frame.clone());
        }
        self.sent.push_back((self.sequence, frame));
        if self.sent.len() > KEPT {
            self.sent.pop_front();
        }
    }

    fn wants(&self, dispatch: &Dispatch) -> bool {
        self.shard.carries(dispatch.guild)
            && dispatch
                .intent
                .is_none_or(|intent| self.intents.intersects(intent))
    }
}

/// All sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    all: Vec<Session>,
    begun: usize,
}

impl Sessions {
    /// Whether a bot is connected.
    pub(crate) fn any_connected(&self) -> bool {
        self.all.iter().any(|session| session.link.is_some())
    }

    /// Begins a session: READY, then the guilds. Returns its id.
    pub(crate) fn begin(
        &mut self,
        world: &mut World,
        identify: Identify,
        link: UnboundedSender<String>,
    ) -> String {
        self.begun += 1;
        let id = format!("session-{}", self.begun);
        let Identify { intents, shard } = identify;
        let mut session = Session {
            id: id.clone(),
            intents,
            shard,
            sequence: 0,
            sent: VecDeque::new(),
            link: Some(link),
        };
        let bot = world.application.bot;
        let guilds: Vec<_> = world
            .guilds
            .values()
            .filter(|guild| guild.members.contains_key(&bot) && shard.carries(Some(guild.id)))
            .collect();
        session.send(
            "READY",
            &json!({
                "v": 10,
                "user": world.users[&bot].current_json(),
                "guilds": guilds.iter()
                    .map(|guild| json!({"id": guild.id, "unavailable": true})).collect::<Vec<_>>(),
                "session_id": id,
                "resume_gateway_url": world.url.replacen("http", "ws", 1),
                "shard": [shard.number, shard.total],
                "application": {"id": world.application.id, "flags": 0},
            }),
        );
        if intents.contains(Intents::GUILDS) {
            for guild in guilds {
                session.send("GUILD_CREATE", &world.guild_create_json(guild));
            }
        }
        self.all.push(session);
        world.emit(Event::BotConnected);
        id
    }

    /// Takes a session up again: what was sent after `sequence`, then RESUMED. Returns whether it
    /// could be.
    pub(crate) fn resume(
        &mut self,
        world: &mut World,
        id: &str,
        sequence: u64,
        link: UnboundedSender<String>,
    ) -> bool {
        let Some(session) = self.all.iter_mut().find(|session| session.id == id) else {
            return false;
        };
        let oldest = session
            .sent
            .front()
            .map_or(session.sequence + 1, |(sequence, _)| *sequence);
        if sequence > session.sequence || sequence + 1 < oldest {
            return false;
        }
        for (_, frame) in session.sent.iter().filter(|(sent, _)| *sent > sequence) {
            let _ = link.send(frame.clone());
        }
        session.link = Some(link);
        session.send("RESUMED", &json!({}));
        world.emit(Event::BotConnected);
        true
    }

    /// Marks the session as away, or ends it for good where the bot took its leave.
    pub(crate) fn leave(
        &mut self,
        world: &mut World,
        id: &str,
        link: &UnboundedSender<String>,
        for_good: bool,
    ) {
        let Some(session) = self.all.iter_mut().find(|session| session.id == id) else {
            return;
        };
        if session
            .link
            .as_ref()
            .is_some_and(|current| !current.same_channel(link))
        {
            return;
        }
        session.link = None;
        if for_good {
            self.all.retain(|session| session.id != id);
        }
        world.emit(Event::BotDisconnected);
    }

    /// Sends the dispatch to whom it concerns.
    pub(crate) fn dispatch(&mut self, dispatch: &Dispatch) {
        for session in self
            .all
            .iter_mut()
            .filter(|session| session.wants(dispatch))
        {
            session.send(dispatch.name, &dispatch.payload);
        }
    }
}
