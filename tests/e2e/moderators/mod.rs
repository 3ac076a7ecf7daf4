//! What moderators do.

mod adding;
mod drafts;
mod editing;
mod files;
pub(crate) mod hostile;
mod killed;
mod large;
mod past;
mod permission;
mod restarts;
mod scheduled;
mod settings;
mod withdrawing;

use local_discord::{Answer, Member, Message, Outcome, Submission};

use crate::desk::Desk;

/// The fields of a form for a whole story.
pub(crate) const FIELDS: [&str; 5] = ["Headline", "Published", "Highlights", "Story", "Analysis"];

/// The story that most tests add.
pub(crate) const STORY: [(&str, &str); 5] = [
    ("Headline", "The Ferry Sails Again"),
    ("Published", "1 September 2025"),
    ("Highlights", "- The ferry sails.\n- The queue is long."),
    (
        "Story",
        "After two weeks the ferry sails.\n\n## What Was Broken\n\nA shaft.",
    ),
    ("Analysis", "It may hold until spring."),
];

/// A form with these texts in its fields.
pub(crate) fn fill(submission: Submission, fields: &[(&str, &str)]) -> Submission {
    fields
        .iter()
        .fold(submission, |it, (label, text)| it.field(label, text))
}

/// What a member gets for a new story that they type in.
pub(crate) async fn typed(desk: &Desk, member: &Member, fields: &[(&str, &str)]) -> Answer {
    let form = desk.at_desk(member, "add", &[]).await.modal();
    let submission = fill(member.submit(&form), fields);
    submission.send().await.expect("an answer")
}

/// The preview of the story, of which a member has typed all.
pub(crate) async fn previewed(desk: &Desk, member: &Member) -> Message {
    typed(desk, member, &STORY).await.message()
}

/// The story, published; what the moderator is told.
pub(crate) async fn published(desk: &Desk, member: &Member) -> Message {
    let preview = previewed(desk, member).await;
    pressed(member, &preview, "Publish").await
}

/// What a private message becomes when its button is pressed.
pub(crate) async fn pressed(member: &Member, message: &Message, label: &str) -> Message {
    let answer = member.click(message, label).await;
    answer
        .unwrap_or_else(|refused| panic!("{label}: {refused}"))
        .updated()
}

/// What somebody is told, in a new message or in place.
pub(crate) fn told(answer: &Answer) -> Message {
    match &answer.outcome {
        Outcome::Message(message) | Outcome::Updated(message) => message.clone(),
        other => panic!("no message but {other:?}"),
    }
}

/// The labels of a message's buttons.
pub(crate) fn labels(message: &Message) -> Vec<String> {
    message.buttons().into_iter().map(|it| it.label).collect()
}
