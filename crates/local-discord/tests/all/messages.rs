//! Messages in channels: what may be written, where, and how it is read back.

use local_discord::{ChannelType, Permissions};
use serde_json::{Value, json};

use crate::bot::{EPHEMERAL, Town, V2, card, clock, codes_at};

#[tokio::test]
async fn content_nonce_and_mentions_are_held_to_their_limits() {
    let town = Town::start().await;
    let mentions = |value: Value| json!({"content": "c", "allowed_mentions": value});
    let nonce = |length: usize| json!({"content": "c", "nonce": "n".repeat(length)});
    let ids = |count: u64| {
        (1..=count)
            .map(|id| json!(id.to_string()))
            .collect::<Value>()
    };
    for (fits, exceeds, at) in [
        (
            json!({"content": "x".repeat(2000)}),
            json!({"content": "x".repeat(2001)}),
            "/content",
        ),
        (
            json!({"content": "🗞".repeat(1000)}),
            json!({"content": "🗞".repeat(1001)}),
            "/content",
        ),
        (nonce(25), nonce(26), "/nonce"),
        (
            mentions(json!({"parse": []})),
            mentions(json!({"parse": ["all"]})),
            "/allowed_mentions/parse/0",
        ),
        (
            mentions(json!({"users": ids(100)})),
            mentions(json!({"users": ids(101)})),
            "/allowed_mentions/users",
        ),
        (
            mentions(json!({"parse": ["roles"], "users": ["1"]})),
            mentions(json!({"parse": ["users"], "users": ["1"]})),
            "/allowed_mentions",
        ),
        (
            mentions(json!({"roles": ["1"]})),
            mentions(json!({"roles": ["x"]})),
            "/allowed_mentions/roles/0",
        ),
        (
            json!({"content": "c", "flags": 4}),
            json!({"content": "c", "flags": "x"}),
            "/flags",
        ),
    ] {
        for (body, fine) in [(fits, true), (exceeds, false)] {
            let (status, error) = town.say(body).await;
            assert_eq!(status, if fine { 200 } else { 400 }, "{at}: {error}");
            assert_eq!(codes_at(&error, at).is_empty(), fine, "{at}: {error}");
        }
    }
    for empty in [json!({}), json!({"content": " \n"}), json!({"embeds": []})] {
        assert_eq!(town.say(empty).await.1["code"], 50006);
    }
}

#[tokio::test]
async fn a_nonce_is_remembered_for_minutes() {
    let (moment, setup) = clock();
    let town = Town::start_with(setup).await;
    let body = |text: &str, enforce: bool| json!({"content": text, "nonce": "n", "enforce_nonce": enforce});
    let (_, first) = town.say(body("first", true)).await;
    let (_, again) = town.say(body("again", true)).await;
    assert_eq!(
        (&again["id"], &again["content"]),
        (&first["id"], &json!("first"))
    );
    let (_, free) = town.say(body("free", false)).await;
    assert_ne!(free["id"], first["id"]);
    *moment.lock().unwrap() += chrono::Duration::minutes(6);
    town.say(body("later", true)).await;
    let texts: Vec<_> = town
        .news
        .messages()
        .iter()
        .map(|message| message.text().to_owned())
        .collect();
    assert_eq!(texts, ["first", "free", "later"]);
    assert_eq!(town.news.next_message().await.text(), "first");
    assert_eq!(town.news.next_message().await.text(), "free");
}

