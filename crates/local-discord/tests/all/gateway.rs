//! The gateway's opcodes, close codes, intents and sequence numbers.

use std::time::Duration;

use local_discord::{Event, LocalDiscord, Setup};
use serde_json::{Value, json};

use crate::bot::{Socket, Town, identify};

#[tokio::test]
async fn a_bot_gets_ready_then_its_guilds_also_later_ones() {
    let mut town = Town::start().await;
    town.discord.connected().await;
    town.discord.guild("Hill Town");
    let guild = town.socket.dispatch("GUILD_CREATE").await;
    assert_eq!(guild["name"], "Hill Town");
    town.guild.text_channel("late");
    assert_eq!(town.socket.dispatch("CHANNEL_CREATE").await["name"], "late");
}

#[tokio::test]
async fn sequence_numbers_count_up_from_one() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    discord.guild("Harbour Town");
    let mut socket = Socket::connect(&discord).await;
    socket.send(identify(&discord)).await;
    for sequence in 1..=2 {
        assert_eq!(socket.read().await["s"], sequence);
    }
}

#[tokio::test]
async fn what_is_wrong_closes_with_its_code() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    let with = |key: &str, value: Value| {
        let mut identify = identify(&discord);
        identify["d"][key] = value;
        identify.to_string()
    };
    let twice = identify(&discord).to_string();
    for (frames, code) in [
        (vec!["not json".to_owned()], 4002),
        (vec![json!({"op": 99}).to_string()], 4001),
        (vec![json!({"d": {}}).to_string()], 4002),
        (vec![json!({"op": 3, "d": {}}).to_string()], 4003),
        (vec![with("token", json!("wrong"))], 4004),
        (vec![twice.clone(), twice], 4005),
        (vec![with("shard", json!([1, 1]))], 4010),
        (vec![with("intents", json!(1_u64 << 40))], 4013),
        (vec![with("intents", json!(1 << 15))], 4014),
        (vec![with("intents", Value::Null)], 4002),
        (vec![with("properties", Value::Null)], 4002),
    ] {
        let mut socket = Socket::connect(&discord).await;
        for frame in &frames {
            socket.send_text(frame).await;
        }
        assert_eq!(socket.close_code().await, code, "{frames:?}");
    }
}

#[tokio::test]
async fn without_the_guilds_intent_there_are_no_guilds_but_interactions() {
    let mut town = Town::start().await;
    town.register(json!([{"name": "ping", "description": "Answers"}]))
        .await;
    let mut socket = Socket::connect(&town.discord).await;
    let mut quiet = identify(&town.discord);
    quiet["d"]["intents"] = json!(0);
    socket.send(quiet).await;
    socket.dispatch("READY").await;
    let (mara, news) = (town.mara.clone(), town.news.clone());
    let (person, _) = town
        .begin(async move { mara.slash(&news, "ping").send().await })
        .await;
    socket.dispatch("INTERACTION_CREATE").await;
    person.abort();
}

#[tokio::test]
async fn a_heartbeat_is_acknowledged_and_silence_ends_the_session() {
    let setup = Setup {
        heartbeat_interval: Duration::from_millis(200),
        ..Setup::default()
    };
    let discord = LocalDiscord::start(setup).await.unwrap();
    let mut socket = Socket::connect(&discord).await;
    for _ in 0..5 {
        socket.send(json!({"op": 1, "d": null})).await;
        assert_eq!(socket.read().await["op"], 11);
    }
    assert_eq!(socket.close_code().await, 4009);
}

#[tokio::test]
async fn a_resumed_session_gets_what_it_missed() {
    let mut town = Town::start().await;
    let mut events = town.discord.subscribe();
    drop(town.socket);
    while events.recv().await.unwrap() != Event::BotDisconnected {}
    town.guild.text_channel("missed");
    town.socket = Socket::connect(&town.discord).await;
    town.socket.resume(&town.discord, 2).await;
    assert_eq!(
        town.socket.dispatch("CHANNEL_CREATE").await["name"],
        "missed"
    );
    town.socket.dispatch("RESUMED").await;
}

#[tokio::test]
async fn what_can_not_be_resumed_begins_anew() {
    let mut town = Town::start().await;
    town.discord.cut();
    assert!(town.socket.dropped().await);
    let mut socket = Socket::connect(&town.discord).await;
    let token = town.discord.token();
    let unknown = json!({"token": token, "session_id": "session-9", "seq": 2});
    socket.send(json!({"op": 6, "d": unknown})).await;
    let answer = socket.read().await;
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)));
    socket.send(identify(&town.discord)).await;
    socket.dispatch("READY").await;
    let mut socket = Socket::connect(&town.discord).await;
    socket.resume(&town.discord, 99).await;
    assert_eq!(socket.close_code().await, 4007);
    let mut socket = Socket::connect(&town.discord).await;
    socket.resume(&town.discord, 2).await;
    assert_eq!(socket.read().await["op"], 9, "its session is over");
}

#[tokio::test]
async fn so_many_payloads_may_be_sent_in_a_minute() {
    let mut town = Town::start().await;
    // One was the IDENTIFY.
    for _ in 0..119 {
        town.socket.send(json!({"op": 1, "d": null})).await;
        assert_eq!(town.socket.read().await["op"], 11);
    }
    town.socket.send(json!({"op": 1, "d": null})).await;
    assert_eq!(town.socket.close_code().await, 4008);
}

#[tokio::test]
async fn sessions_are_begun_one_after_the_other_and_so_many_a_day() {
    let setup = Setup {
        identify_interval: Duration::from_secs(600),
        ..Setup::default()
    };
    let town = Town::start_with(setup).await;
    let mut socket = Socket::connect(&town.discord).await;
    socket.send(identify(&town.discord)).await;
    let answer = socket.read().await;
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)));

    let setup = Setup {
        session_starts: 1,
        ..Setup::default()
    };
    let town = Town::start_with(setup).await;
    let limit = &town.get("/gateway/bot").await.1["session_start_limit"];
    assert_eq!(
        (&limit["total"], &limit["remaining"]),
        (&json!(1), &json!(0))
    );
    let mut socket = Socket::connect(&town.discord).await;
    socket.send(identify(&town.discord)).await;
    assert_eq!(socket.close_code().await, 4004);
}

#[tokio::test]
async fn a_session_that_took_its_leave_can_not_be_resumed() {
    let town = Town::start().await;
    let mut events = town.discord.subscribe();
    town.socket.close(1000).await;
    while events.recv().await.unwrap() != Event::BotDisconnected {}
    assert!(!town.discord.is_connected());
    let mut socket = Socket::connect(&town.discord).await;
    socket.resume(&town.discord, 1).await;
    assert_eq!(socket.read().await["op"], 9);
}

#[tokio::test]
async fn stopping_closes_sockets_and_frees_the_port() {
    let town = Town::start().await;
    let address = town.discord.url().trim_start_matches("http://").to_owned();
    let Town {
        discord,
        mut socket,
        ..
    } = town;
    discord.stop().await;
    assert!(socket.ended().await);
    tokio::net::TcpListener::bind(address).await.unwrap();
}
