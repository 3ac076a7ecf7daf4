//! A guild and its roles.

use std::sync::Arc;

use twilight_model::{channel::ChannelType, guild::Permissions};

use super::{Channel, Member};
use crate::{hub::Hub, world::ids::*};

/// A guild.
#[derive(Clone, Debug)]
pub struct Guild {
    hub: Arc<Hub>,
    id: GuildId,
}

/// A role of a guild.
#[derive(Clone, Debug)]
pub struct Role {
    hub: Arc<Hub>,
    pub(super) guild: GuildId,
    pub(super) id: RoleId,
}

impl Guild {
    pub(crate) fn new(hub: Arc<Hub>, id: GuildId) -> Self {
        Self { hub, id }
    }

    /// Its snowflake.
    pub fn id(&self) -> u64 {
        self.id.get()
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.hub.read(|world| world.guilds[&self.id].name.clone())
    }

    /// The text channel of this name, made where there is none.
    pub fn text_channel(&self, name: &str) -> Channel {
        self.channel(ChannelType::GuildText, name)
    }

    /// The announcement channel of this name, made where there is none.
    pub fn announcement_channel(&self, name: &str) -> Channel {
        self.channel(ChannelType::GuildAnnouncement, name)
    }

    /// The forum of this name, made where there is none.
    pub fn forum(&self, name: &str) -> Channel {
        self.channel(ChannelType::GuildForum, name)
    }

    /// The channel of this kind and name, made where there is none.
    pub fn channel(&self, kind: ChannelType, name: &str) -> Channel {
        let id = self.hub.update(|world| world.channel(self.id, kind, name));
        Channel::new(self.hub.clone(), id)
    }

    /// All its channels, oldest first.
    pub fn channels(&self) -> Vec<Channel> {
        let ids: Vec<_> = self.hub.read(|world| {
            world
                .channels_of(self.id)
                .map(|channel| channel.id)
                .collect()
        });
        ids.into_iter()
            .map(|id| Channel::new(self.hub.clone(), id))
            .collect()
    }

    /// The role of this name, made where there is none, with these permissions from now on.
    pub fn role(&self, name: &str, permissions: Permissions) -> Role {
        let id = self
            .hub
            .update(|world| world.role(self.id, name, permissions));
        self.role_handle(id)
    }

    /// The role that everyone has.
    pub fn everyone(&self) -> Role {
        self.role_handle(self.id.cast())
    }

    /// All its roles, `@everyone` first.
    pub fn roles(&self) -> Vec<Role> {
        let ids: Vec<_> = self
            .hub
            .read(|world| world.guilds[&self.id].roles.keys().copied().collect());
        ids.into_iter().map(|id| self.role_handle(id)).collect()
    }

    /// The person of this name, the same in every guild, who joins where they are no member yet.
    pub fn member(&self, name: &str) -> Member {
        let user = self.hub.update(|world| {
            let user = world.user(name);
            world.join(self.id, user);
            user
        });
        Member::new(self.hub.clone(), self.id, user)
    }

    /// The owner, who may do everything.
    pub fn owner(&self) -> Member {
        let user = self.hub.read(|world| world.guilds[&self.id].owner);
        Member::new(self.hub.clone(), self.id, user)
    }

    /// The bot as a member: to give it roles, or to deny it something in a channel.
    pub fn bot(&self) -> Member {
        let user = self.hub.read(|world| world.application.bot);
        Member::new(self.hub.clone(), self.id, user)
    }

    /// All members, the bot included.
    pub fn members(&self) -> Vec<Member> {
        let users: Vec<_> = self
            .hub
            .read(|world| world.guilds[&self.id].members.keys().copied().collect());
        users
            .into_iter()
            .map(|user| Member::new(self.hub.clone(), self.id, user))
            .collect()
    }

    /// Lets a role use a command whatever its default permissions, as on the guild's
    /// "Integrations" page.
    pub fn allow_command(&self, command: &str, role: &Role) {
        self.hub.update(|world| {
            if let Some(guild) = world.guilds.get_mut(&self.id) {
                guild
                    .command_roles
                    .entry(command.to_owned())
                    .or_default()
                    .insert(role.id);
            }
        });
    }

    /// An outage: the guild is gone from the bot's view, which hears nothing of it and gets no
    /// interactions from it, until [`Self::recover`].
    pub fn outage(&self) {
        self.hub.update(|world| world.fail(self.id));
    }

    /// The outage is over.
    pub fn recover(&self) {
        self.hub.update(|world| world.recover(self.id));
    }

    /// Puts the bot out of the guild; its messages stay.
    pub fn remove_bot(&self) {
        self.hub.update(|world| world.remove_bot(self.id));
    }

    /// Lets the bot into the guild, with none of the roles that it may have had.
    pub fn add_bot(&self) {
        self.hub.update(|world| world.add_bot(self.id));
    }

    fn role_handle(&self, id: RoleId) -> Role {
        Role {
            hub: self.hub.clone(),
            guild: self.id,
            id,
        }
    }
}

impl Role {
    /// Its snowflake.
    pub fn id(&self) -> u64 {
        self.id.get()
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.hub
            .read(|world| world.guilds[&self.guild].roles[&self.id].name.clone())
    }

    /// Sets whether everyone may mention it.
    pub fn set_mentionable(&self, mentionable: bool) {
        self.hub.update(|world| {
            let guild = world.guilds.get_mut(&self.guild);
            if let Some(role) = guild.and_then(|guild| guild.roles.get_mut(&self.id)) {
                role.mentionable = mentionable;
            }
        });
    }
}
