//! Who may do what, at every entry.

use local_discord::Refused;

use super::{FIELDS, STORY, fill, labels, pressed, previewed, published};
use crate::desk::Desk;

#[tokio::test]
async fn discord_offers_the_desk_to_moderators_only() {
    let desk = Desk::with(&[]).await;
    for (command, subcommand) in [("desk", "drafts"), ("settings", "show")] {
        let slash = desk.mara.slash(&desk.news, command).subcommand(subcommand);
        assert!(
            matches!(slash.send().await, Err(Refused::NotAllowed { .. })),
            "/{command}"
        );
        let slash = desk
            .mara
            .slash(&desk.mara.dm(), command)
            .subcommand(subcommand);
        assert!(
            matches!(slash.send().await, Err(Refused::UnknownCommand(_))),
            "/{command}"
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn text_of_one_who_lost_the_role_meanwhile_waits_in_the_drafts() {
    let desk = Desk::with(&[]).await;
    let (ada, ben) = (desk.guild.member("Ada"), desk.moderator("Ben"));
    let role = desk
        .guild
        .role("Editors", local_discord::Permissions::MANAGE_MESSAGES);
    ada.add_role(&role);
    let form = desk.at_desk(&ada, "add", &[]).await.modal();
    ada.remove_role(&role);
    let told = fill(ada.submit(&form), &STORY)
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(
        told.ephemeral && !labels(&told).contains(&"Publish".to_owned()),
        "{}",
        told.text()
    );
    assert!(told.text().contains("Manage Messages"), "{}", told.text());
    let waits = desk.at_desk(&ben, "drafts", &[]).await.message();
    assert!(
        waits.text().contains("The Ferry Sails Again"),
        "{}",
        waits.text()
    );
    // Having typed it does not let them publish it, whatever their client sends.
    for id in [
        "1:draft:1.1:publish:0",
        "1:draft:1.1:now:0",
        "1:draft:1.1:edit",
    ] {
        let forged = desk.discord.forge_component(&ada, &told, id, &[]).await;
        let forged = super::told(&forged.expect("an answer"));
        assert!(
            forged.text().contains("Manage Messages"),
            "{id}: {}",
            forged.text()
        );
    }
    let log = desk.at_desk(&ben, "log", &[]).await.message();
    assert!(
        log.text().contains(&format!("<@{}>", ada.id())),
        "{}",
        log.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn every_button_of_the_desk_is_checked_again() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let other = [
        ("Headline", "Another Story"),
        ("Story", "It is another one."),
    ];
    super::typed(&desk, &ada, &other).await;
    let public = desk
        .mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    for id in [
        "1:draft:2.1:publish:0",
        "1:draft:2.1:new",
        "1:draft:2.1:edit",
        "1:draft:2.1:file",
        "1:draft:2.1:discard",
        "1:draft:2.1:show:summary:0",
        "1:draft:1.2:recover",
        "1:drafts:0",
        "1:batch:1.9",
        "1:history:g0.1:0",
        "1:log:-:-:0",
        "1:clear:moderator_role",
    ] {
        let answer = desk
            .discord
            .forge_component(&desk.mara, &public, id, &[])
            .await;
        let told = answer
            .unwrap_or_else(|refused| panic!("{id}: {refused}"))
            .message();
        assert!(told.ephemeral, "{id}");
        assert!(
            !told.text().contains("another one"),
            "{id}: {}",
            told.text()
        );
        assert!(labels(&told).is_empty(), "{id}: {}", told.text());
    }
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(waits.text().contains("Another Story"), "{}", waits.text());
    let log = desk.at_desk(&ada, "log", &[]).await.message();
    assert!(
        log.text().contains(&format!("<@{}>", desk.mara.id())),
        "{}",
        log.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn the_moderator_role_of_the_settings_lets_in() {
    let desk = Desk::with(&[]).await;
    let (finn, root) = (desk.guild.member("Finn"), desk.manager("Root"));
    let role = desk
        .guild
        .role("Reporters", local_discord::Permissions::empty());
    finn.add_role(&role);
    desk.guild.allow_command("desk", &role);
    let form = desk.at_desk(&finn, "add", &[]).await.modal();
    let refused = fill(finn.submit(&form), &STORY)
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(
        !labels(&refused).contains(&"Publish".to_owned()),
        "{}",
        refused.text()
    );

    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash.option(
        "moderator_role",
        local_discord::OptionValue::Role(role.id()),
    );
    set.send().await.expect("an answer");
    let form = desk.at_desk(&finn, "add", &[]).await.modal();
    assert_eq!(form.fields().len(), FIELDS.len());
    let other = [
        ("Headline", "Another Story"),
        ("Story", "It is another one."),
    ];
    let preview = fill(finn.submit(&form), &other)
        .send()
        .await
        .expect("an answer")
        .message();
    pressed(&finn, &preview, "Publish").await;
    desk.close().await;
}

#[tokio::test]
async fn an_author_may_act_on_their_own_draft() {
    let desk = Desk::with(&[]).await;
    let ada = desk.guild.member("Ada");
    let role = desk
        .guild
        .role("Editors", local_discord::Permissions::MANAGE_MESSAGES);
    ada.add_role(&role);
    let preview = previewed(&desk, &ada).await;
    ada.remove_role(&role);
    let told = pressed(&ada, &preview, "Discard").await;
    assert!(
        labels(&told).contains(&"Take it back".to_owned()),
        "{}",
        told.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn another_guild_s_drafts_are_none_of_theirs() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    previewed(&desk, &ada).await;
    let elsewhere = desk.discord.guild("Hill Town");
    let square = elsewhere.text_channel("square");
    let owner = elsewhere.owner();
    let list = owner
        .slash(&square, "desk")
        .subcommand("drafts")
        .send()
        .await;
    let list = list.expect("an answer").message();
    assert!(!list.text().contains("Ferry"), "{}", list.text());
    let public = owner
        .slash(&square, "help")
        .send()
        .await
        .expect("an answer")
        .message();
    for id in [
        "1:draft:1.1:publish:0",
        "1:draft:1.1:show:summary:0",
        "1:draft:1.1:file",
    ] {
        let told = desk.discord.forge_component(&owner, &public, id, &[]).await;
        let told = super::told(&told.expect("an answer"));
        assert!(
            told.text().contains("There is no draft 1"),
            "{id}: {}",
            told.text()
        );
    }
    let log = owner.slash(&square, "desk").subcommand("log").send().await;
    let log = log.expect("an answer").message();
    assert!(!log.text().contains("Ferry"), "{}", log.text());
    desk.close().await;
}
