//! What stands beside the world on the page: the clock, the bot, what goes wrong.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use local_discord::{
    Control, NextEvent, Offer, PageSetup, Permissions, Persona, Setup, Sign, Step,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    bot::{Socket, Town, clock, identify},
    tab::Tab,
};

/// A clock to be moved, and whether the bot runs.
#[derive(Debug)]
struct Controls {
    now: Arc<Mutex<DateTime<Utc>>>,
    runs: Mutex<bool>,
}

impl Control for Controls {
    fn set_clock(&self, at: DateTime<Utc>) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move {
            let mut now = self.now.lock().unwrap();
            if at < *now {
                return Err("forward only".to_owned());
            }
            *now = at;
            Ok(())
        })
    }

    fn next_event(&self) -> BoxFuture<'_, Result<NextEvent, String>> {
        Box::pin(async {
            match *self.runs.lock().unwrap() {
                true => Ok(NextEvent {
                    at: "2025-09-01T07:00:00Z".parse().unwrap(),
                    what: "the next briefing".to_owned(),
                }),
                false => Err("Nobody is there to do it".to_owned()),
            }
        })
    }

    fn bot_runs(&self) -> bool {
        *self.runs.lock().unwrap()
    }

    fn run_bot(&self, run: bool) {
        *self.runs.lock().unwrap() = run;
    }
}

async fn state(tab: &Tab) -> Value {
    let (status, state) = tab.send(Method::GET, "control", None).await;
    assert_eq!(status, 200, "{state}");
    state
}

