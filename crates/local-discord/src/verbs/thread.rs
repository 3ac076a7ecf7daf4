//! Threads and forums, as channels are.

use chrono::{DateTime, Utc};

use super::{Channel, Message};
use crate::world::{
    World, guild,
    ids::*,
    thread::{Tag, Thread},
};

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
                let own = known.filter(|tag| thread.tags.contains(&tag.id));
                own.map(|tag| tag.name.clone()).collect()
            });
            tags.unwrap_or_default()
        })
    }

    /// Gives a forum a tag, and returns its snowflake.
    pub fn add_tag(&self, name: &str) -> u64 {
        self.tag(name, false)
    }

    /// Gives a forum a tag that only those who manage threads may give, and returns its snowflake.
    pub fn add_moderated_tag(&self, name: &str) -> u64 {
        self.tag(name, true)
    }

    fn tag(&self, name: &str, moderated: bool) -> u64 {
        self.hub.update(|world| {
            let id: TagId = world.snowflake();
            let name = name.to_owned();
            let tag = Tag {
                id,
                name,
                moderated,
            };
            world.change_channel(self.id, |channel| channel.forum.tags.push(tag));
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
