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
    #[serde(default)]
    pub(super) flags: u64,
    #[serde(default)]
    permission_overwrites: Vec<Overwrite>,
    #[serde(default)]
    pub(super) available_tags: Vec<Tag>,
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
    /// Asks who the bot is in a guild.
    pub(super) async fn of(sender: &Sender, guild: GuildId) -> Result<Self, Failure> {
        let bot = sender.bot().await?;
        let path = format!("/guilds/{}", guild.0);
        Ok(Self {
            guild: read(sender, &path).await?,
            member: read(sender, &format!("{path}/members/{bot}")).await?,
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
    let ruling = ruling(sender, at).await?;
    Ok(Place::of(sender, guild).await?.rights(&ruling))
}

/// The channel by whose overwrites a channel or thread goes: itself, or the one that it is in.
async fn ruling(sender: &Sender, at: ChannelId) -> Result<Channel, Failure> {
    let there = channel(sender, at).await?;
    let parent = there.parent_id.as_ref().filter(|_| there.is_thread());
    match parent.and_then(|id| id.parse().ok()) {
        Some(parent) => channel(sender, ChannelId(parent)).await,
        None => Ok(there),
    }
}

/// A channel or thread.
pub(super) async fn channel(sender: &Sender, id: ChannelId) -> Result<Channel, Failure> {
    read(sender, &format!("/channels/{}", id.0)).await
}

async fn read<T: for<'de> Deserialize<'de>>(sender: &Sender, path: &str) -> Result<T, Failure> {
    let json = sender.get(path).await?;
    serde_json::from_value(json).map_err(|_| not_understood())
}

/// Those of `needed` that the bot lacks in a channel or thread; of a thread, what takes the place of Send Messages.
pub(super) async fn lacking(
    sender: &Sender,
    at: ChannelId,
    needed: &[Right],
) -> Result<Vec<Right>, Failure> {
    let there = channel(sender, at).await?;
    let guild = there.guild_id.as_ref().and_then(|id| id.parse().ok());
    let guild = GuildId(guild.ok_or_else(not_understood)?);
    let in_thread = |right: &Right| match right {
        Right::Send if there.is_thread() => Right::SendInThreads,
        right => *right,
    };
    let needed: Vec<_> = needed.iter().map(in_thread).collect();
    Ok(rights(sender, guild, at).await?.lacks(&needed))
}
