//! The program as a process, killed between any two steps: what was typed is there all the same.

use std::{process::Stdio, time::Duration};

use local_discord::{Channel, LocalDiscord, Member, Message, Permissions, Setup};
use tokio::process::Child;

use super::{STORY, fill, pressed, told};
use crate::command_line::{folder, newsdesk};

/// A community, and the process that serves it.
struct Town {
    discord: LocalDiscord,
    news: Channel,
    ada: Member,
    folder: tempfile::TempDir,
    process: Option<Child>,
}

impl Town {
    async fn new() -> Self {
        let discord = LocalDiscord::start(Setup::default()).await;
        let discord = discord.expect("a local Discord");
        let guild = discord.guild("Harbour Town");
        let ada = guild.member("Ada");
        ada.add_role(&guild.role("Editors", Permissions::MANAGE_MESSAGES));
        let mut town = Self {
            news: guild.text_channel("news"),
            ada,
            discord,
            folder: folder(&[]),
            process: None,
        };
        town.start().await;
        town
    }

    async fn start(&mut self) {
        let mut command = newsdesk(self.folder.path(), &["run"]);
        let process = command
            .env("DISCORD_TOKEN", self.discord.token())
            .env("NEWSDESK_DISCORD__HTTP_PROXY", self.discord.url())
            .env("NEWSDESK_LIBRARY__IMPORT", "[]")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        self.process = Some(process.expect("it starts"));
        self.discord.connected().await;
    }

    /// Kills the process without a word, and starts it again.
    async fn kill(&mut self) {
        self.end().await;
        self.start().await;
    }

    async fn end(&mut self) {
        let mut process = self.process.take().expect("a process");
        process.kill().await.expect("killed");
        let mut events = self.discord.subscribe();
        while self.discord.is_connected() {
            let _ = events.recv().await;
        }
    }

    async fn drafts(&self) -> Message {
        let slash = self.ada.slash(&self.news, "desk").subcommand("drafts");
        slash.send().await.expect("an answer").message()
    }

    async fn archive(&self) -> Message {
        let slash = self.ada.slash(&self.news, "archive");
        slash.send().await.expect("an answer").message()
    }
}

#[tokio::test]
async fn a_story_survives_a_kill_between_any_two_steps() {
    let mut town = Town::new().await;
    let add = town.ada.slash(&town.news, "desk").subcommand("add");
    let form = add.send().await.expect("an answer").modal();
    town.kill().await;
    let preview = fill(town.ada.submit(&form), &STORY).send().await;
    let preview = preview.expect("an answer").message();
    town.kill().await;
    let form = town.ada.click(&preview, "Edit").await;
    let form = form.expect("an answer").modal();
    town.kill().await;
    let preview = town.ada.submit(&form).send().await;
    let preview = preview.expect("an answer").updated();
    town.kill().await;
    let published = pressed(&town.ada, &preview, "Publish").await;
    assert!(
        published.text().contains("Published as #1"),
        "{}",
        published.text()
    );
    town.kill().await;
    let publish = preview.buttons().into_iter();
    let publish = publish.filter(|button| button.label == "Publish");
    let publish = publish.filter_map(|button| button.custom_id).next();
    let publish = publish.expect("a button");
    let again = town
        .discord
        .forge_component(&town.ada, &published, &publish, &[])
        .await;
    let again = told(&again.expect("an answer"));
    assert!(again.text().contains("#1"), "{}", again.text());
    let list = town.archive().await;
    assert!(list.text().contains("1 story"), "{}", list.text());
    town.end().await;
}

#[tokio::test]
async fn what_was_answered_is_kept_whenever_the_process_is_killed() {
    let mut town = Town::new().await;
    let mut answered = Vec::new();
    for round in 0..10_u64 {
        let add = town.ada.slash(&town.news, "desk").subcommand("add");
        let form = add.send().await.expect("an answer").modal();
        let headline = format!("Harbour Report Number {round}");
        let lede = format!("Report {round}, in words of its own: {}.", round * 7919);
        let submission = town.ada.submit(&form);
        let submission = submission
            .field("Headline", &headline)
            .field("Story", &lede);
        let mut submitting = tokio::spawn(submission.send());
        if round % 2 == 0 {
            let answer = (&mut submitting).await.expect("no panic");
            answer.expect("an answer");
            answered.push(headline);
        } else {
            // Before, while, or after it is kept: whatever the moment, what is there is whole.
            tokio::time::sleep(Duration::from_millis(round * 3)).await;
        }
        town.end().await;
        submitting.abort();
        town.start().await;
    }
    let mut list = town.drafts().await;
    let mut seen = list.text().to_owned();
    while let Some(button) = list
        .buttons()
        .into_iter()
        .find(|it| it.label.ends_with('›'))
    {
        list = pressed(&town.ada, &list, &button.label).await;
        seen += list.text();
    }
    for headline in answered {
        assert!(seen.contains(&headline), "{headline} is lost: {seen}");
    }
    town.end().await;
}
