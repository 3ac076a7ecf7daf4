//! `/settings`.

use local_discord::OptionValue;

use super::{pressed, typed};
use crate::desk::{Desk, REAL};

#[tokio::test]
async fn a_guild_without_settings_shows_the_defaults() {
    let desk = Desk::with(&[]).await;
    let root = desk.manager("Root");
    let shown = root
        .slash(&desk.news, "settings")
        .subcommand("show")
        .send()
        .await;
    let shown = shown.expect("an answer").message();
    assert!(shown.ephemeral);
    for says in ["UTC", "public", "Integrations"] {
        assert!(shown.text().contains(says), "{says}: {}", shown.text());
    }
    desk.close().await;
}

#[tokio::test]
async fn settings_are_kept_and_used() {
    let mut desk = Desk::with(&[REAL]).await;
    let root = desk.manager("Root");
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let choices = slash
        .autocomplete("time_zone", "berlin")
        .await
        .expect("choices");
    let zone = choices[0].value.as_str().expect("a text").to_owned();
    assert_eq!(zone, "Europe/Berlin");
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash
        .option("time_zone", zone.as_str())
        .option("answers", "private");
    let told = set.send().await.expect("an answer").message();
    assert!(told.text().contains("Europe/Berlin"), "{}", told.text());
    desk.halt().await;
    desk.launch(|_| {});
    desk.discord.connected().await;
    let read = desk
        .mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(read.ephemeral, "answers are private now");
    let slash = desk
        .mara
        .slash(&desk.news, "summary")
        .option("private", false);
    let read = slash.send().await.expect("an answer").message();
    assert!(!read.ephemeral, "unless one says otherwise");
    desk.close().await;
}

#[tokio::test]
async fn what_can_t_be_set_is_refused_in_words() {
    let desk = Desk::with(&[]).await;
    let root = desk.manager("Root");
    let set = || root.slash(&desk.news, "settings").subcommand("set");
    let told = set()
        .option("time_zone", "Europe/Berlim")
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(
        told.text().contains("Europe/Berlim") && told.text().contains("Europe/Berlin"),
        "{}",
        told.text()
    );
    let told = set().option("time_zone", "berlin").send().await;
    let told = told.expect("an answer").message();
    assert!(
        told.text().contains("Europe/Berlin"),
        "a city is enough: {}",
        told.text()
    );
    let everyone = OptionValue::Role(desk.guild.id());
    let told = set()
        .option("moderator_role", everyone)
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(told.text().contains("everybody"), "{}", told.text());
    let shut = desk.guild.text_channel("shut");
    shut.deny_role(
        &desk.guild.everyone(),
        local_discord::Permissions::SEND_MESSAGES,
    );
    let told = set()
        .option("log_channel", OptionValue::Channel(shut.id()))
        .send()
        .await;
    let told = told.expect("an answer").message();
    assert!(told.text().contains("Send Messages"), "{}", told.text());
    let nothing = set().send().await.expect("an answer").message();
    assert!(nothing.ephemeral);
    desk.close().await;
}

#[tokio::test]
async fn a_story_without_a_date_has_the_day_that_it_is_in_its_guild() {
    let desk = Desk::at("2025-09-01T20:00:00Z", &[]).await;
    let (ada, root) = (desk.moderator("Ada"), desk.manager("Root"));
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash.option("time_zone", "Pacific/Auckland").send().await;
    set.expect("an answer");
    let story = [
        ("Headline", "The Gulls Are Back"),
        ("Story", "All of them."),
    ];
    let preview = typed(&desk, &ada, &story).await.message();
    assert!(
        preview.text().contains("2 September 2025"),
        "{}",
        preview.text()
    );
    pressed(&ada, &preview, "Publish").await;
    let read = desk.ask_privately("briefing", &[("date", "today")]).await;
    assert!(read.text().contains("2 September 2025"), "{}", read.text());
    assert!(
        read.text().contains("The Gulls Are Back"),
        "{}",
        read.text()
    );
    desk.close().await;
}
