//! Several schedules at once, and names that are as hard as they can be.

use chrono::TimeDelta;
use newsdesk::briefing::Outcome;

use super::{FERRY, MORNING, posted, restarted_after, schedule, settled};
use crate::{
    desk::Desk,
    schedules::{ask, says},
};

const POSTS: &str = "POST /channels/*/messages";

/// How many of a channel's messages tell of the ferry.
fn told(desk: &Desk) -> usize {
    let all = posted(&desk.news).into_iter();
    all.filter(|it| it.text().contains("The Ferry Sails Again"))
        .count()
}

#[tokio::test]
async fn two_of_one_minute_in_one_channel_come_once_each() {
    for down in [TimeDelta::seconds(30), TimeDelta::minutes(30)] {
        let mut desk = Desk::at(MORNING, &[FERRY]).await;
        let root = desk.manager("Root");
        for _ in 0..2 {
            schedule(&desk, &root, &desk.news, "6", &[]).await;
        }
        desk.discord.faults().next(2).on(POSTS).cut_after();
        desk.clock.advance(TimeDelta::hours(1));
        desk.discord.faults().met().await;
        // Each is known by a name, and later by a mark of its own.
        restarted_after(&mut desk, down).await;
        for number in [1, 2] {
            let outcome = settled(&desk, number, 1).await.outcome;
            assert_eq!(outcome, Outcome::Posted, "S{number}, {down}");
        }
        assert_eq!(told(&desk), 2, "{down}");
        desk.close().await;
    }
}

#[tokio::test]
async fn a_dozen_of_one_minute_all_come() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    let forum = desk.guild.forum("posts");
    for number in 0..12 {
        let channel = if number % 3 == 0 { &forum } else { &desk.news };
        let thread = ("thread", (number % 3 == 1).into());
        let options = if number % 3 == 0 { &[][..] } else { &[thread] };
        schedule(&desk, &root, channel, "6", options).await;
    }
    desk.clock.advance(TimeDelta::hours(1));
    for number in 1..=12 {
        let outcome = settled(&desk, number, 1).await.outcome;
        assert_eq!(outcome, Outcome::Posted, "S{number}");
    }
    assert_eq!((forum.threads().len(), desk.news.threads().len()), (4, 4));
    assert_eq!(told(&desk), 4);
    desk.close().await;
}

#[tokio::test]
async fn names_from_right_to_left_and_in_emoji_reach_every_place() {
    const TOPIC: &str = "\u{202e}نشرة الصباح 🗞️ @everyone <#1> **b**";
    let story = format!(
        "The Ferry Sails Again\nPublished 1 September 2025\nTopics: {TOPIC}\n\nIt left at six.\n"
    );
    let desk = Desk::at(MORNING, &[&story]).await;
    let root = desk.manager("Root");
    let (board, forum) = (
        desk.guild.text_channel("🗞️・الأخبار"),
        desk.guild.forum("🐦\u{200d}🔥"),
    );
    let slash = root.slash(&desk.news, "schedule").subcommand("add");
    let topics = slash.autocomplete("topic", "نشرة").await.expect("choices");
    let topic = topics[0].value.as_str().expect("a topic");
    for (channel, thread) in [(&board, true), (&board, false), (&forum, false)] {
        let options = [("topic", topic.into()), ("thread", thread.into())];
        schedule(&desk, &root, channel, "6", &options).await;
    }
    desk.clock.advance(TimeDelta::hours(1));
    for number in 1..=3 {
        let outcome = settled(&desk, number, 1).await.outcome;
        assert_eq!(outcome, Outcome::Posted, "S{number}");
    }
    for thread in board.threads().iter().chain(&forum.threads()) {
        let name = thread.name();
        assert!(name.starts_with("Monday, 1 September 2025 · "), "{name}");
        assert!(name.contains("نشرة الصباح 🗞️") && !name.contains('\u{202e}'));
        says(&posted(thread)[0], &["The Ferry Sails Again"]);
    }
    for message in posted(&board) {
        assert!(message.pinged().is_nobody());
        assert!(!message.text().contains('\u{202e}'), "{}", message.text());
    }
    let list = ask(&desk, &root, "list", &[]).await;
    says(&list, &["S1", "S3", "نشرة الصباح"]);
    desk.close().await;
}
