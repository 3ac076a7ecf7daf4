//! `newsdesk demo`: the same bot on a Discord of its own, in the browser, with a clock of its own.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
    sync::Arc,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use local_discord::{LocalDiscord, PageSetup, Permissions, Setup};

use super::{open, serve::serve, stop};
use crate::{clock::Clock, config::Config, discord::Settings};

/// The morning on which the demo begins.
const MORNING: &str = "2025-09-01T06:30:00Z";
const GUILD: &str = "Harbour Town";
const CHANNELS: [&str; 3] = ["news", "harbour", "tea-room"];
const PEOPLE: [&str; 2] = ["Mara", "Finn"];

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The page's port on this machine; a free one if left out
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Keep the database in this folder; a temporary one, gone at the end, if left out
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

pub(super) async fn run(arguments: Arguments, mut config: Config) -> anyhow::Result<ExitCode> {
    let stop = stop::on_signal()?;
    let temporary = tempfile::tempdir().context("no folder for the demo's database")?;
    let folder = arguments.keep.as_deref().unwrap_or(temporary.path());
    config.store.path = folder.join("newsdesk.db");

    let clock = Clock::starting_at(MORNING.parse::<DateTime<Utc>>()?);
    let discord = discord(arguments.port, clock.clone()).await?;
    let newsroom = open(&config, clock).await?;
    let mut settings = Settings::new(discord.token().to_owned().into());
    settings.http_proxy = Some(discord.url().parse()?);
    settings.loopback = true;
    // A newcomer's first /summary finds the articles.
    let introduced = async {
        connected(&discord).await;
        Ok(introduce(discord.url(), arguments.open)?)
    };
    let ended = serve(&newsroom, &config, settings, &stop, introduced).await;
    newsroom.store().close().await;
    discord.stop().await;
    ended.map(|()| ExitCode::SUCCESS)
}

/// The Discord of the demo: a guild with a few channels and people in it.
async fn discord(port: u16, clock: Clock) -> anyhow::Result<LocalDiscord> {
    let setup = Setup {
        port,
        now: Arc::new(move || clock.now()),
        page: PageSetup {
            title: "Newsdesk demo".to_owned(),
            welcome: "Type / to see what Newsdesk can do: /summary is a good start. You are Mara, who moderates: /desk add takes a story.".to_owned(),
            guild: GUILD.to_owned(),
            channel: CHANNELS[0].to_owned(),
            person: PEOPLE[0].to_owned(),
        },
        ..Setup::default()
    };
    let discord = LocalDiscord::start(setup).await.with_context(|| {
        format!("port {port} of this machine can't be used; try another --port")
    })?;
    let guild = discord.guild(GUILD);
    for channel in CHANNELS {
        guild.text_channel(channel);
    }
    // The first of them is the moderator, as whom the page begins.
    let desk = Permissions::MANAGE_MESSAGES | Permissions::MANAGE_GUILD;
    let editors = guild.role("Editors", desk);
    for (at, person) in PEOPLE.into_iter().enumerate() {
        let member = guild.member(person);
        if at == 0 {
            member.add_role(&editors);
        }
    }
    Ok(discord)
}

/// Waits for the bot.
async fn connected(discord: &LocalDiscord) {
    let mut events = discord.subscribe();
    while !discord.is_connected() {
        // Falling behind is no concern: it is looked at anew.
        let _ = events.recv().await;
    }
}

/// Says where the page is.
fn introduce(url: &str, open: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "\nThe demo is at {url}/\n")?;
    writeln!(
        out,
        "Type /summary there, press a button, choose a section. Ctrl-C ends it."
    )?;
    if open && !open_browser(url) {
        writeln!(
            out,
            "No browser could be started: open the address by hand."
        )?;
    }
    out.flush()
}

/// Whether the system took the address for its browser.
fn open_browser(url: &str) -> bool {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let started = Command::new(opener)
        .arg(url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    started.is_ok()
}
