//! Sessions: what each connected bot gets, and what it missed while it was away.

use std::collections::VecDeque;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use twilight_model::gateway::Intents;

use super::{
    budget::Budget,
    close::Close,
    identify::{Identify, Shard},
};
use crate::world::{Dispatch, Event, World};

/// How many dispatches are kept for a bot that resumes.
const KEPT: usize = 1000;

/// What a connection is told to do.
#[derive(Clone, Debug)]
pub(crate) enum Signal {
    /// Send this.
    Payload(String),
    /// Tell the bot that its session is over, or can only be resumed.
    Invalidate { resumable: bool },
    /// Send nothing any more, and take no notice of the bot.
    Silence,
    /// Close with this code.
    Close(Close),
    /// End without a close frame.
    Cut,
}

/// Where a connection takes its signals from.
pub(crate) type Link = UnboundedSender<Signal>;

/// A bot's session, which outlives its connection.
#[derive(Debug)]
struct Session {
    id: String,
    intents: Intents,
    shard: Shard,
    sequence: u64,
    sent: VecDeque<(u64, String)>,
    /// Where its frames go while it is connected.
    link: Option<Link>,
}

impl Session {
    fn send(&mut self, name: &str, payload: &Value) {
        self.sequence += 1;
        let frame = json!({"op": 0, "s": self.sequence, "t": name, "d": payload}).to_string();
        if let Some(link) = &self.link {
            // A connection that is going down reads no more; the frame is kept for its return.
            let _ = link.send(Signal::Payload(frame.clone()));
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

/// What came of a RESUME.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Resumed {
    Yes,
    /// There is no such session, or what it missed is no longer kept.
    UnknownSession,
    /// The bot claims to have got more than was sent.
    InvalidSequence,
}

/// All sessions.
#[derive(Debug)]
pub(crate) struct Sessions {
    all: Vec<Session>,
    begun: usize,
    pub(crate) budget: Budget,
}

impl Sessions {
    /// None yet.
    pub(crate) fn new(budget: Budget) -> Self {
        Self {
            all: Vec::new(),
            begun: 0,
            budget,
        }
    }

    /// Whether a bot is connected, with as many shards as it said that it has.
    pub(crate) fn has_bot(&self) -> bool {
        let connected = self.all.iter().filter(|session| session.link.is_some());
        let shards: Vec<_> = connected.map(|session| session.shard).collect();
        let complete =
            |total: u64| (0..total).all(|number| shards.contains(&Shard { number, total }));
        shards.iter().any(|shard| complete(shard.total))
    }

    /// Sends every connected bot a signal and takes it for away from then on: what happens until
    /// it is back is kept for it, unless its session is over.
    pub(crate) fn interrupt(&mut self, world: &mut World, signal: &Signal) {
        let over = match signal {
            Signal::Invalidate { resumable } => !resumable,
            Signal::Close(close) => close.ends_session(),
            Signal::Payload(_) | Signal::Silence | Signal::Cut => false,
        };
        self.all.retain_mut(|session| {
            let Some(link) = session.link.take() else {
                return true;
            };
            // The bot may be leaving just now.
            let _ = link.send(signal.clone());
            world.emit(Event::BotDisconnected);
            !over
        });
    }

    /// Begins a session: READY, then the guilds. Returns its id.
    pub(crate) fn begin(&mut self, world: &mut World, identify: Identify, link: Link) -> String {
        self.begun += 1;
        let id = format!("session-{}", self.begun);
        let Identify { intents, shard, .. } = identify;
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
            for guild in guilds.into_iter().filter(|guild| guild.available) {
                session.send("GUILD_CREATE", &world.guild_create_json(guild));
            }
        }
        self.all.push(session);
        world.emit(Event::BotConnected);
        id
    }

    /// Takes a session up again: what was sent after `sequence`, then RESUMED.
    pub(crate) fn resume(
        &mut self,
        world: &mut World,
        id: &str,
        sequence: u64,
        link: Link,
    ) -> Resumed {
        let Some(at) = self.all.iter().position(|session| session.id == id) else {
            return Resumed::UnknownSession;
        };
        let session = &mut self.all[at];
        if sequence > session.sequence {
            self.all.remove(at);
            return Resumed::InvalidSequence;
        }
        let oldest = session
            .sent
            .front()
            .map_or(session.sequence + 1, |(sequence, _)| *sequence);
        if sequence + 1 < oldest {
            return Resumed::UnknownSession;
        }
        for (_, frame) in session.sent.iter().filter(|(sent, _)| *sent > sequence) {
            let _ = link.send(Signal::Payload(frame.clone()));
        }
        session.link = Some(link);
        session.send("RESUMED", &json!({}));
        world.emit(Event::BotConnected);
        Resumed::Yes
    }

    /// Marks the session as away, or ends it for good where the bot took its leave.
    pub(crate) fn leave(&mut self, world: &mut World, id: &str, link: &Link, for_good: bool) {
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
        if session.link.take().is_some() {
            world.emit(Event::BotDisconnected);
        }
        if for_good {
            self.all.retain(|session| session.id != id);
        }
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
