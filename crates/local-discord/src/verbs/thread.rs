//! Threads and forums, as channels are, and how people begin them.

use chrono::{DateTime, TimeDelta, Utc};
use twilight_model::{channel::ChannelType, guild::Permissions};

use super::{Channel, Member, Message, Refused, member::channel_name};
use crate::world::{
    World, guild,
    ids::*,
    message::Body,
    posting::Origin,
    thread::{NewThread, Thread},
};

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
                let found = known.tags.iter().find(|(_, known)| known == name);
                let there = || known.tags.iter().map(|(_, name)| name.clone()).collect();
                found
                    .map(|(id, _)| *id)
                    .ok_or_else(|| Refused::NotThere((*name).to_owned(), there()))
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

impl Channel {
    /// Its threads, oldest first; those of a forum are its posts.
    pub fn threads(&self) -> Vec<Channel> {
        let ids: Vec<_> = self.hub.read(|world| {
            let guild = world.channels.get(&self.id).and_then(guild::Channel::guild);
            let threads = guild.into_iter().flat_map(|guild| world.threads_of(guild));
            threads
                .filter(|(_, thread)| thread.parent == self.id)
                .map(|(channel, _)| channel.id)
                .collect()
        });
        ids.into_iter()
            .map(|id| Channel::new(self.hub.clone(), id))
            .collect()
    }

    /// The channel of this thread; `None` where it is none.
    pub fn parent(&self) -> Option<Channel> {
        let id = self.thread(|thread, _| thread.parent)?;
        Some(Channel::new(self.hub.clone(), id))
    }

    /// Whether it is a thread that is archived, by hand or by itself.
    pub fn is_archived(&self) -> bool {
        self.thread(|thread, now| thread.archived_since(now).is_some())
            .unwrap_or(false)
    }

    /// Archives a thread; the next message in it opens it again.
    pub fn archive(&self) {
        self.change(|thread, now| thread.archived = Some(now));
    }

    /// Lets only those who manage threads write in a thread, or everyone.
    pub fn lock(&self, locked: bool) {
        self.change(|thread, _| thread.locked = locked);
    }

    /// The names of the tags of a forum's post.
    pub fn tags(&self) -> Vec<String> {
        self.hub.read(|world| {
            let channel = world.channels.get(&self.id);
            let thread = channel.and_then(|channel| channel.thread.as_ref());
            let forum = thread.and_then(|thread| world.channels.get(&thread.parent));
            let tags = thread.zip(forum).map(|(thread, forum)| {
                let known = forum.forum.tags.iter();
                let own = known.filter(|(id, _)| thread.tags.contains(id));
                own.map(|(_, name)| name.clone()).collect()
            });
            tags.unwrap_or_default()
        })
    }

    /// Gives a forum a tag, and returns its snowflake.
    pub fn add_tag(&self, name: &str) -> u64 {
        self.hub.update(|world| {
            let id: TagId = world.snowflake();
            world.change_channel(self.id, |channel| {
                channel.forum.tags.push((id, name.to_owned()));
            });
            id.get()
        })
    }

    /// Sets whether the posts of a forum need a tag.
    pub fn require_tag(&self, required: bool) {
        self.hub.update(|world| {
            world.change_channel(self.id, |channel| channel.forum.requires_tag = required);
        });
    }

    fn thread<T>(&self, look: impl FnOnce(&Thread, DateTime<Utc>) -> T) -> Option<T> {
        self.hub.read(|world| {
            let thread = world.channels.get(&self.id)?.thread.as_ref()?;
            Some(look(thread, world.now()))
        })
    }

    fn change(&self, change: impl FnOnce(&mut Thread, DateTime<Utc>)) {
        self.hub.update(|world: &mut World| {
            let now = world.now();
            world.change_channel(self.id, |channel| {
                if let Some(thread) = &mut channel.thread {
                    change(thread, now);
                }
            });
        });
    }
}

impl Message {
    /// The thread that was begun from it.
    pub fn thread(&self) -> Option<Channel> {
        let (channel, id) = (ChannelId::new(self.channel_id), self.message_id());
        let thread = self
            .hub
            .read(|world| world.thread_from(channel, id).map(|thread| thread.id))?;
        Some(Channel::new(self.hub.clone(), thread))
    }
}
