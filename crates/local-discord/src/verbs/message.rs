//! A message as a person sees it.

use std::sync::Arc;

use serde_json::Value;
use twilight_model::channel::message::MessageFlags;

use crate::{
    hub::Hub,
    world::{World, ids::*, message as record},
};

/// A message at one moment; [`Message::now`] gives it as it has become.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its snowflake.
    pub id: u64,
    /// The snowflake of its channel.
    pub channel_id: u64,
    /// The author's name.
    pub author: String,
    /// Whether one person alone sees it.
    pub ephemeral: bool,
    /// Its flags.
    pub flags: MessageFlags,
    /// Whether it is shown as edited.
    pub edited: bool,
    text: String,
    pinged: Pinged,
    json: Value,
    pub(super) hub: Arc<Hub>,
}

/// Whom a message notified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pinged {
    /// Everyone who sees it.
    pub everyone: bool,
    /// The snowflakes of users, ascending.
    pub users: Vec<u64>,
    /// The snowflakes of roles, ascending.
    pub roles: Vec<u64>,
}

impl Pinged {
    /// Whether nobody was notified.
    pub fn is_nobody(&self) -> bool {
        *self == Self::default()
    }
}

/// A button of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Button {
    /// What stands on it; empty where there is an emoji only.
    pub label: String,
    /// What the bot gets; a link has none.
    pub custom_id: Option<String>,
    /// Primary 1, secondary 2, success 3, danger 4, link 5, premium 6.
    pub style: u64,
    /// Whether it can't be pressed.
    pub disabled: bool,
    /// What a link opens.
    pub url: Option<String>,
}

/// A select menu of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Menu {
    /// What it offers: texts 3, users 5, roles 6, users and roles 7, channels 8.
    pub kind: u64,
    /// The only types of channels that it offers; empty for all.
    pub channel_types: Vec<u64>,
    /// What the bot gets.
    pub custom_id: String,
    /// What stands in it while nothing is chosen.
    pub placeholder: Option<String>,
    /// Whether it can't be opened.
    pub disabled: bool,
    /// How many options must be chosen at least.
    pub min_values: u64,
    /// How many options may be chosen at most.
    pub max_values: u64,
    /// What can be chosen; empty for menus of users, roles and channels.
    pub options: Vec<MenuOption>,
}

/// An option of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MenuOption {
    /// What stands in the list.
    pub label: String,
    /// What the bot gets.
    pub value: String,
    /// The smaller line below.
    pub description: Option<String>,
    /// Whether it is chosen already.
    pub default: bool,
}

impl Message {
    pub(crate) fn new(hub: &Arc<Hub>, world: &World, message: &record::Message) -> Self {
        Self {
            id: message.id.get(),
            channel_id: message.channel.get(),
            author: world.users[&message.author].name.clone(),
            ephemeral: message.only_for.is_some(),
            flags: message.body.flags,
            edited: message.edited.is_some(),
            text: message.body.text(),
            pinged: Pinged {
                everyone: message.pinged.everyone,
                users: message.pinged.users.iter().map(|id| id.get()).collect(),
                roles: message.pinged.roles.iter().map(|id| id.get()).collect(),
            },
            json: message.json(world),
            hub: hub.clone(),
        }
    }

    pub(super) fn message_id(&self) -> MessageId {
        MessageId::new(self.id)
    }

    /// The message as it is now; `None` once it is deleted.
    pub fn now(&self) -> Option<Self> {
        self.hub.read(|world| {
            let message = world.messages.get(&self.message_id())?;
            Some(Self::new(&self.hub, world, message))
        })
    }

    /// Takes it away, as somebody does who may.
    pub fn delete(&self) {
        self.hub
            .update(|world| world.delete_message(self.message_id()));
    }

    /// Where the page shows it alone, as `member` sees it: a path below
    /// [`LocalDiscord::url`](crate::LocalDiscord::url).
    pub fn page_path(&self, member: &super::Member) -> String {
        format!("/message/{}?as={}", self.id, member.id())
    }

    /// What a reader reads: the content, or all Text Displays in order, a line each.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whom it notified when it was written: what its text mentions, less what `allowed_mentions`
    /// and permissions leave out, and less those who don't see it. Roles only if they can be
    /// mentioned, or the author has Mention Everyone.
    pub fn pinged(&self) -> &Pinged {
        &self.pinged
    }

    /// As the bot gets it.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The files that it brings along now: their names and contents.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.hub.read(|world| {
            let message = world.messages.get(&self.message_id());
            let attachments = message.map_or(&[][..], |message| &message.body.attachments);
            let files = attachments
                .iter()
                .filter_map(|id| world.attachments.get(id));
            files
                .map(|file| (file.filename.clone(), file.bytes.clone()))
                .collect()
        })
    }

    /// Its buttons, in reading order.
    pub fn buttons(&self) -> Vec<Button> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let button = |one: &Value| Button {
            label: text(&one["label"]).unwrap_or_default(),
            custom_id: text(&one["custom_id"]),
            style: one["style"].as_u64().unwrap_or_default(),
            disabled: one["disabled"] == true,
            url: text(&one["url"]),
        };
        self.components(|kind| kind == 2)
            .into_iter()
            .map(button)
            .collect()
    }

    /// Its select menus, in reading order.
    pub fn menus(&self) -> Vec<Menu> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let option = |one: &Value| MenuOption {
            label: text(&one["label"]).unwrap_or_default(),
            value: text(&one["value"]).unwrap_or_default(),
            description: text(&one["description"]),
            default: one["default"] == true,
        };
        let menu = |one: &Value| Menu {
            kind: one["type"].as_u64().unwrap_or_default(),
            channel_types: serde_json::from_value(one["channel_types"].clone()).unwrap_or_default(),
            custom_id: text(&one["custom_id"]).unwrap_or_default(),
            placeholder: text(&one["placeholder"]),
            disabled: one["disabled"] == true,
            min_values: one["min_values"].as_u64().unwrap_or(1),
            max_values: one["max_values"].as_u64().unwrap_or(1),
            options: one["options"]
                .as_array()
                .into_iter()
                .flatten()
                .map(option)
                .collect(),
        };
        self.components(|kind| matches!(kind, 3 | 5..=8))
            .into_iter()
            .map(menu)
            .collect()
    }

    fn components(&self, wanted: impl Fn(u64) -> bool) -> Vec<&Value> {
        let mut found = Vec::new();
        for component in self.json["components"].as_array().into_iter().flatten() {
            record::visit(component, &mut |one| {
                if one["type"].as_u64().is_some_and(&wanted) {
                    found.push(one);
                }
            });
        }
        found
    }
}