#[tokio::test]
async fn permissions_decide_what_the_bot_may_do() {
    let town = Town::start().await;
    let bot = town.guild.bot();
    let path = town.messages_path();
    let (_, message) = town.say(json!({"content": "c"})).await;
    let one = format!("{path}/{}", message["id"].as_str().unwrap());
    let embed = json!({"embeds": [{"title": "t"}]});
    town.news.deny_member(&bot, Permissions::EMBED_LINKS);
    assert_eq!(town.say(embed).await.1["code"], 50013);
    town.news.deny_member(&bot, Permissions::SEND_MESSAGES);
    let (status, error) = town.say(json!({"content": "c"})).await;
    assert_eq!((status, &error["code"]), (403, &json!(50013)));
    town.news
        .deny_member(&bot, Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(town.get(&path).await, (200, json!([])));
    assert_eq!(town.get(&one).await.1["code"], 50013);
    town.news
        .deny_role(&town.guild.everyone(), Permissions::VIEW_CHANNEL);
    for path in [&path, &one, &format!("/channels/{}", town.news.id())] {
        let (status, error) = town.get(path).await;
        assert_eq!((status, &error["code"]), (403, &json!(50001)), "{path}");
    }
    let helpers = town.guild.role("Helpers", Permissions::ADMINISTRATOR);
    bot.add_role(&helpers);
    assert_eq!(town.get(&one).await.0, 200);
}

#[tokio::test]
async fn messages_are_read_edited_and_deleted() {
    let town = Town::start().await;
    let path = town.messages_path();
    let mut ids = Vec::new();
    for n in 0..5 {
        let (_, message) = town.say(json!({"content": n.to_string()})).await;
        ids.push(message["id"].as_str().unwrap().to_owned());
    }
    for (query, wanted) in [
        ("?limit=2".to_owned(), vec!["4", "3"]),
        (format!("?after={}&limit=2", ids[1]), vec!["3", "2"]),
        (format!("?before={}", ids[2]), vec!["1", "0"]),
        (format!("?around={}&limit=3", ids[2]), vec!["3", "2", "1"]),
    ] {
        let (_, page) = town.get(&(path.clone() + &query)).await;
        let texts: Vec<_> = page
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["content"].as_str().unwrap())
            .collect();
        assert_eq!(texts, wanted, "{query}");
    }
    assert_eq!(
        town.get(&format!("{path}?limit=101")).await.1["code"],
        50035
    );
    let one = format!("{path}/{}", ids[0]);
    let (_, edited) = town.patch(&one, json!({"content": "new"})).await;
    assert!(edited["edited_timestamp"].is_string());
    assert_eq!(
        town.patch(&one, json!({"content": null})).await.1["code"],
        50006
    );
    let other = town.mara.say(&town.news, "mine").unwrap();
    let hers = format!("{path}/{}", other.id);
    assert_eq!(
        town.patch(&hers, json!({"content": "x"})).await.1["code"],
        50005
    );
    assert_eq!(town.delete(&hers).await.1["code"], 50013);
    assert_eq!(town.delete(&one).await.0, 204);
    assert_eq!(town.get(&one).await.1["code"], 10008);
    town.news.delete();
    assert_eq!(town.get(&path).await.1["code"], 10003);
}

#[tokio::test]
async fn mentions_are_what_is_allowed() {
    let town = Town::start().await;
    let readers = town.guild.role("Readers", Permissions::empty());
    let content = format!("@everyone <@{}> <@&{}>", town.mara.id(), readers.id());
    let pings = async |allowed: Value| {
        let body = json!({"content": content, "allowed_mentions": allowed});
        let message = town.say(body).await.1;
        let count = |key: &str| message[key].as_array().unwrap().len();
        (
            message["mention_everyone"] == true,
            count("mentions"),
            count("mention_roles"),
        )
    };
    assert_eq!(pings(json!({"parse": []})).await, (false, 0, 0));
    assert_eq!(
        pings(Value::Null).await,
        (false, 1, 0),
        "neither mentionable nor permitted"
    );
    readers.set_mentionable(true);
    assert_eq!(
        pings(json!({"roles": [readers.id().to_string()]})).await,
        (false, 0, 1)
    );
    town.guild
        .bot()
        .add_role(&town.guild.role("Callers", Permissions::MENTION_EVERYONE));
    assert_eq!(pings(json!({"parse": ["everyone"]})).await, (true, 0, 0));
}

#[tokio::test]
async fn the_next_message_is_no_answer_to_an_interaction() {
    let mut town = Town::start().await;
    let message = town.card(card("More")).await;
    let (mara, seen) = (town.mara.clone(), message.clone());
    let (person, interaction) = town
        .begin(async move { mara.click(&seen, "More").await })
        .await;
    town.answer(
        &interaction,
        json!({"type": 4, "data": {"content": "answer"}}),
    )
    .await;
    person.await.unwrap().unwrap();
    town.say(json!({"content": "briefing", "flags": EPHEMERAL}))
        .await;
    assert_eq!(town.news.next_message().await.text(), "card");
    let briefing = town.news.next_message().await;
    assert_eq!((briefing.text(), briefing.ephemeral), ("briefing", false));
}

