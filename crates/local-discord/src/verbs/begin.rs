//! How people begin threads and posts.

use chrono::TimeDelta;
use twilight_model::{channel::ChannelType, guild::Permissions};

use super::{Channel, Member, Message, Refused, member::channel_name};
use crate::world::{World, ids::*, message::Body, posting::Origin, thread::NewThread};

/// How long after the last message a thread archives itself, where a person began it.
const ARCHIVE_AFTER: TimeDelta = TimeDelta::days(1);
/// The longest name of a thread, in characters.
/// (<https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel>)
const LONGEST_NAME: usize = 100;

impl Member {
    /// Begins a post of a forum: its name, the names of its tags, its first message.
    ///
    /// # Errors
    /// Where the person may not write there, the name is empty or over 100 characters, the forum
    /// lacks a tag, or wants one.
    pub fn begin_post(
        &self,
        forum: &Channel,
        name: &str,
        tags: &[&str],
        text: &str,
    ) -> Result<Channel, Refused> {
        let id = self.hub.update(|world| {
            self.may(world, forum.id, Permissions::SEND_MESSAGES)?;
            let known = &world.channels[&forum.id].forum;
            let tag = |name: &&str| {
                let found = known.tag_named(name);
                found.ok_or_else(|| Refused::NotThere((*name).to_owned(), known.tag_names()))
            };
            let tags = tags.iter().map(tag).collect::<Result<Vec<_>, _>>()?;
            if tags.is_empty() && known.requires_tag {
                return Err(Refused::InvalidField("Tag".to_owned()));
            }
            if text.trim().is_empty() {
                return Err(Refused::InvalidField("Text".to_owned()));
            }
            let new = self.thread(forum.id, ChannelType::PublicThread, name, tags)?;
            let id = world.create_thread(new, None);
            let id = id.ok_or_else(|| Refused::NotVisible(channel_name(world, forum.id)))?;
            let body = Body {
                content: text.to_owned(),
                ..Body::default()
            };
            world.post_as(id.cast(), Origin::of(self.user, id), body);
            Ok(id)
        })?;
        Ok(Channel::new(self.hub.clone(), id))
    }

    /// Begins a thread from a message.
    ///
    /// # Errors
    /// Where the person may not begin threads there, the channel takes none, the message has one,
    /// or the name is empty or over 100 characters.
    pub fn begin_thread(&self, message: &Message, name: &str) -> Result<Channel, Refused> {
        let (parent, from) = (ChannelId::new(message.channel_id), message.message_id());
        let id = self.hub.update(|world| {
            self.may(world, parent, Permissions::CREATE_PUBLIC_THREADS)?;
            let kind = match world.channels[&parent].kind {
                ChannelType::GuildText => ChannelType::PublicThread,
                ChannelType::GuildAnnouncement => ChannelType::AnnouncementThread,
                _ => return Err(Refused::NotVisible(channel_name(world, parent))),
            };
            if message.ephemeral || world.thread_from(parent, from).is_some() {
                return Err(Refused::Disabled("thread".to_owned()));
            }
            let new = self.thread(parent, kind, name, Vec::new())?;
            let id = world.create_thread(new, Some(from));
            id.ok_or_else(|| Refused::NotVisible(channel_name(world, parent)))
        })?;
        Ok(Channel::new(self.hub.clone(), id))
    }

    fn may(&self, world: &World, channel: ChannelId, needed: Permissions) -> Result<(), Refused> {
        let permissions = world.permissions_in(self.user, channel);
        match permissions.contains(Permissions::VIEW_CHANNEL | needed) {
            true => Ok(()),
            false => Err(Refused::NotVisible(channel_name(world, channel))),
        }
    }

    fn thread(
        &self,
        parent: ChannelId,
        kind: ChannelType,
        name: &str,
        tags: Vec<TagId>,
    ) -> Result<NewThread, Refused> {
        let name = name.trim();
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
            return Err(Refused::InvalidField("Name".to_owned()));
        }
        Ok(NewThread {
            parent,
            kind,
            name: name.to_owned(),
            owner: self.user,
            archive_after: ARCHIVE_AFTER,
            tags,
        })
    }
}
