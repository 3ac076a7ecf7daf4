//! What the page shows first, and what whoever runs this Discord adds to it.

use std::sync::Arc;

use serde::Serialize;

use super::{control::Control, guide::Step};

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
    /// Whom one can be at a click, in this order; all people where there are none.
    pub personas: Vec<Persona>,
    /// The time zone that times are shown in at first (`Europe/London`); the browser's where empty.
    pub time_zone: String,
    /// A guided start; none where there are no steps.
    pub guide: Vec<Step>,
    /// What lets the page move the clock, and kill and start the bot; without it the page can't.
    pub control: Option<Arc<dyn Control>>,
}

/// A person one can be.
#[derive(Clone, Debug, Serialize)]
pub struct Persona {
    /// Their name.
    pub name: String,
    /// What they are, in a few words: `moderates`.
    pub about: String,
}

impl Default for PageSetup {
    fn default() -> Self {
        Self {
            title: "Local Discord".to_owned(),
            welcome: "Type / to see what the bot can do.".to_owned(),
            guild: String::new(),
            channel: String::new(),
            person: String::new(),
            personas: Vec::new(),
            time_zone: String::new(),
            guide: Vec::new(),
            control: None,
        }
    }
}
