//! A person in a guild, and the bot where it is asked for by [`Guild::bot`](super::Guild::bot).

use std::sync::Arc;

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{Answer, Channel, Message, Modal, Refused, Role, Slash, Submission};
use crate::{
    hub::Hub,
    world::{
        World,
        attachment::Attachment,
        ids::*,
        interaction::{Begin, Kind},
        message::Body,
        posting::Origin,
    },
};

/// A user in one guild.
#[derive(Clone, Debug)]
pub struct Member {
    pub(super) hub: Arc<Hub>,
    pub(super) guild: GuildId,
    pub(super) user: UserId,
}

impl Member {
    pub(crate) fn new(hub: Arc<Hub>, guild: GuildId, user: UserId) -> Self {
        Self { hub, guild, user }
    }

    /// The user's snowflake.
    pub fn id(&self) -> u64 {
        self.user.get()
    }

    /// The user's name.
    pub fn name(&self) -> String {
        self.hub.read(|world| world.users[&self.user].name.clone())
    }

    /// Whether it is a bot.
    pub fn is_bot(&self) -> bool {
        self.hub.read(|world| world.users[&self.user].bot)
    }

    /// Gives the member a role.
    pub fn add_role(&self, role: &Role) {
        self.change_roles(|roles| roles.insert(role.id));
    }

    /// Takes a role from the member.
    pub fn remove_role(&self, role: &Role) {
        self.change_roles(|roles| roles.remove(&role.id));
    }

    fn change_roles(&self, change: impl FnOnce(&mut std::collections::BTreeSet<RoleId>) -> bool) {
        self.hub.update(|world| {
            world.change_roles(self.guild, self.user, |roles| {
                change(roles);
            });
        });
    }

    /// What the member may do in a channel.
    pub fn permissions_in(&self, channel: &Channel) -> Permissions {
        self.hub
            .read(|world| world.permissions_in(self.user, channel.id))
    }

    /// Sets the language of the person's client: `de`, `en-GB` …
    pub fn set_locale(&self, locale: &str) {
        self.hub.update(|world| {
            if let Some(user) = world.users.get_mut(&self.user) {
                locale.clone_into(&mut user.locale);
            }
        });
    }

    /// The direct message between this person and the bot.
    pub fn dm(&self) -> Channel {
        let id = self.hub.update(|world| world.dm(self.user));
        Channel::new(self.hub.clone(), id)
    }

    /// Writes a message.
    ///
    /// # Errors
    /// Where the person can't see the channel or may not write there.
    pub fn say(&self, channel: &Channel, text: &str) -> Result<Message, Refused> {
        self.say_with_files(channel, text, &[])
    }

    /// Writes a message with files: their names and contents.
    ///
    /// # Errors
    /// Where the person can't see the channel or may not write there.
    pub fn say_with_files(
        &self,
        channel: &Channel,
        text: &str,
        files: &[(&str, &[u8])],
    ) -> Result<Message, Refused> {
        self.hub.update(|world| {
            let permissions = world.permissions_in(self.user, channel.id);
            let send = world
                .channels
                .get(&channel.id)
                .map(|one| one.send_permission());
            let needed = Permissions::VIEW_CHANNEL | send.unwrap_or(Permissions::SEND_MESSAGES);
            if !permissions.contains(needed) {
                return Err(Refused::NotVisible(channel_name(world, channel.id)));
            }
            let files = files
                .iter()
                .map(|(name, bytes)| Attachment::new(name, bytes));
            let files: Vec<_> = files.collect();
            let attachments = files.into_iter().map(|file| world.upload(file)).collect();
            let body = Body {
                content: text.to_owned(),
                attachments,
                ..Body::default()
            };
            let id = world.post(Origin::of(self.user, channel.id), body);
            Ok(Message::new(&self.hub, world, &world.messages[&id]))
        })
    }

    /// The slash commands that the client offers in the channel, as they are registered.
    pub fn offered(&self, channel: &Channel) -> Vec<Value> {
        self.hub
            .read(|world| super::slash::all_offered(world, self, channel.id, 1))
    }

    /// The commands that the client offers in the menu of a message of the channel, as they are
    /// registered.
    pub fn offered_on_messages(&self, channel: &Channel) -> Vec<Value> {
        self.hub
            .read(|world| super::slash::all_offered(world, self, channel.id, 3))
    }

    /// The commands that the client offers in the menu of a user, as they are registered.
    pub fn offered_on_users(&self, channel: &Channel) -> Vec<Value> {
        self.hub
            .read(|world| super::slash::all_offered(world, self, channel.id, 2))
    }

    /// Begins a slash command, without the `/`.
    pub fn slash(&self, channel: &Channel, command: &str) -> Slash {
        Slash::new(self.clone(), channel.id, command)
    }

    /// Uses a command of a message's menu.
    ///
    /// # Errors
    /// Where the client doesn't offer the command, or the bot doesn't answer.
    pub async fn use_on_message(
        &self,
        message: &Message,
        command: &str,
    ) -> Result<Answer, Refused> {
        let interaction = self.hub.update(|world| {
            let seen = self.seen(world, message)?;
            let channel = seen.channel;
            let command = super::slash::offered(world, self, channel, command, 3)?;
            let resolved = json!({"messages": {seen.id.to_string(): seen.json(world)}});
            let target = json!(seen.id);
            Ok(self.begin_on(world, channel, &command, target, resolved))
        })?;
        Answer::wait(&self.hub, interaction).await
    }

