//! Several connections that share the guilds among them.

use std::time::Duration;

use local_discord::{LocalDiscord, Setup};
use serde_json::json;

use crate::bot::{Socket, Town, clock};

#[tokio::test]
async fn a_guild_and_its_interactions_belong_to_one_shard() {
    let (moment, setup) = clock();
    let setup = Setup { shards: 2, ..setup };
    let town = Town::start_with(setup).await;
    assert_eq!(town.get("/gateway/bot").await.1["shards"], 2);
    town.register(json!([{"name": "ping", "description": "d"}]))
        .await;
    let mut shards = [
        Socket::shard(&town.discord, 0, 2).await,
        Socket::shard(&town.discord, 1, 2).await,
    ];
    let home = (town.guild.id() >> 22) % 2;
    shards[home as usize].dispatch("GUILD_CREATE").await;
    // A millisecond later its neighbour belongs to the other shard.
    *moment.lock().unwrap() += chrono::Duration::milliseconds(1);
    let mut guild = town.discord.guild("Hill Town 0");
    for number in 1.. {
        if (guild.id() >> 22) % 2 != home {
            break;
        }
        shards[home as usize].dispatch("GUILD_CREATE").await;
        *moment.lock().unwrap() += chrono::Duration::milliseconds(1);
        guild = town.discord.guild(&format!("Hill Town {number}"));
    }
    shards[1 - home as usize].dispatch("GUILD_CREATE").await;
    for (guild, shard) in [(&town.guild, home), (&guild, 1 - home)] {
        let channel = guild.text_channel("market");
        shards[shard as usize].dispatch("CHANNEL_CREATE").await;
        let person = guild.member("Mara");
        let asked = tokio::spawn(async move { person.slash(&channel, "ping").send().await });
        let interaction = shards[shard as usize].dispatch("INTERACTION_CREATE").await;
        assert_eq!(interaction["guild_id"], guild.id().to_string());
        asked.abort();
    }
    let mara = town.mara.clone();
    let asked = tokio::spawn(async move { mara.slash(&mara.dm(), "ping").send().await });
    shards[0].dispatch("INTERACTION_CREATE").await;
    asked.abort();
}

#[tokio::test]
async fn a_bot_is_connected_with_all_its_shards() {
    let setup = Setup {
        patience: Duration::from_secs(5),
        ..Setup::default()
    };
    let discord = LocalDiscord::start(setup).await.unwrap();
    let _first = Socket::shard(&discord, 0, 2).await;
    assert!(!discord.is_connected());
    let _second = Socket::shard(&discord, 1, 2).await;
    discord.connected().await;
    discord.reconnect();
    assert!(!discord.is_connected());
}
