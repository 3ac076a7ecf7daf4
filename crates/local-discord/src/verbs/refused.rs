//! Why a client doesn't do what its person wants.

use thiserror::Error;

/// What a person's client refuses, or says after waiting.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// The bot gave no answer in time.
    #[error("The application did not respond")]
    NoAnswer,
    /// The bot promised an answer and then sent none.
    #[error("The application is still thinking")]
    StillThinking,
    /// No such command is registered where the person is.
    #[error("there is no command /{0} here")]
    UnknownCommand(String),
    /// The command is not shown to this person.
    #[error("{person} may not use /{command}")]
    NotAllowed {
        /// Who.
        person: String,
        /// What.
        command: String,
    },
    /// The command has subcommands and none of them was named, or one that is not there.
    #[error("/{command} has no subcommand {subcommand:?}")]
    UnknownSubcommand {
        /// The command.
        command: String,
        /// What was named; empty for nothing.
        subcommand: String,
    },
    /// The command has no such option.
    #[error("there is no option {0}")]
    UnknownOption(String),
    /// A required option was left out.
    #[error("the option {0} is required")]
    MissingOption(String),
    /// The value's type is not the option's.
    #[error("the option {0} takes another type of value")]
    WrongType(String),
    /// The value is none of the option's choices.
    #[error("the option {option} offers no choice {value}")]
    NotAChoice {
        /// The option.
        option: String,
        /// What was given.
        value: String,
    },
    /// The number or the text's length lies outside the option's bounds.
    #[error("the option {0} is out of bounds")]
    OutOfBounds(String),
    /// The option offers no completion.
    #[error("the option {0} completes nothing")]
    NoCompletion(String),
    /// The person can't see the channel or the message, or it is gone.
    #[error("{0} can't be seen")]
    NotVisible(String),
    /// There is no such button, menu option or form field.
    #[error("there is no {0:?} to use; there are {1:?}")]
    NotThere(String, Vec<String>),
    /// The button or menu is disabled.
    #[error("{0:?} is disabled")]
    Disabled(String),
    /// The button only opens an address.
    #[error("{0:?} opens an address")]
    Link(String),
    /// The form's field takes no such text.
    #[error("the field {0:?} takes no such text")]
    InvalidField(String),
    /// Fewer or more options were chosen than the menu takes.
    #[error("the menu takes from {0} to {1} options")]
    WrongCount(u64, u64),
}
