//! `newsdesk doctor`: what is wrong, and how to mend it.

use std::{fs, path::Path};

use axum::Router;
use local_discord::{LocalDiscord, Setup};
use serde_json::Value;

use crate::{
    command_line::{folder, newsdesk, output, running, said},
    desk::REAL,
};

/// The findings, each as health, subject, and what was said; and the exit code.
async fn examined(folder: &Path, url: &str, token: Option<&str>) -> (i32, Vec<[String; 3]>) {
    let mut command = newsdesk(folder, &["doctor", "--json"]);
    command
        .env("NEWSDESK_DISCORD__HTTP_PROXY", url)
        .envs(token.map(|token| ("DISCORD_TOKEN", token)));
    let (code, out, err) = said(command.output().await.expect("it ran"));
    if let Some(token) = token {
        assert!(
            !out.contains(token) && !err.contains(token),
            "no secret is shown"
        );
    }
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
    let findings = report["findings"].as_array().expect("findings").iter();
    let findings: Vec<_> = findings
        .map(|finding| {
            let mended = finding["health"] == "ok" || finding["remedy"].is_string();
            assert!(mended, "it says how to mend it: {finding}");
            ["health", "subject", "said"].map(|key| finding[key].as_str().expect("text").to_owned())
        })
        .collect();
    let wrong = findings.iter().filter(|finding| finding[0] == "wrong");
    assert_eq!(report["wrong"], wrong.count());
    (code, findings)
}

fn said_of<'a>(findings: &'a [[String; 3]], subject: &str) -> (&'a str, &'a str) {
    let found = findings.iter().find(|[_, of, _]| of.starts_with(subject));
    let [health, _, said] = found.unwrap_or_else(|| panic!("{subject} in {findings:#?}"));
    (health, said)
}

#[tokio::test]
async fn from_nothing_to_a_bot_that_answers() {
    let discord = LocalDiscord::start(Setup::default())
        .await
        .expect("a local Discord");
    let guild = discord.guild("Harbour Town");
    let folder = folder(&[("news.txt", REAL)]);

    let (code, findings) = examined(folder.path(), discord.url(), None).await;
    assert_eq!(code, 1);
    let (health, said) = said_of(&findings, "token");
    assert!(
        health == "wrong" && said.contains("no Discord token"),
        "{said}"
    );
    assert_eq!(said_of(&findings, "Discord").0, "ok");
    assert_eq!(said_of(&findings, "clock").0, "ok");
    assert_eq!(said_of(&findings, "disk").0, "ok");
    let (health, said) = said_of(&findings, "database");
    assert!(health == "note" && said.contains("there is none"), "{said}");
    assert!(!folder.path().join("newsdesk.db").exists());

    let (code, findings) = examined(folder.path(), discord.url(), Some("some.other.token")).await;
    assert_eq!(
        (code, said_of(&findings, "token")),
        (1, ("wrong", "Discord refuses it"))
    );

    let token = discord.token().to_owned();
    let (code, findings) = examined(folder.path(), discord.url(), Some(&token)).await;
    let (health, said) = said_of(&findings, "commands");
    assert!(
        code == 1 && health == "wrong" && said.contains("/summary"),
        "{said}"
    );

    let child = running(&discord, folder.path()).await;
    // The running bot's token counts: none is needed here.
    let (code, findings) = examined(folder.path(), discord.url(), None).await;
    let unwell = findings.iter().any(|[health, ..]| health != "ok");
    assert!(code == 0 && !unwell, "{findings:#?}");
    assert!(
        said_of(&findings, "database")
            .1
            .contains("a running newsdesk has it open")
    );
    let link = said_of(&findings, "invite link").1;
    assert!(
        link.contains("scope=bot+applications.commands&permissions="),
        "{link}"
    );
    let subject = format!("guild Harbour Town ({})", guild.id());
    assert_eq!(said_of(&findings, &subject).0, "ok");
    let count = discord.commands().len();
    let registered = format!("ok     commands: all {count} are registered\n");
    let (code, out, _) = output(folder.path(), &["doctor"]).await;
    assert!(code == 0 && out.contains(&registered), "{out}");
    drop(child);
    discord.stop().await;
}

#[tokio::test]
async fn every_wrong_key_is_named_with_its_line() {
    let text = "[store]\npahts = \"x\"\n[log]\nlevel = \"loud\"\n";
    let folder = folder(&[("config.toml", text)]);
    let mut command = newsdesk(folder.path(), &["doctor"]);
    command
        .env("NEWSDESK_DISCORD__HTTP_PROXY", "http://127.0.0.1:1")
        .env("NEWSDESK_LIBRARY__IMPRT", "[]");
    let (code, out, _) = said(command.output().await.expect("it ran"));
    assert_eq!(code, 1);
    for part in [
        "WRONG  configuration: config.toml, line 2, column 1: unknown field `pahts`",
        "WRONG  configuration: config.toml, line 4, column 9: unknown variant `loud`",
        "WRONG  configuration: environment variable NEWSDESK_LIBRARY__IMPRT: unknown field `imprt`",
        "WRONG  Discord: no connection with 127.0.0.1",
        "       → Look at https://discordstatus.com",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
}

#[tokio::test]
async fn a_clock_that_is_off_and_a_damaged_database_are_found() {
    let folder = folder(&[("news.txt", REAL)]);
    output(folder.path(), &["import", "news.txt"]).await;
    let data = folder.path().join("newsdesk.db/db");
    let bytes = fs::read(&data).expect("data");
    fs::write(&data, &bytes[..bytes.len() / 2]).expect("damaged");

    let past = [("date", "Wed, 01 Jan 2025 00:00:00 GMT")];
    let app = Router::new().fallback(async move || (past, "{\"url\":\"ws://127.0.0.1:1\"}"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(axum::serve(listener, app).into_future());

    let (code, findings) = examined(folder.path(), &url, None).await;
    assert_eq!(code, 1);
    let (health, said) = said_of(&findings, "clock");
    assert!(
        health == "wrong" && said.ends_with("s ahead of Discord's"),
        "{said}"
    );
    let (health, said) = said_of(&findings, "database");
    assert!(health == "wrong" && said.contains("is damaged"), "{said}");
}
