//! A platform in memory: channels, threads, a memory for names of two minutes, and faults that are
//! set up.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Notify;

use super::super::{FindError, PostError, Publisher};
use crate::{
    article::{ChannelId, GuildId, MessageId, RoleId},
    briefing::{Obstacle, Plan},
    clock::Clock,
    view::{Message, message::Block},
};

/// For so long a name is remembered.
const REMEMBERED: TimeDelta = TimeDelta::minutes(2);
/// So much further back it is looked.
const MARGIN: TimeDelta = TimeDelta::days(1);

/// What goes wrong with a request.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// It is done, and the answer lost.
    AnswerLost,
    /// It is lost on its way.
    Lost,
    /// It is not done; for how many seconds it is useless to try again.
    NotDone(Option<u64>),
    /// It is refused.
    Refused(Obstacle),
    /// The process ends before it is sent.
    KilledBefore,
    /// It is done, and the process ends before the answer comes.
    KilledAfter,
}

/// A message that stands there.
#[derive(Clone, Debug)]
pub(super) struct Posted {
    pub(super) id: MessageId,
    pub(super) channel: ChannelId,
    pub(super) text: String,
    /// Who was notified when it was sent.
    pub(super) pinged: Option<RoleId>,
    pub(super) edits: u32,
    nonce: Option<String>,
    mark: Option<u32>,
    at: DateTime<Utc>,
}

#[derive(Default)]
pub(super) struct State {
    last: u64,
    pub(super) posted: Vec<Posted>,
    /// The message that a thread is on, or began with, and the thread's name.
    pub(super) threads: BTreeMap<ChannelId, (MessageId, String)>,
    pub(super) crossposted: Vec<MessageId>,
    /// What goes wrong with the next requests that change something, in order; none for well.
    pub(super) faults: VecDeque<Option<Fault>>,
    /// What goes wrong with all others.
    pub(super) always: Option<Fault>,
    /// Why nobody can look.
    pub(super) blind: Option<FindError>,
    /// What was asked for, in order.
    pub(super) asked: Vec<&'static str>,
}

#[derive(Clone)]
pub(super) struct Fake {
    clock: Clock,
    state: Arc<Mutex<State>>,
    pub(super) killed: Arc<Notify>,
}

impl Fake {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            clock,
            state: Arc::default(),
            killed: Arc::default(),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// A request that changes something, which `apply` does.
    async fn request<T>(
        &self,
        asked: &'static str,
        apply: impl FnOnce(&mut State) -> Result<T, PostError>,
    ) -> Result<T, PostError> {
        let (done, fault) = {
            let mut state = self.state();
            state.asked.push(asked);
            let fault = state.faults.pop_front();
            let fault = fault.unwrap_or_else(|| state.always.clone());
            let applied = matches!(fault, None | Some(Fault::AnswerLost | Fault::KilledAfter));
            (applied.then(|| apply(&mut state)), fault)
        };
        match fault {
            None => done.unwrap(),
            Some(Fault::AnswerLost | Fault::Lost) => Err(PostError::Unclear("no answer".into())),
            Some(Fault::NotDone(seconds)) => Err(PostError::NotDone {
                said: "busy".into(),
                wait: seconds.map(Duration::from_secs),
            }),
            Some(Fault::Refused(obstacle)) => Err(PostError::Refused(obstacle)),
            Some(Fault::KilledBefore | Fault::KilledAfter) => {
                self.killed.notify_one();
                std::future::pending().await
            }
        }
    }

    fn found(
        &self,
        asked: &'static str,
        which: impl Fn(&State, &Posted) -> bool,
        mark: u32,
        since: DateTime<Utc>,
    ) -> Result<Option<(ChannelId, MessageId)>, FindError> {
        let mut state = self.state();
        state.asked.push(asked);
        if let Some(error) = state.blind.clone() {
            return Err(error);
        }
        let found = state.posted.iter().find(|posted| {
            posted.mark == Some(mark) && posted.at >= since - MARGIN && which(&state, posted)
        });
        Ok(found.map(|posted| (posted.channel, posted.id)))
    }
}

impl Posted {
    /// Has it stand there since then.
    pub(super) fn set_at(&mut self, at: DateTime<Utc>) {
        self.at = at;
    }
}

impl State {
    fn next(&mut self) -> u64 {
        self.last += 1;
        1000 + self.last
    }

