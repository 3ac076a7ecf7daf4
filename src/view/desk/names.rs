//! How the desk names people, times and drafts: Discord shows a person's name and the reader's own
//! time, and pings nobody.

use chrono::{DateTime, Utc};

use crate::article::{Author, UserId};

/// A person.
pub(super) fn user(UserId(id): UserId) -> String {
    format!("<@{id}>")
}

/// Who did something.
pub(super) fn author(author: Author) -> String {
    match author {
        Author::Operator => "the operator".to_owned(),
        Author::User(id) => user(id),
    }
}

/// An instant as date and time.
pub(super) fn at(at: DateTime<Utc>) -> String {
    format!("<t:{}:f>", at.timestamp())
}
