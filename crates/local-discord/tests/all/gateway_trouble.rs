//! What befalls a connected bot on demand.

use serde_json::json;

use crate::bot::{Socket, Town, identify};

/// The bot connects again and gets what it missed.
async fn comes_back(town: &mut Town) {
    assert!(!town.discord.is_connected());
    town.guild.text_channel("missed");
    town.socket = Socket::connect(&town.discord).await;
    town.socket.resume(&town.discord, 2).await;
    assert_eq!(
        town.socket.dispatch("CHANNEL_CREATE").await["name"],
        "missed"
    );
    town.socket.dispatch("RESUMED").await;
    town.discord.connected().await;
}

/// The bot connects again, can't resume, and identifies.
async fn begins_anew(town: &mut Town) {
    assert!(!town.discord.is_connected());
    town.socket = Socket::connect(&town.discord).await;
    town.socket.resume(&town.discord, 2).await;
    let answer = town.socket.read().await;
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)));
    town.socket.send(identify(&town.discord)).await;
    town.socket.dispatch("READY").await;
    town.discord.connected().await;
}

#[tokio::test]
async fn a_bot_is_asked_to_reconnect() {
    let mut town = Town::start().await;
    town.discord.reconnect();
    assert_eq!(town.socket.read().await["op"], 7);
    comes_back(&mut town).await;
}

#[tokio::test]
async fn an_invalid_session_is_resumed_or_over() {
    for resumable in [true, false] {
        let mut town = Town::start().await;
        town.discord.invalidate(resumable);
        let answer = town.socket.read().await;
        assert_eq!(
            (&answer["op"], &answer["d"]),
            (&json!(9), &json!(resumable))
        );
        match resumable {
            true => comes_back(&mut town).await,
            false => begins_anew(&mut town).await,
        }
    }
}

#[tokio::test]
async fn an_invalid_session_is_followed_by_another_on_the_same_connection() {
    let mut town = Town::start().await;
    town.discord.invalidate(false);
    assert_eq!(town.socket.read().await["op"], 9);
    town.socket.send(identify(&town.discord)).await;
    assert_eq!(
        town.socket.dispatch("READY").await["session_id"],
        "session-2"
    );
}

#[tokio::test]
async fn a_silent_socket_acknowledges_nothing_and_tells_nothing() {
    let mut town = Town::start().await;
    town.discord.go_silent();
    town.guild.text_channel("unheard");
    town.socket.send(json!({"op": 1, "d": null})).await;
    // Whatever it had to say would have come before the end of the connection.
    let (mut silent, discord) = (town.socket, town.discord);
    let mut socket = Socket::connect(&discord).await;
    socket.resume(&discord, 2).await;
    assert_eq!(socket.dispatch("CHANNEL_CREATE").await["name"], "unheard");
    discord.stop().await;
    assert!(silent.dropped().await);
}

#[tokio::test]
async fn every_close_code_can_be_had() {
    for code in (4000..=4005).chain(4007..=4014).chain([1000, 1001, 1011]) {
        let mut town = Town::start().await;
        town.discord.close_gateway(code);
        assert_eq!(town.socket.close_code().await, code);
        match code {
            4003 | 4004 | 4007 | 4009.. => begins_anew(&mut town).await,
            _ => comes_back(&mut town).await,
        }
    }
}

#[tokio::test]
async fn a_connection_drops_without_a_word() {
    let mut town = Town::start().await;
    town.discord.cut();
    assert!(town.socket.dropped().await);
    comes_back(&mut town).await;
}
