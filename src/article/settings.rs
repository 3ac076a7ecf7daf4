use serde::{Deserialize, Serialize};

use super::{ChannelId, RoleId};

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
