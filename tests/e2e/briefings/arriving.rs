//! A briefing arrives at its minute, wherever it goes.

use chrono::TimeDelta;
use local_discord::Permissions;
use newsdesk::{article::Library, briefing::Outcome};

use super::{FERRY, MORNING, posted, schedule, settled};
use crate::{desk::Desk, schedules::says};

#[tokio::test]
async fn it_comes_at_its_minute_once_and_not_again_without_news() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    let readers = desk.guild.role("Early Readers", Permissions::empty());
    readers.set_mentionable(true);
    schedule(
        &desk,
        &root,
        &desk.news,
        "8:30",
        &[("mention", (&readers).into())],
    )
    .await;
    desk.clock.advance(TimeDelta::minutes(209));
    desk.ask_privately("summary", &[]).await;
    assert!(posted(&desk.news).is_empty(), "a minute early");
    desk.clock.advance(TimeDelta::minutes(1));
    let briefing = desk.news.next_message().await;
    says(
        &briefing,
        &[
            "# Monday, 1 September 2025",
            "Your morning briefing",
            "1 story",
            "The Ferry Sails Again",
            "It sailed at six.",
        ],
    );
    assert!(!briefing.text().contains("Late"), "{}", briefing.text());
    assert_eq!(briefing.pinged().roles, [readers.id()]);
    assert!(!briefing.pinged().everyone && briefing.pinged().users.is_empty());
    assert_eq!(settled(&desk, 1, 1).await.outcome, Outcome::Posted);
    let read = desk.mara.click(&briefing, "Read").await.expect("an answer");
    assert!(read.message().ephemeral);
    desk.clock.advance(TimeDelta::days(1));
    assert_eq!(settled(&desk, 1, 2).await.outcome, Outcome::Empty);
    assert_eq!(posted(&desk.news).len(), 1);
    let tuesday = "The Crane Lifts\nPublished 2 September 2025\n\nIt lifted a boat.\n";
    desk.import(Library::House, &[FERRY, tuesday]).await;
    desk.clock.advance(TimeDelta::days(1));
    let second = desk.news.next_message().await;
    says(&second, &["Wednesday, 3 September 2025", "The Crane Lifts"]);
    assert!(!second.text().contains("The Ferry"), "{}", second.text());
    desk.close().await;
}

#[tokio::test]
async fn a_quiet_day_is_said_where_that_is_wanted() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    schedule(
        &desk,
        &root,
        &desk.news,
        "6",
        &[("when_empty", "note".into())],
    )
    .await;
    desk.clock.advance(TimeDelta::hours(1));
    says(
        &desk.news.next_message().await,
        &["Monday, 1 September 2025", "Nothing new"],
    );
    desk.close().await;
}

#[tokio::test]
async fn an_announcement_is_published_to_the_channels_that_follow() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    let bulletin = desk.guild.announcement_channel("bulletin");
    schedule(&desk, &root, &bulletin, "6", &[("crosspost", true.into())]).await;
    desk.clock.advance(TimeDelta::hours(1));
    says(&bulletin.next_message().await, &["The Ferry Sails Again"]);
    let delivery = settled(&desk, 1, 1).await;
    assert_eq!(delivery.outcome, Outcome::Posted);
    assert_eq!(delivery.steps.len(), 2);
    let crossposted = posted(&bulletin)[0].flags.bits() & 1;
    assert_eq!(crossposted, 1, "it is published");
    desk.close().await;
}

#[tokio::test]
async fn a_forum_gets_a_post_a_day_with_the_tag_that_it_demands() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    let forum = desk.guild.forum("daily");
    forum.add_tag("Daily");
    forum.require_tag(true);
    schedule(&desk, &root, &forum, "6", &[]).await;
    desk.clock.advance(TimeDelta::hours(1));
    assert_eq!(settled(&desk, 1, 1).await.outcome, Outcome::Posted);
    let posts = forum.threads();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].name(), "Monday, 1 September 2025");
    assert_eq!(posts[0].tags(), ["Daily"]);
    says(&posted(&posts[0])[0], &["The Ferry Sails Again"]);
    desk.close().await;
}

#[tokio::test]
async fn a_thread_a_day_holds_the_stories_and_its_head_pings_once() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    let readers = desk.guild.role("Early Readers", Permissions::empty());
    readers.set_mentionable(true);
    let options = [("thread", true.into()), ("mention", (&readers).into())];
    schedule(&desk, &root, &desk.news, "6", &options).await;
    desk.clock.advance(TimeDelta::hours(1));
    assert_eq!(settled(&desk, 1, 1).await.outcome, Outcome::Posted);
    let head = desk.news.next_message().await;
    says(&head, &["Monday, 1 September 2025", "1 story"]);
    assert_eq!(head.pinged().roles, [readers.id()]);
    let threads = desk.news.threads();
    assert_eq!(threads.len(), 1);
    assert_eq!(threads[0].name(), "Monday, 1 September 2025");
    let inside = posted(&threads[0]);
    let story = inside.last().expect("a message");
    says(story, &["The Ferry Sails Again"]);
    assert!(story.pinged().is_nobody(), "once is enough");
    desk.close().await;
}
