//! Drafts that go live by themselves.

use chrono::TimeDelta;

use super::{STORY, fill, labels, pressed};
use crate::desk::Desk;

async fn scheduled(
    desk: &Desk,
    member: &local_discord::Member,
    at: &str,
) -> local_discord::Message {
    let form = desk
        .at_desk(member, "add", &[("publish_at", at)])
        .await
        .modal();
    let preview = fill(member.submit(&form), &STORY)
        .send()
        .await
        .expect("an answer")
        .message();
    pressed(member, &preview, "Schedule").await
}

/// Waits until readers find the story.
async fn live(desk: &Desk) {
    for _ in 0..200 {
        let read = desk.ask_privately("summary", &[]).await;
        if read.text().contains("The Ferry Sails Again") {
            return;
        }
    }
    panic!("it never went live");
}

#[tokio::test]
async fn a_draft_goes_live_at_its_time_and_once() {
    let mut desk = Desk::at("2025-09-01T06:00:00Z", &[]).await;
    let (ada, root) = (desk.moderator("Ada"), desk.manager("Root"));
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    slash
        .option("time_zone", "Europe/Berlin")
        .send()
        .await
        .expect("an answer");
    let told = scheduled(&desk, &ada, "9:30").await;
    let at = chrono::DateTime::parse_from_rfc3339("2025-09-01T09:30:00+02:00").expect("an instant");
    assert!(
        told.text().contains(&format!("<t:{}:", at.timestamp())),
        "{}",
        told.text()
    );
    desk.clock.advance(TimeDelta::minutes(80));
    let read = desk.ask_privately("summary", &[]).await;
    assert!(!read.text().contains("The Ferry"), "{}", read.text());
    desk.halt().await;
    desk.clock.advance(TimeDelta::minutes(20));
    desk.launch(|_| {});
    desk.discord.connected().await;
    live(&desk).await;
    desk.clock.advance(TimeDelta::days(1));
    let list = desk.ask_privately("archive", &[]).await;
    assert!(list.text().contains("1 story"), "{}", list.text());
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(!waits.text().contains("The Ferry"), "{}", waits.text());
    desk.close().await;
}

#[tokio::test]
async fn a_scheduled_draft_is_listed_and_can_be_held_back() {
    let desk = Desk::at("2025-09-01T06:00:00Z", &[]).await;
    let ada = desk.moderator("Ada");
    scheduled(&desk, &ada, "tomorrow 8:00").await;
    let list = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(
        list.text().contains("The Ferry Sails Again"),
        "{}",
        list.text()
    );
    let preview = pressed(&ada, &list, "Preview").await;
    assert!(
        labels(&preview).contains(&"Unschedule".to_owned()),
        "{:?}",
        labels(&preview)
    );
    let held = pressed(&ada, &preview, "Unschedule").await;
    desk.clock.advance(TimeDelta::days(2));
    let read = desk.ask_privately("summary", &[]).await;
    assert!(!read.text().contains("The Ferry"), "{}", read.text());
    let told = pressed(&ada, &held, "Schedule").await;
    assert!(
        told.text().contains("Published as #1"),
        "its time has passed: {}",
        told.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn what_has_a_time_can_go_live_at_once() {
    let desk = Desk::at("2025-09-01T06:00:00Z", &[]).await;
    let ada = desk.moderator("Ada");
    scheduled(&desk, &ada, "tomorrow 8:00").await;
    let list = desk.at_desk(&ada, "drafts", &[]).await.message();
    let preview = pressed(&ada, &list, "Preview").await;
    let told = pressed(&ada, &preview, "Publish now").await;
    assert!(told.text().contains("Published as #1"), "{}", told.text());
    desk.clock.advance(TimeDelta::days(2));
    let list = desk.ask_privately("archive", &[]).await;
    assert!(list.text().contains("1 story"), "{}", list.text());
    desk.close().await;
}

#[tokio::test]
async fn a_time_that_can_t_be_meant_is_refused() {
    let desk = Desk::at("2025-09-01T06:00:00Z", &[]).await;
    let ada = desk.moderator("Ada");
    for typed in ["whenever", "yesterday 8:00", "2024-01-01 08:00"] {
        let told = desk
            .at_desk(&ada, "add", &[("publish_at", typed)])
            .await
            .message();
        assert!(
            told.ephemeral && told.text().contains(typed),
            "{typed}: {}",
            told.text()
        );
    }
    desk.close().await;
}
