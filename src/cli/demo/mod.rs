//! `newsdesk demo`: the same bot on a Discord of its own, in the browser, with a clock of its own.

mod bot;
mod control;
mod guide;
mod samples;
mod settings;
mod world;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
    sync::Arc,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use local_discord::{LocalDiscord, PageSetup, Setup};
use tokio::sync::watch;

use self::{bot::Bot, control::Controls};
use super::stop;
use crate::{clock::Clock, config::Config};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The page's port on this machine; a free one if left out
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Keep the database and the time in this folder, not the messages; a temporary one, gone at the end, if left out
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// Requests of the bot that are kept: the page shows the last few.
const REQUESTS_KEPT: usize = 100;

/// Runs it until Ctrl-C; `file` is the one from which `config` was read.
pub(super) async fn run(
    arguments: Arguments,
    mut config: Config,
    file: Option<PathBuf>,
) -> anyhow::Result<ExitCode> {
    let stop = stop::on_signal()?;
    let temporary = tempfile::tempdir().context("no folder for the demo's database")?;
    let folder = arguments.keep.as_deref().unwrap_or(temporary.path());
    config.store.path = folder.join("newsdesk.db");
    config.library.import = samples::or_else(config.library.import, temporary.path())
        .context("the demo's articles can't be written")?;

    let clock = Clock::starting_at(control::kept_time(folder)?.unwrap_or(world::morning()?));
    let controls = Controls::new(clock.clone(), &config.store.path, arguments.keep.as_deref());
    let discord = discord(arguments.port, clock, &controls).await?;
    settings::prepare(&config.store.path, &discord, controls.now()).await?;
    let bot = Bot {
        file,
        config,
        url: discord.url().to_owned(),
        token: discord.token().to_owned(),
    };
    let read = watch::Sender::new(false);
    let introducing = async {
        // A newcomer's first /summary finds the articles.
        let _ = read.subscribe().wait_for(|read| *read).await;
        connected(&discord).await;
        introduce(discord.url(), arguments.open)?;
        std::future::pending().await
    };
    let ended = tokio::select! {
        ended = bot.attend(&controls, &read, &stop) => ended,
        failed = introducing => failed,
    };
    discord.stop().await;
    controls.keep()?;
    ended.map(|()| ExitCode::SUCCESS)
}

/// The Discord of the demo.
async fn discord(port: u16, clock: Clock, controls: &Controls) -> anyhow::Result<LocalDiscord> {
    // Until everything is in its place it is always the same moment: ids, which are made of it, are
    // the same each time.
    let begun = watch::Sender::new(Some(world::morning()?));
    let frozen = begun.subscribe();
    let setup = Setup {
        port,
        now: Arc::new(move || frozen.borrow().unwrap_or_else(|| clock.now())),
        page: page(controls),
        requests_kept: REQUESTS_KEPT,
        ..Setup::default()
    };
    let discord = LocalDiscord::start(setup).await.with_context(|| {
        format!("port {port} of this machine can't be used; try another --port")
    })?;
    world::populate(&discord)?;
    begun.send_replace(None::<DateTime<Utc>>);
    Ok(discord)
}

fn page(controls: &Controls) -> PageSetup {
    PageSetup {
        title: "Newsdesk demo".to_owned(),
        welcome: "Type / to see what Newsdesk can do: /summary is a good start.".to_owned(),
        guild: world::GUILD.to_owned(),
        channel: world::NEWS.to_owned(),
        person: world::READER.to_owned(),
        personas: world::personas(),
        time_zone: world::TIME_ZONE.to_owned(),
        guide: guide::steps(),
        control: Some(Arc::new(controls.clone())),
    }
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
        "A guided start is open there; the buttons at its top are the clock and trouble. Ctrl-C ends it."
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