#[tokio::test]
async fn files_travel_with_a_message() {
    let town = Town::start().await;
    let url = format!("{}/api/v10{}", town.discord.url(), town.messages_path());
    let token = format!("Bot {}", town.discord.token());
    let file = |name: &str| json!({"type": 13, "file": {"url": format!("attachment://{name}")}});
    let mut last = Value::Null;
    for (payload, at) in [
        (json!({"content": "c"}), None),
        (
            json!({"flags": V2, "components": [file("tides.txt")]}),
            None,
        ),
        (
            json!({"flags": V2, "components": [file("other.txt")]}),
            Some("/components/0/file/url"),
        ),
    ] {
        let part = reqwest::multipart::Part::bytes(b"tides".to_vec()).file_name("tides.txt");
        let form = reqwest::multipart::Form::new();
        let form = form
            .text("payload_json", payload.to_string())
            .part("files[0]", part);
        let request = town
            .http()
            .post(&url)
            .multipart(form)
            .header("Authorization", &token);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        match at {
            None => last = answer,
            Some(at) => assert_eq!(codes_at(&answer, at).len(), 1, "{answer}"),
        }
    }
    town.news
        .deny_member(&town.guild.bot(), Permissions::ATTACH_FILES);
    let part = reqwest::multipart::Part::bytes(b"tides".to_vec()).file_name("tides.txt");
    let form = reqwest::multipart::Form::new().part("files[0]", part);
    let request = town
        .http()
        .post(&url)
        .multipart(form)
        .header("Authorization", &token);
    let refused: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(refused["code"], 50013);
    let file = &last["attachments"][0];
    let shown = &last["components"][0];
    let named = (&json!("tides.txt"), &json!(5));
    assert_eq!((&file["filename"], &file["size"]), named);
    assert_eq!((&shown["name"], &shown["size"]), named);
    assert_eq!(shown["file"]["url"], file["url"]);
    let content = town
        .http()
        .get(file["url"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(content.text().await.unwrap(), "tides");
}

#[tokio::test]
async fn an_edit_keeps_the_files_that_it_names() {
    let town = Town::start().await;
    let url = format!("{}/api/v10{}", town.discord.url(), town.messages_path());
    let card = json!({"flags": V2, "components": [
        {"type": 13, "file": {"url": "attachment://tides.txt"}},
    ]});
    let part = reqwest::multipart::Part::bytes(b"tides".to_vec()).file_name("tides.txt");
    let form = reqwest::multipart::Form::new()
        .text("payload_json", card.to_string())
        .part("files[0]", part);
    let request = town.http().post(url).multipart(form);
    let request = request.header("Authorization", format!("Bot {}", town.discord.token()));
    let message: Value = request.send().await.unwrap().json().await.unwrap();
    let path = format!(
        "{}/{}",
        town.messages_path(),
        message["id"].as_str().unwrap()
    );
    let id = &message["attachments"][0]["id"];
    let with = |attachments: Value| {
        let mut body = card.clone();
        body["attachments"] = attachments;
        body
    };
    let shown = || town.news.messages()[0].files();
    let file = [("tides.txt".to_owned(), b"tides".to_vec())];
    for body in [card.clone(), with(json!([{"id": id}]))] {
        assert_eq!(town.patch(&path, body).await.0, 200);
        assert_eq!(shown(), file);
    }
    let (status, error) = town.patch(&path, with(json!([]))).await;
    assert_eq!(status, 400);
    assert_eq!(
        codes_at(&error, "/components/0/file/url").len(),
        1,
        "{error}"
    );
    let text = json!({"components": [{"type": 10, "content": "t"}], "attachments": []});
    assert_eq!(town.patch(&path, text).await.0, 200);
    assert_eq!(shown(), []);
}

#[tokio::test]
async fn some_channels_take_no_plain_message() {
    let town = Town::start().await;
    for (kind, status, code) in [
        (ChannelType::GuildForum, 400, 40058),
        (ChannelType::GuildCategory, 400, 50008),
    ] {
        let channel = town.guild.channel(kind, "place");
        let path = format!("/channels/{}/messages", channel.id());
        let (got, error) = town.post(&path, json!({"content": "c"})).await;
        assert_eq!((got, &error["code"]), (status, &json!(code)), "{kind:?}");
    }
    let announcements = town.guild.announcement_channel("place");
    let path = format!("/channels/{}/messages", announcements.id());
    assert_eq!(town.post(&path, json!({"content": "c"})).await.0, 200);
}

#[tokio::test]
async fn a_reply_names_a_message_of_its_channel() {
    let town = Town::start().await;
    let hers = town.mara.say(&town.news, "question").unwrap();
    let other = town
        .mara
        .say(&town.guild.text_channel("other"), "aside")
        .unwrap();
    let reply =
        |id: u64| json!({"content": "c", "message_reference": {"message_id": id.to_string()}});
    let (_, message) = town.say(reply(hers.id)).await;
    assert_eq!(
        message["message_reference"]["message_id"],
        hers.id.to_string()
    );
    assert_eq!(message["referenced_message"]["content"], "question");
    let (_, chained) = town
        .say(reply(message["id"].as_str().unwrap().parse().unwrap()))
        .await;
    assert_eq!(chained["referenced_message"]["content"], "c");
    assert!(
        chained["referenced_message"]
            .get("referenced_message")
            .is_none()
    );
    let gone = town.mara.say(&town.news, "gone soon").unwrap();
    let (_, answer) = town.say(reply(gone.id)).await;
    gone.delete();
    let path = format!(
        "{}/{}",
        town.messages_path(),
        answer["id"].as_str().unwrap()
    );
    assert_eq!(
        town.get(&path).await.1["referenced_message"],
        serde_json::Value::Null
    );
    let (_, error) = town.say(reply(other.id)).await;
    assert_eq!(codes_at(&error, "/message_reference").len(), 1, "{error}");
    town.news
        .deny_member(&town.guild.bot(), Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(town.say(reply(hers.id)).await.1["code"], 160_002);
}
