use crate::article::{GuildId, RoleId, UserId};

/// Somebody at a guild's desk, as Discord told of them with what they just did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The guild.
    pub guild: GuildId,
    /// Who.
    pub user: UserId,
    /// Their roles there.
    pub roles: Vec<RoleId>,
    /// Whether they have the permission Manage Messages, or all.
    pub manages_messages: bool,
    /// Whether they have the permission Manage Server, or all.
    pub manages_guild: bool,
}
