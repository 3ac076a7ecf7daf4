//! Those who may not, other guilds' schedules, forged buttons, text meant to break things.

use local_discord::{OptionValue, Permissions, Refused};

use super::{MORNING, add, ask, of, press, says, try_to};
use crate::{
    desk::Desk,
    moderators::{hostile::forged, labels},
};

/// Every button there is under schedules.
const BUTTONS: [&str; 16] = [
    "1:schedules:0",
    "1:troubles:0",
    "1:schedule:1:status:0",
    "1:schedule:1:preview:0",
    "1:schedule:1:post:0",
    "1:schedule:1:pause",
    "1:schedule:1:resume",
    "1:schedule:1:edit",
    "1:schedule:1:clear:topic",
    "1:schedule:1:clear:mention",
    "1:schedule:1:ask",
    "1:schedule:1:remove:1",
    "1:delivery:1.1:there",
    "1:delivery:1.1:again",
    "1:delivery:1.1:crosspost",
    "1:schedule:1:status:9",
];

#[tokio::test]
async fn discord_offers_it_to_those_who_manage_the_guild() {
    let desk = Desk::at(MORNING, &[]).await;
    let ada = desk.moderator("Ada");
    for member in [&desk.mara, &ada] {
        let told = try_to(&desk, member, "list", &[]).await;
        assert!(matches!(told, Err(Refused::NotAllowed { .. })));
    }
    let told = desk.mara.slash(&desk.mara.dm(), "schedule");
    let told = told.subcommand("list").send().await;
    assert!(matches!(told, Err(Refused::UnknownCommand(_))));
    // An override in Integrations lets in, and suffices for the command itself.
    let role = desk.guild.role("Planners", Permissions::empty());
    desk.mara.add_role(&role);
    desk.guild.allow_command("schedule", &role);
    let told = add(&desk, &desk.mara, &desk.news, "8", &[]).await;
    says(&told, &["S1 is set"]);
    let refused = press(&desk.mara, &told, "Pause").await;
    says(&refused, &["You may not do that here", "Manage Server"]);
    let list = ask(&desk, &desk.mara, "list", &[]).await;
    says(&list, &["S1", "Next"]);
    desk.close().await;
}

#[tokio::test]
async fn every_button_is_checked_again_and_refused_attempts_are_logged() {
    let desk = Desk::at(MORNING, &[]).await;
    let (root, ada) = (desk.manager("Root"), desk.moderator("Ada"));
    add(&desk, &root, &desk.news, "8", &[]).await;
    for id in BUTTONS {
        let told = forged(&desk, &desk.mara, id).await;
        assert!(told.ephemeral, "{id}");
        says(&told, &["You may not do that here", "Manage Server"]);
        assert!(labels(&told).is_empty(), "{id}: {}", told.text());
    }
    let list = ask(&desk, &root, "list", &[]).await;
    says(&list, &["S1", "Next"]);
    assert!(
        desk.news
            .messages()
            .iter()
            .all(|it| !it.text().contains("briefing"))
    );
    let log = desk.at_desk(&ada, "log", &[]).await.message();
    says(
        &log,
        &[&format!(
            "<@{}> was not let: tried to see or change what is posted by schedule",
            desk.mara.id()
        )],
    );
    desk.close().await;
}

#[tokio::test]
async fn the_moderator_role_may_press() {
    let desk = Desk::at(MORNING, &[]).await;
    let (root, finn) = (desk.manager("Root"), desk.guild.member("Finn"));
    add(&desk, &root, &desk.news, "8", &[]).await;
    let role = desk.guild.role("Reporters", Permissions::empty());
    finn.add_role(&role);
    let told = forged(&desk, &finn, "1:schedule:1:pause").await;
    says(&told, &["You may not do that here"]);
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash.option("moderator_role", OptionValue::Role(role.id()));
    set.send().await.expect("an answer");
    let told = forged(&desk, &finn, "1:schedule:1:pause").await;
    says(&told, &["S1 rests now"]);
    let help = finn.slash(&desk.news, "help").send().await;
    says(&help.expect("an answer").message(), &["/schedule add"]);
    let help = desk.mara.slash(&desk.news, "help").send().await;
    let help = help.expect("an answer").message();
    assert!(!help.text().contains("/schedule"), "{}", help.text());
    desk.close().await;
}

