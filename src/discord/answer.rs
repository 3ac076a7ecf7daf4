use crate::view::{Message, choices::Choice};

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
    /// What to choose from while typing, at most 25.
    Choices(Vec<Choice>),
}
