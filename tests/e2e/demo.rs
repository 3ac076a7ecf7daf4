//! `newsdesk demo` as a process: where it keeps things, and that it leaves none. What it shows is
//! tested in `tests/browser`.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::process::Child;

use crate::{
    command_line::{folder, newsdesk, output},
    desk::REAL,
    started::{Said, address, interrupted},
};

/// How long a demo may take to start, and to end.
const PATIENCE: Duration = Duration::from_secs(20);

struct Demo {
    child: Child,
    url: String,
    said: Said,
}

impl Demo {
    /// Starts one in this folder, where `data/` may have its articles.
    async fn start(home: &Path, arguments: &[&str]) -> Self {
        let mut command = newsdesk(home, &[&["demo"], arguments].concat());
        let path = format!("{}:/usr/bin:/bin", home.display());
        command
            .env("PATH", path)
            .env("TMPDIR", home.join("tmp"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("the demo");
        let (url, said) = address(&mut child).await;
        Self { child, url, said }
    }

    async fn get(&self, path: &str) -> Value {
        let url = format!("{}page/api/{path}", self.url);
        let response = reqwest::get(url).await.expect("an answer");
        response.json().await.expect("JSON")
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}page/api/{path}", self.url);
        let request = reqwest::Client::new().post(url).json(&body);
        let request = request.header("Origin", self.url.trim_end_matches('/'));
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or_default())
    }

    /// Ctrl-C.
    async fn stop(mut self) -> ExitStatus {
        let status = interrupted(&mut self.child).await;
        let rest = self.said.next_line().await;
        assert!(matches!(rest, Ok(Some(_) | None)));
        status
    }
}

/// A folder with an article, and an empty one for what is temporary.
fn home() -> tempfile::TempDir {
    let home = folder(&[]);
    for name in ["tmp", "data"] {
        fs::create_dir(home.path().join(name)).expect("a folder");
    }
    fs::write(home.path().join("data/news.txt"), REAL).expect("a file");
    home
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<_> = entries.map(name).collect();
    names.sort();
    let text = |name: std::ffi::OsString| name.to_string_lossy().into_owned();
    names.into_iter().map(text).collect()
}

/// The id of who, or what, has this name.
fn named(list: &Value, name: &str) -> String {
    let mut all = list.as_array().expect("a list").iter();
    let found = all.find(|one| one["name"] == name).expect(name);
    found["id"].as_str().expect("an id").to_owned()
}

/// Somebody's id, and the id of a channel that they see.
async fn mara_in_news(demo: &Demo) -> (String, String) {
    let view = demo.get("view").await;
    let news = named(&view["guilds"][0]["channels"], "news");
    (named(&view["people"], "Mara"), news)
}

#[tokio::test]
async fn two_of_them_run_side_by_side_and_leave_nothing() {
    let home = home();
    let (one, other) = tokio::join!(Demo::start(home.path(), &[]), Demo::start(home.path(), &[]),);
    assert_ne!(one.url, other.url);
    for demo in [&one, &other] {
        let view = demo.get("view").await;
        assert_eq!(view["bot"]["connected"], true);
        let commands = view["registered"].as_array().expect("commands");
        assert!(commands.contains(&json!("desk add")), "{commands:?}");
    }
    // The clock of one is its own.
    let later = json!({"at": "2025-09-03T10:00:00Z"});
    assert_eq!(one.post("clock", later.clone()).await.0, 204);
    let now = async |demo: &Demo| demo.get("control").await["now"].to_string();
    assert!(now(&one).await.starts_with("\"2025-09-03T10:00"));
    assert!(now(&other).await.starts_with("\"2025-09-01T06:30"));
    let (status, refused) = one
        .post("clock", json!({"at": "2025-09-02T10:00:00Z"}))
        .await;
    assert_eq!(status, 422);
    assert!(refused.to_string().contains("goes forward only"));
    let (_, refused) = one
        .post("clock", json!({"at": "2100-01-01T00:00:00Z"}))
        .await;
    assert!(refused.to_string().contains("2099"));

    let taken = one.url.trim_end_matches('/').rsplit(':').next();
    let taken = taken.expect("a port").to_owned();
    let (code, _, err) = output(home.path(), &["demo", "--port", &taken]).await;
    assert_eq!(code, 1);
    assert!(err.contains("try another --port"), "{err}");

    for demo in [one, other] {
        assert!(demo.stop().await.success());
    }
    assert!(names(&home.path().join("tmp")).is_empty());
    assert_eq!(names(home.path()), ["data", "tmp"]);
}

