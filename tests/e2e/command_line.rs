//! The program as an operator starts it.

use std::{
    fs,
    os::unix::ffi::OsStrExt as _,
    path::Path,
    process::{Output, Stdio},
    time::{Duration, Instant},
};

use local_discord::{LocalDiscord, Setup};
use tokio::process::{Child, Command};

use crate::desk::REAL;

pub(crate) fn newsdesk(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsdesk"));
    command
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    for name in [
        "DISCORD_TOKEN",
        "DISCORD_TOKEN_FILE",
        "HTTPS_PROXY",
        "NO_PROXY",
        "https_proxy",
        "no_proxy",
    ] {
        command.env_remove(name);
    }
    command
}

pub(crate) async fn output(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    said(newsdesk(folder, arguments).output().await.expect("it ran"))
}

pub(crate) fn said(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code().expect("a code"),
        text(output.stdout),
        text(output.stderr),
    )
}

pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

pub(crate) const BROKEN: &str =
    "A Headline\nPublished 31 February 2025\nSource: not an address\n\nA lede.\n";

#[tokio::test]
async fn check_tells_every_problem_with_line_column_and_remedy() {
    let folder = folder(&[
        ("good.txt", REAL),
        ("bad.txt", BROKEN),
        ("notes.pdf", "%PDF"),
    ]);
    fs::write(folder.path().join("latin.txt"), b"Caf\xe9s\nOne.").expect("a file");
    let (code, out, _) = output(folder.path(), &["check", "good.txt"]).await;
    assert_eq!(
        (code, out.trim()),
        (0, "1 file: 1 article can be read; 0 files with problems")
    );
    let (code, out, _) = output(
        folder.path(),
        &[
            "check",
            "bad.txt",
            "good.txt",
            "missing.txt",
            "notes.pdf",
            "latin.txt",
        ],
    )
    .await;
    assert_eq!(code, 1);
    for part in [
        "bad.txt:2:",
        "31 February 2025",
        "bad.txt:3:",
        "“not”",
        "expected:",
        "help:",
        "missing.txt: there is no such file",
        "notes.pdf: its ending tells no format",
        "the byte 0xE9 is not UTF-8",
        "latin.txt:1:4",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let (code, out, _) = output(folder.path(), &["check", "--json", "bad.txt"]).await;
    let report: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 1);
    let problems = report["files"][0]["problems"].as_array().expect("problems");
    assert_eq!((problems.len(), &problems[0]["line"]), (4, &2.into()));
    assert!(
        !folder.path().join("newsdesk.db").exists(),
        "check changes nothing"
    );
}

#[tokio::test]
async fn what_can_not_start_says_why_and_repeats_no_secret() {
    let secret = "MTE5MjQ3NjU0MzIxMDk4NzY1.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB";
    let folder = folder(&[
        ("wrong.toml", "[store]\npahts = \"x\"\n"),
        ("secret.toml", &format!("[discord]\ntoken = \"{secret}\"\n")),
        ("config.toml", "[library]\nimport = []\n"),
    ]);
    for (arguments, token, code, says) in [
        (&["run"][..], None, 1, "environment variable DISCORD_TOKEN"),
        (&[], None, 1, "newsdesk demo"),
        (
            &["run"],
            Some("two words"),
            1,
            "has spaces or special characters",
        ),
        (
            &["run", "--config", "wrong.toml"],
            Some(secret),
            1,
            "wrong.toml, line 2, column 1: unknown field `pahts`",
        ),
        (
            &["--config", "secret.toml", "run"],
            Some(secret),
            1,
            "line 2: a secret has no place in this file",
        ),
        (
            &["run", "--config", "none.toml"],
            Some(secret),
            1,
            "none.toml can't be read",
        ),
        (&["fly"], None, 2, "unrecognized subcommand 'fly'"),
        (&["import"], None, 2, "required"),
        (
            &["run", "--json"],
            None,
            2,
            "--json is for import, check, verify and doctor",
        ),
        (
            &["import", "--guild", "0", "x"],
            None,
            2,
            "a guild's id is a whole number",
        ),
    ] {
        let mut command = newsdesk(folder.path(), arguments);
        command.envs(token.map(|token| ("DISCORD_TOKEN", token)));
        let (got, out, err) = said(command.output().await.expect("it ran"));
        assert_eq!(got, code, "{arguments:?}: {err}");
        assert!(err.contains(says), "{arguments:?}: {err}");
        assert!(
            !err.contains(secret) && !out.contains(secret),
            "{arguments:?}"
        );
    }
    let mut command = newsdesk(folder.path(), &["run"]);
    command.env("ODD", std::ffi::OsStr::from_bytes(b"\xff"));
    let (code, _, err) = said(command.output().await.expect("it ran"));
    assert!(code == 1 && err.contains("DISCORD_TOKEN"), "{err}");
    let mut command = newsdesk(folder.path(), &["run"]);
    let (code, _, err) = said(
        command
            .env("NEWSDESK_STORE__PAHT", "x")
            .output()
            .await
            .expect("it ran"),
    );
    assert!(
        code == 1 && err.contains("NEWSDESK_STORE__PAHT: unknown field `paht`"),
        "{err}"
    );
}

