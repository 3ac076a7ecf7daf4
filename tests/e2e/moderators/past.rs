//! `/desk history`, `/desk log`, `/desk export`.

use super::{fill, labels, pressed, previewed, published};
use crate::desk::Desk;

#[tokio::test]
async fn history_shows_what_changed_and_restores() {
    let desk = Desk::with(&[]).await;
    let (ada, ben) = (desk.moderator("Ada"), desk.moderator("Ben"));
    published(&desk, &ada).await;
    let options = [("article", "#1"), ("part", "lede"), ("note", "One week.")];
    let form = desk.at_desk(&ben, "edit", &options).await.modal();
    let preview = fill(
        ben.submit(&form),
        &[("Lede", "After one week the ferry sails.")],
    );
    let preview = preview.send().await.expect("an answer").message();
    pressed(&ben, &preview, "Publish").await;

    let history = desk
        .at_desk(&ada, "history", &[("article", "#1")])
        .await
        .message();
    for says in [
        "Revision 2",
        "Revision 1",
        "One week.",
        &format!("<@{}>", ben.id()),
    ] {
        assert!(history.text().contains(says), "{says}: {}", history.text());
    }
    let newest = &labels(&history)[0];
    let revision = pressed(&ada, &history, newest).await;
    assert!(
        revision.text().contains("two weeks") || revision.text().contains("~~two"),
        "{}",
        revision.text()
    );
    let back = labels(&revision)
        .into_iter()
        .find(|label| label.contains("history"));
    let history = pressed(&ada, &revision, &back.expect("a way back")).await;
    let oldest = labels(&history)[1].clone();
    let form = ada
        .slash(&desk.news, "desk")
        .subcommand("history")
        .option("article", "#1");
    let shown = form.send().await.expect("an answer").message();
    assert_eq!(labels(&shown)[1], oldest);
    let custom = shown.buttons()[1].custom_id.clone().expect("a custom_id");
    let answer = desk
        .discord
        .forge_component(&ada, &shown, &custom, &[])
        .await;
    let first = answer.expect("an answer").updated();
    pressed(&ada, &first, "Restore this revision").await;
    let read = desk.ask_privately("summary", &[("article", "#1")]).await;
    assert!(read.text().contains("After two weeks"), "{}", read.text());
    let history = desk
        .at_desk(&ada, "history", &[("article", "#1")])
        .await
        .message();
    assert!(history.text().contains("Revision 3"), "{}", history.text());
    desk.close().await;
}

#[tokio::test]
async fn the_log_says_who_did_what_and_is_filtered_and_paged() {
    let desk = Desk::with(&[]).await;
    let (ada, ben) = (desk.moderator("Ada"), desk.moderator("Ben"));
    published(&desk, &ada).await;
    let preview = previewed(&desk, &ben).await;
    pressed(&ben, &preview, "Discard").await;
    for _ in 0..4 {
        desk.at_desk(&ben, "withdraw", &[("article", "#1")]).await;
        desk.at_desk(&ben, "restore", &[("article", "#1")]).await;
    }
    let log = desk.at_desk(&ada, "log", &[]).await.message();
    assert!(
        log.ephemeral && log.text().contains(&format!("<@{}>", ben.id())),
        "{}",
        log.text()
    );
    let next = labels(&log).into_iter().find(|label| label.ends_with('›'));
    let older = pressed(&ada, &log, &next.expect("a next page")).await;
    assert!(
        older.text().contains(&format!("<@{}>", ada.id())),
        "{}",
        older.text()
    );

    let slash = ada.slash(&desk.news, "desk").subcommand("log");
    let mine = slash.option("who", local_discord::OptionValue::User(ada.id()));
    let mine = mine.send().await.expect("an answer").message();
    assert!(
        mine.text().contains("The Ferry Sails Again"),
        "{}",
        mine.text()
    );
    assert!(
        !mine.text().contains(&format!("<@{}>", ben.id())),
        "{}",
        mine.text()
    );
    let of = desk
        .at_desk(&ada, "log", &[("article", "#1")])
        .await
        .message();
    assert!(!of.text().contains("iscarded"), "{}", of.text());
    assert!(of.pinged().is_nobody());
    desk.close().await;
}

