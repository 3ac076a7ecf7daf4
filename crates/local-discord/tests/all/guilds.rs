//! Guilds that go and come: outages, and the bot put out and let in.

use local_discord::{Refused, Setup};
use serde_json::json;

use crate::bot::{Socket, Town, identify, ping};

#[tokio::test]
async fn an_outage_is_no_removal() {
    let mut town = Town::start().await;
    town.register(ping()).await;
    town.guild.outage();
    let gone = town.socket.dispatch("GUILD_DELETE").await;
    let id = town.guild.id().to_string();
    assert_eq!(gone, json!({"id": id, "unavailable": true}));
    town.guild.text_channel("unheard");
    let slash = town.mara.slash(&town.news, "ping").send().await;
    assert_eq!(slash.unwrap_err(), Refused::UnknownCommand("ping".into()));

    let mut late = Socket::connect(&town.discord).await;
    late.send(identify(&town.discord)).await;
    let ready = late.dispatch("READY").await;
    assert_eq!(ready["guilds"], json!([{"id": id, "unavailable": true}]));

    town.guild.recover();
    town.guild.recover();
    for socket in [&mut town.socket, &mut late] {
        let guild = socket.dispatch("GUILD_CREATE").await;
        assert_eq!(guild["channels"][1]["name"], "unheard");
    }
    town.guild.text_channel("heard");
    assert_eq!(
        town.socket.dispatch("CHANNEL_CREATE").await["name"],
        "heard"
    );
}

#[tokio::test]
async fn the_bot_is_removed_and_added() {
    let setup = Setup {
        answer_within: std::time::Duration::from_millis(100),
        ..Setup::default()
    };
    let mut town = Town::start_with(setup).await;
    town.register(ping()).await;
    let card = town.card(crate::bot::card("More")).await;
    town.guild.remove_bot();
    let gone = town.socket.dispatch("GUILD_DELETE").await;
    assert_eq!(gone, json!({"id": town.guild.id().to_string()}));
    let guild = format!("/guilds/{}", town.guild.id());
    for (path, code) in [(&guild, 10004), (&town.messages_path(), 50001)] {
        assert_eq!(town.get(path).await.1["code"], code, "{path}");
    }
    let slash = town.mara.slash(&town.news, "ping").send().await;
    assert_eq!(slash.unwrap_err(), Refused::UnknownCommand("ping".into()));
    let click = town.mara.click(&card, "More").await;
    assert_eq!(click.unwrap_err(), Refused::NoAnswer);
    town.guild.text_channel("unheard");

    town.guild.add_bot();
    town.guild.add_bot();
    let guild = town.socket.dispatch("GUILD_CREATE").await;
    assert_eq!(guild["member_count"], 3);
    town.guild.text_channel("heard");
    assert_eq!(
        town.socket.dispatch("CHANNEL_CREATE").await["name"],
        "heard"
    );
    assert_eq!(town.say(json!({"content": "c"})).await.0, 200);
}