    /// Uses a command of a user's menu, in a channel where both are.
    ///
    /// # Errors
    /// Where the client doesn't offer the command, the user is not there, or the bot doesn't
    /// answer.
    pub async fn use_on_user(
        &self,
        channel: &Channel,
        user_id: u64,
        command: &str,
    ) -> Result<Answer, Refused> {
        let interaction = self.hub.update(|world| {
            let channel = channel.id;
            let command = super::slash::offered(world, self, channel, command, 2)?;
            let guild = world.channels[&channel].guild();
            let mut resolved = json!({});
            let target = self.user(world, guild, user_id, &mut resolved);
            let target = target.ok_or_else(|| Refused::NotVisible(format!("user {user_id}")))?;
            Ok(self.begin_on(world, channel, &command, json!(target), resolved))
        })?;
        Answer::wait(&self.hub, interaction).await
    }

    /// Begins a command of a menu, on what was found.
    fn begin_on(
        &self,
        world: &mut World,
        channel: ChannelId,
        command: &Value,
        target: Value,
        resolved: Value,
    ) -> InteractionId {
        let data = json!({
            "id": command["id"], "name": command["name"], "type": command["type"],
            "target_id": target, "resolved": resolved,
        });
        world.begin(Begin {
            kind: Kind::Command,
            user: self.user,
            channel,
            source: None,
            focused: 0,
            data,
        })
    }

    /// Presses the button of this label.
    ///
    /// # Errors
    /// Where the person doesn't see the message or it has no such button, where the button is
    /// disabled or a link, or where the bot doesn't answer.
    pub async fn click(&self, message: &Message, label: &str) -> Result<Answer, Refused> {
        let custom_id = self.hub.read(|world| {
            let seen = Message::new(&self.hub, world, self.seen(world, message)?);
            super::component::button(&seen, label)
        })?;
        self.use_component(message, &custom_id, 2, Vec::new(), Value::Null)
            .await
    }

    /// Chooses the option of this label, in whichever menu has it.
    ///
    /// # Errors
    /// As [`Self::choose_all`].
    pub async fn choose(&self, message: &Message, label: &str) -> Result<Answer, Refused> {
        self.choose_all(message, &[label]).await
    }

    /// Chooses several options of the menu that has them all.
    ///
    /// # Errors
    /// Where the person doesn't see the message or no menu has these options, where the menu is
    /// disabled or takes another number of them, or where the bot doesn't answer.
    pub async fn choose_all(&self, message: &Message, labels: &[&str]) -> Result<Answer, Refused> {
        let (custom_id, values) = self.hub.read(|world| {
            let seen = Message::new(&self.hub, world, self.seen(world, message)?);
            super::component::options(&seen, labels)
        })?;
        self.choose_values(message, &custom_id, &values).await
    }

    /// Fills in a form.
    pub fn submit(&self, modal: &Modal) -> Submission {
        Submission::new(self.clone(), modal.clone())
    }

    /// Sends the use of a component, whether it is there or not.
    pub(crate) async fn use_component(
        &self,
        message: &Message,
        custom_id: &str,
        component_type: u64,
        values: Vec<Value>,
        resolved: Value,
    ) -> Result<Answer, Refused> {
        let interaction = self.hub.update(|world| {
            let seen = self.seen(world, message)?;
            let (channel, source) = (seen.channel, Some(seen.id));
            let mut data = json!({
                "custom_id": custom_id,
                "component_type": component_type,
                "id": super::component::id_of(seen, custom_id),
            });
            if component_type != 2 {
                data["values"] = Value::Array(values);
            }
            if resolved.as_object().is_some_and(|all| !all.is_empty()) {
                data["resolved"] = resolved;
            }
            let (kind, user) = (Kind::Component, self.user);
            Ok(world.begin(Begin {
                kind,
                user,
                channel,
                source,
                focused: 0,
                data,
            }))
        })?;
        Answer::wait(&self.hub, interaction).await
    }

    /// The message as it is, if this person sees it.
    fn seen<'w>(
        &self,
        world: &'w crate::world::World,
        message: &Message,
    ) -> Result<&'w crate::world::message::Message, Refused> {
        let sees = |one: &&crate::world::message::Message| {
            one.visible_to(self.user)
                && world
                    .permissions_in(self.user, one.channel)
                    .contains(Permissions::VIEW_CHANNEL)
        };
        world
            .messages
            .get(&message.message_id())
            .filter(sees)
            .ok_or_else(|| Refused::NotVisible(format!("message {}", message.id)))
    }
}

/// How a channel is called in a refusal.
pub(super) fn channel_name(world: &crate::world::World, id: ChannelId) -> String {
    match world.channels.get(&id) {
        Some(channel) => format!("#{}", channel.name),
        None => format!("channel {id}"),
    }
}