#[tokio::test]
async fn the_log_channel_is_told_the_same_lines() {
    let desk = Desk::with(&[]).await;
    let (ada, root) = (desk.moderator("Ada"), desk.manager("Root"));
    let log = desk.guild.text_channel("desk-log");
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash.option("log_channel", local_discord::OptionValue::Channel(log.id()));
    let told = set.send().await.expect("an answer").message();
    assert!(
        told.text().contains(&format!("<#{}>", log.id())),
        "{}",
        told.text()
    );
    let mut said = log.next_message().await.text().to_owned();
    published(&desk, &ada).await;
    while !said.contains("The Ferry Sails Again") || !said.contains("#1") {
        said += log.next_message().await.text();
    }
    assert!(said.contains(&format!("<@{}>", ada.id())), "{said}");
    desk.close().await;
}

#[tokio::test]
async fn an_export_is_a_file_that_can_be_added_again() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let nothing = desk.at_desk(&ada, "export", &[]).await.message();
    assert!(
        nothing.ephemeral
            && nothing.json()["attachments"]
                .as_array()
                .is_none_or(Vec::is_empty)
    );
    published(&desk, &ada).await;
    for (format, ending) in [("text", ".txt"), ("jsonl", ".jsonl")] {
        for article in [None, Some("#1")] {
            let mut options = vec![("format", format)];
            options.extend(article.map(|article| ("article", article)));
            let told = desk.at_desk(&ada, "export", &options).await.message();
            let files = told.json()["attachments"]
                .as_array()
                .expect("files")
                .clone();
            let name = files[0]["filename"].as_str().expect("a name");
            assert!(name.ends_with(ending), "{name}");
        }
    }
    desk.close().await;
}

#[tokio::test]
async fn a_log_channel_that_is_shut_says_so_and_is_told_once_it_opens() {
    let desk = Desk::with(&[]).await;
    let (ada, root) = (desk.moderator("Ada"), desk.manager("Root"));
    let log = desk.guild.text_channel("desk-log");
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash.option("log_channel", local_discord::OptionValue::Channel(log.id()));
    set.send().await.expect("an answer");
    log.next_message().await;
    log.deny_member(&desk.guild.bot(), local_discord::Permissions::SEND_MESSAGES);
    published(&desk, &ada).await;
    let slash = root.slash(&desk.news, "settings").subcommand("show");
    let shown = slash.send().await.expect("an answer").message();
    assert!(shown.text().contains("Send Messages"), "{}", shown.text());

    log.allow_member(&desk.guild.bot(), local_discord::Permissions::SEND_MESSAGES);
    desk.at_desk(&ada, "withdraw", &[("article", "#1")]).await;
    let mut said = String::new();
    while !said.contains("ithdrew") {
        said += log.next_message().await.text();
    }
    let of_story = said.matches("The Ferry Sails Again").count();
    assert!(
        of_story >= 1,
        "what it was not told before comes first: {said}"
    );
    // What was tried while it was shut stands among Discord's refusals.
    desk.shut_down().await;
}

#[tokio::test]
async fn each_line_is_told_once_though_discord_fails_in_between() {
    let desk = Desk::with(&[]).await;
    let (ada, root) = (desk.moderator("Ada"), desk.manager("Root"));
    let log = desk.guild.text_channel("desk-log");
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash.option("log_channel", local_discord::OptionValue::Channel(log.id()));
    set.send().await.expect("an answer");
    log.next_message().await;
    let faults = || desk.discord.faults().on("POST /channels/*/messages");
    faults().answer(503);
    faults().cut_after();
    published(&desk, &ada).await;
    desk.discord.faults().met().await;
    desk.clock.advance(chrono::TimeDelta::minutes(10));
    let mut said = String::new();
    while !said.contains("ublished") {
        said += log.next_message().await.text();
    }
    let all = log
        .messages()
        .iter()
        .map(|it| it.text().to_owned())
        .collect::<String>();
    assert_eq!(all.matches("ublished").count(), 1, "{all}");
    desk.close().await;
}
