use crate::view::{Message, choices::Choice, desk::form::Form};

/// What an interaction is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A new message, seen by everyone there or by the asker only.
    Message {
        /// What it says.
        message: Message,
        /// Whether only the asker sees it.
        private: bool,
    },
    /// The message whose control was used, changed in place.
    Update(Message),
    /// A form to fill in; only ever the first word.
    Form(Form),
    /// What to choose from while typing, at most 25.
    Choices(Vec<Choice>),
}

impl Answer {
    /// The message that it is, if it is one.
    pub(super) fn message(&self) -> Option<&Message> {
        match self {
            Self::Message { message, .. } | Self::Update(message) => Some(message),
            Self::Form(_) | Self::Choices(_) => None,
        }
    }
}