#[tokio::test]
async fn what_is_kept_is_found_again_with_its_time() {
    let home = home();
    let keep = ["--keep", "kept", "--port", "0"];
    fs::create_dir(home.path().join("kept")).expect("a folder");
    let first = Demo::start(home.path(), &keep).await;
    let (mara, news) = mara_in_news(&first).await;
    let set = json!({"as": mara, "path": ["settings", "set"], "options": [
        {"name": "answers", "type": 3, "value": "private"},
    ]});
    let (status, answer) = first.post(&format!("channels/{news}/slash"), set).await;
    assert_eq!(status, 200, "{answer}");
    let later = json!({"at": "2025-10-01T10:00:00Z"});
    assert_eq!(first.post("clock", later).await.0, 204);
    assert!(first.stop().await.success());
    assert_eq!(names(&home.path().join("kept"))[0], "clock");
    assert!(names(&home.path().join("tmp")).is_empty());

    // The same guild, by its id: its settings count.
    let again = Demo::start(home.path(), &keep).await;
    assert_eq!(mara_in_news(&again).await, (mara.clone(), news.clone()));
    let now = again.get("control").await["now"].to_string();
    assert!(now.starts_with("\"2025-10-01T10:00"), "{now}");
    let ask = json!({"as": mara, "path": ["summary"], "options": []});
    again.post(&format!("channels/{news}/slash"), ask).await;
    let messages = again
        .get(&format!("channels/{news}/messages?as={mara}"))
        .await;
    assert_eq!(messages["messages"][0]["only_for_me"], true, "{messages}");

    let (code, _, err) = output(home.path(), &["demo", "--keep", "kept"]).await;
    assert_eq!(code, 1, "somebody has it: {err}");
    assert!(err.contains("--keep this one in another folder"), "{err}");
    assert!(again.stop().await.success());
    fs::write(home.path().join("kept/clock"), "soon").expect("a file");
    let (code, _, err) = output(home.path(), &["demo", "--keep", "kept"]).await;
    assert_eq!(code, 1);
    assert!(err.contains("holds no time; remove it"), "{err}");
}

/// When a bot is killed that has a briefing to send.
#[derive(Clone, Copy, Debug)]
enum Kill {
    /// As soon as it is time.
    AtOnce,
    /// While it waits, because Discord told it to.
    ToldToWait,
    /// As soon as its message is there: it may not have heard of that.
    Posted,
}

