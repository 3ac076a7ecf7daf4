//! Threads of channels: begun, written in, archived, listed.

use chrono::Duration;
use local_discord::{ChannelType, Permissions};
use serde_json::{Value, json};

use crate::bot::{Socket, Town, clock, codes_at, identify};

const HAS_THREAD: u64 = 1 << 5;

/// A thread in the news channel.
async fn begin(town: &Town, body: Value) -> (u16, Value) {
    let path = format!("/channels/{}/threads", town.news.id());
    town.post(&path, body).await
}

fn names(list: &Value) -> Vec<&str> {
    let threads = list["threads"].as_array().unwrap();
    threads
        .iter()
        .map(|thread| thread["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_thread_is_begun_from_a_message_once() {
    let mut town = Town::start().await;
    let message = town.card(json!({"content": "Tides"})).await;
    let path = format!("{}/{}/threads", town.messages_path(), message.id);
    let (status, thread) = town.post(&path, json!({"name": "About the tides"})).await;
    assert_eq!(status, 201, "{thread}");
    let id = message.id.to_string();
    assert_eq!(
        (&thread["id"], &thread["type"], &thread["parent_id"]),
        (&json!(id), &json!(11), &json!(town.news.id().to_string()))
    );
    let told = town.socket.dispatch("THREAD_CREATE").await;
    assert_eq!(
        (&told["id"], &told["newly_created"]),
        (&json!(id), &json!(true))
    );
    let message = message.now().unwrap();
    assert_eq!(message.json()["flags"], HAS_THREAD);
    assert_eq!(message.json()["thread"]["name"], "About the tides");
    let (status, error) = town.post(&path, json!({"name": "Again"})).await;
    assert_eq!((status, &error["code"]), (400, &json!(160_004)));
    let unknown = format!("{}/1/threads", town.messages_path());
    assert_eq!(
        town.post(&unknown, json!({"name": "n"})).await.1["code"],
        10008
    );
}

#[tokio::test]
async fn threads_are_held_to_their_limits() {
    let town = Town::start().await;
    let with = |key: &str, value: Value| {
        let mut body = json!({"name": "n", "type": 11});
        body[key] = value;
        body
    };
    for (at, fits, exceeds) in [
        ("name", json!("n".repeat(100)), json!("n".repeat(101))),
        ("name", json!("n"), json!("")),
        ("auto_archive_duration", json!(10080), json!(61)),
        ("rate_limit_per_user", json!(21_600), json!(21_601)),
        ("type", json!(11), json!(10)),
    ] {
        let (status, error) = begin(&town, with(at, fits)).await;
        assert_eq!(status, 201, "{at}: {error}");
        let (status, error) = begin(&town, with(at, exceeds)).await;
        assert_eq!(status, 400, "{at}");
        assert_eq!(codes_at(&error, &format!("/{at}")).len(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_thread_is_of_the_kind_that_its_channel_takes() {
    let town = Town::start().await;
    for (kind, wanted, status, code) in [
        (ChannelType::GuildAnnouncement, json!(10), 201, Value::Null),
        (ChannelType::GuildAnnouncement, json!(11), 400, json!(50035)),
        (ChannelType::GuildText, json!(11), 201, Value::Null),
        (ChannelType::GuildText, json!(12), 403, json!(50013)),
        (ChannelType::GuildText, Value::Null, 403, json!(50013)),
        (ChannelType::GuildVoice, json!(11), 400, json!(50024)),
    ] {
        let place = town.guild.channel(kind, "place");
        let path = format!("/channels/{}/threads", place.id());
        let (got, answer) = town.post(&path, json!({"name": "n", "type": wanted})).await;
        assert_eq!((got, &answer["code"]), (status, &code), "{kind:?} {wanted}");
    }
    let announcements = town.guild.announcement_channel("place");
    let path = format!("/channels/{}/messages", announcements.id());
    let (_, message) = town.post(&path, json!({"content": "c"})).await;
    let path = format!("{path}/{}/threads", message["id"].as_str().unwrap());
    assert_eq!(town.post(&path, json!({"name": "n"})).await.1["type"], 10);
    let dm = format!("/channels/{}/threads", town.mara.dm().id());
    assert_eq!(town.post(&dm, json!({"name": "n"})).await.1["code"], 50024);
}

#[tokio::test]
async fn a_thread_goes_by_the_permissions_of_its_channel() {
    let town = Town::start().await;
    let bot = town.guild.bot();
    let message = town.card(json!({"content": "c"})).await;
    let from = format!("{}/{}/threads", town.messages_path(), message.id);
    town.news
        .deny_member(&bot, Permissions::CREATE_PUBLIC_THREADS);
    assert_eq!(
        town.post(&from, json!({"name": "n"})).await.1["code"],
        50013
    );
    town.news.deny_member(&bot, Permissions::SEND_MESSAGES);
    let (status, thread) = town.post(&from, json!({"name": "n"})).await;
    assert_eq!(status, 201, "begun without the right to write: {thread}");
    let write = format!("/channels/{}/messages", message.id);
    let body = || json!({"content": "c", "embeds": [{"title": "t"}]});
    assert_eq!(
        town.post(&write, body()).await.0,
        200,
        "its own permission counts"
    );
    town.news
        .deny_member(&bot, Permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(town.post(&write, body()).await.1["code"], 50013);
    town.news.deny_member(&bot, Permissions::VIEW_CHANNEL);
    assert_eq!(town.post(&write, body()).await.1["code"], 50001);
    assert_eq!(town.post(&from, body()).await.1["code"], 50001);
    let active = format!("/guilds/{}/threads/active", town.guild.id());
    assert_eq!(names(&town.get(&active).await.1), [""; 0]);
}

#[tokio::test]
async fn a_private_thread_is_seen_by_its_members() {
    let town = Town::start().await;
    let hosts = town
        .guild
        .role("Hosts", Permissions::CREATE_PRIVATE_THREADS);
    town.guild.bot().add_role(&hosts);
    assert_eq!(begin(&town, json!({"name": "n"})).await.1["type"], 12);
    let thread = &town.news.threads()[0];
    assert!(town.mara.say(thread, "hello").is_err());
    let wardens = town.guild.role("Wardens", Permissions::MANAGE_THREADS);
    town.mara.add_role(&wardens);
    assert!(town.mara.say(thread, "hello").is_ok());
}

#[tokio::test]
async fn a_thread_archives_itself_and_opens_with_the_next_message() {
    let (moment, setup) = clock();
    let town = Town::start_with(setup).await;
    let body = json!({"name": "n", "type": 11, "auto_archive_duration": 60});
    assert_eq!(begin(&town, body).await.0, 201);
    let thread = town.news.threads().remove(0);
    let messages = format!("/channels/{}/messages", thread.id());
    let (_, first) = town.post(&messages, json!({"content": "c"})).await;
    let first = format!("{messages}/{}", first["id"].as_str().unwrap());
    *moment.lock().unwrap() += Duration::minutes(59);
    assert_eq!(town.patch(&first, json!({"content": "d"})).await.0, 200);
    *moment.lock().unwrap() += Duration::minutes(1);
    assert!(thread.is_archived());
    let (status, error) = town.patch(&first, json!({"content": "e"})).await;
    assert_eq!((status, &error["code"]), (400, &json!(50083)));
    assert_eq!(town.delete(&first).await.1["code"], 50083);
    assert_eq!(town.post(&messages, json!({"content": "c"})).await.0, 200);
    assert!(!thread.is_archived());
    assert_eq!(town.patch(&first, json!({"content": "e"})).await.0, 200);
    thread.lock(true);
    let (status, error) = town.post(&messages, json!({"content": "c"})).await;
    assert_eq!((status, &error["code"]), (400, &json!(160_005)));
}

#[tokio::test]
async fn threads_are_listed_active_and_archived() {
    let (moment, setup) = clock();
    let town = Town::start_with(setup).await;
    for name in ["one", "two", "three", "four"] {
        begin(&town, json!({"name": name, "type": 11})).await;
        *moment.lock().unwrap() += Duration::minutes(1);
    }
    let threads = town.news.threads();
    threads[2].archive();
    *moment.lock().unwrap() += Duration::minutes(1);
    threads[0].archive();
    let active = format!("/guilds/{}/threads/active", town.guild.id());
    let list = town.get(&active).await.1;
    assert_eq!(names(&list), ["four", "two"]);
    assert_eq!(list["members"][0]["id"], threads[3].id().to_string());
    let archived = format!("/channels/{}/threads/archived/public", town.news.id());
    let list = town.get(&archived).await.1;
    assert_eq!(
        (names(&list), &list["has_more"]),
        (vec!["one", "three"], &json!(false))
    );
    let page = town.get(&format!("{archived}?limit=1")).await.1;
    assert_eq!(
        (names(&page), &page["has_more"]),
        (vec!["one"], &json!(true))
    );
    let before = &page["threads"][0]["thread_metadata"]["archive_timestamp"];
    let before = before.as_str().unwrap().replace('+', "%2B");
    let rest = town.get(&format!("{archived}?before={before}")).await.1;
    assert_eq!(names(&rest), ["three"]);
    town.news
        .deny_member(&town.guild.bot(), Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(town.get(&archived).await.1["code"], 50013);

    let mut late = Socket::connect(&town.discord).await;
    late.send(identify(&town.discord)).await;
    late.dispatch("READY").await;
    let guild = late.dispatch("GUILD_CREATE").await;
    assert_eq!(names(&guild), ["two", "four"]);
    assert_eq!(guild["channels"].as_array().unwrap().len(), 1);
    town.news.delete();
    assert_eq!(town.get(&active).await.1["threads"], json!([]));
    for _ in 0..4 {
        late.dispatch("THREAD_DELETE").await;
    }
    late.dispatch("CHANNEL_DELETE").await;
}

#[tokio::test]
async fn a_thread_is_archived_and_opened() {
    let town = Town::start().await;
    let bot = town.guild.bot();
    let body = json!({"name": "n", "type": 11});
    assert_eq!(begin(&town, body).await.0, 201);
    let thread = town.news.threads().remove(0);
    let path = format!("/channels/{}", thread.id());
    let set = async |archived: Value| town.patch(&path, json!({"archived": archived})).await;
    let (status, json) = set(json!(true)).await;
    assert_eq!(
        (status, &json["thread_metadata"]["archived"]),
        (200, &json!(true))
    );
    assert!(thread.is_archived());
    assert_eq!(set(json!("no")).await.1["code"], 50035);
    thread.lock(true);
    assert_eq!(set(json!(false)).await.1["code"], 50013);
    thread.lock(false);
    town.news
        .deny_member(&bot, Permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(set(json!(false)).await.1["code"], 50013);
    town.news.allow_member(&bot, Permissions::empty());
    assert_eq!(set(json!(false)).await.0, 200);
    assert!(!thread.is_archived());
    let channel = format!("/channels/{}", town.news.id());
    let (_, error) = town.patch(&channel, json!({"archived": true})).await;
    assert_eq!(error["code"], 50024);
}