#[tokio::test]
async fn another_guild_s_schedules_are_none_of_theirs() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    add(&desk, &root, &desk.news, "8", &[]).await;
    let elsewhere = desk.discord.guild("Hill Town");
    let (square, owner) = (elsewhere.text_channel("square"), elsewhere.owner());
    let list = owner.slash(&square, "schedule").subcommand("list").send();
    let list = list.await.expect("an answer").message();
    says(&list, &["Nothing is posted by schedule here yet"]);
    let slash = owner.slash(&square, "schedule").subcommand("status");
    let choices = slash.autocomplete("schedule", "").await.expect("choices");
    assert!(choices.is_empty());
    let public = owner.slash(&square, "help").send().await;
    let public = public.expect("an answer").message();
    for id in BUTTONS {
        let answer = desk.discord.forge_component(&owner, &public, id, &[]).await;
        let told = crate::moderators::told(&answer.expect("an answer"));
        assert!(
            !told.text().contains(&desk.news.id().to_string()),
            "{id}: {}",
            told.text()
        );
    }
    let list = ask(&desk, &root, "list", &[]).await;
    says(&list, &["S1", "Next"]);
    desk.close().await;
}

#[tokio::test]
async fn a_button_of_what_was_removed_says_so() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let told = add(&desk, &root, &desk.news, "8", &[]).await;
    let ask = of(&desk, &root, "remove", "1").await;
    press(&root, &ask, "Remove").await;
    for label in ["Preview", "Post now", "Pause", "Edit"] {
        let gone = root.click(&told, label).await.expect("an answer");
        says(
            &crate::moderators::told(&gone),
            &["There is no schedule S1 here any more"],
        );
        let public = forged(&desk, &root, "1:delivery:1.1:there").await;
        assert!(
            !public.text().contains("counts as posted"),
            "{}",
            public.text()
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn hard_words_are_told_as_they_are() {
    let topics = [
        "نشرة الصباح من الميناء القديم في المدينة الكبيرة",
        "🗞️🐦\u{200d}🔥 **b** @everyone <#1> [a](https://a.example)",
        "ﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺﷺ",
    ];
    let stories: Vec<String> = topics
        .iter()
        .enumerate()
        .map(|(n, topic)| {
            let article = serde_json::json!({
                "headline": format!("Story {n}"), "lede": ["One."], "topics": [topic],
            });
            article.to_string()
        })
        .collect();
    let desk = Desk::at(MORNING, &[]).await;
    for (n, story) in stories.iter().enumerate() {
        let path = desk.folder.path().join(format!("{n}.jsonl"));
        std::fs::write(&path, story).expect("a file");
        let import = newsdesk::newsroom::Import::of(vec![path], newsdesk::article::Library::House);
        let report = desk.newsroom.import(import).await.expect("an import");
        assert_eq!(report.refused().count(), 0, "{report:?}");
    }
    let root = desk.manager("Root");
    for (n, topic) in (1..).zip(topics) {
        let told = add(&desk, &root, &desk.news, "8", &[("topic", topic.into())]).await;
        says(&told, &[&format!("S{n} is set")]);
        assert!(told.pinged().is_nobody());
        for subcommand in ["status", "edit", "pause", "resume", "remove"] {
            of(&desk, &root, subcommand, &format!("S{n}")).await;
        }
    }
    let list = ask(&desk, &root, "list", &[]).await;
    says(&list, &["3 of at most 50", r"\@everyone"]);
    ask(&desk, &root, "status", &[]).await;
    let slash = root.slash(&desk.news, "schedule").subcommand("edit");
    let choices = slash.autocomplete("schedule", "").await.expect("choices");
    assert_eq!(choices.len(), 3);
    for long in ["8".repeat(300), "語".repeat(300), "\u{202e}S1".to_owned()] {
        let told = of(&desk, &root, "status", &long).await;
        says(&told, &["No schedule goes by"]);
        add(&desk, &root, &desk.news, &long, &[]).await;
        let options = [
            ("days", OptionValue::from(&long)),
            ("time_zone", (&long).into()),
        ];
        add(&desk, &root, &desk.news, "8", &options).await;
    }
    let list = ask(&desk, &root, "list", &[]).await;
    says(&list, &["3 of at most 50"]);
    desk.close().await;
}
