//! What a person types into an option, and whether the client lets it through.

use serde_json::{Value, json};

use super::{Channel, Member, Refused, Role};
use crate::{
    validate::units,
    world::{World, attachment::Attachment, guild as record, ids::*},
};

/// A value for an option.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum OptionValue {
    /// A text.
    String(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A user, by snowflake.
    User(u64),
    /// A channel, by snowflake.
    Channel(u64),
    /// A role, by snowflake.
    Role(u64),
    /// A file.
    File {
        /// Its name.
        name: String,
        /// Its content.
        bytes: Vec<u8>,
    },
}

macro_rules! from {
    ($($from:ty => |$value:ident| $make:expr),* $(,)?) => {$(
        impl From<$from> for OptionValue {
            fn from($value: $from) -> Self {
                $make
            }
        }
    )*};
}

from! {
    &str => |value| Self::String(value.to_owned()),
    String => |value| Self::String(value),
    &String => |value| Self::String(value.clone()),
    i64 => |value| Self::Integer(value),
    i32 => |value| Self::Integer(value.into()),
    f64 => |value| Self::Number(value),
    bool => |value| Self::Boolean(value),
    &Member => |value| Self::User(value.id()),
    &Channel => |value| Self::Channel(value.id()),
    &Role => |value| Self::Role(value.id()),
}

impl OptionValue {
    /// The value as the interaction carries it, for an option as it was registered. Files are
    /// uploaded, and what ids mean is added to `resolved`.
    pub(super) fn accept(
        &self,
        world: &mut World,
        guild: Option<GuildId>,
        option: &Value,
        resolved: &mut Value,
    ) -> Result<Value, Refused> {
        let name = option["name"].as_str().unwrap_or_default();
        let kind = option["type"].as_u64().unwrap_or_default();
        let value = match (kind, self) {
            (3, Self::String(text)) => json!(text),
            (4, Self::Integer(number)) => json!(number),
            (10, Self::Integer(number)) => json!(number),
            (10, Self::Number(number)) => json!(number),
            (5, Self::Boolean(value)) => json!(value),
            (6 | 9, Self::User(id)) => resolve_user(world, guild, *id, resolved),
            (7, Self::Channel(id)) => resolve_channel(world, taken(world, option, *id)?, resolved),
            (8 | 9, Self::Role(id)) => resolve_role(world, guild, *id, resolved),
            (11, Self::File { name, bytes }) => {
                let id = world.upload(Attachment::new(name, bytes));
                resolved["attachments"][id.to_string()] = world.attachment_json(id).into();
                json!(id)
            }
            _ => return Err(Refused::WrongType(name.to_owned())),
        };
        check_choice(option, name, &value)?;
        check_bounds(option, name, &value)?;
        Ok(value)
    }
}

fn check_choice(option: &Value, name: &str, value: &Value) -> Result<(), Refused> {
    let choices = option["choices"]
        .as_array()
        .filter(|choices| !choices.is_empty());
    if choices.is_some_and(|choices| choices.iter().all(|choice| choice["value"] != *value)) {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        return Err(Refused::NotAChoice {
            option: name.to_owned(),
            value,
        });
    }
    Ok(())
}

/// The longest text that an option takes.
const LONGEST: u64 = 6000;

fn check_bounds(option: &Value, name: &str, value: &Value) -> Result<(), Refused> {
    let inside = match value.as_str() {
        Some(text) if option["type"] == 3 => {
            let length = units(text) as u64;
            length >= option["min_length"].as_u64().unwrap_or(0)
                && length <= option["max_length"].as_u64().unwrap_or(LONGEST)
        }
        _ => value.as_f64().is_none_or(|number| {
            option["min_value"]
                .as_f64()
                .is_none_or(|least| number >= least)
                && option["max_value"]
                    .as_f64()
                    .is_none_or(|most| number <= most)
        }),
    };
    if inside {
        Ok(())
    } else {
        Err(Refused::OutOfBounds(name.to_owned()))
    }
}

pub(super) fn resolve_user(
    world: &World,
    guild: Option<GuildId>,
    id: u64,
    resolved: &mut Value,
) -> Value {
    let user = UserId::new(id);
    if let Some(known) = world.users.get(&user) {
        resolved["users"][id.to_string()] = known.json();
    }
    let guild = guild.and_then(|guild| world.guilds.get(&guild));
    if let Some((guild, mut member)) =
        guild.and_then(|guild| Some((guild, world.member_json(guild, user, None)?)))
    {
        member["permissions"] = json!(world.permissions_of(guild, user));
        for key in ["user", "deaf", "mute"] {
            member.as_object_mut().map(|member| member.remove(key));
        }
        resolved["members"][id.to_string()] = member;
    }
    json!(user)
}

/// The channel of this id, where the option takes its type.
fn taken<'w>(world: &'w World, option: &Value, id: u64) -> Result<&'w record::Channel, Refused> {
    let wrong = || Refused::WrongType(option["name"].as_str().unwrap_or_default().to_owned());
    let channel = world.channels.get(&ChannelId::new(id)).ok_or_else(wrong)?;
    let kinds = option["channel_types"]
        .as_array()
        .filter(|kinds| !kinds.is_empty());
    match kinds.is_some_and(|kinds| !kinds.contains(&json!(channel.kind))) {
        true => Err(wrong()),
        false => Ok(channel),
    }
}

pub(super) fn resolve_channel(
    world: &World,
    channel: &record::Channel,
    resolved: &mut Value,
) -> Value {
    let mut json = channel.json(world);
    json["permissions"] = json!(world.permissions_in(world.application.bot, channel.id));
    json["app_permissions"] = json["permissions"].clone();
    resolved["channels"][channel.id.to_string()] = json;
    json!(channel.id)
}

pub(super) fn resolve_role(
    world: &World,
    guild: Option<GuildId>,
    id: u64,
    resolved: &mut Value,
) -> Value {
    let role = RoleId::new(id);
    let guild = guild.and_then(|guild| world.guilds.get(&guild));
    if let Some(known) = guild.and_then(|guild| guild.roles.get(&role)) {
        resolved["roles"][id.to_string()] = known.json();
    }
    json!(role)
}
