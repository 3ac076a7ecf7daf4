//! Drafts: what waits, and acting on it.

use super::{STORY, fill, labels, pressed, previewed, told, typed};
use crate::desk::Desk;

#[tokio::test]
async fn what_waits_is_listed_for_every_moderator() {
    let desk = Desk::with(&[]).await;
    let (ada, ben) = (desk.moderator("Ada"), desk.moderator("Ben"));
    let nothing = desk.at_desk(&ben, "drafts", &[]).await.message();
    assert!(
        nothing.ephemeral && nothing.buttons().is_empty(),
        "{}",
        nothing.text()
    );
    previewed(&desk, &ada).await;
    let list = desk.at_desk(&ben, "drafts", &[]).await.message();
    assert!(
        list.text().contains("The Ferry Sails Again"),
        "{}",
        list.text()
    );
    for label in ["Publish", "Edit", "Discard"] {
        assert!(labels(&list).contains(&label.to_owned()), "{label}");
    }
    let told = pressed(&ben, &list, "Publish").await;
    assert!(told.text().contains("#1"), "{}", told.text());
    let nothing = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(!nothing.text().contains("The Ferry"), "{}", nothing.text());
    desk.close().await;
}

#[tokio::test]
async fn many_drafts_come_in_pages() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    for number in 1..=12 {
        let headline = format!("Harbour Report Number {number}");
        let lede = format!("Report {number}, with words of its own: {}.", number * 7919);
        typed(&desk, &ada, &[("Headline", &headline), ("Story", &lede)]).await;
    }
    let mut list = desk.at_desk(&ada, "drafts", &[]).await.message();
    let mut seen = list.text().to_owned();
    for _ in 0..5 {
        let next = labels(&list).into_iter().find(|label| label.ends_with('›'));
        let Some(next) = next else { break };
        list = pressed(&ada, &list, &next).await;
        seen += list.text();
    }
    for number in 1..=12 {
        assert!(
            seen.contains(&format!("Harbour Report Number {number}")),
            "{number}"
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn of_two_moderators_at_once_one_wins_and_the_other_is_told() {
    let desk = Desk::with(&[]).await;
    let (ada, ben) = (desk.moderator("Ada"), desk.moderator("Ben"));
    previewed(&desk, &ada).await;
    let mine = desk.at_desk(&ada, "drafts", &[]).await.message();
    let theirs = desk.at_desk(&ben, "drafts", &[]).await.message();
    let (a, b) = tokio::join!(ada.click(&mine, "Publish"), ben.click(&theirs, "Publish"));
    let told = [a, b].map(|answer| told(&answer.expect("an answer")).text().to_owned());
    let won = told.iter().filter(|text| text.contains("Published as #1"));
    assert_eq!(won.count(), 1, "{told:#?}");
    let late = told.iter().find(|text| !text.contains("Published as #1"));
    let late = late.expect("somebody who was later");
    assert!(late.contains("<@"), "it says who was faster: {late}");
    let list = desk.ask_privately("archive", &[]).await;
    assert!(list.text().contains("1 story"), "{}", list.text());
    desk.close().await;
}

#[tokio::test]
async fn a_button_of_an_older_version_shows_the_draft_as_it_is() {
    let desk = Desk::with(&[]).await;
    let (ada, ben) = (desk.moderator("Ada"), desk.moderator("Ben"));
    let old = previewed(&desk, &ada).await;
    let list = desk.at_desk(&ben, "drafts", &[]).await.message();
    let form = ben.click(&list, "Edit").await.expect("an answer").modal();
    let changed = fill(ben.submit(&form), &[("Headline", "The Ferry Waits")]);
    changed.send().await.expect("an answer");
    let shown = pressed(&ada, &old, "Publish").await;
    assert!(shown.text().contains("The Ferry Waits"), "{}", shown.text());
    assert!(
        shown.text().contains(&format!("<@{}>", ben.id())),
        "{}",
        shown.text()
    );
    let told = pressed(&ada, &shown, "Publish").await;
    assert!(told.text().contains("Published as #1"), "{}", told.text());
    desk.close().await;
}

#[tokio::test]
async fn text_for_a_draft_that_was_changed_meanwhile_is_kept() {
    let desk = Desk::with(&[]).await;
    let (ada, ben) = (desk.moderator("Ada"), desk.moderator("Ben"));
    let preview = previewed(&desk, &ada).await;
    let mine = ada
        .click(&preview, "Edit")
        .await
        .expect("an answer")
        .modal();
    let list = desk.at_desk(&ben, "drafts", &[]).await.message();
    let theirs = ben.click(&list, "Edit").await.expect("an answer").modal();
    let faster = fill(ben.submit(&theirs), &[("Headline", "The Ferry Waits")]);
    faster.send().await.expect("an answer");
    let slower = fill(ada.submit(&mine), &[("Headline", "The Ferry Sinks")]);
    slower.send().await.expect("an answer");
    let list = desk.at_desk(&ada, "drafts", &[]).await.message();
    for headline in ["The Ferry Waits", "The Ferry Sinks"] {
        assert!(
            list.text().contains(headline),
            "{headline}: {}",
            list.text()
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn a_discarded_draft_can_be_taken_back() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let preview = previewed(&desk, &ada).await;
    let gone = pressed(&ada, &preview, "Discard").await;
    let list = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(!list.text().contains("The Ferry"), "{}", list.text());
    let back = pressed(&ada, &gone, "Take it back").await;
    assert!(back.text().contains("After two weeks"), "{}", back.text());
    let told = pressed(&ada, &back, "Publish").await;
    assert!(told.text().contains("Published as #1"), "{}", told.text());
    let late = pressed(&ada, &preview.now().unwrap_or(preview), "Read").await;
    assert!(late.text().contains(STORY[0].1), "{}", late.text());
    desk.close().await;
}
