//! Putting guilds, channels, roles and people into the world. A name is given once: asking for it
//! again finds what is there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use twilight_model::{channel::ChannelType, gateway::Intents, guild::Permissions};

use super::{Dispatch, Event, World, guild::*, ids::*, permissions};

impl World {
    /// The guild of this name, with its owner, who is named after it where it is new, and the bot
    /// in it.
    pub(crate) fn guild(&mut self, name: &str) -> GuildId {
        self.guild_of(name, &format!("Owner of {name}"))
    }

    /// The same, with a person of this name as the owner of a new one.
    pub(crate) fn guild_of(&mut self, name: &str, owner: &str) -> GuildId {
        if let Some(guild) = self.guilds.values().find(|guild| guild.name == name) {
            return guild.id;
        }
        let id: GuildId = self.snowflake();
        let owner = self.user(owner);
        let everyone = Role {
            id: id.cast(),
            name: "@everyone".to_owned(),
            permissions: permissions::EVERYONE,
            mentionable: false,
            managed: false,
            position: 0,
        };
        let joined = self.now();
        let member = Member {
            roles: BTreeSet::new(),
            joined,
        };
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            locale: "en-US".to_owned(),
            available: true,
            roles: BTreeMap::from([(everyone.id, everyone)]),
            members: BTreeMap::from([(owner, member.clone()), (self.application.bot, member)]),
            command_roles: BTreeMap::new(),
        };
        let payload = self.guild_create_json(&guild);
        self.guilds.insert(id, guild);
        self.tell_guild(id, "GUILD_CREATE", payload);
        id
    }

    /// The guild's channel of this name and kind.
    pub(crate) fn channel(&mut self, guild: GuildId, kind: ChannelType, name: &str) -> ChannelId {
        let there = self
            .channels_of(guild)
            .find(|one| one.name == name && one.kind == kind);
        if let Some(channel) = there {
            return channel.id;
        }
        let id = self.snowflake();
        let channel = Channel::new(id, kind, name.to_owned(), Home::Guild(guild));
        let payload = channel.json(self);
        self.channels.insert(id, channel);
        self.tell_guild(guild, "CHANNEL_CREATE", payload);
        id
    }

    /// Takes a channel away, with its messages and threads.
    pub(crate) fn delete_channel(&mut self, id: ChannelId) {
        let Some(channel) = self.channels.get(&id) else {
            return;
        };
        let name = match channel.thread {
            Some(_) => "THREAD_DELETE",
            None => "CHANNEL_DELETE",
        };
        let payload = channel.json(self);
        if let Home::Guild(guild) = channel.home {
            let threads = self.threads_of(guild);
            let own = threads.filter(|(_, thread)| thread.parent == id);
            for thread in own.map(|(channel, _)| channel.id).collect::<Vec<_>>() {
                self.delete_channel(thread);
            }
            self.tell_guild(guild, name, payload);
        }
        for message in self
            .channels
            .remove(&id)
            .into_iter()
            .flat_map(|channel| channel.messages)
        {
            self.messages.remove(&message);
        }
    }

    /// Changes a channel, and tells of it.
    pub(crate) fn change_channel(&mut self, id: ChannelId, change: impl FnOnce(&mut Channel)) {
        let Some(channel) = self.channels.get_mut(&id) else {
            return;
        };
        change(channel);
        let (home, name) = match &channel.thread {
            Some(_) => (channel.home, "THREAD_UPDATE"),
            None => (channel.home, "CHANNEL_UPDATE"),
        };
        if let Home::Guild(guild) = home {
            let payload = self.channels[&id].json(self);
            self.tell_guild(guild, name, payload);
        }
    }

    /// Sets what a channel allows and denies a role or a member.
    pub(crate) fn overwrite(&mut self, id: ChannelId, target: Target, overwrite: Overwrite) {
        self.change_channel(id, |channel| {
            channel.overwrites.insert(target, overwrite);
        });
    }

    /// The guild's role of this name, with these permissions from now on.
    pub(crate) fn role(&mut self, guild: GuildId, name: &str, permissions: Permissions) -> RoleId {
        let there = self.guilds[&guild]
            .roles
            .values()
            .find(|role| role.name == name);
        let (id, event) = match there {
            Some(role) => (role.id, "GUILD_ROLE_UPDATE"),
            None => (self.snowflake(), "GUILD_ROLE_CREATE"),
        };
        let Some(home) = self.guilds.get_mut(&guild) else {
            return id;
        };
        let position = home.roles.len();
        let role = home.roles.entry(id).or_insert_with(|| Role {
            id,
            name: name.to_owned(),
            permissions,
            mentionable: false,
            managed: false,
            position,
        });
        role.permissions = permissions;
        let payload = json!({"guild_id": guild, "role": role.json()});
        self.tell_guild(guild, event, payload);
        id
    }

    /// The person of this name; the same in every guild.
    pub(crate) fn user(&mut self, name: &str) -> UserId {
        if let Some(user) = self
            .users
            .values()
            .find(|user| user.name == name && !user.bot)
        {
            return user.id;
        }
        let id = self.snowflake();
        let user = User {
            id,
            name: name.to_owned(),
            bot: false,
            locale: "en-US".to_owned(),
        };
        self.users.insert(id, user);
        id
    }

    /// Lets a user into a guild.
    pub(crate) fn join(&mut self, guild: GuildId, user: UserId) {
        let joined = self.now();
        if let Some(home) = self.guilds.get_mut(&guild) {
            home.members.entry(user).or_insert(Member {
                roles: BTreeSet::new(),
                joined,
            });
            self.emit(Event::GuildChanged { guild_id: guild });
        }
    }

    /// Changes the roles of a member.
    pub(crate) fn change_roles(
        &mut self,
        guild: GuildId,
        user: UserId,
        change: impl FnOnce(&mut BTreeSet<RoleId>),
    ) {
        if let Some(member) = self
            .guilds
            .get_mut(&guild)
            .and_then(|guild| guild.members.get_mut(&user))
        {
            change(&mut member.roles);
            self.emit(Event::GuildChanged { guild_id: guild });
        }
    }

    /// The direct message between a user and the bot.
    pub(crate) fn dm(&mut self, user: UserId) -> ChannelId {
        if let Some(channel) = self
            .channels
            .values()
            .find(|one| one.home == Home::Dm(user))
        {
            return channel.id;
        }
        let id = self.snowflake();
        let channel = Channel::new(id, ChannelType::Private, String::new(), Home::Dm(user));
        self.channels.insert(id, channel);
        id
    }

    /// Tells the bot and the people's clients of a change in a guild.
    pub(super) fn tell_guild(
        &mut self,
        guild: GuildId,
        name: &'static str,
        payload: serde_json::Value,
    ) {
        let intent = Some(Intents::GUILDS);
        self.dispatch(Dispatch {
            name,
            intent,
            guild: Some(guild),
            payload,
        });
        self.emit(Event::GuildChanged { guild_id: guild });
    }
}
