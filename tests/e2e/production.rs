//! The program as in production: nothing set but the token, serenity's own rate limiter on, and
//! Discord at its own name, over TLS.

use std::{
    fs,
    process::Stdio,
    time::{Duration, Instant},
};

use local_discord::{Channel, LocalDiscord, Member, Setup};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use crate::{
    command_line::{folder, newsdesk, output, said},
    desk::REAL,
    platform::{Limit, Platform, Route, Seen},
};

const CALLBACK: Route = ("POST", "/callback");
const REGISTRATION: Route = ("PUT", "/commands");
const LISTING: Route = ("GET", "/commands");

/// A Discord, the way to it, and an operator's folder.
struct Production {
    discord: LocalDiscord,
    platform: Platform,
    news: Channel,
    mara: Member,
    folder: tempfile::TempDir,
}

impl Production {
    async fn new() -> Self {
        let discord = LocalDiscord::start(Setup::default())
            .await
            .expect("a local Discord");
        let platform = Platform::before(&discord).await;
        let guild = discord.guild("Harbour Town");
        let folder = folder(&[("news.txt", REAL), ("authority.pem", &platform.authority)]);
        // At start the bot answers before it has read its files.
        let (code, _, err) = output(folder.path(), &["import", "news.txt"]).await;
        assert_eq!(code, 0, "{err}");
        Self {
            news: guild.text_channel("news"),
            mara: guild.member("Mara"),
            discord,
            platform,
            folder,
        }
    }

    /// `newsdesk run`, not yet started.
    fn command(&self, token: &str) -> Command {
        let mut command = newsdesk(self.folder.path(), &["run"]);
        command
            .env("DISCORD_TOKEN", token)
            .env("HTTPS_PROXY", &self.platform.proxy)
            .env("SSL_CERT_FILE", self.folder.path().join("authority.pem"))
            .env("NEWSDESK_LIBRARY__IMPORT", "[\"news.txt\"]")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    async fn start(&self) -> Child {
        let child = self.command(self.discord.token()).spawn();
        let child = child.expect("it starts");
        self.discord.connected().await;
        child
    }

    /// Asks the program to end; it has to do so within 5 s and without an error. Gives its log.
    async fn stop(&self, child: Child) -> String {
        let pid = child.id().expect("it runs").to_string();
        let killed = Command::new("kill").args(["-TERM", &pid]).status().await;
        assert!(killed.expect("kill").success());
        let ended = tokio::time::timeout(Duration::from_secs(5), child.wait_with_output()).await;
        let (code, _, err) = said(ended.expect("it ends within 5 s").expect("it ended"));
        assert_eq!(code, 0, "{err}");
        assert!(!err.contains(self.discord.token()), "no secret in the log");
        err
    }

    /// Asks for the summary; gives its text.
    async fn summary(&self) -> String {
        let answer = self.mara.slash(&self.news, "summary").send().await;
        answer.expect("an answer").message().text().to_owned()
    }

    /// Every test's end: Discord refused nothing, and nothing else was asked for.
    async fn close(self) {
        let refusals = self.discord.refusals();
        assert!(refusals.is_empty(), "Discord refused: {refusals:#?}");
        let destinations = self.platform.destinations();
        assert_eq!(destinations, ["CONNECT discord.com:443 HTTP/1.1"]);
        self.discord.stop().await;
    }
}

/// The requests' statuses, and the time between the first two of them.
fn pace(seen: &[Seen]) -> (Vec<u16>, Duration) {
    let statuses = seen.iter().map(|one| one.status).collect();
    (statuses, seen[1].at - seen[0].at)
}

#[tokio::test]
async fn people_are_answered_before_and_after_a_restart() {
    let desk = Production::new().await;
    let (mara, news) = (&desk.mara, &desk.news);
    let child = desk.start().await;
    assert_eq!(desk.platform.seen(REGISTRATION).len(), 1);

    let slash = mara.slash(news, "summary").option("private", true);
    let card = slash.send().await.expect("an answer").message();
    assert!(card.text().contains("#H1 · 1 September 2025"));
    let pressed = mara.click(&card, "Highlights").await.expect("an answer");
    assert!(pressed.updated().text().contains("- North Korean leader"));
    let chosen = mara.choose(&card, "A Historic Journey").await;
    let chosen = chosen.expect("an answer").updated();
    assert!(chosen.text().contains("### A Historic Journey"));
    let typed = mara.slash(news, "section").autocomplete("article", "kim");
    let choices = typed.await.expect("choices");
    assert!(choices[0].name.contains("Kim Jong Un"), "{choices:?}");
    let choice = choices[0].value.as_str().expect("a text");
    let slash = mara.slash(news, "highlights").option("article", choice);
    assert!(slash.send().await.is_ok());
    desk.stop(child).await;

    let child = desk.start().await;
    assert_eq!(desk.platform.seen(REGISTRATION).len(), 1, "unchanged");
    let pressed = mara.click(&chosen, "Analysis").await.expect("an answer");
    assert!(pressed.updated().text().contains("Analysis, not report"));
    desk.stop(child).await;
    desk.close().await;
}

#[tokio::test]
async fn a_rate_limit_costs_the_person_a_wait_and_nothing_else() {
    let desk = Production::new().await;
    let child = desk.start().await;
    for (global, before) in [(false, 0), (true, 3)] {
        let retry_after = 1;
        let limit = Limit::Refused {
            retry_after,
            global,
        };
        desk.platform.limit(CALLBACK, limit);
        assert!(desk.summary().await.contains("Kim Jong Un"));
        // The next one is not held back.
        let asked = Instant::now();
        assert!(desk.summary().await.contains("Kim Jong Un"));
        assert!(asked.elapsed() < Duration::from_secs(retry_after));
        desk.platform.saw(CALLBACK, before + 3).await;
        let (statuses, wait) = pace(&desk.platform.seen(CALLBACK)[before..]);
        assert_eq!(statuses, [429, 204, 204], "global: {global}");
        assert!(wait >= Duration::from_secs(retry_after), "{wait:?}");
    }
    let log = desk.stop(child).await;
    assert!(log.contains("undecoded=0"), "{log}");
    let failed = log.contains("ERROR") || log.contains("an answer did not reach");
    assert!(!failed, "{log}");
    desk.close().await;
}

#[tokio::test]
async fn others_are_answered_while_one_waits() {
    let desk = Production::new().await;
    let child = desk.start().await;
    let refused = Limit::Refused {
        retry_after: 1,
        global: false,
    };
    desk.platform.limit(CALLBACK, refused);
    let (waiting, others) = tokio::join!(desk.summary(), async {
        desk.platform.saw(CALLBACK, 1).await;
        let asked = Instant::now();
        for _ in 0..3 {
            assert!(desk.summary().await.contains("Kim Jong Un"));
        }
        asked.elapsed()
    });
    assert!(waiting.contains("Kim Jong Un"));
    assert!(others < Duration::from_secs(1), "{others:?}");
    desk.platform.saw(CALLBACK, 5).await;
    let seen = desk.platform.seen(CALLBACK);
    let statuses: Vec<_> = seen.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [429, 204, 204, 204, 204]);
    desk.stop(child).await;
    desk.close().await;
}

