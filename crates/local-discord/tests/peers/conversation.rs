//! What people do with a peer, whichever library it is written with.

use local_discord::{Channel, Guild, LocalDiscord, Member, Message, Permissions, Refused};
use serde_json::json;

/// Waits for the bot, then goes through everything it can.
pub(crate) async fn hold(discord: &LocalDiscord) {
    let guild = discord.guild("Harbour Town");
    let news = guild.text_channel("news");
    let mara = guild.member("Mara");
    discord.connected().await;
    discord.registered("ping").await;
    let scene = Scene { guild, news, mara };
    scene.registered(discord);
    scene.greetings().await;
    scene.completion().await;
    scene.components().await;
    scene.components_v2().await;
    scene.forms().await;
    scene.deferral().await;
    scene.resolved_options().await;
    scene.message_menu().await;
    scene.own_messages().await;
    scene.refusal().await;
}

struct Scene {
    guild: Guild,
    news: Channel,
    mara: Member,
}

impl Scene {
    /// Gives a command without options; gives the new message.
    async fn ask(&self, command: &str) -> Message {
        let answer = self.mara.slash(&self.news, command).send().await;
        answer.unwrap().message()
    }

    fn registered(&self, discord: &LocalDiscord) {
        let commands = discord.commands();
        let mut names: Vec<_> = commands.iter().map(|command| command.name()).collect();
        names.sort_unstable();
        let all = [
            "Count words",
            "card",
            "fruit",
            "inspect",
            "long",
            "note",
            "ping",
            "post",
            "slow",
        ];
        assert_eq!(names, all);
        for command in &commands {
            command.typed().unwrap();
        }
    }

    async fn greetings(&self) {
        let message = self.ask("ping").await;
        assert_eq!(message.text(), "Pong, Mara: Harbour Town");
        let answer = self.mara.slash(&self.mara.dm(), "ping").send().await;
        assert_eq!(answer.unwrap().message().text(), "Pong, Mara: private");
    }

    async fn completion(&self) {
        let pick = || self.mara.slash(&self.news, "fruit").subcommand("pick");
        let choices = pick().autocomplete("name", "p").await.unwrap();
        let choices: Vec<_> = choices.iter().map(|one| (&*one.name, &one.value)).collect();
        let (pear, plum) = (json!("pear"), json!("plum"));
        assert_eq!(choices, [("A pear", &pear), ("A plum", &plum)]);
        let none = pick().autocomplete("name", "x").await.unwrap();
        assert!(none.is_empty());

        let answer = pick().option("name", "pear").send().await.unwrap();
        let message = answer.message();
        assert_eq!((message.text(), message.ephemeral), ("1 × pear", false));
        let slash = pick()
            .option("name", "plum")
            .option("count", 9)
            .option("private", true);
        let message = slash.send().await.unwrap().message();
        assert_eq!((message.text(), message.ephemeral), ("9 × plum", true));
        let many = pick()
            .option("name", "plum")
            .option("count", 10)
            .send()
            .await;
        assert_eq!(many.unwrap_err(), Refused::OutOfBounds("count".to_owned()));
    }

    async fn basket(&self) -> Message {
        let slash = self
            .mara
            .slash(&self.news, "fruit")
            .subcommand("basket")
            .subcommand("show");
        slash.send().await.unwrap().message()
    }

    async fn components(&self) {
        let basket = self.basket().await;
        let labels: Vec<_> = basket
            .buttons()
            .into_iter()
            .map(|button| button.label)
            .collect();
        assert_eq!(labels, ["More", "Rename", "Site"]);
        for count in 2..=3 {
            let answer = self.mara.click(&basket, "More").await.unwrap();
            assert_eq!(answer.updated().text(), format!("The basket: {count}"));
        }
        let finn = self.guild.member("Finn");
        let taken = finn.choose_all(&basket, &["apple", "plum"]).await.unwrap();
        let taken = taken.message();
        assert_eq!(
            (taken.text(), taken.ephemeral),
            ("Taken: apple, plum", true)
        );
    }

