//! What REST answers before a route looks at a message: authorization, routes, JSON; the record.

use local_discord::Event;
use serde_json::json;

use crate::bot::Town;

#[tokio::test]
async fn requests_are_refused_with_status_and_code() {
    let town = Town::start().await;
    let url = |path: &str| format!("{}/api/v10{path}", town.discord.url());
    let token = format!("Bot {}", town.discord.token());
    let messages = town.messages_path();
    let client = town.http();
    for (request, status, code, message) in [
        (client.get(url("/users/@me")), 401, 0, "401: Unauthorized"),
        (
            client
                .get(url("/users/@me"))
                .header("Authorization", "Bot wrong"),
            401,
            0,
            "401: Unauthorized",
        ),
        (
            client.get(url("/nowhere")).header("Authorization", &token),
            404,
            0,
            "404: Not Found",
        ),
        (
            client
                .delete(url("/users/@me"))
                .header("Authorization", &token),
            405,
            0,
            "405: Method Not Allowed",
        ),
        (
            client
                .post(url(&messages))
                .header("Authorization", &token)
                .body("{"),
            400,
            50109,
            "The request body contains invalid JSON.",
        ),
        (
            client
                .get(url("/channels/1"))
                .header("Authorization", &token),
            404,
            10003,
            "Unknown Channel",
        ),
        (
            client
                .get(url("/channels/x"))
                .header("Authorization", &token),
            400,
            50035,
            "Invalid Form Body",
        ),
        (
            client.get(url("/guilds/1")).header("Authorization", &token),
            404,
            10004,
            "Unknown Guild",
        ),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{message}");
        let error: serde_json::Value = response.json().await.unwrap();
        assert_eq!(
            (&error["code"], &error["message"]),
            (&json!(code), &json!(message))
        );
    }
    let refusals = town.discord.refusals();
    assert_eq!(refusals.len(), 8);
    assert_eq!(
        (refusals[5].status, &refusals[5].error["code"]),
        (404, &json!(10003))
    );
}

#[tokio::test]
async fn every_request_is_recorded() {
    let town = Town::start().await;
    town.say(json!({"content": "c"})).await;
    town.get(&format!("{}?limit=1", town.messages_path())).await;
    let requests = town.discord.requests();
    let lines: Vec<_> = requests
        .iter()
        .map(|one| (one.method.as_str(), one.query.as_str(), one.status))
        .collect();
    assert_eq!(lines, [("POST", "", 200), ("GET", "limit=1", 200)]);
    assert_eq!(requests[0].body, json!({"content": "c"}));
    assert!(requests[0].path.ends_with("/messages"));
    assert!(town.discord.refusals().is_empty());
}

#[tokio::test]
async fn watchers_hear_what_happens() {
    let town = Town::start().await;
    let mut events = town.discord.subscribe();
    let (_, message) = town.say(json!({"content": "c"})).await;
    let path = format!(
        "{}/{}",
        town.messages_path(),
        message["id"].as_str().unwrap()
    );
    town.patch(&path, json!({"content": "d"})).await;
    town.delete(&path).await;
    town.register(json!([])).await;
    let mut heard = Vec::new();
    for _ in 0..4 {
        heard.push(match events.recv().await.unwrap() {
            Event::MessageCreated { only_for: None, .. } => "created",
            Event::MessageUpdated { .. } => "updated",
            Event::MessageDeleted { .. } => "deleted",
            Event::CommandsChanged { guild_id: None } => "commands",
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(heard, ["created", "updated", "deleted", "commands"]);
}
