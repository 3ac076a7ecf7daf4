use serde::{Deserialize, Serialize};

/// Why something could not be posted, and will not be before somebody mends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// The channel was deleted.
    Gone,
    /// The bot is not in that guild any more.
    Away,
    /// The bot may not do these things there; never empty.
    Lacks(Vec<Right>),
    /// The channel is of a kind that takes no such message.
    OtherKind,
    /// The forum wants a tag on every post, and has none that the bot may give.
    NoTag,
    /// The role that is pinged was deleted: it is posted, and pings nobody.
    NoRole,
    /// What was to be changed was deleted.
    Deleted,
    /// What passes did not pass in time; what was said last.
    Overdue(String),
    /// Something else; what Discord said.
    Refused(String),
}

impl Obstacle {
    /// Whether somebody may mend it without a word to the bot.
    pub fn may_be_mended(&self) -> bool {
        matches!(self, Self::Lacks(_) | Self::Away)
    }
}

/// What it takes to post, by Discord's permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// View Channel.
    View,
    /// Send Messages; in a forum, Create Posts.
    Send,
    /// Read Message History: to find out after a failure whether a message is there.
    ReadHistory,
    /// Create Public Threads.
    CreateThreads,
    /// Send Messages in Threads.
    SendInThreads,
    /// Manage Threads: to change something in a thread that is locked.
    ManageThreads,
    /// Mention @everyone, @here and All Roles: to ping a role that not everybody may mention.
    MentionRoles,
}
