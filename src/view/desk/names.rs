//! How the desk names people, times and drafts: Discord shows a person's name and the reader's own
//! time, and pings nobody.

use chrono::{DateTime, Utc};

use crate::{
    article::{Author, Draft, UserId},
    view::markup::Markup,
};

/// A person.
pub(in crate::view) fn user(UserId(id): UserId) -> String {
    format!("<@{id}>")
}

/// Who did something.
pub(in crate::view) fn author(author: Author) -> String {
    match author {
        Author::Operator => "the operator".to_owned(),
        Author::User(id) => user(id),
    }
}

/// An instant as date and time.
pub(in crate::view) fn at(at: DateTime<Utc>) -> String {
    format!("<t:{}:f>", at.timestamp())
}

/// An instant as a distance: `2 hours ago`, `in a day`.
pub(in crate::view) fn ago(at: DateTime<Utc>) -> String {
    format!("<t:{}:R>", at.timestamp())
}

/// A draft: its number, what it is to become, by whom and since when. One small line.
pub(super) fn draft(draft: &Draft) -> Markup {
    let becomes = match draft.revises {
        None => "new story".to_owned(),
        Some(revises) => format!("changes {}", revises.article),
    };
    let mut line = format!(
        "-# Draft {} · {becomes} · by {} · {}",
        draft.id.number,
        user(draft.author),
        ago(draft.created_at)
    );
    if draft.changed_by != draft.author {
        let (by, at) = (user(draft.changed_by), ago(draft.changed_at));
        line.push_str(&format!(" · changed by {by} {at}"));
    }
    Markup::own(line)
}
