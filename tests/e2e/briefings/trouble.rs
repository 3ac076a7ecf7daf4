//! What stands in a briefing's way.

use chrono::TimeDelta;
use local_discord::{Member, Permissions};
use newsdesk::briefing::{Obstacle, Outcome};

use super::{FERRY, MORNING, posted, restarted_after, schedule, settled, up_after};
use crate::{
    desk::Desk,
    schedules::{announce, of, says},
};

const POSTS: &str = "POST /channels/*/messages";

/// A briefing that was posted, of which the bot got no answer; and who manages the guild.
async fn lost() -> (Desk, Member) {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    desk.discord.faults().on(POSTS).cut_after();
    desk.clock.advance(TimeDelta::hours(1));
    desk.discord.faults().met().await;
    (desk, root)
}

#[tokio::test]
async fn an_answer_that_is_lost_does_not_post_it_twice() {
    let (desk, _) = lost().await;
    desk.clock.advance(TimeDelta::seconds(30));
    assert_eq!(settled(&desk, 1, 1).await.outcome, Outcome::Posted);
    assert_eq!(posted(&desk.news).len(), 1);
    desk.close().await;
}

#[tokio::test]
async fn long_after_an_answer_was_lost_the_channel_is_read_back() {
    let (mut desk, _) = lost().await;
    restarted_after(&mut desk, TimeDelta::minutes(30)).await;
    assert_eq!(settled(&desk, 1, 1).await.outcome, Outcome::Posted);
    assert_eq!(posted(&desk.news).len(), 1);
    desk.close().await;
}

#[tokio::test]
async fn where_the_channel_may_not_be_read_a_person_decides() {
    let (mut desk, root) = lost().await;
    desk.halt().await;
    desk.news
        .deny_member(&desk.guild.bot(), Permissions::READ_MESSAGE_HISTORY);
    up_after(&mut desk, TimeDelta::minutes(30)).await;
    assert_eq!(settled(&desk, 1, 1).await.outcome, Outcome::Uncertain);
    assert_eq!(posted(&desk.news).len(), 1);
    let status = of(&desk, &root, "status", "S1").await;
    says(&status, &["Uncertain", "Read Message History"]);
    desk.close().await;
}

#[tokio::test]
async fn a_failure_that_passes_is_tried_again() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    desk.discord.faults().next(2).on(POSTS).answer(503);
    desk.clock.advance(TimeDelta::hours(1));
    for _ in 0..200 {
        if !posted(&desk.news).is_empty() {
            break;
        }
        desk.clock.advance(TimeDelta::seconds(1));
        desk.ask_privately("summary", &[]).await;
    }
    says(&desk.news.next_message().await, &["The Ferry Sails Again"]);
    assert_eq!(settled(&desk, 1, 1).await.outcome, Outcome::Posted);
    assert_eq!(posted(&desk.news).len(), 1);
    desk.shut_down().await;
}

#[tokio::test]
async fn a_briefing_that_somebody_deletes_counts_as_posted() {
    let mut desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    desk.clock.advance(TimeDelta::hours(1));
    let briefing = desk.news.next_message().await;
    settled(&desk, 1, 1).await;
    briefing.delete();
    desk.halt().await;
    desk.launch(|_| {});
    desk.discord.connected().await;
    desk.clock.advance(TimeDelta::days(1));
    assert_eq!(settled(&desk, 1, 2).await.outcome, Outcome::Empty);
    assert!(posted(&desk.news).is_empty());
    desk.close().await;
}

#[tokio::test]
async fn three_failures_in_a_row_pause_it_and_the_log_channel_is_told() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let log = desk.guild.text_channel("desk-log");
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash.option("log_channel", &log).send().await;
    set.expect("an answer");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    desk.news
        .deny_member(&desk.guild.bot(), Permissions::SEND_MESSAGES);
    let headlines = [
        "The Ferry Sails",
        "The Crane Lifts A Boat",
        "A Gull Is Honoured By All",
    ];
    for (day, headline) in (1..).zip(headlines) {
        announce(&desk, &[headline]).await;
        desk.clock
            .advance(TimeDelta::hours(if day == 1 { 1 } else { 24 }));
        let last = settled(&desk, 1, day).await;
        assert!(matches!(last.outcome, Outcome::Failed(_)), "{last:?}");
    }
    let mut told = String::new();
    while !told.contains("paused schedule S1") {
        told += log.next_message().await.text();
    }
    says(
        &of(&desk, &root, "status", "S1").await,
        &["Send Messages", "aused"],
    );
    let bot = desk.guild.bot();
    desk.news.allow_member(&bot, Permissions::SEND_MESSAGES);
    of(&desk, &root, "resume", "S1").await;
    desk.clock.advance(TimeDelta::days(1));
    says(
        &desk.news.next_message().await,
        &["A Gull Is Honoured By All"],
    );
    desk.shut_down().await;
}

#[tokio::test]
async fn a_channel_that_is_gone_is_named_with_its_remedy() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    let gone = desk.guild.text_channel("gone");
    schedule(&desk, &root, &gone, "6", &[]).await;
    gone.delete();
    desk.clock.advance(TimeDelta::hours(1));
    let last = settled(&desk, 1, 1).await;
    assert!(matches!(last.outcome, Outcome::Failed(_)), "{last:?}");
    let status = of(&desk, &root, "status", "S1").await;
    says(&status, &["The channel was deleted", "/schedule edit"]);
    desk.shut_down().await;
}

#[tokio::test]
async fn a_bot_that_was_removed_goes_on_once_it_is_back() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    desk.guild.remove_bot();
    desk.clock.advance(TimeDelta::hours(1));
    let failed = Outcome::Failed(Obstacle::Away);
    assert_eq!(settled(&desk, 1, 1).await.outcome, failed);
    desk.guild.add_bot();
    let status = of(&desk, &root, "status", "S1").await;
    let since = "Not posted, since Newsdesk was not in this community then";
    says(&status, &[since, "The last one failed", "Next"]);
    assert!(!status.text().contains("Missing"), "{}", status.text());
    desk.clock.advance(TimeDelta::days(1));
    says(&desk.news.next_message().await, &["The Ferry Sails Again"]);
    desk.shut_down().await;
}
