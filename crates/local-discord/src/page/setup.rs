//! What the page shows first.

/// The page's words, and where it opens. Names are looked up when somebody opens it; what there is
/// not, or is empty, is the first there is.
#[derive(Clone, Debug)]
pub struct PageSetup {
    /// The name in the title bar.
    pub title: String,
    /// What an empty channel says.
    pub welcome: String,
    /// The guild that is open.
    pub guild: String,
    /// The channel that is open.
    pub channel: String,
    /// Who one is.
    pub person: String,
}

impl Default for PageSetup {
    fn default() -> Self {
        Self {
            title: "Local Discord".to_owned(),
            welcome: "Type / to see what the bot can do.".to_owned(),
            guild: String::new(),
            channel: String::new(),
            person: String::new(),
        }
    }
}
