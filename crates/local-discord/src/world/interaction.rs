//! Interactions: what a person did with the bot, and how far the bot has answered.

use std::time::Instant;

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::{Dispatch, Event, World, guild::Home, ids::*};

/// Tokens name their interaction, so that finding one needs no index.
const TOKEN_PREFIX: &str = "interaction-token-";

/// What the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Modal = 5,
}

/// The first answer to an interaction.
#[derive(Clone, Debug)]
pub(crate) enum Response {
    /// A new message.
    Message(MessageId),
    /// A message that says "thinking" until it is edited.
    Deferred(MessageId),
    /// The component's message, changed.
    Updated(MessageId),
    /// The component's message, to be changed later or not at all.
    DeferredUpdate(MessageId),
    /// Completions: objects with `name` and `value`.
    Choices(Vec<Value>),
    /// A form, as the bot gave it.
    Modal(Value),
}

/// One interaction and its answer.
#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) id: InteractionId,
    pub(crate) token: String,
    pub(crate) kind: Kind,
    pub(crate) user: UserId,
    pub(crate) channel: ChannelId,
    /// The message whose component was used, or from whose form this came.
    pub(crate) source: Option<MessageId>,
    /// The type of the option that is being completed; 0 where none is.
    pub(crate) focused: u64,
    /// The command's name, its subcommands included; where it is one.
    pub(crate) command: Option<String>,
    /// By the clock that can be moved: the token's life counts from it.
    pub(crate) created: DateTime<Utc>,
    /// In real time: the first answer is due from it.
    pub(crate) started: Instant,
    pub(crate) response: Option<Response>,
    /// The message by whose edit, sending or deletion a deferral was made good.
    pub(crate) settled: Option<MessageId>,
    /// Whether the person has been told that nobody responded.
    pub(crate) given_up: bool,
    pub(crate) follow_ups: Vec<MessageId>,
}

impl Interaction {
    /// The message that `@original` names.
    pub(crate) fn original(&self) -> Option<MessageId> {
        match self.response {
            Some(
                Response::Message(id)
                | Response::Deferred(id)
                | Response::Updated(id)
                | Response::DeferredUpdate(id),
            ) => Some(id),
            Some(Response::Choices(_) | Response::Modal(_)) | None => None,
        }
    }

    /// Whether the token has outlived its fifteen minutes.
    pub(crate) fn expired(&self, now: DateTime<Utc>) -> bool {
        now - self.created > Duration::minutes(15)
    }

    /// What a message says about the interaction it answers.
    pub(crate) fn metadata_json(&self, world: &World) -> Value {
        let mut json = json!({
            "id": self.id,
            "type": self.kind as u8,
            "user": world.users[&self.user].json(),
            "authorizing_integration_owners": world.integration_owners(self.channel),
        });
        match (self.kind, self.source) {
            (Kind::Component, Some(source)) => json["interacted_message_id"] = json!(source),
            (Kind::Modal, _) => {
                json["triggering_interaction_metadata"] = json!({
                    "id": self.id,
                    "type": Kind::Command as u8,
                    "user": world.users[&self.user].json(),
                    "authorizing_integration_owners": world.integration_owners(self.channel),
                });
            }
            _ => {}
        }
        json
    }
}

/// The command's name and those of the subcommands in it: `desk add`.
fn full_name(data: &Value) -> String {
    let mut names = Vec::new();
    let mut part = Some(data);
    while let Some(named) = part {
        names.extend(named["name"].as_str());
        let mut inner = named["options"].as_array().into_iter().flatten();
        part = inner.find(|option| matches!(option["type"].as_u64(), Some(1 | 2)));
    }
    names.join(" ")
}

/// What a person's client sends to begin an interaction.
#[derive(Debug)]
pub(crate) struct Begin {
    pub(crate) kind: Kind,
    pub(crate) user: UserId,
    pub(crate) channel: ChannelId,
    pub(crate) source: Option<MessageId>,
    /// The type of the option that is being completed; 0 where none is.
    pub(crate) focused: u64,
    /// The payload's `data`.
    pub(crate) data: Value,
}

impl World {
    /// Records the interaction and tells the bot.
    pub(crate) fn begin(&mut self, begin: Begin) -> InteractionId {
        let id = self.snowflake();
        let interaction = Interaction {
            id,
            token: format!("{TOKEN_PREFIX}{id}"),
            kind: begin.kind,
            user: begin.user,
            channel: begin.channel,
            source: begin.source,
            focused: begin.focused,
            command: (begin.kind == Kind::Command).then(|| full_name(&begin.data)),
            created: self.now(),
            started: Instant::now(),
            response: None,
            settled: None,
            given_up: false,
            follow_ups: Vec::new(),
        };
        let payload = self.interaction_json(&interaction, begin.data);
        let guild = self.channels[&begin.channel].guild();
        self.interactions.insert(id, interaction);
        self.dispatch(Dispatch {
            name: "INTERACTION_CREATE",
            intent: None,
            guild,
            payload,
        });
        self.emit(Event::InteractionStarted {
            id: id.get(),
            user_id: begin.user,
        });
        id
    }

    /// The whole INTERACTION_CREATE.
    fn interaction_json(&self, interaction: &Interaction, data: Value) -> Value {
        let channel = &self.channels[&interaction.channel];
        let permissions = self.permissions_in(interaction.user, channel.id);
        let user = &self.users[&interaction.user];
        let mut channel_json = channel.json(self);
        channel_json["permissions"] = json!(permissions);
        let mut json = json!({
            "id": interaction.id,
            "application_id": self.application.id,
            "type": interaction.kind as u8,
            "data": data,
            "channel": channel_json,
            "channel_id": channel.id,
            "token": interaction.token,
            "version": 1,
            "app_permissions": self.permissions_in(self.application.bot, channel.id),
            "locale": user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self.integration_owners(channel.id),
            "context": if channel.guild().is_some() { 0 } else { 1 },
            "attachment_size_limit": 10 * 1024 * 1024,
        });
        match channel.home {
            Home::Guild(guild) => {
                let guild = &self.guilds[&guild];
                json["guild_id"] = json!(guild.id);
                json["guild"] = json!({"id": guild.id, "locale": guild.locale, "features": []});
                json["guild_locale"] = json!(guild.locale);
                json["member"] = self.member_json(guild, user.id, Some(channel.id)).into();
            }
            Home::Dm(_) => json["user"] = user.json(),
        }
        if let Some(message) = interaction.source.and_then(|id| self.messages.get(&id)) {
            json["message"] = message.json(self);
        }
        json
    }

    /// Who installed the application where this channel is: a guild, or `"0"` in a DM with the bot.
    fn integration_owners(&self, channel: ChannelId) -> Value {
        match self
            .channels
            .get(&channel)
            .and_then(|channel| channel.guild())
        {
            Some(guild) => json!({"0": guild}),
            None => json!({"0": "0"}),
        }
    }

    /// The interaction that the token belongs to.
    pub(crate) fn interaction_by_token(&self, token: &str) -> Option<&Interaction> {
        let id = token.strip_prefix(TOKEN_PREFIX)?.parse().ok()?;
        self.interactions.get(&InteractionId::new_checked(id)?)
    }
}
