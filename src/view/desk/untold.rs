//! Why the log channel can't be told, and how to mend it.

use crate::briefing::{Obstacle, Right};

/// What stands between the bot and a channel until somebody mends it; `said` is what Discord said.
pub fn untold(obstacle: &Obstacle, said: &str) -> String {
    match obstacle {
        Obstacle::Gone => "The channel has been deleted. Choose another.".to_owned(),
        Obstacle::Lacks(rights) if rights.contains(&Right::View) => {
            "I don't see the channel: I lack View Channel there. Give my role that permission in \
             the channel's settings, or choose another channel."
                .to_owned()
        }
        Obstacle::Lacks(_) => {
            "I may not write in the channel: I lack Send Messages or Attach Files there. Give my \
             role these permissions in the channel's settings, or choose another channel."
                .to_owned()
        }
        Obstacle::OtherKind => {
            "The channel takes no plain messages. Choose a text or announcement channel.".to_owned()
        }
        _ => format!(
            "Discord refused the message ({said}). Look at the channel's settings, or choose \
             another channel."
        ),
    }
}
