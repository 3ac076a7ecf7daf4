//! An interaction without serenity's types: what was asked, by whom, from where.

use serde_json::{Map, Value};
use serenity::model::application::{
    CommandDataOption, CommandDataOptionValue, CommandInteraction, ComponentInteraction,
    ComponentInteractionDataKind, Interaction,
};
use serenity::model::channel::MessageFlags;

use super::{commands::Invocation, controls::Press};
use crate::{article::GuildId, newsroom::Reader};

/// Something that a person did.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) reader: Reader,
    pub(super) asked: Asked,
}

/// What they did.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// They gave a command.
    Command(Invocation),
    /// They are typing the option of that name.
    Completion(Invocation, String),
    /// They used a button or a menu.
    Press(Press),
}

impl Request {
    /// None for what no version of ours asks Discord for: pings and forms.
    pub(super) fn new(interaction: &Interaction) -> Option<Self> {
        match interaction {
            Interaction::Command(command) => Some(Self {
                reader: reader(command.guild_id),
                asked: Asked::Command(invocation(command).0),
            }),
            Interaction::Autocomplete(command) => {
                let (invocation, focused) = invocation(command);
                let asked = Asked::Completion(invocation, focused?);
                Some(Self {
                    reader: reader(command.guild_id),
                    asked,
                })
            }
            Interaction::Component(component) => Some(Self {
                reader: reader(component.guild_id),
                asked: Asked::Press(press(component)),
            }),
            _ => None,
        }
    }

    /// Whether only the asker is to see the answer, as far as that is known before there is one.
    pub(super) fn private(&self) -> bool {
        match &self.asked {
            Asked::Command(invocation) => invocation.private(),
            Asked::Completion(..) | Asked::Press(_) => true,
        }
    }

    /// Whether the answer changes a message in place.
    pub(super) fn updates(&self) -> bool {
        matches!(&self.asked, Asked::Press(press) if press.own)
    }
}

fn reader(guild: Option<serenity::model::id::GuildId>) -> Reader {
    Reader {
        guild: guild.map(|guild| GuildId(guild.get())),
    }
}

/// The command, and the option that is being typed.
fn invocation(command: &CommandInteraction) -> (Invocation, Option<String>) {
    let mut focused = None;
    let mut options = Map::new();
    for CommandDataOption { name, value, .. } in &command.data.options {
        let value = match value {
            CommandDataOptionValue::String(text) => Value::from(text.as_str()),
            CommandDataOptionValue::Boolean(flag) => Value::from(*flag),
            CommandDataOptionValue::Integer(number) => Value::from(*number),
            CommandDataOptionValue::Number(number) => Value::from(*number),
            CommandDataOptionValue::Autocomplete { value, .. } => {
                focused = Some(name.clone());
                Value::from(value.as_str())
            }
            // No command of ours declares such an option: kept, so that it is refused.
            _ => Value::Null,
        };
        options.insert(name.clone(), value);
    }
    (
        Invocation {
            name: command.data.name.clone(),
            options,
        },
        focused,
    )
}

fn press(component: &ComponentInteraction) -> Press {
    let values = match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        _ => Vec::new(),
    };
    let flags = component.message.flags.unwrap_or_default();
    Press {
        custom_id: component.data.custom_id.clone(),
        values,
        // In a direct message nobody else is there either.
        own: flags.contains(MessageFlags::EPHEMERAL) || component.guild_id.is_none(),
    }
}