/// Starts `newsdesk run` on a local Discord, with its token in a file; it has read `news.txt`.
pub(crate) async fn running(discord: &LocalDiscord, folder: &Path) -> Child {
    fs::write(folder.join("token"), format!("{}\n", discord.token())).expect("a file");
    let mut command = newsdesk(folder, &["run"]);
    command
        .env("DISCORD_TOKEN_FILE", folder.join("token"))
        .env("NEWSDESK_DISCORD__HTTP_PROXY", discord.url())
        .env("NEWSDESK_LIBRARY__IMPORT", "[\"news.txt\"]")
        .env("NEWSDESK_LOG__FORMAT", "json")
        .stderr(Stdio::piped());
    let child = command.spawn().expect("it starts");
    discord.connected().await;
    imported(discord).await;
    child
}

/// Waits until the bot, which answers meanwhile, has read its articles.
async fn imported(discord: &LocalDiscord) {
    let guild = discord.guild("Harbour Town");
    let (news, mara) = (guild.text_channel("news"), guild.member("Mara"));
    loop {
        let typed = mara.slash(&news, "summary").autocomplete("article", "kim");
        if !typed.await.expect("choices").is_empty() {
            return;
        }
    }
}

#[tokio::test]
async fn run_answers_and_ends_cleanly_on_a_signal() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let guild = discord.guild("Harbour Town");
    let (news, mara) = (guild.text_channel("news"), guild.member("Mara"));
    let folder = folder(&[("news.txt", REAL)]);
    for signal in ["-TERM", "-INT"] {
        let child = running(&discord, folder.path()).await;
        let message = mara
            .slash(&news, "summary")
            .send()
            .await
            .expect("an answer")
            .message();
        assert!(message.text().contains("#H1 · 1 September 2025"));

        let mut second = newsdesk(folder.path(), &["run"]);
        second.env("DISCORD_TOKEN", discord.token());
        let (code, _, err) = said(second.output().await.expect("it ran"));
        assert!(
            code == 1 && err.contains("is in use by another process"),
            "{err}"
        );

        let pid = child.id().expect("it runs").to_string();
        let asked = Instant::now();
        let killed = Command::new("kill")
            .args([signal, &pid])
            .status()
            .await
            .expect("kill");
        assert!(killed.success());
        let ended = tokio::time::timeout(Duration::from_secs(5), child.wait_with_output()).await;
        let (code, _, err) = said(ended.expect("it ends within 5 s").expect("it ended"));
        assert_eq!(code, 0, "after {:?}: {err}", asked.elapsed());
        assert!(!err.contains(discord.token()), "no secret in the log");
        assert!(
            err.lines().all(|line| line.starts_with('{')),
            "JSON as configured: {err}"
        );
    }
    let (code, out, _) = output(folder.path(), &["import", "news.txt"]).await;
    assert!(
        code == 0 && out.contains("unchanged #H1"),
        "the database was closed: {out}"
    );
}

#[tokio::test]
async fn a_wrong_token_is_refused_in_words() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let folder = folder(&[]);
    let mut command = newsdesk(folder.path(), &["run"]);
    command
        .env("DISCORD_TOKEN", "some.other.token")
        .env("NEWSDESK_DISCORD__HTTP_PROXY", discord.url());
    let (code, _, err) = said(command.output().await.expect("it ran"));
    assert_eq!(code, 1);
    assert!(
        err.contains("Discord refused the token (401 Unauthorized)"),
        "{err}"
    );
    assert!(!err.contains("some.other.token"), "{err}");
}
