//! Menus of users, roles and channels: what they offer a person, and what the bot hears of a choice.

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{
    Answer, Member, Menu, Message, OptionValue, Refused,
    options::{resolve_channel, resolve_role, resolve_user},
};
use crate::world::{World, ids::*};

/// The kinds of menus.
const TEXTS: u64 = 3;
const USERS: u64 = 5;
const ROLES: u64 = 6;
const MENTIONABLE: u64 = 7;
const CHANNELS: u64 = 8;

/// Values as the interaction carries them, and what they mean.
type Picked = (Vec<Value>, Value);

impl Member {
    /// Chooses from the menu with this `custom_id`: users, roles, or channels, as it offers them.
    ///
    /// # Errors
    /// Where the person doesn't see the message, it has no such menu, or that is disabled, offers
    /// no such thing or takes another number of them; where the bot doesn't answer.
    pub async fn pick(
        &self,
        message: &Message,
        custom_id: &str,
        values: &[OptionValue],
    ) -> Result<Answer, Refused> {
        let id = |value: &OptionValue| match value {
            OptionValue::User(id) | OptionValue::Channel(id) | OptionValue::Role(id) => {
                Ok(id.to_string())
            }
            _ => Err(Refused::WrongType(custom_id.to_owned())),
        };
        let values = values.iter().map(id).collect::<Result<Vec<_>, _>>()?;
        self.choose_values(message, custom_id, &values).await
    }

    /// Chooses these values of the menu with this `custom_id`, of any kind.
    pub(crate) async fn choose_values(
        &self,
        message: &Message,
        custom_id: &str,
        values: &[String],
    ) -> Result<Answer, Refused> {
        let seen = message.now().unwrap_or_else(|| message.clone());
        let menus = seen.menus();
        let menu = menus.iter().find(|menu| menu.custom_id == custom_id);
        let Some(menu) = menu else {
            let there = menus.iter().map(|menu| menu.custom_id.clone()).collect();
            return Err(Refused::NotThere(custom_id.to_owned(), there));
        };
        if menu.disabled {
            return Err(Refused::Disabled(menu.custom_id.clone()));
        }
        let (values, resolved) = self.hub.read(|world| match menu.kind {
            TEXTS => texts(menu, values),
            _ => self.things(world, ChannelId::new(message.channel_id), menu, values),
        })?;
        if !(menu.min_values..=menu.max_values).contains(&(values.len() as u64)) {
            return Err(Refused::WrongCount(menu.min_values, menu.max_values));
        }
        self.use_component(message, custom_id, menu.kind, values, resolved)
            .await
    }

    /// What these ids mean, of what the menu offers in the channel.
    fn things(
        &self,
        world: &World,
        channel: ChannelId,
        menu: &Menu,
        ids: &[String],
    ) -> Result<Picked, Refused> {
        let guild = world.channels.get(&channel).and_then(|one| one.guild());
        let mut resolved = json!({});
        let values = ids.iter().map(|text| {
            let id = text.parse().ok().filter(|id| *id != 0);
            let value = id.and_then(|id| match menu.kind {
                USERS => self.user(world, guild, id, &mut resolved),
                ROLES => role(world, guild, id, &mut resolved),
                MENTIONABLE => self
                    .user(world, guild, id, &mut resolved)
                    .or_else(|| role(world, guild, id, &mut resolved)),
                CHANNELS => self.channel(world, guild, (menu, id), &mut resolved),
                _ => None,
            });
            value.ok_or_else(|| Refused::NotThere(text.clone(), Vec::new()))
        });
        let values = values.collect::<Result<_, _>>()?;
        Ok((values, resolved))
    }

    /// A member of the guild; of a direct message the person or the bot.
    pub(super) fn user(
        &self,
        world: &World,
        guild: Option<GuildId>,
        id: u64,
        resolved: &mut Value,
    ) -> Option<Value> {
        let user = UserId::new(id);
        let there = match guild.and_then(|guild| world.guilds.get(&guild)) {
            Some(guild) => guild.members.contains_key(&user),
            None => user == self.user || user == world.application.bot,
        };
        there.then(|| resolve_user(world, guild, id, resolved))
    }

    /// A channel of the guild that the person sees and the menu takes.
    fn channel(
        &self,
        world: &World,
        guild: Option<GuildId>,
        (menu, id): (&Menu, u64),
        resolved: &mut Value,
    ) -> Option<Value> {
        let channel = world.channels.get(&ChannelId::new(id))?;
        let taken = menu.channel_types.is_empty()
            || menu
                .channel_types
                .contains(&u64::from(u8::from(channel.kind)));
        let sees = world.permissions_in(self.user, channel.id);
        let there = channel.guild() == guild && sees.contains(Permissions::VIEW_CHANNEL);
        (there && taken).then(|| resolve_channel(world, channel, resolved))
    }
}

fn role(world: &World, guild: Option<GuildId>, id: u64, resolved: &mut Value) -> Option<Value> {
    let roles = &world.guilds.get(&guild?)?.roles;
    roles
        .contains_key(&RoleId::new(id))
        .then(|| resolve_role(world, guild, id, resolved))
}

fn texts(menu: &Menu, values: &[String]) -> Result<Picked, Refused> {
    for value in values {
        if menu.options.iter().all(|option| option.value != *value) {
            let there = menu.options.iter().map(|option| option.label.clone());
            return Err(Refused::NotThere(value.clone(), there.collect()));
        }
    }
    Ok((values.iter().cloned().map(Value::from).collect(), json!({})))
}
