//! What the bot gets is what Discord's types say: twilight reads all of it.

use serde_json::{Value, json};
use twilight_model::{
    application::interaction::{Interaction, InteractionData},
    channel::{Channel, Message},
    gateway::payload::incoming::{GuildCreate, Ready},
    oauth::Application,
    user::{CurrentUser, User},
};

use crate::bot::{Socket, Town, V2, identify};

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{error}: {value}"))
}

#[tokio::test]
async fn the_gateway_and_rest_speak_in_discords_types() {
    let town = Town::start().await;
    town.guild
        .role("Editors", local_discord::Permissions::MANAGE_MESSAGES);
    let mut socket = Socket::connect(&town.discord).await;
    socket.send(identify(&town.discord)).await;
    let ready: Ready = read(&socket.dispatch("READY").await);
    assert_eq!(ready.user.name, "Newsdesk");
    let GuildCreate::Available(guild) = read(&socket.dispatch("GUILD_CREATE").await) else {
        panic!("the guild is not available");
    };
    assert_eq!((guild.roles.len(), guild.channels.len()), (2, 1));
    read::<CurrentUser>(&town.get("/users/@me").await.1);
    for path in ["/oauth2/applications/@me", "/applications/@me"] {
        let application = town.get(path).await.1;
        read::<Application>(&application);
        read::<User>(&application["owner"]);
    }
    read::<Channel>(&town.get(&format!("/channels/{}", town.news.id())).await.1);
    let forum = town.guild.forum("stories");
    forum.add_tag("Sea");
    let path = format!("/channels/{}", forum.id());
    let forum: Channel = read(&town.get(&path).await.1);
    assert_eq!(forum.available_tags.unwrap().len(), 1);
    let body = json!({"name": "n", "message": {"content": "c"}});
    let thread = town.post(&format!("{path}/threads"), body).await.1;
    read::<Message>(&thread["message"]);
    assert_eq!(read::<Channel>(&thread).name.unwrap(), "n");
    let (_, guild) = town.get(&format!("/guilds/{}", town.guild.id())).await;
    assert_eq!(guild["name"], "Harbour Town");
    let (_, gateway) = town.get("/gateway/bot").await;
    assert_eq!(gateway["url"], town.discord.url().replace("http", "ws"));
}

#[tokio::test]
async fn interactions_are_whole() {
    let mut town = Town::start().await;
    let kinds = [
        ("text", 3),
        ("user", 6),
        ("channel", 7),
        ("role", 8),
        ("file", 11),
    ];
    let options: Vec<_> = kinds
        .iter()
        .map(|(name, kind)| json!({"name": name, "description": "d", "type": kind}))
        .collect();
    town.register(json!([
        {"name": "all", "description": "d", "options": options},
        {"name": "Add to Newsdesk", "type": 3},
    ]))
    .await;
    let editors = town
        .guild
        .role("Editors", local_discord::Permissions::MANAGE_MESSAGES);
    town.mara.add_role(&editors);
    let (mara, news, role) = (town.mara.clone(), town.news.clone(), editors.clone());
    let deed = async move {
        let slash = mara
            .slash(&news, "all")
            .option("text", "t")
            .option("user", &mara);
        slash
            .option("channel", &news)
            .option("role", &role)
            .file("file", "a.txt", "abc")
            .send()
            .await
    };
    let (person, payload) = town.begin(deed).await;
    person.abort();
    let interaction: Interaction = read(&payload);
    let member = interaction.member.unwrap();
    assert!(
        member
            .permissions
            .unwrap()
            .contains(local_discord::Permissions::MANAGE_MESSAGES)
    );
    assert_eq!(interaction.channel.unwrap().id.get(), town.news.id());
    let Some(InteractionData::ApplicationCommand(data)) = interaction.data else {
        panic!()
    };
    let resolved = data.resolved.unwrap();
    let counts = [
        resolved.users.len(),
        resolved.members.len(),
        resolved.channels.len(),
        resolved.roles.len(),
        resolved.attachments.len(),
    ];
    assert_eq!(counts, [1; 5]);

    let button = json!({"type": 2, "style": 1, "label": "Read", "custom_id": "read"});
    let section =
        json!({"type": 9, "components": [{"type": 10, "content": "t"}], "accessory": button});
    let message = town
        .card(json!({"flags": V2, "components": [{"type": 17, "components": [section]}]}))
        .await;
    read::<Message>(message.json());
    let (mara, seen) = (town.mara.clone(), message.clone());
    let (person, payload) = town
        .begin(async move { mara.click(&seen, "Read").await })
        .await;
    person.abort();
    let interaction: Interaction = read(&payload);
    assert_eq!(interaction.message.unwrap().id.get(), message.id);

    let hers = town.mara.say(&town.news, "a story").unwrap();
    let mara = town.mara.clone();
    let deed = async move { mara.use_on_message(&hers, "Add to Newsdesk").await };
    let (person, payload) = town.begin(deed).await;
    person.abort();
    let Some(InteractionData::ApplicationCommand(data)) = read::<Interaction>(&payload).data else {
        panic!()
    };
    assert_eq!(
        data.resolved
            .unwrap()
            .messages
            .values()
            .next()
            .unwrap()
            .content,
        "a story"
    );
}

#[tokio::test]
async fn in_a_direct_message_there_is_a_user_and_no_guild() {
    let mut town = Town::start().await;
    town.register(json!([{"name": "ping", "description": "d"}]))
        .await;
    let mara = town.mara.clone();
    let (person, payload) = town
        .begin(async move { mara.slash(&mara.dm(), "ping").send().await })
        .await;
    person.abort();
    let interaction: Interaction = read(&payload);
    assert!(interaction.is_dm() && interaction.guild_id.is_none());
    assert_eq!(payload["context"], 1);
}
