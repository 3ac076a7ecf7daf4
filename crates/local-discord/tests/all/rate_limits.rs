//! Rate limits by count, where they are asked for.

use local_discord::{LocalDiscord, Setup};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::bot::Town;

async fn limited() -> Town {
    let setup = Setup {
        rate_limits: true,
        ..Setup::default()
    };
    Town::start_with(setup).await
}

/// A request with the bot's token, below `/api/v10`.
async fn send(discord: &LocalDiscord, method: Method, path: &str) -> Response {
    let url = format!("{}/api/v10{path}", discord.url());
    let request = reqwest::Client::new().request(method, url);
    let request = request.header("Authorization", format!("Bot {}", discord.token()));
    request.json(&json!({"content": "c"})).send().await.unwrap()
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers()[name].to_str().unwrap()
}

#[tokio::test]
async fn a_route_takes_so_many_requests_for_each_channel() {
    let town = limited().await;
    let path = town.messages_path();
    for remaining in ["4", "3", "2", "1", "0"] {
        let response = send(&town.discord, Method::POST, &path).await;
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "x-ratelimit-limit"), "5");
        assert_eq!(header(&response, "x-ratelimit-remaining"), remaining);
    }
    let response = send(&town.discord, Method::POST, &path).await;
    assert_eq!(response.status(), 429);
    assert_eq!(header(&response, "x-ratelimit-scope"), "user");
    let bucket = header(&response, "x-ratelimit-bucket").to_owned();
    let body: Value = response.json().await.unwrap();
    let wait = body["retry_after"].as_f64().unwrap();
    assert!(wait > 0.0 && wait <= 5.0, "{body}");
    assert_eq!(town.discord.refusals().len(), 1, "the bot's own fault");
    let other = format!(
        "/channels/{}/messages",
        town.guild.text_channel("other").id()
    );
    let response = send(&town.discord, Method::POST, &other).await;
    assert_eq!(
        (
            response.status().as_u16(),
            header(&response, "x-ratelimit-bucket")
        ),
        (200, &*bucket)
    );
    assert_eq!(town.get(&path).await.1.as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn all_routes_together_take_fifty_a_second() {
    let town = limited().await;
    // Far more than one window holds, so that a slow machine fills one too.
    let burst = (0..300).map(|_| town.get("/users/@me"));
    let answers = futures::future::join_all(burst).await;
    let refused = answers.into_iter().find(|(status, _)| *status == 429);
    assert_eq!(refused.unwrap().1["global"], true);
}
