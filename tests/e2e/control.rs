//! The verbs that work beside a running bot: the same with it and without it.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use chrono::{DateTime, Utc};
use local_discord::{LocalDiscord, Setup};
use newsdesk::{
    control::{Client, ControlError, Frame, connect},
    store::Store,
};
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::UnixListener,
    process::Command,
    time::timeout,
};

use crate::{
    command_line::{BROKEN, folder, newsdesk, output, running, said},
    desk::REAL,
};

/// How long a newsdesk may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);
const OTHER: &str = "The Ferry Sails Again\nPublished 2 September 2025\n\nIt left at dawn.\n";

/// The newsdesk that has a database, which listens soon after it has started.
async fn listening(database: &Path) -> Result<Client, ControlError> {
    loop {
        if let Some(client) = connect(database).await? {
            return Ok(client);
        }
        tokio::task::yield_now().await;
    }
}

/// Sets the clock of the newsdesk that runs in a folder, or gives what it says against that.
pub(crate) async fn set_clock(folder: &Path, at: DateTime<Utc>) -> Result<(), String> {
    let database = folder.join("newsdesk.db");
    let said = async {
        let mut client = listening(&database).await?;
        client.ask(&json!({"set_clock": at})).await?;
        loop {
            if let Frame::End(end) = client.next().await? {
                return Ok(end.error);
            }
        }
    };
    let said = timeout(PATIENCE, said).await;
    let said: Result<_, ControlError> = said.map_err(|_| "nobody listens".to_owned())?;
    match said.map_err(|error| error.to_string())? {
        Some(refused) => Err(refused),
        None => Ok(()),
    }
}

async fn kill(signal: &str, pid: Option<u32>) {
    let pid = pid.expect("it runs").to_string();
    let killed = Command::new("kill").args([signal, &pid]).status().await;
    assert!(killed.expect("kill").success());
}

fn control(folder: &Path) -> PathBuf {
    folder.join("newsdesk.db.control")
}

#[tokio::test]
async fn verbs_say_the_same_with_and_without_a_running_bot() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let verbs: [&[&str]; 9] = [
        &["export", "--all"],
        &["import", "--dry-run", "news.txt", "bad.txt", "ferry.txt"],
        &["import", "news.txt", "bad.txt", "ferry.txt", "none*"],
        &["import", "--json", "ferry.txt", "bad.txt"],
        &[
            "--json",
            "import",
            "--guild",
            "77",
            "--announce",
            "./ferry.txt",
        ],
        &["export", "--format", "jsonl", "-o", "all.jsonl"],
        &["verify"],
        &["--json", "verify"],
        &["import", "missing.txt"],
    ];
    let files = [
        ("news.txt", REAL),
        ("bad.txt", BROKEN),
        ("ferry.txt", OTHER),
    ];
    let (alone, beside) = (folder(&files), folder(&files));
    let read = output(alone.path(), &["import", "news.txt"]).await;
    assert_eq!(read.0, 0, "{read:?}");
    // The same database, with the same times in it.
    let copied = Command::new("cp")
        .args(["-a", "newsdesk.db"])
        .arg(beside.path())
        .current_dir(alone.path())
        .status()
        .await;
    assert!(copied.expect("cp").success());
    let child = running(&discord, beside.path()).await;
    for arguments in verbs {
        let (wanted, seen) = (
            output(alone.path(), arguments).await,
            output(beside.path(), arguments).await,
        );
        assert_eq!(seen, wanted, "{arguments:?}");
    }
    // What was imported is there for readers at once.
    let guild = discord.guild("Harbour Town");
    let (news, mara) = (guild.text_channel("news"), guild.member("Mara"));
    let answer = mara.slash(&news, "summary").send().await;
    let text = answer.expect("an answer").message().text().to_owned();
    assert!(text.contains("It left at dawn"), "{text}");

    // From another folder, with another way to name the database.
    let elsewhere = folder(&[("ferry.txt", &OTHER.replace("dawn", "noon"))]);
    let database = elsewhere.path().join("link");
    std::os::unix::fs::symlink(beside.path().join("newsdesk.db"), &database).expect("a link");
    let mut command = newsdesk(elsewhere.path(), &["import", "ferry.txt"]);
    command.env("NEWSDESK_STORE__PATH", &database);
    let (code, out, err) = said(command.output().await.expect("it ran"));
    assert!(
        code == 0 && out.contains("updated #H2 The Ferry"),
        "{out}{err}"
    );

    kill("-TERM", child.id()).await;
    let (code, _, err) = said(child.wait_with_output().await.expect("it ended"));
    assert_eq!(code, 0, "{err}");
    assert!(!control(beside.path()).exists(), "nothing is left behind");
    discord.stop().await;
}

