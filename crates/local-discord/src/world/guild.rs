//! Guilds with their roles and members, users and channels: the values and their JSON.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use twilight_model::{channel::ChannelType, guild::Permissions};

use super::{
    World,
    ids::*,
    thread::{Forum, Thread, forum_json, thread_json},
};

/// A person or the bot.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) bot: bool,
    pub(crate) locale: String,
}

/// A set of permissions under a name.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) id: RoleId,
    pub(crate) name: String,
    pub(crate) permissions: Permissions,
    pub(crate) mentionable: bool,
    pub(crate) managed: bool,
    pub(crate) position: usize,
}

/// A user in one guild.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) roles: BTreeSet<RoleId>,
    pub(crate) joined: DateTime<Utc>,
}

/// A community.
#[derive(Clone, Debug)]
pub(crate) struct Guild {
    pub(crate) id: GuildId,
    pub(crate) name: String,
    pub(crate) owner: UserId,
    pub(crate) locale: String,
    /// Whether it is there; not during an outage.
    pub(crate) available: bool,
    pub(crate) roles: BTreeMap<RoleId, Role>,
    pub(crate) members: BTreeMap<UserId, Member>,
    /// Roles that may use a command whatever its `default_member_permissions`: the guild's
    /// "Integrations" page.
    pub(crate) command_roles: BTreeMap<String, BTreeSet<RoleId>>,
}

impl Guild {
    /// The role that everyone has; its id is the guild's.
    pub(crate) fn everyone(&self) -> RoleId {
        self.id.cast()
    }
}

/// Whom a channel's overwrite is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Role(RoleId),
    Member(UserId),
}

/// What one channel allows and denies beyond the roles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Overwrite {
    pub(crate) allow: Permissions,
    pub(crate) deny: Permissions,
}

/// A place for messages: in a guild, or between one user and the bot.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) id: ChannelId,
    pub(crate) kind: ChannelType,
    pub(crate) name: String,
    pub(crate) home: Home,
    pub(crate) overwrites: BTreeMap<Target, Overwrite>,
    pub(crate) messages: BTreeSet<MessageId>,
    /// What makes it a thread.
    pub(crate) thread: Option<Thread>,
    pub(crate) forum: Forum,
    /// When messages of it were crossposted of late.
    pub(crate) crossposts: VecDeque<DateTime<Utc>>,
}

/// Where a channel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    Guild(GuildId),
    /// A direct message with this user.
    Dm(UserId),
}

impl Channel {
    /// An empty channel without overwrites.
    pub(crate) fn new(id: ChannelId, kind: ChannelType, name: String, home: Home) -> Self {
        Self {
            id,
            kind,
            name,
            home,
            overwrites: BTreeMap::new(),
            messages: BTreeSet::new(),
            thread: None,
            forum: Forum::default(),
            crossposts: VecDeque::new(),
        }
    }

    /// Whether it takes posts, which are threads, and no plain messages.
    pub(crate) fn is_forum(&self) -> bool {
        matches!(self.kind, ChannelType::GuildForum | ChannelType::GuildMedia)
    }

    /// The permission that a message in it needs.
    pub(crate) fn send_permission(&self) -> Permissions {
        match self.thread {
            Some(_) => Permissions::SEND_MESSAGES_IN_THREADS,
            None => Permissions::SEND_MESSAGES,
        }
    }

    pub(crate) fn guild(&self) -> Option<GuildId> {
        match self.home {
            Home::Guild(guild) => Some(guild),
            Home::Dm(_) => None,
        }
    }
}

/// A timestamp as Discord writes it.
pub(crate) fn timestamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Micros, false)
}

impl User {
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "username": self.name.to_lowercase().replace(' ', "_"),
            "global_name": if self.bot { None } else { Some(&self.name) },
            "discriminator": "0",
            "avatar": null,
            "bot": self.bot,
            "flags": 0,
            "public_flags": 0,
        })
    }

    /// The bot as it sees itself.
    pub(crate) fn current_json(&self) -> Value {
        let mut json = self.json();
        json["username"] = json!(self.name);
        json["mfa_enabled"] = json!(true);
        json["verified"] = json!(true);
        json["email"] = Value::Null;
        json
    }
}

impl Role {
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
            "hoist": false,
            "icon": null,
            "unicode_emoji": null,
            "position": self.position,
            "permissions": self.permissions,
            "managed": self.managed,
            "mentionable": self.mentionable,
            "flags": 0,
        })
    }
}

