//! Why a channel can't be written to, and how to mend it.

use std::fmt;

/// What stands between the bot and a channel until somebody mends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The channel is not there.
    Gone,
    /// The bot does not see it.
    Hidden,
    /// The bot may not write there.
    Forbidden,
    /// It takes no plain messages.
    OtherKind,
    /// Something else; what Discord said.
    Refused(String),
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("The channel has been deleted. Choose another."),
            Self::Hidden => f.write_str(
                "I don't see the channel: I lack View Channel there. Give my role that permission \
                 in the channel's settings, or choose another channel.",
            ),
            Self::Forbidden => f.write_str(
                "I may not write in the channel: I lack Send Messages or Attach Files there. Give \
                 my role these permissions in the channel's settings, or choose another channel.",
            ),
            Self::OtherKind => f.write_str(
                "The channel takes no plain messages. Choose a text or announcement channel.",
            ),
            Self::Refused(said) => write!(
                f,
                "Discord refused the message ({said}). Look at the channel's settings, or choose \
                 another channel."
            ),
        }
    }
}
