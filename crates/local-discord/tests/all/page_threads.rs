//! Threads and posts on the page, and people who begin them.

use local_discord::{Permissions, Refused};
use serde_json::{Value, json};

use crate::{bot::Town, tab::Tab};

/// The channels of the first guild, as the page lists them.
async fn channels(tab: &Tab) -> Vec<Value> {
    let (_, view) = tab.read("view").await;
    view["guilds"][0]["channels"].as_array().unwrap().clone()
}

#[tokio::test]
async fn people_begin_posts_and_the_page_lists_them() {
    let town = Town::start().await;
    let forum = town.guild.forum("stories");
    forum.add_tag("Sea");
    forum.require_tag(true);
    let tab = Tab::open(&town, town.mara.id());
    let path = format!("channels/{}/posts", forum.id());
    let post = |name: &str, tags: &[&str], content: &str| json!({"name": name, "tags": tags, "content": content});
    for refused in [
        post("Tides", &[], "c"),
        post("Tides", &["Land"], "c"),
        post("", &["Sea"], "c"),
        post(&"x".repeat(101), &["Sea"], "c"),
        post("Tides", &["Sea"], " "),
    ] {
        assert_eq!(tab.write(&path, refused.clone()).await.0, 422, "{refused}");
    }
    let plain = format!("channels/{}/posts", town.news.id());
    assert_eq!(tab.write(&plain, post("Tides", &[], "c")).await.0, 422);

    let (status, id) = tab
        .write(&path, post("Tides", &["Sea"], "High at nine"))
        .await;
    assert_eq!(status, 200, "{id}");
    tab.write(&path, post("Winds", &["Sea"], "West")).await;
    let listed = channels(&tab).await;
    let names: Vec<_> = listed
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["news", "stories", "Winds", "Tides"], "newest first");
    assert_eq!(
        listed[1]["forum"],
        json!({"tags": ["Sea"], "requires_tag": true})
    );
    let thread = &listed[3]["thread"];
    assert_eq!(listed[3]["id"], id);
    assert_eq!(
        (&thread["tags"], &thread["messages"]),
        (&json!(["Sea"]), &json!(0))
    );
    assert_eq!(thread["parent"], json!(forum.id().to_string()));
    let messages = format!("channels/{}/messages", id.as_str().unwrap());
    assert_eq!(
        tab.read(&messages).await.1["messages"][0]["content"],
        "High at nine"
    );

    forum.threads()[0].archive();
    let listed = channels(&tab).await;
    assert_eq!(listed[3]["thread"]["archived"], true);
    forum.deny_role(&town.guild.everyone(), Permissions::SEND_MESSAGES);
    let refused = town.mara.begin_post(&forum, "Fog", &["Sea"], "c");
    assert!(
        matches!(refused, Err(Refused::NotVisible(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn people_begin_a_thread_from_a_message() {
    let town = Town::start().await;
    let (_, card) = town.say(json!({"content": "Tide"})).await;
    let tab = Tab::open(&town, town.mara.id());
    let path = format!("messages/{}/thread", card["id"].as_str().unwrap());
    assert_eq!(tab.write(&path, json!({"name": " "})).await.0, 422);
    let (status, id) = tab.write(&path, json!({"name": "When?"})).await;
    assert_eq!((status, &id), (200, &card["id"]));
    assert_eq!(tab.write(&path, json!({"name": "Again"})).await.0, 422);
    let say = format!("channels/{}/say", id.as_str().unwrap());
    assert_eq!(tab.write(&say, json!({"content": "At nine"})).await.0, 204);
    let listed = channels(&tab).await;
    assert_eq!(listed[1]["thread"]["messages"], 1);
    let thread = town.news.threads().pop().unwrap();
    assert_eq!(thread.name(), "When?");
}
