/// A general setting of the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// The hash of the set of commands that Discord was last given.
    DiscordCommands,
}