impl Demo {
    /// Looks until it is so.
    async fn until(&self, path: &str, is: impl Fn(&Value) -> bool) -> Value {
        let look = async {
            loop {
                let seen = self.get(path).await;
                if is(&seen) {
                    return seen;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(PATIENCE, look).await.expect(path)
    }

    async fn run_bot(&self, run: bool) {
        assert_eq!(self.post("bot", json!({"run": run})).await.0, 204);
        let connected = |state: &Value| state["connected"] == run && state["runs"] == run;
        self.until("control", connected).await;
    }

    /// A briefing every day at eight there, also where there is no news.
    async fn plan(&self, moderator: &str, channel: &str) {
        let add = json!({"as": moderator, "path": ["schedule", "add"], "options": [
            {"name": "channel", "type": 7, "value": channel},
            {"name": "time", "type": 3, "value": "08:00"},
            {"name": "when_empty", "type": 3, "value": "note"},
        ]});
        let (status, answer) = self.post(&format!("channels/{channel}/slash"), add).await;
        assert_eq!(status, 200, "{answer}");
    }

    /// Where to read a channel as Finn, who sees what is posted and no private answer.
    async fn seen_by_finn(&self, channel: &str) -> String {
        let view = self.get("view").await;
        let finn = view["me"].as_str().expect("an id");
        format!("channels/{channel}/messages?as={finn}")
    }

    /// Moves the clock to what comes next.
    async fn go_on(&self) {
        let next = |state: &Value| state["next"].is_object();
        let next = self.until("control", next).await["next"]["at"].clone();
        assert_eq!(self.post("clock", json!({"at": next})).await.0, 204);
    }
}

fn texts(messages: &Value) -> Vec<String> {
    let all = messages["messages"].as_array().expect("messages").iter();
    all.map(|one| one["components"].to_string()).collect()
}

#[tokio::test]
async fn a_bot_that_is_killed_sends_each_briefing_once() {
    let home = home();
    let demo = Demo::start(home.path(), &[]).await;
    let (mara, news) = mara_in_news(&demo).await;
    demo.plan(&mara, &news).await;
    let posted = demo.seen_by_finn(&news).await;

    let kills = [Kill::AtOnce, Kill::ToldToWait, Kill::Posted];
    let rounds: Vec<_> = kills.iter().cycle().take(6).collect();
    for (before, kill) in rounds.iter().enumerate() {
        if let Kill::ToldToWait = kill {
            assert_eq!(demo.post("limit", json!({"requests": 1})).await.0, 204);
        }
        demo.go_on().await;
        match kill {
            Kill::AtOnce => {}
            Kill::ToldToWait => drop(demo.until("control", |state| state["limited"] == 0).await),
            Kill::Posted => drop(demo.until(&posted, |all| texts(all).len() > before).await),
        }
        demo.run_bot(false).await;
        let state = demo.get("control").await;
        assert_eq!(state["next"], Value::Null);
        assert!(
            state["no_next"].to_string().contains("does not run"),
            "{state}"
        );
        demo.run_bot(true).await;
        demo.until(&posted, |all| texts(all).len() > before).await;
    }
    // Whatever would come twice has come by the next one.
    demo.go_on().await;
    let all = demo
        .until(&posted, |all| texts(all).len() > rounds.len())
        .await;
    let mut each = texts(&all);
    each.sort();
    each.dedup();
    assert_eq!(each.len(), rounds.len() + 1, "{all:#}");
    assert_eq!(texts(&all).len(), each.len(), "{all:#}");
    assert!(demo.stop().await.success());
    assert!(names(&home.path().join("tmp")).is_empty());
}

/// It is half past seven in London, where eight is seven by UTC.
#[tokio::test]
async fn what_is_due_on_the_way_is_posted_at_its_time() {
    let home = home();
    let demo = Demo::start(home.path(), &[]).await;
    let (mara, news) = mara_in_news(&demo).await;
    demo.plan(&mara, &news).await;
    let posted = demo.seen_by_finn(&news).await;
    // Two mornings, and the third is not yet there.
    let later = json!({"at": "2025-09-03T06:30:00Z"});
    assert_eq!(demo.post("clock", later).await.0, 204);
    let now = demo.get("control").await["now"].to_string();
    assert!(now.starts_with("\"2025-09-03T06:30"), "{now}");
    let all = demo.until(&posted, |all| texts(all).len() == 2).await;
    for (message, day) in all["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .zip(1..)
    {
        let at = message["timestamp"].as_str().expect("a time");
        assert!(at.starts_with(&format!("2025-09-0{day}T07:00")), "{at}");
    }
    // It told its log's channel, too.
    let view = demo.get(&format!("view?as={mara}")).await;
    let log = named(&view["guilds"][0]["channels"], "desk-log");
    let told = format!("channels/{log}/messages?as={mara}");
    demo.until(&told, |all| !texts(all).is_empty()).await;
    assert!(demo.stop().await.success());
}

#[tokio::test]
async fn where_there_are_no_articles_it_brings_some() {
    let home = home();
    fs::remove_dir_all(home.path().join("data")).expect("gone");
    let demo = Demo::start(home.path(), &[]).await;
    let (mara, news) = mara_in_news(&demo).await;
    let ask = json!({"as": mara, "path": ["archive"], "options": []});
    demo.post(&format!("channels/{news}/slash"), ask).await;
    let messages = demo
        .get(&format!("channels/{news}/messages?as={mara}"))
        .await;
    assert!(messages.to_string().contains("Copper Moon"), "{messages}");
    assert!(demo.stop().await.success());
    assert_eq!(names(home.path()), ["tmp"]);
    assert!(names(&home.path().join("tmp")).is_empty());
}

#[tokio::test]
async fn it_opens_the_page_where_it_is_asked_to() {
    let home = home();
    let (opener, opened) = (home.path().join("xdg-open"), home.path().join("opened"));
    let script = format!(
        "#!/bin/sh\necho \"$1\" > {0}.new; mv {0}.new {0}\n",
        opened.display()
    );
    fs::write(&opener, script).expect("a script");
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).expect("a program");
    let demo = Demo::start(home.path(), &["--open"]).await;
    let read = async {
        while !opened.exists() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, read).await.expect("in time");
    let address = fs::read_to_string(&opened).expect("an address");
    assert_eq!(address.trim(), demo.url.trim_end_matches('/'));
    assert!(demo.stop().await.success());
}

/// The process of a demo's bot.
#[cfg(target_os = "linux")]
fn bot_of(demo: &Child) -> std::path::PathBuf {
    let own = format!("/proc/{}/task", demo.id().expect("it runs"));
    let threads = fs::read_dir(own).expect("threads");
    let children =
        threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("children")).ok());
    let children: String = children.collect();
    let bot = children.split_whitespace().next().expect("a bot");
    Path::new("/proc").join(bot)
}

/// Whether it runs no more; nobody may have asked yet how it ended.
#[cfg(target_os = "linux")]
fn has_ended(process: &Path) -> bool {
    let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
    stat.is_empty() || stat.contains(") Z ")
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_bot_ends_with_its_demo_however_that_ends() {
    let home = home();
    let demo = Demo::start(home.path(), &[]).await;
    let bot = bot_of(&demo.child);
    assert!(!has_ended(&bot));
    assert!(demo.stop().await.success());
    assert!(has_ended(&bot), "it goes first");

    let mut demo = Demo::start(home.path(), &[]).await;
    let bot = bot_of(&demo.child);
    demo.child.kill().await.expect("killed");
    let ends = async {
        while !has_ended(&bot) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, ends).await.expect("in time");
}
