//! The guided start: steps as whoever runs this Discord words them, each with the signs by which
//! the page sees that it is done.

use serde::Serialize;

/// One step.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// What is to be done, in a line.
    pub title: String,
    /// How, in Discord's Markdown.
    pub text: String,
    /// The command that the step is about: `schedule add`. It is left out where the bot registered
    /// none of this name.
    pub needs: Option<String>,
    /// Whose step it is: somebody else is first offered to become them. Anybody's where empty.
    pub person: String,
    /// Signs of which any one tells that it is done.
    pub done: Vec<Sign>,
    /// What the page can do towards it.
    pub offers: Vec<Offer>,
}

/// What happens when a step is done.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "sign", rename_all = "snake_case")]
pub enum Sign {
    /// The bot answered the person, and what it says shows that it did what they asked.
    Answered {
        /// The command, the subcommand included: `desk add`, or one of a message's menu. Whatever
        /// the person did where empty.
        command: String,
        /// How one of the answer's texts, or what stands on one of its buttons, begins.
        says: String,
    },
    /// The person pressed a button, or chose from a menu, and the bot answered.
    Pressed {
        /// What stands on the button; any of them where empty.
        label: String,
    },
    /// The page's person changed.
    Became {
        /// Who it is now.
        person: String,
    },
    /// The clock was moved.
    ClockMoved,
    /// The person sees what the bot posted by itself.
    Saw {
        /// The channel's name.
        channel: String,
        /// Whether it must be something that the bot has changed since.
        edited: bool,
    },
}

/// What the page does at a click, so that nobody has to type.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "offer", rename_all = "snake_case")]
pub enum Offer {
    /// Writes into the composer; sending is the person's.
    Type {
        /// What stands on the button.
        label: String,
        /// `/command option: value …`
        text: String,
        /// A file for one of its options.
        file: Option<OfferedFile>,
    },
    /// Becomes a person.
    Become {
        /// What stands on the button.
        label: String,
        /// Their name.
        person: String,
    },
    /// Opens a channel.
    Open {
        /// What stands on the button.
        label: String,
        /// Its name.
        channel: String,
    },
    /// Opens the clock.
    Clock {
        /// What stands on the button.
        label: String,
    },
}

/// A file that is there to be used.
#[derive(Clone, Debug, Serialize)]
pub struct OfferedFile {
    /// The option that takes it.
    pub option: String,
    /// Its name.
    pub name: String,
    /// Its content.
    pub text: String,
}