    fn put(
        &mut self,
        channel: ChannelId,
        message: &Message,
        nonce: Option<&str>,
        at: DateTime<Utc>,
    ) -> MessageId {
        let id = MessageId(self.next());
        self.posted.push(Posted {
            id,
            channel,
            text: text(message),
            pinged: message.ping(),
            edits: 0,
            nonce: nonce.map(ToOwned::to_owned),
            mark: message.mark(),
            at,
        });
        id
    }
}

impl Publisher for Fake {
    async fn send(
        &self,
        _guild: GuildId,
        channel: ChannelId,
        message: &Message,
        nonce: &str,
    ) -> Result<MessageId, PostError> {
        assert!((1..=25).contains(&nonce.len()), "{nonce}");
        let at = self.clock.now();
        self.request("send", |state| {
            let same = |posted: &&Posted| {
                posted.channel == channel
                    && posted.nonce.as_deref() == Some(nonce)
                    && at - posted.at < REMEMBERED
            };
            let before = state.posted.iter().find(same).map(|posted| posted.id);
            Ok(before.unwrap_or_else(|| state.put(channel, message, Some(nonce), at)))
        })
        .await
    }

    async fn start_thread(
        &self,
        _guild: GuildId,
        _channel: ChannelId,
        message: MessageId,
        name: &str,
    ) -> Result<ChannelId, PostError> {
        self.request("thread", |state| {
            let mut threads = state.threads.iter();
            if let Some((thread, _)) = threads.find(|(_, (on, _))| *on == message) {
                return Ok(*thread);
            }
            // A thread has the number of its message.
            let thread = ChannelId(message.0);
            state.threads.insert(thread, (message, name.to_owned()));
            Ok(thread)
        })
        .await
    }

    async fn post(
        &self,
        _guild: GuildId,
        _forum: ChannelId,
        name: &str,
        _topic: Option<&str>,
        message: &Message,
    ) -> Result<(ChannelId, MessageId), PostError> {
        let at = self.clock.now();
        self.request("post", |state| {
            let thread = ChannelId(state.last + 1001);
            let first = state.put(thread, message, None, at);
            state.threads.insert(thread, (first, name.to_owned()));
            Ok((thread, first))
        })
        .await
    }

    async fn crosspost(
        &self,
        _guild: GuildId,
        _channel: ChannelId,
        message: MessageId,
    ) -> Result<(), PostError> {
        self.request("crosspost", |state| {
            if !state.crossposted.contains(&message) {
                state.crossposted.push(message);
            }
            Ok(())
        })
        .await
    }

    async fn edit(
        &self,
        _guild: GuildId,
        channel: ChannelId,
        message: MessageId,
        content: &Message,
    ) -> Result<(), PostError> {
        assert_eq!(content.ping(), None, "an edit pings nobody");
        self.request("edit", |state| {
            let mut posted = state.posted.iter_mut();
            let found = posted.find(|posted| (posted.channel, posted.id) == (channel, message));
            let found = found.ok_or(PostError::Refused(Obstacle::Deleted))?;
            assert_eq!(content.mark(), found.mark, "it is found afterwards too");
            found.text = text(content);
            found.edits += 1;
            Ok(())
        })
        .await
    }

    async fn find(
        &self,
        _guild: GuildId,
        channel: ChannelId,
        mark: u32,
        since: DateTime<Utc>,
    ) -> Result<Option<MessageId>, FindError> {
        let here = |_: &State, posted: &Posted| posted.channel == channel;
        let found = self.found("find", here, mark, since)?;
        Ok(found.map(|(_, message)| message))
    }

    async fn find_post(
        &self,
        _guild: GuildId,
        _forum: ChannelId,
        mark: u32,
        since: DateTime<Utc>,
    ) -> Result<Option<(ChannelId, MessageId)>, FindError> {
        let first = |state: &State, posted: &Posted| {
            let mut threads = state.threads.values();
            threads.any(|(message, _)| *message == posted.id)
        };
        self.found("find post", first, mark, since)
    }

    async fn obstacles(&self, _guild: GuildId, _plan: &Plan) -> Result<Vec<Obstacle>, PostError> {
        Ok(Vec::new())
    }
}

/// What people read of a message.
fn text(message: &Message) -> String {
    let texts = message.blocks().iter().filter_map(|block| match block {
        Block::Text(text) | Block::Entry(text, _) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}
