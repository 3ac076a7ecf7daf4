//! `/desk withdraw`, `/desk restore`.

use super::published;
use crate::desk::{Desk, REAL};

#[tokio::test]
async fn a_withdrawn_story_leaves_everything_at_once_and_comes_back() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let options = [("article", "#1"), ("reason", "The ferry did not sail.")];
    let told = desk.at_desk(&ada, "withdraw", &options).await.message();
    assert!(
        told.ephemeral && told.text().contains("#1"),
        "{}",
        told.text()
    );
    for (command, options) in [
        ("summary", vec![("article", "#1")]),
        ("summary", vec![("article", "ferry")]),
        ("search", vec![("query", "shaft")]),
        ("archive", vec![]),
        ("briefing", vec![]),
    ] {
        let read = desk.ask_privately(command, &options).await;
        assert!(
            !read.text().contains("The Ferry Sails Again"),
            "/{command}: {}",
            read.text()
        );
    }
    let choices = desk
        .mara
        .slash(&desk.news, "summary")
        .autocomplete("article", "ferry")
        .await;
    assert_eq!(choices.expect("choices"), []);
    let again = desk
        .at_desk(&ada, "withdraw", &[("article", "#1")])
        .await
        .message();
    assert!(again.text().contains("already"), "{}", again.text());

    let slash = ada.slash(&desk.news, "desk").subcommand("restore");
    let choices = slash.autocomplete("article", "").await.expect("choices");
    assert!(
        choices
            .iter()
            .any(|choice| choice.name.contains("The Ferry")),
        "{choices:?}"
    );
    let value = choices[0].value.as_str().expect("a text").to_owned();
    desk.at_desk(&ada, "restore", &[("article", &value)]).await;
    let read = desk.ask_privately("summary", &[("article", "#1")]).await;
    assert!(read.text().contains("After two weeks"), "{}", read.text());
    let again = desk
        .at_desk(&ada, "restore", &[("article", "#1")])
        .await
        .message();
    assert!(
        again.ephemeral && again.text().contains("not withdrawn"),
        "{}",
        again.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn another_guild_hides_a_story_of_the_house_from_its_own_readers_only() {
    let desk = Desk::with(&[REAL]).await;
    let ada = desk.moderator("Ada");
    let elsewhere = desk.discord.guild("Hill Town");
    let square = elsewhere.text_channel("square");
    let finn = elsewhere.member("Finn");
    desk.at_desk(
        &ada,
        "withdraw",
        &[("article", "#H1"), ("reason", "Not ours.")],
    )
    .await;
    let here = desk.ask_privately("summary", &[]).await;
    assert!(!here.text().contains("Kim Jong Un"), "{}", here.text());
    let there = finn
        .slash(&square, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(there.text().contains("Kim Jong Un"), "{}", there.text());
    desk.at_desk(&ada, "restore", &[("article", "#H1")]).await;
    let here = desk.ask_privately("summary", &[]).await;
    assert!(here.text().contains("Kim Jong Un"), "{}", here.text());
    let log = desk.at_desk(&ada, "log", &[]).await.message();
    assert!(
        log.text().contains("#H1") && log.text().contains("Not ours."),
        "{}",
        log.text()
    );
    desk.close().await;
}
