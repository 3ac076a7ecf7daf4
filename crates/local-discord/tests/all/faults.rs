//! Faults on demand: answers that are none of the bot's doing, lost connections, a Discord that is
//! gone and comes back.

use std::time::{Duration, Instant};

use local_discord::{Event, Scope};
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::bot::{Socket, Town, identify};

const SEND: &str = "POST /channels/*/messages";

/// A request to the news channel's messages, which may come to nothing.
async fn request(town: &Town, method: Method) -> reqwest::Result<Response> {
    let url = format!("{}/api/v10{}", town.discord.url(), town.messages_path());
    let token = format!("Bot {}", town.discord.token());
    let request = town.http().request(method, url);
    let request = request.header("Authorization", token);
    request.json(&json!({"content": "c"})).send().await
}

fn header<'r>(response: &'r Response, name: &str) -> Option<&'r str> {
    Some(response.headers().get(name)?.to_str().unwrap())
}

#[tokio::test]
async fn a_rate_limit_has_the_headers_and_body_of_its_scope() {
    let town = Town::start().await;
    let names = [
        "via",
        "retry-after",
        "x-ratelimit-global",
        "x-ratelimit-scope",
    ];
    let own = ["x-ratelimit-remaining", "x-ratelimit-reset-after"];
    let via = Some("1.1 google");
    for (scope, wanted, bucket) in [
        (
            Scope::Route,
            [via, Some("2"), None, Some("user")],
            [Some("0"), Some("1.250")],
        ),
        (
            Scope::Shared,
            [via, Some("2"), None, Some("shared")],
            [Some("0"), Some("1.250")],
        ),
        (
            Scope::Global,
            [via, Some("2"), Some("true"), Some("global")],
            [None; 2],
        ),
        (Scope::Address, [None, Some("2"), None, None], [None; 2]),
    ] {
        town.discord
            .faults()
            .answer_429(scope, Duration::from_millis(1250));
        let response = request(&town, Method::POST).await.unwrap();
        assert_eq!(response.status(), 429);
        assert_eq!(
            names.map(|name| header(&response, name)),
            wanted,
            "{scope:?}"
        );
        assert_eq!(own.map(|name| header(&response, name)), bucket, "{scope:?}");
        let body = response.json::<Value>().await.ok();
        let json = json!({"message": "You are being rate limited.", "retry_after": 1.25,
            "global": scope == Scope::Global});
        assert_eq!(
            body,
            Some(json).filter(|_| scope != Scope::Address),
            "{scope:?}"
        );
    }
    assert!(town.news.messages().is_empty());
    assert!(town.discord.refusals().is_empty(), "a fault is no refusal");
    assert!(town.discord.requests().iter().all(|request| request.fault));
}

#[tokio::test]
async fn a_fault_is_for_so_many_requests_of_its_route() {
    let town = Town::start().await;
    town.discord.faults().next(2).on(SEND).answer(503);
    town.discord.faults().on(SEND).answer(500);
    assert_eq!(request(&town, Method::GET).await.unwrap().status(), 200);
    for wanted in [503, 503, 500, 200] {
        assert_eq!(request(&town, Method::POST).await.unwrap().status(), wanted);
    }
    town.discord
        .faults()
        .always()
        .on("* /channels/**")
        .answer(404);
    for method in [Method::GET, Method::POST, Method::POST] {
        assert_eq!(request(&town, method).await.unwrap().status(), 404);
    }
    town.discord.faults().clear();
    assert_eq!(request(&town, Method::GET).await.unwrap().status(), 200);
    assert_eq!(town.news.messages().len(), 1);
}

#[tokio::test]
async fn errors_are_discords_own_or_of_the_proxies_before_it() {
    let town = Town::start().await;
    for (status, body) in [
        (500, r#"{"code":0,"message":"500: Internal Server Error"}"#),
        (502, "<title>502 Bad Gateway</title>"),
    ] {
        town.discord.faults().answer(status);
        let response = request(&town, Method::POST).await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.text().await.unwrap(), body);
    }
}

#[tokio::test]
async fn a_delayed_request_takes_effect_later() {
    let town = Town::start().await;
    let time = Duration::from_millis(150);
    town.discord.faults().on(SEND).delay(time);
    let started = Instant::now();
    assert_eq!(request(&town, Method::POST).await.unwrap().status(), 200);
    assert!(started.elapsed() >= time);
    assert_eq!(town.news.messages().len(), 1);
}

#[tokio::test]
async fn a_connection_is_lost_before_or_after_the_request_took_effect() {
    let town = Town::start().await;
    town.discord.faults().on(SEND).cut_before();
    assert!(request(&town, Method::POST).await.unwrap_err().is_request());
    assert!(town.news.messages().is_empty());
    town.discord.faults().on(SEND).cut_after();
    assert!(request(&town, Method::POST).await.unwrap_err().is_request());
    assert_eq!(town.news.messages().len(), 1);
    assert_eq!(request(&town, Method::POST).await.unwrap().status(), 200);
    let statuses = town.discord.requests().into_iter().map(|one| one.status);
    assert_eq!(statuses.collect::<Vec<_>>(), [0, 200, 200]);
}

#[tokio::test]
async fn everything_goes_and_comes_back_as_it_was() {
    let mut town = Town::start().await;
    let url = town.discord.url().to_owned();
    town.card(json!({"content": "before"})).await;
    town.discord
        .faults()
        .on(SEND)
        .delay(Duration::from_secs(600));
    let mut events = town.discord.subscribe();
    let (waiting, ()) = tokio::join!(request(&town, Method::POST), async {
        town.discord.faults().met().await;
        town.discord.go_down().await.unwrap();
    });
    assert!(waiting.unwrap_err().is_request(), "lost on its way");
    assert_eq!(events.recv().await.unwrap(), Event::BotDisconnected);
    assert!(town.socket.ended().await);
    assert!(request(&town, Method::GET).await.unwrap_err().is_connect());
    town.discord.go_down().await.unwrap();

    town.mara.say(&town.news, "meanwhile").unwrap();
    town.discord.come_back().await.unwrap();
    town.discord.come_back().await.unwrap();
    assert_eq!(town.discord.url(), url);
    let list: Value = request(&town, Method::GET)
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let texts: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["content"])
        .collect();
    assert_eq!(texts, ["meanwhile", "before"]);
    let mut socket = Socket::connect(&town.discord).await;
    socket.resume(&town.discord, 2).await;
    socket.dispatch("RESUMED").await;
    town.discord.go_down().await.unwrap();
    town.discord.stop().await;
}

#[tokio::test]
async fn the_address_of_the_gateway_can_fail_too() {
    let town = Town::start().await;
    let url = format!("{}/gateway", town.discord.url());
    town.discord.faults().on("GET /gateway").answer(500);
    let statuses = async || {
        town.http()
            .get(&url)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!((statuses().await, statuses().await), (500, 200));
    let mut socket = Socket::connect(&town.discord).await;
    socket.send(identify(&town.discord)).await;
    socket.dispatch("READY").await;
}
