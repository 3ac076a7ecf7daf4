use super::{Store, StoreError, key::Key};

/// A general setting of the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// The hash of the set of commands that Discord was last given.
    DiscordCommands,
}

impl Store {
    /// A general setting; none where it was never set.
    pub async fn setting(&self, setting: Setting) -> Result<Option<String>, StoreError> {
        self.read(move |engine| engine.tables.settings.get(&setting))
            .await
    }

    /// Sets a general setting.
    pub async fn set_setting(&self, setting: Setting, value: String) -> Result<(), StoreError> {
        self.write(move |engine| {
            engine.write(|writes| engine.tables.settings.put(writes, &setting, &value))
        })
        .await
    }
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
