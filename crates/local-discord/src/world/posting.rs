//! Writing, changing and deleting messages.

use serde_json::{Value, json};
use twilight_model::{channel::message::MessageFlags, gateway::Intents};

use super::{
    Dispatch, Event, World,
    ids::*,
    mentions::Mentions,
    message::{Body, Message, visit},
};

/// Whose message it is and how it came about.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) channel: ChannelId,
    pub(crate) author: UserId,
    pub(crate) only_for: Option<UserId>,
    pub(crate) interaction: Option<InteractionId>,
    pub(crate) reference: Option<MessageId>,
    pub(crate) nonce: Option<Value>,
}

impl Origin {
    /// A message that stands by itself, for everyone.
    pub(crate) fn of(author: UserId, channel: ChannelId) -> Self {
        Self {
            channel,
            author,
            only_for: None,
            interaction: None,
            reference: None,
            nonce: None,
        }
    }
}

impl World {
    /// Writes a message and tells everyone who sees it.
    pub(crate) fn post(&mut self, origin: Origin, body: Body) -> MessageId {
        let id = self.snowflake();
        self.post_as(id, origin, body);
        id
    }

    /// Writes a message of this id.
    pub(crate) fn post_as(&mut self, id: MessageId, origin: Origin, mut body: Body) {
        let now = self.now();
        number_components(&mut body.components);
        let message = Message {
            id,
            channel: origin.channel,
            author: origin.author,
            body,
            created: now,
            edited: None,
            only_for: origin.only_for,
            interaction: origin.interaction,
            reference: origin.reference,
            nonce: origin.nonce,
            pinged: Mentions::default(),
        };
        let (channel_id, only_for) = (message.channel, message.only_for);
        if let Some(channel) = self.channels.get_mut(&channel_id) {
            channel.messages.insert(id);
            if let Some(thread) = &mut channel.thread {
                thread.touch(message.author, now);
            }
        }
        self.messages.insert(id, message);
        self.ping(id);
        self.tell_message(id, "MESSAGE_CREATE");
        self.emit(Event::MessageCreated {
            channel_id,
            message_id: id,
            only_for,
        });
    }

    /// Gives the message a new body; `edited` where people are to see that it was edited.
    pub(crate) fn rewrite(&mut self, id: MessageId, mut body: Body, edited: bool) {
        let now = self.now();
        let Some(message) = self.messages.get_mut(&id) else {
            return;
        };
        number_components(&mut body.components);
        // The text that follows a deferral is a first text.
        let first = message.body.flags.contains(MessageFlags::LOADING);
        message.body = body;
        if edited {
            message.edited = Some(now);
        }
        let (channel_id, only_for) = (message.channel, message.only_for);
        if first {
            self.ping(id);
        }
        self.tell_message(id, "MESSAGE_UPDATE");
        self.emit(Event::MessageUpdated {
            channel_id,
            message_id: id,
            only_for,
        });
    }

    /// Deletes the message.
    pub(crate) fn delete_message(&mut self, id: MessageId) {
        let Some(message) = self.messages.remove(&id) else {
            return;
        };
        let (channel_id, only_for) = (message.channel, message.only_for);
        if let Some(channel) = self.channels.get_mut(&channel_id) {
            channel.messages.remove(&id);
        }
        if only_for.is_none() {
            let guild = self
                .channels
                .get(&channel_id)
                .and_then(|channel| channel.guild());
            let payload = json!({"id": id, "channel_id": channel_id, "guild_id": guild});
            self.dispatch(Dispatch {
                name: "MESSAGE_DELETE",
                intent: Some(message_intent(guild)),
                guild,
                payload,
            });
        }
        self.emit(Event::MessageDeleted {
            channel_id,
            message_id: id,
            only_for,
        });
    }

    /// The bot hears of messages that everyone sees, where its intents ask for them. Others'
    /// content needs the privileged MESSAGE_CONTENT, which no bot has here, except in a DM.
    pub(super) fn tell_message(&mut self, id: MessageId, name: &'static str) {
        let message = &self.messages[&id];
        if message.only_for.is_some() {
            return;
        }
        let guild = self
            .channels
            .get(&message.channel)
            .and_then(|channel| channel.guild());
        let mut payload = message.json(self);
        if let Some(guild) = guild {
            payload["guild_id"] = json!(guild);
            let bot = json!(self.application.bot);
            withhold(&mut payload, &bot);
            withhold(&mut payload["referenced_message"], &bot);
        }
        self.dispatch(Dispatch {
            name,
            intent: Some(message_intent(guild)),
            guild,
            payload,
        });
    }
}

/// Takes the content out of a message of somebody else's.
fn withhold(message: &mut Value, bot: &Value) {
    if message["author"]["id"] == *bot || !message.is_object() {
        return;
    }
    message["content"] = json!("");
    for list in ["embeds", "components", "attachments"] {
        message[list] = json!([]);
    }
}

fn message_intent(guild: Option<GuildId>) -> Intents {
    match guild {
        Some(_) => Intents::GUILD_MESSAGES,
        None => Intents::DIRECT_MESSAGES,
    }
}

/// Gives every component an `id`, as Discord does: the bot's own stay, the others are counted up.
fn number_components(components: &mut [Value]) {
    let mut taken = Vec::new();
    for component in components.iter() {
        visit(component, &mut |one| {
            taken.extend(one["id"].as_u64().filter(|id| *id > 0))
        });
    }
    let mut free = (1..).filter(|id| !taken.contains(id));
    for component in components {
        number(component, &mut free);
    }
}

fn number(component: &mut Value, free: &mut impl Iterator<Item = u64>) {
    if component["id"].as_u64().is_none_or(|id| id == 0) {
        component["id"] = json!(free.next());
    }
    for child in component
        .get_mut("components")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        number(child, free);
    }
    if let Some(accessory) = component.get_mut("accessory") {
        number(accessory, free);
    }
}
