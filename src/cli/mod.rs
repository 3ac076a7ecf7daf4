//! The command line, a file a verb.

mod check;
#[cfg(feature = "demo")]
mod demo;
mod import;
mod log;
mod problems;
mod run;
mod stop;

use std::{
    ffi::OsString,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::{
    clock::Clock,
    config::{Config, Library},
    newsroom::{Import, Newsroom},
    store::Store,
};

/// The news desk of a Discord community.
#[derive(Debug, Parser)]
#[command(version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// The configuration; config.toml in the working folder if left out
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Answer on Discord; needs DISCORD_TOKEN (what happens where no verb is given)
    Run,
    /// Try it in the browser: a local Discord, no token, nothing to set up
    #[cfg(feature = "demo")]
    Demo(demo::Arguments),
    /// Read articles into the house library, or a guild's
    Import(import::Arguments),
    /// Read articles and say what is wrong with them; changes nothing
    Check(check::Arguments),
}

/// Runs the verb; 0: well, 1: refused or failed, 2: wrong usage.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            // Nowhere to report a broken standard error to.
            let _ = writeln!(io::stderr(), "newsdesk: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let load = || Config::load(arguments.config.as_deref(), environment());
    let verb = arguments.verb.unwrap_or(Verb::Run);
    if let Verb::Check(arguments) = verb {
        return check::run(&arguments);
    }
    let config = load()?;
    log::start(&config.log);
    let runtime = tokio::runtime::Runtime::new().context("the runtime could not be started")?;
    runtime.block_on(async {
        match verb {
            Verb::Run => run::run(config).await,
            #[cfg(feature = "demo")]
            Verb::Demo(arguments) => demo::run(arguments, config).await,
            Verb::Import(arguments) => import::run(arguments, config).await,
            Verb::Check(_) => unreachable!("it needs no runtime"),
        }
    })
}

/// A number of things: `1 file`, `2 files`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The environment's variables; what is no text in one is replaced, and then refused where it counts.
fn environment() -> impl Iterator<Item = (String, String)> {
    let text = |text: OsString| text.to_string_lossy().into_owned();
    std::env::vars_os().map(move |(name, value)| (text(name), text(value)))
}

/// Opens the database and the newsroom over it.
async fn open(config: &Config, clock: Clock) -> anyhow::Result<Newsroom> {
    let path = config.store.path.clone();
    let store = tokio::task::spawn_blocking(move || Store::open(&path)).await??;
    let newsroom = Newsroom::open(store, clock).await?;
    Ok(newsroom.with_home(config.library.home_guild))
}

/// Reads what the configuration says is read at start; what is refused is said and left out.
async fn import_at_start(newsroom: &Newsroom, library: &Library) -> anyhow::Result<()> {
    let report = newsroom
        .import(Import {
            paths: library.import.clone(),
            library: crate::article::Library::House,
            dry_run: false,
            skip_untouched: true,
        })
        .await?;
    for file in report.refused() {
        let path = file.path.display();
        for said in problems::lines(file) {
            tracing::warn!(%path, said, "not imported; `newsdesk check` shows where");
        }
    }
    let (new, updated) = import::counts(&report);
    tracing::info!(
        files = report.files.len(),
        new,
        updated,
        "read the articles"
    );
    Ok(())
}
