//! What was posted stays true when its stories change.

use chrono::TimeDelta;
use local_discord::{Member, Message, Permissions};

use super::{FERRY, MORNING, posted, schedule, settled};
use crate::{
    desk::Desk,
    moderators::{STORY, fill, pressed},
    schedules::says,
};

/// The briefing as it stands, once it says that.
async fn said(desk: &Desk, part: &str) -> Message {
    let mut events = desk.discord.subscribe();
    let seen = async {
        loop {
            let briefing = posted(&desk.news).pop().expect("a briefing");
            if briefing.text().contains(part) {
                return briefing;
            }
            let _ = events.recv().await;
        }
    };
    let seen = tokio::time::timeout(std::time::Duration::from_secs(10), seen).await;
    seen.unwrap_or_else(|_| panic!("{part:?} in {}", posted(&desk.news)[0].text()))
}

/// A story that Ada published, and the briefing that told it, which Root had posted.
async fn told() -> (Desk, Member, Member, Message) {
    let desk = Desk::at(MORNING, &[]).await;
    let (ada, root) = (desk.moderator("Ada"), desk.manager("Root"));
    let form = desk.at_desk(&ada, "add", &[]).await.modal();
    let preview = fill(ada.submit(&form), &STORY).send().await;
    let preview = preview.expect("an answer").message();
    pressed(&ada, &preview, "Publish").await;
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    desk.clock.advance(TimeDelta::hours(1));
    let briefing = desk.news.next_message().await;
    settled(&desk, 1, 1).await;
    (desk, ada, root, briefing)
}

#[tokio::test]
async fn a_correction_and_a_withdrawal_reach_what_was_posted() {
    let (desk, ada, _, briefing) = told().await;
    says(&briefing, &["The Ferry Sails Again"]);

    let options = [
        ("article", "#1"),
        ("part", "details"),
        ("note", "It was a Monday."),
    ];
    let form = desk.at_desk(&ada, "edit", &options).await.modal();
    let submission = ada.submit(&form).field("Headline", "The Ferry Sails Late");
    let preview = submission.send().await.expect("an answer").message();
    pressed(&ada, &preview, "Publish").await;
    let corrected = said(&desk, "The Ferry Sails Late").await;
    says(&corrected, &["Corrected", "It was a Monday."]);
    assert!(corrected.edited && corrected.id == briefing.id);

    let options = [("article", "#1"), ("reason", "It never sailed.")];
    desk.at_desk(&ada, "withdraw", &options).await;
    let withdrawn = said(&desk, "withdrawn").await;
    says(&withdrawn, &["#1 was withdrawn", "It never sailed."]);
    assert!(
        !withdrawn.text().contains("The Ferry Sails"),
        "{}",
        withdrawn.text()
    );

    desk.at_desk(&ada, "restore", &[("article", "#1")]).await;
    said(&desk, "The Ferry Sails Late").await;
    assert_eq!(posted(&desk.news).len(), 1);
    desk.close().await;
}

#[tokio::test]
async fn what_a_community_hides_is_no_longer_shown_there() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let (ada, root) = (desk.moderator("Ada"), desk.manager("Root"));
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    desk.clock.advance(TimeDelta::hours(1));
    settled(&desk, 1, 1).await;
    let options = [("article", "#H1"), ("reason", "It is of another town.")];
    desk.at_desk(&ada, "withdraw", &options).await;
    let hidden = said(&desk, "#H1 is no longer shown here").await;
    says(&hidden, &["It is of another town."]);
    for word in ["withdrawn", "The Ferry Sails Again"] {
        assert!(!hidden.text().contains(word), "{}", hidden.text());
    }
    desk.at_desk(&ada, "restore", &[("article", "#H1")]).await;
    said(&desk, "The Ferry Sails Again").await;
    desk.close().await;
}

#[tokio::test]
async fn a_copy_that_can_t_be_edited_is_listed_with_the_reason() {
    let (desk, ada, root, briefing) = told().await;
    briefing.delete();
    desk.at_desk(&ada, "withdraw", &[("article", "#1")]).await;
    let mut status = crate::schedules::of(&desk, &root, "status", "S1").await;
    for _ in 0..100 {
        if status.text().contains("deleted") {
            break;
        }
        status = crate::schedules::of(&desk, &root, "status", "S1").await;
    }
    says(&status, &["deleted"]);
    desk.shut_down().await;
}

/// What `/desk history` says of the story once `holds` of it.
async fn history(desk: &Desk, member: &Member, holds: impl Fn(&str) -> bool) -> Message {
    let mut history = None;
    for _ in 0..100 {
        let asked = desk.at_desk(member, "history", &[("article", "#1")]).await;
        let told = history.insert(asked.message());
        if holds(told.text()) {
            break;
        }
    }
    history.expect("a history")
}

#[tokio::test]
async fn the_history_of_a_story_lists_what_can_t_be_edited_until_it_is() {
    const STALE: &str = "can't be brought up to date";
    let (desk, ada, _, briefing) = told().await;
    let bot = desk.guild.bot();
    desk.news.deny_member(&bot, Permissions::VIEW_CHANNEL);
    desk.at_desk(&ada, "withdraw", &[("article", "#1")]).await;
    let stale = history(&desk, &ada, |told| told.contains(STALE)).await;
    let (guild, channel) = (desk.guild.id(), desk.news.id());
    let link = format!(
        "https://discord.com/channels/{guild}/{channel}/{}",
        briefing.id
    );
    says(
        &stale,
        &[
            "S1, briefing 1",
            &link,
            &format!("in <#{channel}> · Newsdesk lacks View Channel there"),
            "Channel settings → Permissions → Newsdesk: allow it there.",
            "Revision 1",
        ],
    );
    desk.news.allow_member(&bot, Permissions::VIEW_CHANNEL);
    // It is tried again by itself.
    desk.clock.advance(TimeDelta::minutes(61));
    let mended = history(&desk, &ada, |told| !told.contains(STALE)).await;
    assert!(!mended.text().contains(STALE), "{}", mended.text());
    desk.shut_down().await;
}
