//! A restart between any two steps loses nothing.

use super::{STORY, fill, pressed, previewed, told};
use crate::desk::Desk;

async fn restarted(mut desk: Desk) -> Desk {
    desk.halt().await;
    desk.launch(|_| {});
    desk.discord.connected().await;
    desk
}

#[tokio::test]
async fn a_form_that_was_opened_before_is_taken_after() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let form = desk.at_desk(&ada, "add", &[]).await.modal();
    let desk = restarted(desk).await;
    let preview = fill(ada.submit(&form), &STORY)
        .send()
        .await
        .expect("an answer")
        .message();
    let desk = restarted(desk).await;
    let form = ada
        .click(&preview, "Edit")
        .await
        .expect("an answer")
        .modal();
    let desk = restarted(desk).await;
    let preview = ada.submit(&form).send().await.expect("an answer").updated();
    let desk = restarted(desk).await;
    let told = pressed(&ada, &preview, "Publish").await;
    assert!(told.text().contains("Published as #1"), "{}", told.text());
    desk.close().await;
}

#[tokio::test]
async fn a_draft_whose_answer_never_came_through_waits() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let form = desk.at_desk(&ada, "add", &[]).await.modal();
    desk.discord
        .faults()
        .on("POST /interactions/*/*/callback")
        .next(3)
        .cut_before();
    assert!(fill(ada.submit(&form), &STORY).send().await.is_err());
    desk.discord.faults().clear();
    let desk = restarted(desk).await;
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(
        waits.text().contains("The Ferry Sails Again"),
        "{}",
        waits.text()
    );
    desk.shut_down().await;
}

#[tokio::test]
async fn publishing_again_what_came_through_unheard_tells_what_it_became() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let preview = previewed(&desk, &ada).await;
    desk.discord
        .faults()
        .on("POST /interactions/*/*/callback")
        .next(3)
        .cut_before();
    assert!(ada.click(&preview, "Publish").await.is_err());
    desk.discord.faults().clear();
    let desk = restarted(desk).await;
    let told = told(&ada.click(&preview, "Publish").await.expect("an answer"));
    assert!(told.text().contains("#1"), "{}", told.text());
    let list = desk.ask_privately("archive", &[]).await;
    assert!(list.text().contains("1 story"), "{}", list.text());
    desk.shut_down().await;
}
