//! `newsdesk doctor`: what is wrong, and how to mend it.

use std::{
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use serde_json::json;

use super::{counted, environment, open, reach, request, run::settings};
use crate::{
    clock::Clock,
    config::{self, Config, DEFAULT_FILE, HOW_TO_GET_A_TOKEN, TokenError},
    control::{self, Client, Frame, Output},
    discord::{Finding, Health, examine},
    newsroom::Newsroom,
    store::OpenError,
};

/// Free space below which a small database is warned of.
const LITTLE: u64 = 100 * 1024 * 1024;

pub(super) async fn run(file: Option<&Path>, json: bool) -> anyhow::Result<ExitCode> {
    let (config, problems) = Config::examine(file, environment());
    let mut findings: Vec<Finding> = problems
        .iter()
        .map(|problem| {
            let remedy = "Mend it: config.toml as it is shipped has every key with its default.";
            Finding::wrong("configuration", problem, remedy)
        })
        .collect();
    if findings.is_empty() {
        findings.push(configured(file));
    }
    match control::connect(&config.store.path).await {
        Ok(Some(client)) => match ask(client).await {
            Ok(told) => findings.extend(told),
            Err(error) => findings.push(Finding::wrong("running newsdesk", error, STOP)),
        },
        Ok(None) => findings.extend(look(&config).await),
        Err(error) => {
            findings.push(Finding::wrong("running newsdesk", error, STOP));
            findings.push(space(&config));
            findings.extend(discord(&config).await);
        }
    }
    let wrong = findings
        .iter()
        .filter(|finding| finding.health == Health::Wrong)
        .count();
    let mut out = io::stdout().lock();
    if json {
        writeln!(out, "{}", json!({"findings": findings, "wrong": wrong}))?;
    } else {
        out.write_all(text(&findings)?.as_bytes())?;
    }
    Ok(ExitCode::from(u8::from(wrong > 0)))
}

const SET_TOKEN: &str =
    "Set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to the name of a file that holds it.";
const STOP: &str = "Stop the newsdesk that runs, or ask as the user who runs it.";

fn configured(file: Option<&Path>) -> Finding {
    let path = file.unwrap_or(Path::new(DEFAULT_FILE));
    let said = if path.exists() {
        format!("{} can be read", path.display())
    } else {
        "there is no config.toml here: every key has its default".to_owned()
    };
    Finding::ok("configuration", said)
}

/// Has the running newsdesk look: it has the database, and the token that counts.
async fn ask(mut client: Client) -> anyhow::Result<Vec<Finding>> {
    client.ask(&request::Request::Examine).await?;
    let mut told = String::new();
    loop {
        match client.next().await? {
            Frame::Out(text) => told.push_str(&text),
            Frame::Progress(_) | Frame::Alive => {}
            Frame::End(end) => match end.error {
                Some(error) => anyhow::bail!(error),
                None => return Ok(serde_json::from_str(&told)?),
            },
        }
    }
}

/// Looks from inside the process that has the newsroom.
pub(super) async fn answer(place: &request::Place, output: &Output) -> anyhow::Result<u8> {
    let mut findings = vec![database(&place.newsroom, "a running newsdesk has it open").await];
    findings.push(space(&place.config));
    match &place.settings {
        Some(settings) => findings.extend(examine(settings, true).await),
        None => findings.extend(discord(&place.config).await),
    }
    output.text(&serde_json::to_string(&findings)?).await?;
    Ok(0)
}

/// Looks from here, where no newsdesk runs.
async fn look(config: &Config) -> Vec<Finding> {
    let path = config.store.path.display();
    let database = if config.store.path.exists() {
        match open(config, Clock::system()).await {
            Ok(newsroom) => {
                let finding = database(&newsroom, "it opens").await;
                newsroom.store().close().await;
                finding
            }
            Err(error) => unopened(config, &error),
        }
    } else {
        let said = format!("there is none at {path} yet");
        Finding::note("database", said, "The first run or import makes it.")
    };
    let mut findings = vec![database, space(config)];
    findings.extend(discord(config).await);
    findings
}

async fn database(newsroom: &Newsroom, state: &str) -> Finding {
    let seq = newsroom.store().change_seq().await;
    match seq {
        Ok(changes) => {
            let changes = usize::try_from(changes).unwrap_or(usize::MAX);
            let said = format!("{state}; {} so far", counted(changes, "change"));
            Finding::ok("database", said)
        }
        Err(error) => Finding::wrong("database", error, RESTORE),
    }
}

const RESTORE: &str =
    "Stop newsdesk, run newsdesk verify, and put a backup in its place if that fails.";

fn unopened(config: &Config, error: &anyhow::Error) -> Finding {
    match error.downcast_ref() {
        Some(OpenError::InUse { .. }) => {
            Finding::wrong("database", reach::unreachable_owner(config), STOP)
        }
        // The text says what to do.
        _ => Finding::wrong("database", format!("{error:#}"), "As it says."),
    }
}

/// Whether the disk has room for what the database may need at once.
fn space(config: &Config) -> Finding {
    let path = &config.store.path;
    let there = path.ancestors().find(|folder| folder.exists());
    let there = there.filter(|folder| !folder.as_os_str().is_empty());
    let disk = match rustix::fs::statvfs(there.unwrap_or(Path::new("."))) {
        Ok(disk) => disk,
        Err(error) => {
            let said = format!("it can't be read: {error}");
            return Finding::wrong("disk", said, "Look at [store] path and the disk.");
        }
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let held = size(path);
    let said = format!(
        "{} free, the database has {}",
        megabytes(free),
        megabytes(held)
    );
    if free >= held.max(LITTLE) {
        return Finding::ok("disk", said);
    }
    let remedy = "Make room: after an unclean stop the database is copied before it is mended, \
        and on a full disk nothing can be written.";
    Finding::wrong("disk", said, remedy)
}

/// Bytes of the files in a folder.
fn size(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let bytes = |entry: fs::DirEntry| match entry.metadata() {
        Ok(data) if data.is_dir() => size(&entry.path()),
        Ok(data) => data.len(),
        Err(_) => 0,
    };
    entries.flatten().map(bytes).sum()
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

/// The token, and the way to Discord.
async fn discord(config: &Config) -> Vec<Finding> {
    match config::token() {
        Ok(token) => examine(&settings(config, token), true).await,
        Err(error) => {
            let token = match error {
                TokenError::Missing => {
                    Finding::wrong("token", "no Discord token", HOW_TO_GET_A_TOKEN)
                }
                error => Finding::wrong("token", error, SET_TOKEN),
            };
            let mut findings = vec![token];
            let nobody = settings(config, String::new().into());
            findings.extend(examine(&nobody, false).await);
            findings
        }
    }
}

fn text(findings: &[Finding]) -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    for finding in findings {
        let health = match finding.health {
            Health::Ok => "ok",
            Health::Note => "note",
            Health::Wrong => "WRONG",
        };
        writeln!(out, "{health:<6} {}: {}", finding.subject, finding.said)?;
        if let Some(remedy) = &finding.remedy {
            writeln!(out, "       → {remedy}")?;
        }
    }
    Ok(out)
}