#[tokio::test]
async fn the_clock_and_the_bot_are_in_the_pages_hands_where_they_were_given() {
    let (now, setup) = clock();
    let runs = Mutex::new(true);
    let control = Arc::new(Controls {
        now: now.clone(),
        runs,
    });
    let page = PageSetup {
        control: Some(control),
        ..PageSetup::default()
    };
    let town = Town::start_with(Setup { page, ..setup }).await;
    let tab = Tab::open(&town, town.mara.id());
    let before = *now.lock().unwrap();
    assert_eq!(state(&tab).await["next"]["what"], "the next briefing");

    let later = before + chrono::TimeDelta::days(1);
    let set = async |at: DateTime<Utc>| tab.write("clock", json!({"at": at})).await;
    assert_eq!(set(later).await.0, 204);
    assert_eq!(*now.lock().unwrap(), later);
    let refused = (422, json!({"refused": "forward only"}));
    assert_eq!(set(before).await, refused);

    assert_eq!(tab.write("bot", json!({"run": false})).await.0, 204);
    let stopped = state(&tab).await;
    assert_eq!(
        (&stopped["runs"], &stopped["next"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(stopped["no_next"], "Nobody is there to do it");
}

#[tokio::test]
async fn without_them_the_page_says_so() {
    let town = Town::start().await;
    let tab = Tab::open(&town, town.mara.id());
    let state = state(&tab).await;
    assert_eq!(
        (&state["runs"], &state["next"]),
        (&Value::Null, &Value::Null)
    );
    assert!(state["no_next"].is_string());
    let at = json!({"at": "2030-01-01T00:00:00Z"});
    assert_eq!(tab.write("clock", at).await.0, 404);
    assert_eq!(tab.write("bot", json!({"run": false})).await.0, 404);
}

#[tokio::test]
async fn the_bot_is_kept_out_and_the_page_goes_on() {
    let mut town = Town::start().await;
    let tab = Tab::open(&town, town.mara.id());
    assert_eq!(tab.write("down", json!({"down": true})).await.0, 204);
    assert!(town.socket.dropped().await);
    let url = format!("{}/api/v10/gateway", town.discord.url());
    assert!(reqwest::get(&url).await.is_err(), "REST is gone");
    let gateway = town.discord.url().replacen("http", "ws", 1);
    let tried = tokio_tungstenite::connect_async(format!("{gateway}/?v=10&encoding=json")).await;
    assert!(tried.is_err(), "so is the gateway");
    let down = state(&tab).await;
    assert_eq!(
        (&down["down"], &down["connected"]),
        (&json!(true), &json!(false))
    );
    let lost = json!({"method": "GET", "path": "the gateway", "status": 0});
    assert_eq!(down["requests"][0], lost);

    assert_eq!(tab.write("down", json!({"down": false})).await.0, 204);
    let mut socket = Socket::connect(&town.discord).await;
    socket.send(identify(&town.discord)).await;
    socket.dispatch("READY").await;
    town.discord.connected().await;
    assert_eq!(state(&tab).await["connected"], true);
    assert!(town.discord.refusals().is_empty());
}

#[tokio::test]
async fn requests_are_told_to_wait_and_let_through_again() {
    let town = Town::start().await;
    let tab = Tab::open(&town, town.mara.id());
    let say = async || town.say(json!({"content": "c"})).await.0;
    assert_eq!(tab.write("limit", json!({"requests": 3})).await.0, 204);
    assert_eq!((say().await, say().await), (429, 429));
    assert_eq!(state(&tab).await["limited"], 1);
    assert_eq!(tab.write("limit", json!({"requests": 0})).await.0, 204);
    assert_eq!(say().await, 200);
    let state = state(&tab).await;
    assert_eq!(
        (&state["limited"], &state["requests"][0]["status"]),
        (&json!(0), &json!(200))
    );
    assert_eq!(state["requests"][1]["status"], 429);
}

#[tokio::test]
async fn a_permission_is_taken_from_the_bot_and_given_back() {
    let town = Town::start().await;
    let tab = Tab::open(&town, town.mara.id());
    let path = format!("channels/{}/bot", town.news.id());
    let bot = town.guild.bot();
    let permit = async |permission: &str, given: bool| {
        let body = json!({"permission": permission, "given": given});
        tab.write(&path, body).await.0
    };
    assert_eq!(permit("send", false).await, 204);
    assert_eq!(town.say(json!({"content": "c"})).await.0, 403);
    let (_, view) = tab.read("view").await;
    let left = &view["guilds"][0]["channels"][0]["bot"];
    assert_eq!(
        *left,
        json!(["view", "history", "threads"]),
        "files go with sending"
    );
    assert_eq!(permit("send", true).await, 204);
    assert_eq!(town.say(json!({"content": "c"})).await.0, 200);
    assert_eq!(permit("rule", false).await, 404);

    let hidden = town.guild.text_channel("hidden");
    hidden.deny_role(&town.guild.everyone(), Permissions::VIEW_CHANNEL);
    let path = format!("channels/{}/bot", hidden.id());
    let body = json!({"permission": "send", "given": false});
    assert_eq!(tab.write(&path, body).await.0, 404, "Mara doesn't see it");
    assert!(
        bot.permissions_in(&town.news)
            .contains(Permissions::SEND_MESSAGES)
    );
}

#[tokio::test]
async fn what_was_set_up_is_told_once() {
    let page = PageSetup {
        title: "Tides & <Gulls>".to_owned(),
        personas: vec![Persona {
            name: "Mara".to_owned(),
            about: "moderates".to_owned(),
        }],
        time_zone: "Europe/London".to_owned(),
        guide: vec![Step {
            title: "Ask".to_owned(),
            text: "Ask.".to_owned(),
            needs: None,
            person: String::new(),
            done: vec![Sign::Pressed {
                label: String::new(),
            }],
            offers: vec![Offer::Clock {
                label: "Open the clock".to_owned(),
            }],
        }],
        ..PageSetup::default()
    };
    let town = Town::start_with(Setup {
        page,
        ..Setup::default()
    })
    .await;
    town.register(json!([{"name": "desk", "description": "d", "options": [
        {"type": 1, "name": "add", "description": "d"},
        {"type": 2, "name": "day", "description": "d", "options": [
            {"type": 1, "name": "list", "description": "d"},
        ]},
    ]}]))
    .await;
    let tab = Tab::open(&town, town.mara.id());
    // The title stands there before a script runs.
    let html = reqwest::get(town.discord.url()).await.unwrap();
    let html = html.text().await.unwrap();
    assert!(
        html.contains("<title>Tides &amp; &lt;Gulls></title>"),
        "{html}"
    );
    let (_, setup) = tab.send(Method::GET, "setup", None).await;
    assert_eq!(setup["personas"][0]["about"], "moderates");
    assert_eq!(
        setup["guide"][0]["done"][0],
        json!({"sign": "pressed", "label": ""})
    );
    assert_eq!(setup["guide"][0]["offers"][0]["offer"], "clock");
    assert_eq!(setup["time_zone"], "Europe/London");
    let (_, view) = tab.read("view").await;
    assert_eq!(view["registered"], json!(["desk add", "desk day list"]));
    assert_eq!(view["run"], setup["run"]);
}

#[tokio::test]
async fn a_bot_that_is_watched_for_long_leaves_its_last_requests() {
    let requests_kept = 5;
    let town = Town::start_with(Setup {
        requests_kept,
        ..Setup::default()
    })
    .await;
    for number in 0..2 * requests_kept {
        town.say(json!({"content": number.to_string()})).await;
    }
    let kept = town.discord.requests();
    assert_eq!(kept.len(), requests_kept);
    assert_eq!(kept[0].body["content"], "5");
    assert_eq!(kept[4].body["content"], "9");
}