impl Channel {
    /// The whole channel, as REST and GUILD_CREATE give it.
    pub(crate) fn json(&self, world: &World) -> Value {
        let last = world
            .messages_in(self.id)
            .map(|message| message.id)
            .next_back();
        let mut json = json!({
            "id": self.id,
            "type": self.kind,
            "flags": 0,
            "last_message_id": last,
        });
        match self.home {
            Home::Dm(user) => json["recipients"] = json!([world.users[&user].json()]),
            Home::Guild(guild) => {
                json["guild_id"] = json!(guild);
                if let Some(thread) = &self.thread {
                    thread_json(&mut json, world, self, thread);
                    return json;
                }
                json["name"] = json!(self.name);
                json["position"] = json!(0);
                json["nsfw"] = json!(false);
                json["parent_id"] = Value::Null;
                json["topic"] = Value::Null;
                json["rate_limit_per_user"] = json!(0);
                json["permission_overwrites"] = self.overwrites_json();
                if self.is_forum() {
                    forum_json(&mut json, &self.forum);
                }
            }
        }
        json
    }

    fn overwrites_json(&self) -> Value {
        let one = |(target, overwrite): (&Target, &Overwrite)| {
            let (id, kind) = match target {
                Target::Role(role) => (json!(role), 0),
                Target::Member(user) => (json!(user), 1),
            };
            json!({"id": id, "type": kind, "allow": overwrite.allow, "deny": overwrite.deny})
        };
        self.overwrites.iter().map(one).collect()
    }
}

impl World {
    /// A member; with the permissions in `channel`, as interactions carry them.
    pub(crate) fn member_json(
        &self,
        guild: &Guild,
        user: UserId,
        channel: Option<ChannelId>,
    ) -> Option<Value> {
        let member = guild.members.get(&user)?;
        let mut json = json!({
            "user": self.users[&user].json(),
            "roles": member.roles,
            "joined_at": timestamp(member.joined),
            "nick": null,
            "avatar": null,
            "banner": null,
            "deaf": false,
            "mute": false,
            "flags": 0,
            "pending": false,
            "premium_since": null,
            "communication_disabled_until": null,
        });
        if let Some(channel) = channel {
            json["permissions"] = json!(self.permissions_in(user, channel));
        }
        Some(json)
    }

    /// The guild without what only GUILD_CREATE carries.
    pub(crate) fn guild_json(&self, guild: &Guild) -> Value {
        json!({
            "id": guild.id,
            "name": guild.name,
            "owner_id": guild.owner,
            "icon": null, "splash": null, "discovery_splash": null, "banner": null,
            "description": null, "vanity_url_code": null, "application_id": null,
            "afk_channel_id": null, "afk_timeout": 300,
            "system_channel_id": null, "system_channel_flags": 0,
            "rules_channel_id": null, "public_updates_channel_id": null,
            "safety_alerts_channel_id": null,
            "widget_enabled": false, "widget_channel_id": null,
            "verification_level": 0, "default_message_notifications": 0,
            "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
            "premium_tier": 0, "premium_subscription_count": 0,
            "premium_progress_bar_enabled": false,
            "preferred_locale": guild.locale,
            "features": [], "emojis": [], "stickers": [],
            "roles": guild.roles.values().map(Role::json).collect::<Value>(),
            "max_members": 500_000, "max_presences": null,
            "max_video_channel_users": 25, "max_stage_video_channel_users": 50,
        })
    }

    /// The guild as the bot gets it on connecting. Without the privileged GUILD_MEMBERS intent it
    /// names no member but the bot itself.
    pub(crate) fn guild_create_json(&self, guild: &Guild) -> Value {
        let bot = self.application.bot;
        let mut json = self.guild_json(guild);
        json["joined_at"] = json!(
            guild
                .members
                .get(&bot)
                .map(|member| timestamp(member.joined))
        );
        json["large"] = json!(false);
        json["unavailable"] = json!(false);
        json["member_count"] = json!(guild.members.len());
        json["members"] = self.member_json(guild, bot, None).into_iter().collect();
        json["channels"] = self
            .channels_of(guild.id)
            .map(|channel| channel.json(self))
            .collect::<Value>();
        json["threads"] = self
            .threads_of(guild.id)
            .filter(|(_, thread)| thread.archived_since(self.now()).is_none())
            .map(|(channel, _)| channel.json(self))
            .collect::<Value>();
        for list in [
            "presences",
            "voice_states",
            "stage_instances",
            "guild_scheduled_events",
            "soundboard_sounds",
        ] {
            json[list] = json!([]);
        }
        json
    }
}
