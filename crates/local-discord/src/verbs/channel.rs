//! A channel and what is read in it.

use std::sync::Arc;

use twilight_model::{channel::ChannelType, guild::Permissions};

use super::{Member, Message, Role};
use crate::{
    hub::Hub,
    world::{
        guild::{Overwrite, Target},
        ids::*,
    },
};

/// A channel of a guild, or a direct message.
#[derive(Clone, Debug)]
pub struct Channel {
    pub(super) hub: Arc<Hub>,
    pub(super) id: ChannelId,
}

impl Channel {
    pub(crate) fn new(hub: Arc<Hub>, id: ChannelId) -> Self {
        Self { hub, id }
    }

    /// Its snowflake.
    pub fn id(&self) -> u64 {
        self.id.get()
    }

    /// Its name; empty for a direct message and for one that is deleted.
    pub fn name(&self) -> String {
        let name = |channel: &crate::world::guild::Channel| channel.name.clone();
        self.hub
            .read(|world| world.channels.get(&self.id).map(name).unwrap_or_default())
    }

    /// What kind it is; `None` once it is deleted.
    pub fn kind(&self) -> Option<ChannelType> {
        self.hub
            .read(|world| world.channels.get(&self.id).map(|channel| channel.kind))
    }

    /// The messages that everyone sees, oldest first, as they are now.
    pub fn messages(&self) -> Vec<Message> {
        self.hub.read(|world| {
            world
                .messages_in(self.id)
                .map(|one| Message::new(&self.hub, world, one))
                .collect()
        })
    }

    /// The messages that this member sees, others' ephemeral ones left out, oldest first. None
    /// where they can't see the channel.
    pub fn messages_for(&self, member: &Member) -> Vec<Message> {
        self.hub.read(|world| {
            if !world
                .permissions_in(member.user, self.id)
                .contains(Permissions::VIEW_CHANNEL)
            {
                return Vec::new();
            }
            world
                .all_messages_in(self.id)
                .filter(|message| message.visible_to(member.user))
                .map(|message| Message::new(&self.hub, world, message))
                .collect()
        })
    }

    /// The next message that a bot posts here by itself: each one once, in order, also one that was
    /// posted before this was asked. Answers to interactions are not among them.
    ///
    /// # Panics
    /// Where none comes within [`Setup::patience`](crate::Setup::patience).
    pub async fn next_message(&self) -> Message {
        let patience = self.hub.timing.patience;
        let found = self.hub.wait(patience, |world| {
            let read = world.read_up_to.get(&self.id).copied();
            let message = world
                .messages_in(self.id)
                .filter(|message| read.is_none_or(|read| message.id > read))
                .find(|one| one.author == world.application.bot && one.interaction.is_none())?;
            let id = message.id;
            let message = Message::new(&self.hub, world, message);
            world.read_up_to.insert(self.id, id);
            Some(message)
        });
        match found.await {
            Some(message) => message,
            None => panic!(
                "the bot posted nothing in #{} within {patience:?}",
                self.name()
            ),
        }
    }

    /// Allows a role something here.
    pub fn allow_role(&self, role: &Role, permissions: Permissions) {
        self.overwrite(Target::Role(role.id), permissions, Permissions::empty());
    }

    /// Denies a role something here.
    pub fn deny_role(&self, role: &Role, permissions: Permissions) {
        self.overwrite(Target::Role(role.id), Permissions::empty(), permissions);
    }

    /// Allows a member something here.
    pub fn allow_member(&self, member: &Member, permissions: Permissions) {
        self.overwrite(
            Target::Member(member.user),
            permissions,
            Permissions::empty(),
        );
    }

    /// Denies a member something here.
    pub fn deny_member(&self, member: &Member, permissions: Permissions) {
        self.overwrite(
            Target::Member(member.user),
            Permissions::empty(),
            permissions,
        );
    }

    fn overwrite(&self, target: Target, allow: Permissions, deny: Permissions) {
        self.hub
            .update(|world| world.overwrite(self.id, target, Overwrite { allow, deny }));
    }

    /// Deletes the channel with its messages.
    pub fn delete(&self) {
        self.hub.update(|world| world.delete_channel(self.id));
    }
}
