use serde::{Deserialize, Serialize};

use super::{ChannelId, RoleId, Set};

/// What a guild set for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuildSettings {
    /// Its time zone by its IANA name; none for the configured one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Whether answers are for the asker only where they don't say.
    #[serde(default)]
    pub private_answers: bool,
    /// Whose holders may do at the desk what moderators may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moderator_role: Option<RoleId>,
    /// Where the desk's log is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_channel: Option<ChannelId>,
}

impl GuildSettings {
    /// Sets one of them; gives whether that changed anything.
    pub fn set(&mut self, set: &Set) -> bool {
        let old = self.clone();
        match set {
            Set::TimeZone(name) => self.time_zone = Some(name.clone()),
            Set::PrivateAnswers(private) => self.private_answers = *private,
            Set::ModeratorRole(role) => self.moderator_role = *role,
            Set::LogChannel(channel) => self.log_channel = *channel,
        }
        *self != old
    }
}
