//! Who may do what: Discord's rule, roles first, then the channel's overwrites for everyone, for
//! the roles together, and for the member.

use twilight_model::{channel::ChannelType, guild::Permissions};

use super::{World, guild::*, ids::*};

/// What `@everyone` may do in a new guild.
pub(crate) const EVERYONE: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::USE_EXTERNAL_EMOJIS)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::CREATE_PUBLIC_THREADS)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::CHANGE_NICKNAME)
    .union(Permissions::CREATE_INVITE)
    .union(Permissions::USE_SLASH_COMMANDS);

/// What both sides may do in a direct message.
const DM: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::ADD_REACTIONS)
    .union(Permissions::USE_EXTERNAL_EMOJIS)
    .union(Permissions::MENTION_EVERYONE)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::USE_SLASH_COMMANDS);

impl World {
    /// What the user may do in the guild, by roles alone; everything for its owner and for
    /// administrators, nothing for a stranger.
    pub(crate) fn permissions_of(&self, guild: &Guild, user: UserId) -> Permissions {
        let Some(member) = guild.members.get(&user) else {
            return Permissions::empty();
        };
        if guild.owner == user {
            return Permissions::all();
        }
        let granted = member
            .roles
            .iter()
            .chain([&guild.everyone()])
            .filter_map(|role| guild.roles.get(role))
            .fold(Permissions::empty(), |all, role| all | role.permissions);
        if granted.contains(Permissions::ADMINISTRATOR) {
            Permissions::all()
        } else {
            granted
        }
    }

    /// What the user may do in the channel.
    pub(crate) fn permissions_in(&self, user: UserId, channel: ChannelId) -> Permissions {
        let Some(channel) = self.channels.get(&channel) else {
            return Permissions::empty();
        };
        let guild = match channel.home {
            Home::Guild(guild) => &self.guilds[&guild],
            Home::Dm(person) if user == person || user == self.application.bot => return DM,
            Home::Dm(_) => return Permissions::empty(),
        };
        let base = self.permissions_of(guild, user);
        if base == Permissions::all() || base.is_empty() {
            return base;
        }
        // A thread goes by the overwrites of its channel.
        let thread = channel.thread.as_ref();
        let ruling = thread.and_then(|thread| self.channels.get(&thread.parent));
        let overwrites = &ruling.unwrap_or(channel).overwrites;
        let everyone = guild.everyone();
        let (mut deny, mut allow) = (Permissions::empty(), Permissions::empty());
        for role in guild
            .members
            .get(&user)
            .into_iter()
            .flat_map(|member| &member.roles)
        {
            if let Some(overwrite) = overwrites.get(&Target::Role(*role)) {
                deny |= overwrite.deny;
                allow |= overwrite.allow;
            }
        }
        let roles = Overwrite { allow, deny };
        let granted = [
            overwrites.get(&Target::Role(everyone)),
            Some(&roles),
            overwrites.get(&Target::Member(user)),
        ]
        .into_iter()
        .flatten()
        .fold(base, |granted, overwrite| {
            (granted - overwrite.deny) | overwrite.allow
        });
        let hidden = channel.kind == ChannelType::PrivateThread
            && thread.is_some_and(|thread| !thread.members.contains(&user))
            && !granted.contains(Permissions::MANAGE_THREADS);
        match hidden {
            true => Permissions::empty(),
            false => without_implied(granted, channel.send_permission()),
        }
    }
}

/// Takes what means nothing without another permission: all of it without View Channel, and what
/// belongs to a message without the permission to send one.
fn without_implied(granted: Permissions, send: Permissions) -> Permissions {
    if !granted.contains(Permissions::VIEW_CHANNEL) {
        Permissions::empty()
    } else if !granted.contains(send) {
        granted
            - (Permissions::EMBED_LINKS
                | Permissions::ATTACH_FILES
                | Permissions::MENTION_EVERYONE
                | Permissions::SEND_TTS_MESSAGES)
    } else {
        granted
    }
}