    async fn components_v2(&self) {
        let card = self.ask("card").await;
        assert_eq!(card.text(), "## A card\nA story");
        let answer = self.mara.click(&card, "Read").await.unwrap();
        assert_eq!(answer.updated().text(), "## A card\nThe whole story");
    }

    async fn forms(&self) {
        let basket = self.basket().await;
        let form = self.mara.click(&basket, "Rename").await.unwrap().modal();
        assert_eq!(
            (form.title(), &*form.fields()[0].value),
            ("A name", "The basket")
        );
        let submitted = self
            .mara
            .submit(&form)
            .field("Name", "Supper")
            .send()
            .await
            .unwrap();
        assert!(submitted.deferred);
        assert_eq!(submitted.updated().text(), "Supper: renamed");

        for text in ["Two\nlines", ""] {
            let form = self.mara.slash(&self.news, "note").send().await;
            let form = form.unwrap().modal();
            let submit = || self.mara.submit(&form).field("Text", text);
            let long = submit().field("Title", &"x".repeat(21)).send().await;
            assert_eq!(long.unwrap_err(), Refused::InvalidField("Title".to_owned()));
            let answer = submit().field("Title", "Milk").send().await.unwrap();
            let saved = answer.message();
            assert_eq!((saved.text(), saved.ephemeral), ("Saved: Milk", true));
            let noted = answer.wait_for_follow_ups(1).await;
            assert_eq!(
                noted[0].text().trim_end(),
                format!("Note: {text}").trim_end()
            );
            assert!(!noted[0].ephemeral);
        }
    }

    async fn deferral(&self) {
        let answer = self.mara.slash(&self.news, "slow").send().await.unwrap();
        assert!(answer.deferred);
        assert_eq!(answer.message().text(), "Done");
        let follow_ups = answer.wait_for_follow_ups(3).await;
        let follow_ups: Vec<_> = follow_ups
            .iter()
            .map(|one| (one.text(), one.ephemeral))
            .collect();
        let expected = [
            ("First, edited", false),
            ("It said: Done", true),
            ("Last", false),
        ];
        assert_eq!(follow_ups, expected);
    }

    async fn resolved_options(&self) {
        let editors = self.guild.role("Editors", Permissions::MANAGE_MESSAGES);
        let inspect = || {
            let slash = self.mara.slash(&self.news, "inspect");
            let slash = slash
                .option("channel", &self.news)
                .option("member", &self.mara);
            slash
                .option("role", &editors)
                .file("file", "notes.txt", "hello")
        };
        let message = inspect().send().await.unwrap().message();
        assert_eq!(
            message.text(),
            "#news: Mara is not Editors, notes.txt: hello"
        );
        let file = &message.json()["attachments"][0];
        assert_eq!(
            (&file["filename"], &file["size"]),
            (&json!("loud.txt"), &json!(5))
        );
        self.mara.add_role(&editors);
        let message = inspect().send().await.unwrap().message();
        assert_eq!(message.text(), "#news: Mara is Editors, notes.txt: hello");
    }

    async fn message_menu(&self) {
        let said = self.mara.say(&self.news, "What a day").unwrap();
        let answer = self
            .mara
            .use_on_message(&said, "Count words")
            .await
            .unwrap();
        let counted = answer.message();
        assert_eq!(
            (counted.text(), counted.ephemeral),
            ("3 words by Mara", true)
        );
    }

    async fn own_messages(&self) {
        let slash = self
            .mara
            .slash(&self.news, "post")
            .option("text", "Hello, @everyone");
        let answer = slash.send().await.unwrap().message();
        assert_eq!(answer.text(), "Posted: Hello, @everyone, edited");
        let posted = self.news.next_message().await;
        assert_eq!(posted.json()["embeds"][0]["title"], "A post");
        assert_eq!(posted.json()["mention_everyone"], false);
    }

    async fn refusal(&self) {
        let told = self.ask("long").await;
        assert_eq!((told.text(), told.ephemeral), ("Refused: 400 50035", true));
    }
}
