//! `/briefing`: the stories of a day.

use crate::desk::{Desk, REAL};

const FERRY: &str = "The Ferry Sails Again\nPublished 1 September 2025\nTopics: Harbour\n\nIt left at nine. Nobody was late.";
const GULL: &str = "A Gull Is Honoured\nPublished 3 September 2025\nTopics: Harbour, Birds\nHighlights\n- The gull accepted.\n- It left.\nRewritten Article\nThere was fish.";
const RAIN: &str = "Rain at Last\nPublished 28 August 2025\nTopics: Weather\n\nIt rained.";

#[tokio::test]
async fn the_newest_day_is_told_story_by_story() {
    let desk = Desk::at("2025-09-05T08:00:00Z", &[REAL, FERRY, RAIN]).await;
    let message = desk.mara.slash(&desk.news, "briefing").send().await;
    let message = message.expect("an answer").message();
    assert!(!message.ephemeral);
    let text = message.text();
    for part in [
        "# Monday, 1 September 2025",
        "Briefing · 2 stories · 3 min",
        "### Kim Jong Un Attends Beijing Military Parade",
        "traveled to China on his armoured train", // its top highlight
        "### The Ferry Sails Again\nIt left at nine.\n-# #H2 · Harbour",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("Nobody was late"), "one line a story");
    let reads = message
        .buttons()
        .into_iter()
        .filter(|button| button.label == "Read");
    assert_eq!(reads.count(), 2);
    let read = desk
        .mara
        .click(&message, "Read")
        .await
        .expect("an answer")
        .message();
    assert!(read.ephemeral && read.text().contains("-# #H"));
    desk.close().await;
}

#[tokio::test]
async fn days_are_named_as_people_do_and_lead_to_their_neighbours() {
    let desk = Desk::at("2025-09-05T08:00:00Z", &[FERRY, GULL, RAIN]).await;
    for (date, headline) in [
        ("1 September 2025", "Ferry"),
        ("monday", "Ferry"),
        ("2 days ago", "Gull"),
        ("2025-08-28", "Rain"),
        ("28 August", "Rain"),
    ] {
        let message = desk.ask_privately("briefing", &[("date", date)]).await;
        assert!(
            message.text().contains(headline),
            "{date}: {}",
            message.text()
        );
    }
    let middle = desk
        .ask_privately("briefing", &[("date", "1.9.2025")])
        .await;
    let before = desk.turn(&middle, "‹ 28 August 2025").await;
    assert!(before.text().contains("# Thursday, 28 August 2025"));
    let labels: Vec<_> = before
        .buttons()
        .into_iter()
        .map(|button| button.label)
        .collect();
    assert_eq!(labels, ["Read", "1 September 2025 ›"]);
    let middle = desk
        .ask_privately("briefing", &[("date", "1.9.2025")])
        .await;
    let after = desk.turn(&middle, "3 September 2025 ›").await;
    assert!(
        after
            .text()
            .contains("### A Gull Is Honoured\nThe gull accepted.")
    );
    desk.close().await;
}

#[tokio::test]
async fn a_day_without_stories_offers_the_nearest() {
    let desk = Desk::at("2025-09-05T08:00:00Z", &[FERRY, GULL, RAIN]).await;
    let empty = desk
        .ask_privately("briefing", &[("date", "2025-09-02")])
        .await;
    let says = "No stories on Tuesday, 2 September 2025";
    assert!(
        empty.ephemeral && empty.text().contains(says),
        "{}",
        empty.text()
    );
    let found = desk.turn(&empty, "‹ 1 September 2025").await;
    assert!(found.text().contains("The Ferry Sails Again"));

    let empty = desk
        .ask_privately("briefing", &[("date", "2025-09-03"), ("topic", "weather")])
        .await;
    assert!(
        empty
            .text()
            .contains("No stories about “Weather” on Wednesday, 3 September 2025")
    );
    let all = desk.turn(&empty, "All topics of that day").await;
    assert!(all.text().contains("A Gull Is Honoured"));
    let empty = desk
        .ask_privately("briefing", &[("date", "2025-09-03"), ("topic", "weather")])
        .await;
    let rain = desk.turn(&empty, "‹ 28 August 2025").await;
    assert!(rain.text().contains("Rain at Last") && rain.text().contains("Weather"));
    desk.close().await;

    let desk = Desk::with(&[]).await;
    for options in [&[][..], &[("date", "2025-09-02")]] {
        let text = desk
            .ask_privately("briefing", options)
            .await
            .text()
            .to_owned();
        assert!(text.contains("no stories here yet"), "{text}");
    }
    desk.close().await;
}

#[tokio::test]
async fn a_topic_limits_it_to_the_newest_day_that_has_some() {
    let desk = Desk::at("2025-09-05T08:00:00Z", &[FERRY, GULL, RAIN]).await;
    let message = desk
        .ask_privately("briefing", &[("topic", "weather")])
        .await;
    let text = message.text();
    assert!(
        text.contains("# Thursday, 28 August 2025\n-# Briefing · Weather · 1 story"),
        "{text}"
    );
    let harbour = desk
        .ask_privately("briefing", &[("topic", "harbour")])
        .await;
    let earlier = desk.turn(&harbour, "‹ 1 September 2025").await;
    assert!(
        earlier.text().contains("Briefing · Harbour"),
        "the topic stays"
    );
    let unknown = desk.ask_privately("briefing", &[("topic", "harbr")]).await;
    assert!(
        unknown
            .text()
            .contains("No story here has the topic “harbr”")
    );
    desk.close().await;
}

#[tokio::test]
async fn more_than_a_message_holds_is_found_in_the_archive() {
    let story =
        |n: u32| format!("Story Number {n}\nPublished 1 September 2025\n\nIt is story {n}.");
    let stories: Vec<String> = (0..20).map(story).collect();
    let texts: Vec<&str> = stories.iter().map(String::as_str).collect();
    let desk = Desk::with(&texts).await;
    let message = desk.ask_privately("briefing", &[]).await;
    let text = message.text();
    assert!(
        text.contains("8 of 20 stories") && text.contains("and 12 more in /archive"),
        "{text}"
    );
    let all = desk.turn(&message, "All 20").await;
    assert!(
        all.text()
            .contains("on 1 September 2025\n-# Page 1 of 2 · 20 stories"),
        "{}",
        all.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn more_than_one_day_is_refused_with_the_way_to_the_archive() {
    let desk = Desk::at("2025-09-05T08:00:00Z", &[FERRY, GULL, RAIN]).await;
    let refused = desk
        .ask_privately("briefing", &[("date", "September 2025")])
        .await;
    assert!(
        refused
            .text()
            .contains("“September 2025” is more than one day")
    );
    let archive = desk.turn(&refused, "Those days in the archive").await;
    assert!(archive.text().contains("2 stories"), "{}", archive.text());
    let refused = desk
        .ask_privately("briefing", &[("date", "whenever")])
        .await;
    assert!(
        refused
            .text()
            .contains("“whenever” is no date that I can read")
    );
    desk.close().await;
}
