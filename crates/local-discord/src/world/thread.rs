//! Threads, the posts of forums among them, and the tags of forums.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use twilight_model::channel::ChannelType;

use super::{
    World,
    guild::{Channel, Home, timestamp},
    ids::*,
};

/// What a thread has beyond a channel.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    pub(crate) parent: ChannelId,
    pub(crate) owner: UserId,
    pub(crate) created: DateTime<Utc>,
    /// When something was last written in it.
    pub(crate) active: DateTime<Utc>,
    /// How long after that it archives itself.
    pub(crate) archive_after: TimeDelta,
    /// Since when it is archived by hand.
    pub(crate) archived: Option<DateTime<Utc>>,
    /// Whether only those who manage threads may write in it.
    pub(crate) locked: bool,
    pub(crate) tags: Vec<TagId>,
    pub(crate) members: BTreeSet<UserId>,
}

impl Thread {
    /// Since when it is archived, by hand or by itself.
    pub(crate) fn archived_since(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let by_itself = self.active + self.archive_after;
        self.archived.or((by_itself <= now).then_some(by_itself))
    }

    /// Something was written in it.
    pub(super) fn touch(&mut self, author: UserId, now: DateTime<Utc>) {
        self.active = now;
        self.archived = None;
        self.members.insert(author);
    }
}

/// What a forum asks of its posts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forum {
    pub(crate) tags: Vec<Tag>,
    pub(crate) requires_tag: bool,
}

/// A tag of a forum.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub(crate) id: TagId,
    pub(crate) name: String,
    /// Whether only those who manage threads may give it.
    pub(crate) moderated: bool,
}

/// A thread as it is asked for.
#[derive(Debug)]
pub(crate) struct NewThread {
    pub(crate) parent: ChannelId,
    pub(crate) kind: ChannelType,
    pub(crate) name: String,
    pub(crate) owner: UserId,
    pub(crate) archive_after: TimeDelta,
    pub(crate) tags: Vec<TagId>,
}

/// A channel flag: posts need a tag.
const REQUIRE_TAG: u64 = 1 << 4;

impl World {
    /// Begins a thread; from a message it takes that message's id. `None` where there is no such
    /// channel of a guild.
    pub(crate) fn create_thread(
        &mut self,
        new: NewThread,
        from: Option<MessageId>,
    ) -> Option<ChannelId> {
        let guild = self.channels.get(&new.parent)?.guild()?;
        let now = self.now();
        let id = from.map_or_else(|| self.snowflake(), MessageId::cast);
        let mut channel = Channel::new(id, new.kind, new.name, Home::Guild(guild));
        channel.thread = Some(Thread {
            parent: new.parent,
            owner: new.owner,
            created: now,
            active: now,
            archive_after: new.archive_after,
            archived: None,
            locked: false,
            tags: new.tags,
            members: BTreeSet::from([new.owner]),
        });
        let mut payload = channel.json(self);
        payload["newly_created"] = json!(true);
        self.channels.insert(id, channel);
        self.tell_guild(guild, "THREAD_CREATE", payload);
        if let Some(message) = from {
            self.tell_message(message, "MESSAGE_UPDATE");
        }
        Some(id)
    }

    /// The guild's threads, oldest first.
    pub(crate) fn threads_of(&self, guild: GuildId) -> impl Iterator<Item = (&Channel, &Thread)> {
        self.channels
            .values()
            .filter(move |channel| channel.home == Home::Guild(guild))
            .filter_map(|channel| Some((channel, channel.thread.as_ref()?)))
    }

    /// The thread that was begun from a message.
    pub(crate) fn thread_from(&self, channel: ChannelId, message: MessageId) -> Option<&Channel> {
        let begun = |thread: &Thread| thread.parent == channel;
        self.channels
            .get(&message.cast())
            .filter(|channel| channel.thread.as_ref().is_some_and(begun))
    }
}

/// What a thread's JSON has beyond a channel's.
pub(super) fn thread_json(json: &mut Value, world: &World, channel: &Channel, thread: &Thread) {
    let archived = thread.archived_since(world.now());
    let written = channel.messages.iter().filter(|id| id.cast() != channel.id);
    let written = written.count();
    json["name"] = json!(channel.name);
    json["parent_id"] = json!(thread.parent);
    json["owner_id"] = json!(thread.owner);
    json["rate_limit_per_user"] = json!(0);
    json["message_count"] = json!(written);
    json["total_message_sent"] = json!(written);
    json["member_count"] = json!(thread.members.len());
    json["thread_metadata"] = json!({
        "archived": archived.is_some(),
        "archive_timestamp": timestamp(archived.unwrap_or(thread.created)),
        "auto_archive_duration": thread.archive_after.num_minutes(),
        "create_timestamp": timestamp(thread.created),
        "locked": thread.locked,
    });
    if channel.kind == ChannelType::PrivateThread {
        json["thread_metadata"]["invitable"] = json!(true);
    }
    if world
        .channels
        .get(&thread.parent)
        .is_some_and(Channel::is_forum)
    {
        json["applied_tags"] = json!(thread.tags);
    }
    let bot = world.application.bot;
    if thread.members.contains(&bot) {
        json["member"] = member_json(channel.id, thread, bot);
    }
}

/// A user's membership in a thread.
pub(crate) fn member_json(id: ChannelId, thread: &Thread, user: UserId) -> Value {
    json!({"id": id, "user_id": user, "join_timestamp": timestamp(thread.created), "flags": 0})
}

/// What a forum's JSON has beyond a channel's.
pub(super) fn forum_json(json: &mut Value, forum: &Forum) {
    let tag = |tag: &Tag| json!({"id": tag.id, "name": tag.name, "moderated": tag.moderated, "emoji_id": null, "emoji_name": null});
    json["available_tags"] = forum.tags.iter().map(tag).collect();
    json["flags"] = json!(if forum.requires_tag { REQUIRE_TAG } else { 0 });
    json["default_reaction_emoji"] = Value::Null;
    json["default_sort_order"] = Value::Null;
    json["default_forum_layout"] = json!(0);
}
