//! What goes wrong around the bot.

use std::{
    io,
    sync::{Arc, Mutex, atomic::Ordering},
    time::Duration,
};

use local_discord::{LocalDiscord, Setup};
use newsdesk::{
    clock::Clock,
    discord::{Bot, BotError, Settings},
    newsroom::Newsroom,
    store::Store,
};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::{
    desk::{Desk, REAL},
    proxy,
};

/// What was logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("a log")).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("a log").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .with_ansi(false);
    (log, tracing::subscriber::set_default(subscriber.finish()))
}

async fn run(folder: &tempfile::TempDir, address: &str) -> Result<(), BotError> {
    let store = Store::open(&folder.path().join("db")).expect("a store");
    let newsroom = Newsroom::open(store, Clock::system())
        .await
        .expect("a newsroom");
    let mut settings = Settings::new("any.token".to_owned().into());
    settings.http_proxy = Some(address.parse().expect("an address"));
    settings.loopback = true;
    Bot::new(newsroom, settings)
        .run(CancellationToken::new())
        .await
}

#[tokio::test]
async fn a_fault_is_told_with_a_reference_that_stands_in_the_log_once() {
    let (log, _guard) = logged();
    let desk = Desk::with(&[REAL, "A Quiet Harbour\nPublished 2 August 2025\n\nNothing."]).await;
    let message = desk
        .mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    desk.newsroom.store().close().await;
    // What is read most is kept in memory; the other article has to be fetched.
    let slash = desk
        .mara
        .slash(&desk.news, "summary")
        .option("article", "harbour");
    let button = "1:show:h2:story:0";
    let told = [
        slash.send().await.expect("an answer").message(),
        desk.discord
            .forge_component(&desk.mara, &message, button, &[])
            .await
            .expect("an answer")
            .message(),
    ];
    for message in &told {
        assert!(
            message.ephemeral
                && message
                    .text()
                    .contains("Sorry, that went wrong on our side")
        );
        let reference = message
            .text()
            .split('`')
            .nth(1)
            .expect("a reference")
            .to_owned();
        assert_eq!(log.text().matches(&reference).count(), 1, "{}", log.text());
    }
    assert!(
        !log.text().contains(desk.discord.token()),
        "no secret in the log"
    );
    desk.close().await;
}

#[tokio::test]
async fn a_known_event_that_cannot_be_decoded_is_logged_counted_and_answered() {
    let (log, _guard) = logged();
    let desk = Desk::start().await;
    let undecoded = desk.undecoded();
    // Nobody's business: new to this version of the library.
    desk.discord.dispatch("SOMETHING_NEW", json!({}));
    desk.discord
        .dispatch("GUILD_ROLE_CREATE", json!({"guild_id": "no number"}));
    desk.discord.dispatch(
        "INTERACTION_CREATE",
        json!({"id": "77", "token": "t0k3n", "type": 2}),
    );
    // Events come in order: once this is answered, those before were seen.
    desk.mara
        .slash(&desk.news, "help")
        .send()
        .await
        .expect("an answer");
    assert_eq!(undecoded.swap(0, Ordering::Relaxed), 2);
    assert_eq!(
        log.text()
            .matches("a known event could not be decoded")
            .count(),
        2
    );
    let callback = |path: &str| path.contains("/interactions/77/") && path.ends_with("/callback");
    while !desk
        .discord
        .requests()
        .iter()
        .any(|request| callback(&request.path))
    {
        tokio::task::yield_now().await;
    }
    assert!(
        !log.text().contains("t0k3n"),
        "no interaction's token in the log"
    );
    desk.shut_down().await;
}

#[tokio::test]
async fn a_discord_that_is_down_is_waited_for() {
    let (log, _guard) = logged();
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let (address, token) = (discord.url().to_owned(), discord.token().to_owned());
    let port = address
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("a port");
    discord.stop().await;

    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("db")).expect("a store");
    let newsroom = Newsroom::open(store, Clock::system())
        .await
        .expect("a newsroom");
    let mut settings = Settings::new(token.into());
    settings.http_proxy = Some(address.parse().expect("an address"));
    settings.loopback = true;
    let stop = CancellationToken::new();
    let bot = tokio::spawn(Bot::new(newsroom, settings).run(stop.clone()));
    while !log.text().contains("Discord is not to be reached; waiting") {
        assert!(!bot.is_finished());
        tokio::task::yield_now().await;
    }
    let discord = LocalDiscord::start(Setup {
        port,
        ..Setup::default()
    })
    .await
    .expect("it is back");
    discord.connected().await;
    stop.cancel();
    bot.await.expect("no panic").expect("a clean end");
}

#[tokio::test]
async fn what_fails_once_at_start_is_tried_again() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    for route in [
        "GET /oauth2/applications/@me",
        "GET /gateway",
        "GET /gateway/bot",
    ] {
        discord.faults().on(route).answer(503);
    }
    let desk = Desk::on(discord, &[REAL], |_| {}).await;
    desk.discord.faults().met().await;
    desk.mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer");
    desk.close().await;
}

#[tokio::test]
async fn commands_that_could_not_be_registered_are_registered_later() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    discord
        .faults()
        .on("PUT /applications/*/commands")
        .answer(503);
    let desk = Desk::on(discord, &[REAL], |settings| {
        settings.register_again = Duration::from_millis(10);
    })
    .await;
    desk.discord.registered("help").await;
    desk.mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer");
    desk.close().await;
}

#[tokio::test]
async fn in_a_demo_nothing_but_loopback_is_reached() {
    let folder = tempfile::tempdir().expect("a folder");
    let ended = run(&folder, "https://discord.com").await;
    assert!(matches!(ended, Err(BotError::NotLoopback(_))), "{ended:?}");

    let elsewhere = proxy::canned(|path| {
        if path.ends_with("/gateway") {
            r#"{"url": "wss://gateway.discord.gg"}"#
        } else if path.ends_with("/commands") {
            "[]"
        } else {
            r#"{"id": "1", "name": "x", "description": "", "bot_public": true, "bot_require_code_grant": false, "verify_key": "", "flags": 0}"#
        }
    })
    .await;
    let folder = tempfile::tempdir().expect("a folder");
    let ended = run(&folder, &elsewhere).await;
    assert!(
        matches!(&ended, Err(BotError::NotLoopback(url)) if url.contains("gateway.discord.gg")),
        "{ended:?}"
    );
}
