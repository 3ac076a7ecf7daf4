//! Messages: the record, its JSON, and who sees it.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use twilight_model::channel::message::MessageFlags;

use super::{World, guild::timestamp, ids::*, mentions::Mentions};

/// What an author writes: all that an edit can change.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) flags: MessageFlags,
    pub(crate) attachments: Vec<AttachmentId>,
    pub(crate) allowed_mentions: Option<Value>,
}

impl Default for Body {
    fn default() -> Self {
        Self {
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            flags: MessageFlags::empty(),
            attachments: Vec::new(),
            allowed_mentions: None,
        }
    }
}

impl Body {
    /// Whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.content.trim().is_empty()
            && self.embeds.is_empty()
            && self.components.is_empty()
            && self.attachments.is_empty()
    }

    /// What a reader reads: the content, or every Text Display in order, a line each.
    pub(crate) fn text(&self) -> String {
        if !self.flags.contains(MessageFlags::IS_COMPONENTS_V2) {
            return self.content.clone();
        }
        let mut texts = Vec::new();
        for component in &self.components {
            visit(component, &mut |component| {
                if component["type"] == 10 {
                    texts.extend(component["content"].as_str());
                }
            });
        }
        texts.join("\n")
    }
}

/// Calls `see` with the component and everything inside it, in reading order.
pub(crate) fn visit<'v>(component: &'v Value, see: &mut impl FnMut(&'v Value)) {
    see(component);
    for child in component["components"].as_array().into_iter().flatten() {
        visit(child, see);
    }
    for key in ["accessory", "component"] {
        if let Some(child) = component.get(key).filter(|child| child.is_object()) {
            visit(child, see);
        }
    }
}

/// Puts addresses in the place of `attachment://` and a file's name, wherever components name one.
fn resolve(value: &mut Value, attachments: &[Value]) {
    match value {
        Value::Array(list) => {
            for one in list {
                resolve(one, attachments);
            }
        }
        Value::Object(fields) => {
            for key in ["file", "media"] {
                let named = fields.get(key).and_then(|media| {
                    let name = media["url"].as_str()?.strip_prefix("attachment://")?;
                    attachments.iter().find(|one| one["filename"] == name)
                });
                let Some(file) = named else { continue };
                let media = json!({"url": file["url"], "proxy_url": file["proxy_url"]});
                fields.insert(key.to_owned(), media);
                if key == "file" {
                    fields.insert("name".to_owned(), file["filename"].clone());
                    fields.insert("size".to_owned(), file["size"].clone());
                }
            }
            for one in fields.values_mut() {
                resolve(one, attachments);
            }
        }
        _ => {}
    }
}

/// A message in a channel.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: MessageId,
    pub(crate) channel: ChannelId,
    pub(crate) author: UserId,
    pub(crate) body: Body,
    pub(crate) created: DateTime<Utc>,
    pub(crate) edited: Option<DateTime<Utc>>,
    /// The one person who sees it; everyone where absent.
    pub(crate) only_for: Option<UserId>,
    /// The interaction that it answers.
    pub(crate) interaction: Option<InteractionId>,
    pub(crate) reference: Option<MessageId>,
    pub(crate) nonce: Option<Value>,
    /// Whom it notified when it was first written; an edit notifies nobody.
    pub(crate) pinged: Mentions,
}

impl Message {
    /// Whether this user sees it, given that they see its channel.
    pub(crate) fn visible_to(&self, user: UserId) -> bool {
        self.only_for.is_none_or(|person| person == user)
    }

    /// The message as the bot gets it.
    pub(crate) fn json(&self, world: &World) -> Value {
        let mentions = world.mentions(self);
        let thread = world.thread_from(self.channel, self.id);
        let thread_flag = match thread {
            Some(_) => MessageFlags::HAS_THREAD,
            None => MessageFlags::empty(),
        };
        let attachments = self.body.attachments.iter();
        let attachments: Vec<_> = attachments
            .filter_map(|id| world.attachment_json(*id))
            .collect();
        let mut components = Value::from(self.body.components.clone());
        resolve(&mut components, &attachments);
        let mut json = json!({
            "id": self.id,
            "type": match (self.interaction, self.reference) {
                (Some(_), _) if self.is_first_answer(world) => 20,
                (_, Some(_)) => 19,
                _ => 0,
            },
            "channel_id": self.channel,
            "author": world.users[&self.author].json(),
            "content": self.body.content,
            "embeds": self.body.embeds,
            "components": components,
            "attachments": attachments,
            "flags": (self.body.flags | thread_flag).bits(),
            "timestamp": timestamp(self.created),
            "edited_timestamp": self.edited.map(timestamp),
            "tts": false,
            "pinned": false,
            "mention_everyone": mentions.everyone,
            "mentions": mentions.users.iter().map(|id| world.users[id].json()).collect::<Vec<_>>(),
            "mention_roles": mentions.roles,
        });
        if let Some(thread) = thread {
            json["thread"] = thread.json(world);
        }
        if let Some(nonce) = &self.nonce {
            json["nonce"] = nonce.clone();
        }
        if let Some(reference) = self.reference {
            json["message_reference"] =
                json!({"type": 0, "message_id": reference, "channel_id": self.channel});
            let referenced = world.messages.get(&reference);
            json["referenced_message"] = referenced.map_or(Value::Null, |one| one.shallow(world));
        }
        if let Some(interaction) = self.interaction.and_then(|id| world.interactions.get(&id)) {
            json["application_id"] = json!(world.application.id);
            json["webhook_id"] = json!(world.application.id);
            json["interaction_metadata"] = interaction.metadata_json(world);
            // Deprecated, and still the only place where the command's name stands.
            if let Some(command) = &interaction.command {
                json["interaction"] = json!({
                    "id": interaction.id,
                    "type": interaction.kind as u8,
                    "name": command,
                    "user": world.users[&interaction.user].json(),
                });
            }
        }
        json
    }

    /// The message without the one that it answers in its turn.
    fn shallow(&self, world: &World) -> Value {
        let mut json = self.json(world);
        if let Some(fields) = json.as_object_mut() {
            fields.remove("referenced_message");
        }
        json
    }

    fn is_first_answer(&self, world: &World) -> bool {
        self.interaction
            .and_then(|id| world.interactions.get(&id))
            .is_some_and(|interaction| interaction.follow_ups.iter().all(|id| *id != self.id))
    }
}