#[tokio::test]
async fn registration_waits_for_its_rate_limit() {
    let desk = Production::new().await;
    let refused = Limit::Refused {
        retry_after: 1,
        global: false,
    };
    desk.platform.limit(REGISTRATION, refused);
    let child = desk.start().await;
    let (statuses, wait) = pace(&desk.platform.seen(REGISTRATION));
    assert_eq!(statuses, [429, 200]);
    assert!(wait >= Duration::from_secs(1), "{wait:?}");
    desk.stop(child).await;

    // A bucket that is empty is not tried: the listing was the last request it took, and what
    // somebody removed has to be registered again.
    let requests = desk.discord.requests().into_iter();
    let mut paths = requests.map(|request| request.path);
    let path = paths.find(|path| path.ends_with("/commands"));
    let emptied = reqwest::Client::new()
        .put(format!("{}{}", desk.discord.url(), path.expect("a path")))
        .header("authorization", format!("Bot {}", desk.discord.token()))
        .json(&serde_json::json!([]));
    emptied.send().await.expect("removed");
    desk.platform.limit(LISTING, Limit::Last { reset_after: 1 });
    let child = desk.start().await;
    let listed = desk.platform.seen(LISTING);
    let registered = desk.platform.seen(REGISTRATION);
    assert_eq!((listed.len(), registered.len()), (1, 3));
    let wait = registered[2].at - listed[0].at;
    assert!(wait >= Duration::from_millis(990), "{wait:?}");
    assert_eq!(registered[2].status, 200);
    desk.stop(child).await;
    desk.close().await;
}

#[tokio::test]
async fn an_answer_that_waits_for_its_rate_limit_is_given_before_the_end() {
    let desk = Production::new().await;
    let child = desk.start().await;
    let refused = Limit::Refused {
        retry_after: 1,
        global: false,
    };
    desk.platform.limit(CALLBACK, refused);
    let (text, log) = tokio::join!(desk.summary(), async {
        desk.platform.saw(CALLBACK, 1).await;
        desk.stop(child).await
    });
    assert!(text.contains("Kim Jong Un"));
    assert!(!log.contains("stopped before every answer"), "{log}");
    desk.close().await;
}

#[tokio::test]
async fn a_wrong_token_is_refused_in_words() {
    let desk = Production::new().await;
    let ended = desk.command("some.other.token").output().await;
    let (code, _, err) = said(ended.expect("it ran"));
    assert_eq!(code, 1);
    let says = "Discord refused the token (401 Unauthorized)";
    assert!(
        err.contains(says) && !err.contains("some.other.token"),
        "{err}"
    );
    let asked = desk.discord.refusals();
    assert_eq!(asked.len(), 1, "it is not tried again: {asked:?}");
    assert_eq!(asked[0].path, "/api/v10/oauth2/applications/@me");
    let destinations = desk.platform.destinations();
    assert_eq!(destinations, ["CONNECT discord.com:443 HTTP/1.1"]);
}

#[tokio::test]
async fn an_authority_that_is_not_trusted_is_not_talked_to() {
    let desk = Production::new().await;
    let other = Platform::before(&desk.discord).await;
    let file = desk.folder.path().join("authority.pem");
    fs::write(file, &other.authority).expect("a file");
    let child = desk.command(desk.discord.token()).spawn();
    let mut child = child.expect("it starts");
    let log = BufReader::new(child.stderr.take().expect("its log"));
    let mut lines = log.lines();
    let says = "Discord is not to be reached; waiting";
    while let Some(line) = lines.next_line().await.expect("a log") {
        if line.contains(says) {
            break;
        }
    }
    desk.stop(child).await;
    assert!(desk.discord.requests().is_empty());
}
