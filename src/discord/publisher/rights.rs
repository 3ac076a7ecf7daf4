//! What the bot may do in a channel: Discord's rule, roles first, then the channel's overwrites for everyone,
//! for the roles together, and for the member.

use serde::Deserialize;
use serenity::model::Permissions;

use crate::{
    article::{ChannelId, GuildId},
    briefing::Right,
    discord::sender::{Failure, Sender, not_understood},
};

/// What a member may do.
#[derive(Clone, Copy, Debug)]
pub(in crate::discord) struct Rights(Permissions);

impl Rights {
    /// Whether it may do that.
    pub(in crate::discord) fn allows(self, right: Right) -> bool {
        self.0.contains(match right {
            Right::View => Permissions::VIEW_CHANNEL,
            Right::Send => Permissions::SEND_MESSAGES,
            Right::ReadHistory => Permissions::READ_MESSAGE_HISTORY,
            Right::CreateThreads => Permissions::CREATE_PUBLIC_THREADS,
            Right::SendInThreads => Permissions::SEND_MESSAGES_IN_THREADS,
            Right::ManageThreads => Permissions::MANAGE_THREADS,
            Right::MentionRoles => Permissions::MENTION_EVERYONE,
        })
    }

    /// Those of `needed` that it lacks; without View Channel nothing else means anything.
    pub(super) fn lacks(self, needed: &[Right]) -> Vec<Right> {
        if !self.allows(Right::View) {
            return vec![Right::View];
        }
        let lacks = needed.iter().filter(|right| !self.allows(**right));
        lacks.copied().collect()
    }
}

/// A channel or thread, as far as it matters here.
#[derive(Debug, Deserialize)]
pub(super) struct Channel {
    #[serde(rename = "type")]
    pub(super) kind: u8,
    guild_id: Option<String>,
    parent_id: Option<String>,
    thread_metadata: Option<ThreadMetadata>,
    #[serde(default)]
    pub(super) flags: u64,
    #[serde(default)]
    permission_overwrites: Vec<Overwrite>,
    #[serde(default)]
    pub(super) available_tags: Vec<Tag>,
}

#[derive(Debug, Deserialize)]
struct ThreadMetadata {
    #[serde(default)]
    locked: bool,
}

/// A tag of a forum.
#[derive(Debug, Deserialize)]
pub(super) struct Tag {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) moderated: bool,
}

#[derive(Debug, Deserialize)]
struct Overwrite {
    id: String,
    allow: Permissions,
    deny: Permissions,
}

/// A guild with its roles.
#[derive(Debug, Deserialize)]
pub(super) struct Guild {
    id: String,
    owner_id: String,
    pub(super) roles: Vec<Role>,
}

/// A role of a guild.
#[derive(Debug, Deserialize)]
pub(super) struct Role {
    pub(super) id: String,
    permissions: Permissions,
    pub(super) mentionable: bool,
}

#[derive(Debug, Deserialize)]
struct Member {
    roles: Vec<String>,
}

impl Channel {
    /// Threads go by the overwrites of their channel.
    fn is_thread(&self) -> bool {
        matches!(self.kind, 10..=12)
    }

    /// Whether only those who manage threads may write in it.
    fn is_locked(&self) -> bool {
        let thread = self.thread_metadata.as_ref();
        thread.is_some_and(|thread| thread.locked)
    }

    pub(super) fn is_of(&self, guild: GuildId) -> bool {
        self.guild_id.as_ref().and_then(|id| id.parse().ok()) == Some(guild.0)
    }
}

/// The bot in a guild.
pub(super) struct Place {
    pub(super) guild: Guild,
    member: Member,
    bot: String,
}

impl Place {
    /// Asks who the bot is in a guild; refused as of an unknown guild where it is not in it.
    pub(super) async fn of(sender: &Sender, guild: GuildId) -> Result<Self, Failure> {
        let bot = sender.bot().await?;
        let path = format!("/guilds/{}", guild.0);
        let member = format!("{path}/members/{bot}");
        Ok(Self {
            guild: read(sender, &path).await.map_err(Failure::of_guild)?,
            member: read(sender, &member).await.map_err(Failure::of_guild)?,
            bot: bot.to_string(),
        })
    }

    /// What the bot may do there; `ruling` is the channel, or that of a thread.
    pub(super) fn rights(&self, ruling: &Channel) -> Rights {
        if self.guild.owner_id == self.bot {
            return Rights(Permissions::all());
        }
        let everyone = &self.guild.id;
        let mine = |id: &String| self.member.roles.contains(id);
        let roles = self.guild.roles.iter();
        let base = roles
            .filter(|role| role.id == *everyone || mine(&role.id))
            .fold(Permissions::empty(), |all, role| all | role.permissions);
        if base.contains(Permissions::ADMINISTRATOR) {
            return Rights(Permissions::all());
        }
        let laid = |base: Permissions, over: &dyn Fn(&String) -> bool| {
            let overwrites = ruling.permission_overwrites.iter();
            let over = overwrites.filter(|one| over(&one.id));
            let (allow, deny) = over.fold(
                (Permissions::empty(), Permissions::empty()),
                |(allow, deny), one| (allow | one.allow, deny | one.deny),
            );
            (base & !deny) | allow
        };
        let granted = laid(base, &|id| id == everyone);
        let granted = laid(granted, &mine);
        Rights(laid(granted, &|id| *id == self.bot))
    }
}

/// What the bot may do in a channel or thread of a guild.
pub(in crate::discord) async fn rights(
    sender: &Sender,
    guild: GuildId,
    at: ChannelId,
) -> Result<Rights, Failure> {
    // Of a channel of a guild that it left, Discord only says that it can't be seen.
    let place = Place::of(sender, guild).await?;
    let there = channel(sender, at).await?;
    Ok(place.rights(&ruling(sender, there).await?))
}

/// A channel or thread.
pub(super) async fn channel(sender: &Sender, id: ChannelId) -> Result<Channel, Failure> {
    read(sender, &format!("/channels/{}", id.0)).await
}

async fn read<T: for<'de> Deserialize<'de>>(sender: &Sender, path: &str) -> Result<T, Failure> {
    let json = sender.get(path).await?;
    serde_json::from_value(json).map_err(|_| not_understood())
}

/// What the bot lacks to do in a channel or thread what takes `right`; in a thread other rights count.
pub(super) async fn lacking(
    sender: &Sender,
    guild: GuildId,
    at: ChannelId,
    right: Right,
) -> Result<Vec<Right>, Failure> {
    let place = Place::of(sender, guild).await?;
    let there = channel(sender, at).await?;
    let mut needed = vec![match right {
        Right::Send if there.is_thread() => Right::SendInThreads,
        right => right,
    }];
    if there.is_locked() {
        needed.push(Right::ManageThreads);
    }
    let ruling = ruling(sender, there).await?;
    Ok(place.rights(&ruling).lacks(&needed))
}

/// The channel by whose overwrites a channel or thread goes: itself, or the one that it is in.
async fn ruling(sender: &Sender, there: Channel) -> Result<Channel, Failure> {
    let parent = there.parent_id.as_ref().filter(|_| there.is_thread());
    match parent.and_then(|id| id.parse().ok()) {
        Some(parent) => channel(sender, ChannelId(parent)).await,
        None => Ok(there),
    }
}
