//! How the gateway's payloads travel: plain, compressed one by one, or as one compressed stream.

use std::io::Read;

use flate2::{Decompress, FlushDecompress, read::ZlibDecoder};
use local_discord::{LocalDiscord, Setup};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::bot::{Socket, identify};

#[tokio::test]
async fn long_payloads_are_compressed_where_identify_asks_for_it() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    discord.guild("Harbour Town");
    let mut socket = Socket::connect(&discord).await;
    let mut identify = identify(&discord);
    identify["d"]["compress"] = json!(true);
    socket.send(identify).await;
    socket.message().await;
    let Message::Binary(bytes) = socket.message().await else {
        panic!("GUILD_CREATE is long");
    };
    let mut text = String::new();
    ZlibDecoder::new(&bytes[..])
        .read_to_string(&mut text)
        .unwrap();
    let payload: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(payload["t"], "GUILD_CREATE");
    socket.send(json!({"op": 1, "d": null})).await;
    assert_eq!(socket.read().await["op"], 11, "a short one is text");
}

#[tokio::test]
async fn a_stream_is_compressed_from_the_first_payload() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    discord.guild("Harbour Town");
    let mut socket = Socket::open(&discord, "v=10&encoding=json&compress=zlib-stream").await;
    let mut stream = Decompress::new(true);
    let mut read = async |socket: &mut Socket| {
        let Message::Binary(bytes) = socket.message().await else {
            panic!("no piece of the stream");
        };
        let mut text = Vec::with_capacity(64 * 1024);
        stream
            .decompress_vec(&bytes, &mut text, FlushDecompress::Sync)
            .unwrap();
        serde_json::from_slice::<Value>(&text).unwrap()
    };
    assert_eq!(read(&mut socket).await["op"], 10);
    socket.send(identify(&discord)).await;
    assert_eq!(read(&mut socket).await["t"], "READY");
    assert_eq!(read(&mut socket).await["t"], "GUILD_CREATE");
}

#[tokio::test]
async fn another_version_or_encoding_is_not_spoken() {
    let discord = LocalDiscord::start(Setup::default()).await.unwrap();
    for query in ["v=6", "v=10&encoding=etf", "v=10&compress=zstd-stream"] {
        let mut socket = Socket::open(&discord, query).await;
        assert_eq!(socket.close_code().await, 4012, "{query}");
    }
}
