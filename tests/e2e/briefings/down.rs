//! The bot was down, or the clock was moved.

use chrono::TimeDelta;
use local_discord::Setup;
use newsdesk::{
    article::{ChannelId, GuildId, Library, UserId},
    briefing::{ChannelKind, MAX_SCHEDULES, Outcome, Plan},
    schedule::{Days, Recurrence, Zone},
};

use super::{FERRY, MORNING, posted, restarted_after, schedule, settled, up_after};
use crate::{
    desk::Desk,
    schedules::{of, says},
};

#[tokio::test]
async fn what_was_missed_is_posted_late_within_the_grace() {
    let mut desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    restarted_after(&mut desk, TimeDelta::hours(3)).await;
    says(
        &desk.news.next_message().await,
        &["Late", "The Ferry Sails Again"],
    );
    restarted_after(&mut desk, TimeDelta::minutes(1)).await;
    assert_eq!(settled(&desk, 1, 1).await.outcome, Outcome::Posted);
    assert_eq!(posted(&desk.news).len(), 1);
    desk.close().await;
}

#[tokio::test]
async fn what_is_older_than_the_grace_is_missed_and_said_so() {
    let mut desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    restarted_after(&mut desk, TimeDelta::hours(8)).await;
    assert_eq!(settled(&desk, 1, 1).await.outcome, Outcome::Missed);
    assert!(posted(&desk.news).is_empty());
    says(&of(&desk, &root, "status", "S1").await, &["Missed"]);
    desk.close().await;
}

#[tokio::test]
async fn after_many_days_the_last_is_posted_and_the_others_are_missed() {
    let mut desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    let thursday = "The Crane Lifts\nPublished 4 September 2025\n\nIt lifted a boat.\n";
    desk.import(Library::House, &[thursday]).await;
    restarted_after(&mut desk, TimeDelta::hours(3 * 24 + 2)).await;
    let late = desk.news.next_message().await;
    says(
        &late,
        &["Thursday, 4 September 2025", "Late", "The Crane Lifts"],
    );
    let last = settled(&desk, 1, 4).await;
    assert_eq!((last.id.number, last.outcome), (4, Outcome::Posted));
    assert_eq!(posted(&desk.news).len(), 1);
    desk.close().await;
}

#[tokio::test]
async fn what_is_due_at_the_start_is_no_more_than_discord_takes() {
    let setup = Setup {
        rate_limits: true,
        ..Setup::default()
    };
    let mut desk = Desk::set_up(setup, MORNING, &[FERRY]).await;
    desk.halt().await;
    let (guild, now) = (GuildId(desk.guild.id()), desk.clock.now());
    for number in 1..=MAX_SCHEDULES {
        let channel = desk.guild.text_channel(&format!("news-{number}"));
        let plan = daily(ChannelId(channel.id()));
        let added = desk
            .newsroom
            .store()
            .add_schedule(guild, plan, UserId(1), now);
        added.await.expect("a store").expect("room for it");
    }
    up_after(&mut desk, TimeDelta::hours(1)).await;
    for number in 1..=MAX_SCHEDULES as u32 {
        assert_eq!(settled(&desk, number, 1).await.outcome, Outcome::Posted);
    }
    assert!(desk.discord.refusals().is_empty());
    desk.close().await;
}

/// At six in UTC.
fn daily(channel: ChannelId) -> Plan {
    Plan::new(
        channel,
        ChannelKind::Text,
        Recurrence {
            time: "06:00:00".parse().expect("a time"),
            zone: Zone::utc(),
            days: Days::DAILY,
        },
    )
}

#[tokio::test]
async fn a_clock_that_is_put_back_posts_nothing_twice() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    desk.clock.advance(TimeDelta::hours(1));
    desk.news.next_message().await;
    settled(&desk, 1, 1).await;
    desk.clock.advance(TimeDelta::hours(-2));
    desk.ask_privately("summary", &[]).await;
    desk.clock.advance(TimeDelta::hours(3));
    desk.ask_privately("summary", &[]).await;
    assert_eq!(posted(&desk.news).len(), 1);
    desk.close().await;
}

#[tokio::test]
async fn a_gateway_that_is_lost_keeps_no_briefing() {
    let desk = Desk::at(MORNING, &[FERRY]).await;
    let root = desk.manager("Root");
    schedule(&desk, &root, &desk.news, "6", &[]).await;
    desk.discord.go_silent();
    desk.clock.advance(TimeDelta::hours(1));
    says(&desk.news.next_message().await, &["The Ferry Sails Again"]);
    desk.close().await;
}
