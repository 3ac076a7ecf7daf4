//! `/schedule`, as those use it who set up the daily briefing.

mod changing;
mod delivering;
mod hostile;
mod naming;
mod posting;
mod setting;
mod settling;

use local_discord::{Channel, Member, Message, OptionValue, Refused};
use newsdesk::article::Library;

use crate::{
    desk::Desk,
    moderators::{labels, told},
};

/// A Monday morning.
pub(crate) const MORNING: &str = "2025-09-01T05:00:00Z";

/// What a member is told for a subcommand of `/schedule`.
pub(crate) async fn ask(
    desk: &Desk,
    member: &Member,
    subcommand: &str,
    options: &[(&str, OptionValue)],
) -> Message {
    let message = try_to(desk, member, subcommand, options).await;
    let message = message.unwrap_or_else(|refused| panic!("/schedule {subcommand}: {refused}"));
    assert!(message.ephemeral, "only the asker sees it");
    message
}

/// The same, which Discord may refuse.
pub(crate) async fn try_to(
    desk: &Desk,
    member: &Member,
    subcommand: &str,
    options: &[(&str, OptionValue)],
) -> Result<Message, Refused> {
    let slash = member.slash(&desk.news, "schedule").subcommand(subcommand);
    let slash = options.iter().fold(slash, |slash, (name, value)| {
        slash.option(name, value.clone())
    });
    Ok(told(&slash.send().await?))
}

/// Makes a schedule with these options besides channel and time.
pub(crate) async fn add(
    desk: &Desk,
    member: &Member,
    channel: &Channel,
    time: &str,
    more: &[(&str, OptionValue)],
) -> Message {
    let mut options = vec![("channel", channel.into()), ("time", time.into())];
    options.extend(more.iter().cloned());
    ask(desk, member, "add", &options).await
}

/// What a member is told for a subcommand with a schedule alone.
pub(crate) async fn of(desk: &Desk, member: &Member, subcommand: &str, schedule: &str) -> Message {
    ask(desk, member, subcommand, &[("schedule", schedule.into())]).await
}

/// What a member's private message becomes when they press a button of it.
pub(crate) async fn press(member: &Member, message: &Message, label: &str) -> Message {
    let answer = member.click(message, label).await;
    told(&answer.unwrap_or_else(|refused| panic!("{label}: {refused}; {:?}", labels(message))))
}

/// Puts announced stories with these headlines into the house library.
pub(crate) async fn announce(desk: &Desk, headlines: &[&str]) {
    for (at, headline) in headlines.iter().enumerate() {
        let path = desk
            .folder
            .path()
            .join(format!("news-{at}-{}.txt", headline.len()));
        std::fs::write(&path, format!("{headline}\nIt happened today.\n")).expect("a file");
        let mut import = newsdesk::newsroom::Import::of(vec![path], Library::House);
        import.announce = true;
        let report = desk.newsroom.import(import).await.expect("an import");
        assert_eq!(report.refused().count(), 0, "{report:?}");
    }
}

/// Whether a text has all of these.
#[track_caller]
pub(crate) fn says(message: &Message, parts: &[&str]) {
    for part in parts {
        assert!(
            message.text().contains(part),
            "{part:?} in {}",
            message.text()
        );
    }
}