#[tokio::test]
async fn a_bot_that_was_killed_leaves_nothing_in_the_way() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let folder = folder(&[("news.txt", REAL)]);
    for _ in 0..2 {
        let mut child = running(&discord, folder.path()).await;
        child.kill().await.expect("killed");
        assert!(control(folder.path()).join("socket").exists());
        let (code, out, err) = output(folder.path(), &["verify"]).await;
        assert!(code == 0 && out.starts_with("1 article, "), "{out}{err}");
    }
    let child = running(&discord, folder.path()).await;
    let (code, out, err) = output(folder.path(), &["verify"]).await;
    assert!(code == 0 && out.starts_with("1 article, "), "{out}{err}");
    drop(child);
    discord.stop().await;
}

/// Connections that wait at a socket, as the system lists them beside the one that listens.
#[cfg(target_os = "linux")]
fn waiting(socket: &Path) -> usize {
    let listed = fs::read_to_string("/proc/net/unix").expect("the system's list");
    let path = fs::canonicalize(socket).expect("a socket");
    let path = path.to_str().expect("a path");
    listed.lines().filter(|line| line.ends_with(path)).count() - 1
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_bot_that_is_killed_while_it_is_asked_is_an_error_in_words() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let folder = folder(&[("news.txt", REAL)]);
    let mut child = running(&discord, folder.path()).await;
    kill("-STOP", child.id()).await;
    let mut verifying = newsdesk(folder.path(), &["verify"]);
    verifying.stdout(Stdio::piped()).stderr(Stdio::piped());
    let verifying = verifying.spawn().expect("it starts");
    while waiting(&control(folder.path()).join("socket")) == 0 {
        tokio::task::yield_now().await;
    }
    child.kill().await.expect("killed");
    let (code, out, err) = said(verifying.wait_with_output().await.expect("it ended"));
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (
            1,
            "",
            "newsdesk: the running newsdesk ended before it was done\n"
        )
    );
    discord.stop().await;
}

#[tokio::test]
async fn who_can_not_be_asked_is_named_in_one_line() {
    let folder = folder(&[("news.txt", REAL)]);
    let verbs: [&[&str]; 2] = [&["import", "news.txt"], &["verify"]];
    let refused = async |words: &str| {
        for arguments in verbs {
            let (code, out, err) = output(folder.path(), arguments).await;
            assert_eq!((code, out.as_str()), (1, ""), "{err}");
            assert!(
                err.contains(words) && err.lines().count() == 1,
                "{words}: {err}"
            );
        }
    };
    let store = Store::open(&folder.path().join("newsdesk.db")).expect("a store");
    refused("is in use by another process that answers at no control socket").await;

    let control = control(folder.path());
    fs::create_dir(&control).expect("a folder");
    fs::set_permissions(&control, fs::Permissions::from_mode(0o755)).expect("set");
    refused("is not a folder that only its user may enter: remove it").await;

    fs::set_permissions(&control, fs::Permissions::from_mode(0o700)).expect("set");
    let server = UnixListener::bind(control.join("socket")).expect("a socket");
    for (bytes, words) in [
        (
            "{\"out\":\"half a fra",
            "the running newsdesk ended before it was done",
        ),
        ("{\"sing\":\"la\"}\n", "use the same version for both"),
        (
            "{\"end\":{\"code\":1,\"error\":\"the running newsdesk is version 9.9.9\"}}\n",
            "is version 9.9.9",
        ),
    ] {
        let answering = async {
            for _ in verbs {
                let (mut stream, _) = server.accept().await.expect("a client");
                stream.write_all(bytes.as_bytes()).await.expect("said");
            }
        };
        tokio::join!(answering, refused(words));
    }
    store.close().await;
}

#[tokio::test]
async fn verify_finds_what_is_damaged_and_makes_no_database() {
    let folder = folder(&[("news.txt", REAL)]);
    let (code, _, err) = output(folder.path(), &["verify"]).await;
    assert!(
        code == 1 && err.contains("there is no database at newsdesk.db"),
        "{err}"
    );
    assert!(!folder.path().join("newsdesk.db").exists());
    output(folder.path(), &["import", "news.txt"]).await;
    let (code, out, _) = output(folder.path(), &["verify"]).await;
    assert_eq!(
        (code, out.as_str()),
        (
            0,
            "1 article, 0 earlier revisions, 1 change, 0 drafts, 0 schedules, 0 briefings and 0 lines of logs were read: everything is there and agrees\n"
        )
    );
    let data = folder.path().join("newsdesk.db/db");
    let mut bytes = fs::read(&data).expect("data");
    let middle = bytes.len() / 2;
    bytes.truncate(middle);
    fs::write(&data, bytes).expect("damaged");
    let (code, _, err) = output(folder.path(), &["verify"]).await;
    assert!(code == 1 && err.contains("is damaged"), "{err}");
}

#[tokio::test]
async fn as_many_paths_as_a_command_line_holds_reach_a_running_bot() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let folder = folder(&[("news.txt", REAL)]);
    let child = running(&discord, folder.path()).await;
    let names: Vec<_> = (0..10_000)
        .map(|number| format!("{number:0120}.txt"))
        .collect();
    let mut arguments = vec!["import"];
    arguments.extend(names.iter().map(String::as_str));
    let (code, out, err) = output(folder.path(), &arguments).await;
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(out.ends_with("; 10000 files refused in whole or part\n"));
    drop(child);
    discord.stop().await;
}

