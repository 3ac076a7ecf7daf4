//! Files and stories as large as may be, and larger.

use chrono::TimeDelta;
use local_discord::{Member, Message};

use super::{
    hostile::{add, forged},
    pressed, published, told,
};
use crate::desk::Desk;

#[tokio::test]
async fn a_file_of_very_many_stories_waits_as_it_came() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let text = "The Crane\nIt lifts.\n====\n".repeat(201);
    let told = add(&desk, &ada, &text, None).await;
    for says in ["201", "200", "newsdesk import", "draft 1"] {
        assert!(told.text().contains(says), "{says}: {}", told.text());
    }
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(waits.text().contains("The Crane"), "{}", waits.text());
    assert!(!waits.text().contains("Draft 2"), "{}", waits.text());
    desk.close().await;
}

/// A file whose story is nearly as large as one may be.
fn large(headline: &str) -> String {
    format!("{headline}\n{}\n", "It is long. ".repeat(8_320).trim_end())
}

/// What a moderator gets for another text of the first story.
async fn change(desk: &Desk, member: &Member, text: &str, note: &str) -> Message {
    let slash = member.slash(&desk.news, "desk").subcommand("edit");
    let slash = slash.option("article", "#1").option("note", note);
    let slash = slash.file("file", "one.txt", text.as_bytes());
    slash.send().await.expect("an answer").message()
}

#[tokio::test]
async fn a_story_too_large_for_its_notes_is_refused_in_words_and_waits() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let preview = change(&desk, &ada, &large("The Ferry"), &"n".repeat(300)).await;
    let refused = ada.click(&preview, "Publish").await.expect("an answer");
    let refused = told(&refused);
    assert!(refused.text().contains("100000"), "{}", refused.text());
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(waits.text().contains("The Ferry"), "{}", waits.text());
    desk.close().await;
}

#[tokio::test]
async fn a_story_too_large_at_its_time_waits_and_the_log_says_why() {
    let desk = Desk::at("2025-09-01T06:00:00Z", &[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let small = "The Ferry\nIt sails.\n";
    let preview = change(&desk, &ada, small, &"n".repeat(300)).await;
    pressed(&ada, &preview, "Publish").await;
    add(&desk, &ada, &large("The Ferry"), Some("tomorrow 8:00")).await;
    let revise = format!("1:draft:3.1:revise:g{:x}.1", desk.guild.id());
    let preview = forged(&desk, &ada, &revise).await;
    pressed(&ada, &preview, "Schedule").await;
    desk.clock.advance(TimeDelta::days(2));
    let mut log = String::new();
    for _ in 0..200 {
        log = desk
            .at_desk(&ada, "log", &[])
            .await
            .message()
            .text()
            .to_owned();
        if log.contains("too large") {
            break;
        }
    }
    assert_eq!(log.matches("too large").count(), 1, "{log}");
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(waits.text().contains("The Ferry"), "{}", waits.text());
    desk.close().await;
}

#[tokio::test]
async fn a_file_as_full_as_may_be_is_published_whole() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    // No headline is like another: those would each be asked about.
    let headline = |n: u32| format!("{:08x}", n.wrapping_mul(0x9e37_79b1));
    let text: String = (0..200)
        .map(|n| format!("{}\nIt lifts {n}.\n====\n", headline(n)))
        .collect();
    add(&desk, &ada, &text, None).await;
    forged(&desk, &ada, "1:batch:2.201").await;
    let list = desk.ask_privately("archive", &[]).await;
    assert!(list.text().contains("200 stories"), "{}", list.text());
    desk.close().await;
}
