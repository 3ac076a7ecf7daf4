//! Starting, registering, stopping.

use std::{pin::Pin, time::Duration};

use local_discord::{Answer, LocalDiscord, Message, Refused, Setup};
use newsdesk::article::{GuildId, Library};

use crate::desk::{Desk, REAL};

type Asking = Pin<Box<dyn Future<Output = Result<Answer, Refused>>>>;

/// How often the whole set of commands was sent, and where to last.
fn registrations(discord: &LocalDiscord) -> Vec<String> {
    let requests = discord.requests().into_iter();
    let puts =
        requests.filter(|request| request.method == "PUT" && request.path.ends_with("/commands"));
    puts.map(|request| request.path).collect()
}

#[tokio::test]
async fn an_unchanged_set_of_commands_is_registered_once() {
    let mut desk = Desk::start().await;
    let names: Vec<String> = desk
        .discord
        .commands()
        .iter()
        .map(|command| command.name().to_owned())
        .collect();
    assert_eq!(
        names,
        [
            "summary",
            "highlights",
            "analysis",
            "story",
            "section",
            "briefing",
            "archive",
            "search",
            "help",
            "desk",
            "Add to Newsdesk",
            "schedule",
            "settings"
        ]
    );
    assert_eq!(registrations(&desk.discord).len(), 1);
    desk.halt().await;
    desk.launch(|_| {});
    desk.discord.connected().await;
    assert_eq!(registrations(&desk.discord).len(), 1);

    // Elsewhere: taken back from where they were.
    desk.halt().await;
    let guild = desk.guild.id();
    desk.launch(|settings| settings.command_guild = Some(GuildId(guild)));
    desk.discord.connected().await;
    let puts = registrations(&desk.discord);
    assert_eq!(puts.len(), 3);
    assert!(puts[2].contains(&format!("/guilds/{guild}/")), "{puts:?}");
    assert_eq!(desk.discord.commands().len(), names.len());
    desk.mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer");
    desk.close().await;
}

#[tokio::test]
async fn commands_that_somebody_else_removed_are_registered_again() {
    let mut desk = Desk::start().await;
    let commands = desk.discord.commands().len();
    desk.halt().await;
    let url = format!("{}{}", desk.discord.url(), registrations(&desk.discord)[0]);
    let request = reqwest::Client::new().put(url).json(&serde_json::json!([]));
    let token = format!("Bot {}", desk.discord.token());
    request
        .header("authorization", token)
        .send()
        .await
        .expect("removed");
    assert_eq!(desk.discord.commands().len(), 0);
    desk.launch(|_| {});
    desk.discord.connected().await;
    assert_eq!(desk.discord.commands().len(), commands);
    desk.close().await;
}

#[tokio::test]
async fn stopping_waits_for_answers_that_are_under_way() {
    let mut desk = Desk::start().await;
    let callback = desk.discord.faults().on("POST /interactions/*/*/callback");
    callback.delay(Duration::from_millis(300));
    let slash = desk.mara.slash(&desk.news, "summary");
    let answering = tokio::spawn(slash.send());
    // The bot's answer is on its way.
    desk.discord.faults().met().await;
    desk.halt().await;
    let answer = answering
        .await
        .expect("no panic")
        .expect("the answer came all the same");
    assert!(answer.message().text().contains("Kim Jong Un"));
    desk.newsroom.store().close().await;
}

/// Keeps every read of the database waiting while it lives; the runtime has one thread for them.
struct Held(std::sync::mpsc::Sender<()>);

impl Held {
    fn new() -> Self {
        let (release, released) = std::sync::mpsc::channel();
        tokio::task::spawn_blocking(move || released.recv());
        Self(release)
    }

    /// Lets go once the bot has said that its answer takes longer.
    async fn until_announced(self, discord: &LocalDiscord, before: usize) {
        while callbacks(discord) == before {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.0.send(()).expect("it waits");
    }
}

/// How many interactions have got a first answer.
fn callbacks(discord: &LocalDiscord) -> usize {
    let requests = discord.requests();
    requests
        .iter()
        .filter(|request| request.path.ends_with("/callback"))
        .count()
}

#[test]
fn an_answer_that_takes_long_is_announced_and_then_given() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(1)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let discord = LocalDiscord::start(Setup::default())
            .await
            .expect("a local Discord");
        let desk = Desk::on(discord, &[REAL], |settings| {
            settings.patience = Duration::ZERO
        })
        .await;
        let slowly = async |asking: &mut dyn FnMut() -> Asking| {
            // A changed article has to be fetched: what is read most is kept in memory.
            let lede = format!("armoured train, {} times", callbacks(&desk.discord));
            desk.import(Library::House, &[&REAL.replace("armoured train", &lede)])
                .await;
            let (held, before) = (Held::new(), callbacks(&desk.discord));
            let (answer, ()) = tokio::join!(asking(), held.until_announced(&desk.discord, before));
            let answer = answer.expect("an answer");
            assert!(answer.deferred);
            answer
        };
        let summary = || desk.mara.slash(&desk.news, "summary");
        let public = slowly(&mut || Box::pin(summary().send())).await.message();
        assert!(!public.ephemeral && public.text().contains("armoured train"));

        let private = slowly(&mut || Box::pin(summary().option("private", true).send()))
            .await
            .message();
        assert!(private.ephemeral);
        let click = |message: &Message, label: &'static str| -> Asking {
            let (mara, message) = (desk.mara.clone(), message.clone());
            Box::pin(async move { mara.click(&message, label).await })
        };
        let pressed = slowly(&mut || click(&private, "Highlights"))
            .await
            .updated();
        assert!(pressed.text().contains("- North Korean leader"));
        let elsewhere = slowly(&mut || click(&public, "Analysis")).await.message();
        assert!(elsewhere.ephemeral && elsewhere.text().contains("not report"));

        // Announced to all, turned out to concern one: the announcement goes, the refusal comes
        // privately.
        let refused = slowly(&mut || Box::pin(summary().option("article", "#H99").send())).await;
        let told = refused.wait_for_follow_ups(1).await;
        assert!(told[0].ephemeral && told[0].text().contains("No story goes by"));
        let finn = desk.guild.member("Finn");
        assert_eq!(desk.news.messages_for(&finn).len(), 1);
        desk.close().await;
    });
}
