//! Forums: posts with tags and a first message, and nothing else.

use local_discord::{Channel, Permissions};
use serde_json::{Value, json};

use crate::bot::{Town, codes_at};

async fn post(town: &Town, forum: &Channel, body: Value) -> (u16, Value) {
    town.post(&format!("/channels/{}/threads", forum.id()), body)
        .await
}

fn tagged(tags: &[u64]) -> Value {
    let tags: Vec<_> = tags.iter().map(u64::to_string).collect();
    json!({"name": "Tides", "applied_tags": tags, "message": {"content": "c"}})
}

#[tokio::test]
async fn a_post_is_a_thread_with_its_first_message() {
    let town = Town::start().await;
    let forum = town.guild.forum("stories");
    let tag = forum.add_tag("Sea");
    let mut body = tagged(&[tag]);
    body["message"]["nonce"] = json!("n");
    body["message"]["enforce_nonce"] = json!(true);
    for _ in 0..2 {
        let (status, thread) = post(&town, &forum, body.clone()).await;
        assert_eq!(status, 201, "{thread}");
        assert_eq!(thread["applied_tags"], json!([tag.to_string()]));
        assert_eq!(thread["message"]["id"], thread["id"]);
        assert_eq!(thread["message"]["nonce"], Value::Null);
    }
    let posts = forum.threads();
    assert_eq!(posts.len(), 2, "a nonce keeps no second post away");
    assert_eq!(posts[0].tags(), ["Sea"]);
    assert_eq!(posts[0].next_message().await.text(), "c");
    let (_, forum) = town.get(&format!("/channels/{}", forum.id())).await;
    assert_eq!(forum["available_tags"][0]["name"], "Sea");
}

#[tokio::test]
async fn a_post_carries_files() {
    let town = Town::start().await;
    let forum = town.guild.forum("stories");
    let url = format!(
        "{}/api/v10/channels/{}/threads",
        town.discord.url(),
        forum.id()
    );
    let send = async || {
        let part = reqwest::multipart::Part::bytes(b"tides".to_vec()).file_name("tides.txt");
        let form = reqwest::multipart::Form::new()
            .text("payload_json", tagged(&[]).to_string())
            .part("files[0]", part);
        let request = town.http().post(&url).multipart(form);
        let request = request.header("Authorization", format!("Bot {}", town.discord.token()));
        let response = request.send().await.unwrap();
        response.json::<Value>().await.unwrap()
    };
    let thread = send().await;
    assert_eq!(thread["message"]["attachments"][0]["filename"], "tides.txt");
    forum.deny_member(&town.guild.bot(), Permissions::ATTACH_FILES);
    assert_eq!(send().await["code"], 50013);
}

#[tokio::test]
async fn posts_are_held_to_their_limits() {
    let town = Town::start().await;
    let forum = town.guild.forum("stories");
    let tags: Vec<_> = (0..6).map(|n| forum.add_tag(&n.to_string())).collect();
    let named = |length: usize| {
        let mut body = tagged(&[]);
        body["name"] = json!("n".repeat(length));
        body
    };
    let content = |length: usize| {
        let mut body = tagged(&[]);
        body["message"]["content"] = json!("c".repeat(length));
        body
    };
    for (at, fits, exceeds) in [
        ("/name", named(100), named(101)),
        ("/applied_tags", tagged(&tags[..5]), tagged(&tags)),
        ("/message/content", content(2000), content(2001)),
        ("/message", tagged(&[]), json!({"name": "n"})),
    ] {
        let (status, error) = post(&town, &forum, fits).await;
        assert_eq!(status, 201, "{at}: {error}");
        let (status, error) = post(&town, &forum, exceeds).await;
        assert_eq!(status, 400, "{at}");
        assert_eq!(codes_at(&error, at).len(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_forum_refuses_what_breaks_its_rules() {
    let town = Town::start().await;
    let forum = town.guild.forum("stories");
    let tag = forum.add_tag("Sea");
    forum.require_tag(true);
    for (body, status, code) in [
        (tagged(&[tag]), 201, Value::Null),
        (tagged(&[]), 400, json!(40067)),
        (tagged(&[1]), 404, json!(10087)),
        (
            json!({"name": "n", "applied_tags": [tag.to_string()], "message": {}}),
            400,
            json!(50006),
        ),
    ] {
        let (got, answer) = post(&town, &forum, body.clone()).await;
        assert_eq!((got, &answer["code"]), (status, &code), "{body}");
    }
    assert_eq!(forum.threads().len(), 1);
    let plain = format!("/channels/{}/messages", forum.id());
    let (status, error) = town.post(&plain, json!({"content": "c"})).await;
    assert_eq!((status, &error["code"]), (400, &json!(40058)));
    let moderated = forum.add_moderated_tag("Editors' choice");
    let (_, read) = town.get(&format!("/channels/{}", forum.id())).await;
    assert_eq!(read["available_tags"][1]["moderated"], true);
    assert_eq!(
        post(&town, &forum, tagged(&[moderated])).await.1["code"],
        50013
    );
    forum.allow_member(&town.guild.bot(), Permissions::MANAGE_THREADS);
    assert_eq!(post(&town, &forum, tagged(&[moderated])).await.0, 201);
    forum.deny_member(&town.guild.bot(), Permissions::SEND_MESSAGES);
    assert_eq!(post(&town, &forum, tagged(&[tag])).await.1["code"], 50013);
}
