//! A Discord that fails, and a bot that answers all the same.

use std::time::{Duration, Instant};

use local_discord::{LocalDiscord, Message, Refused, Scope, Setup};

use crate::desk::{Desk, REAL};

const CALLBACK: &str = "POST /interactions/*/*/callback";

/// Asks until the bot is back, and answers: the client's refusals meanwhile are what people see.
async fn answered_again(desk: &Desk) {
    let summary = async || desk.mara.slash(&desk.news, "summary").send().await;
    let mut refused = 0;
    loop {
        match summary().await {
            Ok(answer) => {
                assert!(answer.message().text().contains("Kim Jong Un"));
                return everything_answers(desk, &answer.message()).await;
            }
            Err(Refused::NoAnswer) if refused < 5 => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
}

/// Each command, completion, button and menu.
async fn everything_answers(desk: &Desk, summary: &Message) {
    for command in [
        "highlights",
        "analysis",
        "section",
        "story",
        "briefing",
        "archive",
        "help",
    ] {
        desk.mara
            .slash(&desk.news, command)
            .send()
            .await
            .expect(command);
    }
    let typing = desk
        .mara
        .slash(&desk.news, "summary")
        .autocomplete("article", "kim");
    assert_eq!(typing.await.expect("choices").len(), 1);
    desk.mara
        .click(summary, "Full story")
        .await
        .expect("a button's answer");
    desk.mara
        .choose(summary, "Western Absence")
        .await
        .expect("a menu's answer");
}

#[tokio::test]
async fn a_socket_that_falls_silent_is_left() {
    let setup = Setup {
        heartbeat_interval: Duration::from_millis(400),
        patience: Duration::from_secs(30),
        ..Setup::default()
    };
    let discord = LocalDiscord::start(setup).await.expect("a local Discord");
    let desk = Desk::on(discord, &[REAL], |_| {}).await;
    desk.discord.go_silent();
    desk.discord.connected().await;
    answered_again(&desk).await;
    desk.close().await;
}

#[tokio::test]
async fn several_shards_answer_alike() {
    let setup = Setup {
        shards: 2,
        patience: Duration::from_secs(30),
        ..Setup::default()
    };
    let discord = LocalDiscord::start(setup).await.expect("a local Discord");
    let desk = Desk::on(discord, &[REAL], |_| {}).await;
    answered_again(&desk).await;
    let other = desk.discord.guild("Over the Hill");
    let (square, ines) = (other.text_channel("square"), other.member("Ines"));
    ines.slash(&square, "summary")
        .send()
        .await
        .expect("an answer on the other shard");
    desk.close().await;
}

#[tokio::test]
async fn a_response_that_fails_once_or_twice_still_arrives() {
    let desk = Desk::start().await;
    let faults = || desk.discord.faults().next(2).on(CALLBACK);
    let summary = async || desk.mara.slash(&desk.news, "summary").send().await;
    faults().answer(503);
    summary().await.expect("after two answers of 503");
    // Each says when not before; a pause of the bot's own would be shorter.
    let wait = Duration::from_millis(700);
    faults().answer_429(Scope::Shared, wait);
    let begun = Instant::now();
    summary().await.expect("after two answers of 429");
    assert!(begun.elapsed() >= 2 * wait, "{:?}", begun.elapsed());
    faults().cut_before();
    summary().await.expect("after two lost connections");
    desk.discord.faults().next(1).on(CALLBACK).cut_after();
    summary()
        .await
        .expect("it came through; only the answer was lost");
    // The bot asks again and learns that it had come through.
    let twice = || {
        desk.discord
            .refusals()
            .iter()
            .any(|refusal| refusal.error["code"] == 40060)
    };
    while !twice() {
        tokio::task::yield_now().await;
    }
    desk.discord
        .faults()
        .next(1)
        .on(CALLBACK)
        .delay(Duration::from_millis(200));
    summary().await.expect("later");
    desk.discord.faults().met().await;
    assert_eq!(
        desk.discord.refusals().len(),
        1,
        "{:#?}",
        desk.discord.refusals()
    );
    desk.shut_down().await;
}

#[tokio::test]
async fn a_response_that_keeps_failing_is_given_up_and_the_next_is_answered() {
    let desk = Desk::start().await;
    desk.discord.faults().always().on(CALLBACK).answer(500);
    let slash = desk.mara.slash(&desk.news, "summary");
    assert_eq!(slash.send().await.err(), Some(Refused::NoAnswer));
    desk.discord.faults().clear();
    answered_again(&desk).await;
    desk.close().await;
}

#[tokio::test]
async fn the_gateway_may_go_in_every_way_and_the_bot_comes_back() {
    let desk = Desk::start().await;
    desk.discord.reconnect();
    desk.discord.connected().await;
    answered_again(&desk).await;
    desk.discord.invalidate(true);
    answered_again(&desk).await;
    desk.discord.close_gateway(4000);
    answered_again(&desk).await;
    desk.discord.cut();
    answered_again(&desk).await;
    desk.discord.invalidate(false);
    answered_again(&desk).await;
    desk.close().await;
}

#[tokio::test]
async fn everything_may_be_gone_and_come_back() {
    let desk = Desk::start().await;
    desk.discord.go_down().await.expect("it goes down");
    desk.discord.come_back().await.expect("the same port");
    desk.discord.connected().await;
    answered_again(&desk).await;
    desk.close().await;
}

#[tokio::test]
async fn a_guild_may_be_away_or_take_the_bot_out_and_in_again() {
    let desk = Desk::start().await;
    desk.guild.outage();
    desk.guild.recover();
    answered_again(&desk).await;
    desk.guild.remove_bot();
    let slash = desk.mara.slash(&desk.news, "summary").send().await;
    assert!(slash.is_err(), "there is no bot to ask");
    desk.guild.add_bot();
    answered_again(&desk).await;
    desk.close().await;
}

#[tokio::test]
async fn a_token_that_is_taken_back_ends_the_bot_in_words() {
    let mut desk = Desk::start().await;
    desk.discord.close_gateway(4004);
    let ended = desk.ended().await;
    assert!(
        ended
            .expect_err("an end")
            .to_string()
            .contains("Discord refused the token")
    );
}