#[tokio::test]
async fn an_export_that_is_stopped_beside_a_bot_leaves_no_file() {
    let folder = folder(&[("news.txt", REAL)]);
    output(folder.path(), &["import", "news.txt"]).await;
    let names = || {
        let entries = fs::read_dir(folder.path()).expect("a folder");
        let mut names: Vec<_> = entries.map(|it| it.expect("a name").file_name()).collect();
        names.sort();
        names
    };
    let control = control(folder.path());
    fs::create_dir(&control).expect("a folder");
    fs::set_permissions(&control, fs::Permissions::from_mode(0o700)).expect("set");
    let server = UnixListener::bind(control.join("socket")).expect("a socket");
    let before = names();
    let mut exporting = newsdesk(folder.path(), &["export", "-o", "all.txt"]);
    exporting.stdout(Stdio::piped()).stderr(Stdio::piped());
    let exporting = exporting.spawn().expect("it starts");
    let (stream, _) = server.accept().await.expect("a client");
    let mut asked = BufReader::new(stream).lines();
    asked.next_line().await.expect("a request");
    kill("-INT", exporting.id()).await;
    let (code, _, err) = said(exporting.wait_with_output().await.expect("it ended"));
    assert_eq!(code, 1);
    assert!(err.ends_with("stopped before it was done\n"), "{err}");
    assert_eq!(names(), before);
}

#[tokio::test]
async fn an_export_into_the_database_is_refused() {
    let folder = folder(&[("news.txt", REAL)]);
    output(folder.path(), &["import", "news.txt"]).await;
    for file in [
        "newsdesk.db/all.txt",
        "newsdesk.db/db",
        "newsdesk.db/blobs/a",
    ] {
        let (code, _, err) = output(folder.path(), &["export", "-o", file]).await;
        assert_eq!(code, 1);
        assert!(err.contains("lies in the database"), "{err}");
    }
    let (code, _, err) = output(folder.path(), &["verify"]).await;
    assert_eq!(code, 0, "{err}");
}

const MORNING: &str = "2025-09-01T05:00:00Z";

#[tokio::test]
async fn the_clock_of_a_newsdesk_is_set_on_a_local_discord_alone() {
    let morning: DateTime<Utc> = MORNING.parse().expect("an instant");
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let folder = folder(&[("ferry.txt", OTHER)]);
    // The name of this machine may be another one's tomorrow.
    let named = discord.url().replace("127.0.0.1", "localhost");
    let start = |discord: &LocalDiscord, address: &str, arguments: &[&str]| {
        let mut command = newsdesk(folder.path(), arguments);
        command
            .env("DISCORD_TOKEN", discord.token())
            .env("NEWSDESK_DISCORD__HTTP_PROXY", address)
            .env("NEWSDESK_LIBRARY__IMPORT", "[]")
            .stderr(Stdio::piped());
        command.spawn().expect("it starts")
    };
    let at = &["run", "--clock-at", MORNING];
    for (address, says) in [("", "discord.com"), (named.as_str(), "localhost")] {
        let refused = start(&discord, address, at).wait_with_output().await;
        let (code, _, err) = said(refused.expect("it ended"));
        assert!(
            code == 1 && err.contains("the clock can only be set"),
            "{err}"
        );
        assert!(err.contains(says) && err.contains("http_proxy"), "{err}");
        assert!(!folder.path().join("newsdesk.db").exists());
    }
    let mut child = start(&discord, &named, &["run"]);
    discord.connected().await;
    let refused = set_clock(folder.path(), morning)
        .await
        .expect_err("refused");
    assert!(refused.contains("the clock can only be set"), "{refused}");
    child.kill().await.expect("killed");
    let mut events = discord.subscribe();
    while discord.is_connected() {
        let _ = events.recv().await;
    }

    let mut child = start(&discord, discord.url(), at);
    discord.connected().await;
    let database = folder.path().join("newsdesk.db");
    drop(
        timeout(PATIENCE, listening(&database))
            .await
            .expect("it listens"),
    );
    let (code, _, err) = output(folder.path(), &["import", "ferry.txt"]).await;
    assert_eq!(code, 0, "{err}");
    let guild = discord.guild("Harbour Town");
    let (news, mara) = (guild.text_channel("news"), guild.member("Mara"));
    let sees = async |says: &str| {
        let slash = mara.slash(&news, "briefing").option("date", "today");
        let told = slash.send().await.expect("an answer").message();
        assert!(told.text().contains(says), "{}", told.text());
    };
    sees("No stories on Monday, 1 September 2025").await;
    set_clock(folder.path(), morning + chrono::TimeDelta::days(9))
        .await
        .expect("set");
    sees("No stories on Wednesday, 10 September 2025").await;
    child.kill().await.expect("killed");
    discord.stop().await;
}
