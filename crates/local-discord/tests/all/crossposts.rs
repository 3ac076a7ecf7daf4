//! Crossposting from announcement channels.

use chrono::Duration;
use local_discord::{Channel, Permissions};
use serde_json::json;

use crate::bot::{Town, clock};

const CROSSPOSTED: u64 = 1;

/// The path at which the message is crossposted.
fn path(channel: &Channel, message: u64) -> String {
    format!("/channels/{}/messages/{message}/crosspost", channel.id())
}

/// A message of the bot's.
async fn post(town: &Town, channel: &Channel) -> u64 {
    let path = format!("/channels/{}/messages", channel.id());
    let (_, message) = town.post(&path, json!({"content": "c"})).await;
    message["id"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_message_is_crossposted_once() {
    let town = Town::start().await;
    let wire = town.guild.announcement_channel("wire");
    let own = post(&town, &wire).await;
    let (status, message) = town.post(&path(&wire, own), json!(null)).await;
    assert_eq!((status, &message["flags"]), (200, &json!(CROSSPOSTED)));
    let (status, error) = town.post(&path(&wire, own), json!(null)).await;
    assert_eq!((status, &error["code"]), (400, &json!(40033)));
    let elsewhere = post(&town, &town.news).await;
    let (status, error) = town.post(&path(&town.news, elsewhere), json!(null)).await;
    assert_eq!((status, &error["code"]), (400, &json!(50024)));
    assert_eq!(
        town.post(&path(&wire, 1), json!(null)).await.1["code"],
        10008
    );
}

#[tokio::test]
async fn ones_own_needs_less_than_anothers() {
    let town = Town::start().await;
    let (wire, bot) = (town.guild.announcement_channel("wire"), town.guild.bot());
    let hers = town.mara.say(&wire, "news").unwrap();
    let (status, error) = town.post(&path(&wire, hers.id), json!(null)).await;
    assert_eq!((status, &error["code"]), (403, &json!(50013)));
    bot.add_role(&town.guild.role("Editors", Permissions::MANAGE_MESSAGES));
    assert_eq!(town.post(&path(&wire, hers.id), json!(null)).await.0, 200);
    let own = post(&town, &wire).await;
    wire.deny_member(&bot, Permissions::SEND_MESSAGES);
    assert_eq!(
        town.post(&path(&wire, own), json!(null)).await.1["code"],
        50013
    );
    wire.deny_member(&bot, Permissions::VIEW_CHANNEL);
    assert_eq!(
        town.post(&path(&wire, own), json!(null)).await.1["code"],
        50001
    );
}

#[tokio::test]
async fn a_channel_takes_ten_an_hour() {
    let (moment, setup) = clock();
    let town = Town::start_with(setup).await;
    let wire = town.guild.announcement_channel("wire");
    let crosspost = async || {
        let message = post(&town, &wire).await;
        town.post(&path(&wire, message), json!(null)).await
    };
    for _ in 0..10 {
        assert_eq!(crosspost().await.0, 200);
    }
    *moment.lock().unwrap() += Duration::minutes(20);
    let (status, limited) = crosspost().await;
    assert_eq!((status, &limited["retry_after"]), (429, &json!(2400.0)));
    *moment.lock().unwrap() += Duration::minutes(40);
    assert_eq!(crosspost().await.0, 200);
}
