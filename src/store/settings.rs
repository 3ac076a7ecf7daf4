use super::key::Key;

/// A general setting of the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// The hash of the set of commands that Discord was last given.
    DiscordCommands,
}

impl Key for Setting {
    fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::DiscordCommands => to.push(0),
        }
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        match u8::read(from)? {
            0 => Some(Self::DiscordCommands),
            _ => None,
        }
    }
}
