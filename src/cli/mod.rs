//! The command line, a file a verb.

mod check;
#[cfg(feature = "demo")]
mod demo;
mod doctor;
mod export;
mod import;
mod leash;
mod log;
mod name;
mod problems;
mod reach;
mod request;
mod run;
mod screen;
mod serve;
mod stop;
mod time;
mod verify;

use std::{
    ffi::OsString,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{CommandFactory as _, Parser, Subcommand, error::ErrorKind};

use crate::{clock::Clock, config::Config, newsroom::Newsroom, store::Store};

/// The news desk of a Discord community.
#[derive(Debug, Parser)]
#[command(version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// The configuration; config.toml in the working folder if left out
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print one JSON object instead of text for people: import, check, verify, doctor
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Try it in the browser: a local Discord, no token, nothing to set up
    #[cfg(feature = "demo")]
    Demo(demo::Arguments),
    /// Answer on Discord; needs DISCORD_TOKEN (what happens where no verb is given)
    Run(run::Arguments),
    /// Read articles into the house library, or a guild's
    Import(import::Arguments),
    /// Read articles and say what is wrong with them; changes nothing
    Check(check::Arguments),
    /// Write a library as text that `import` reads
    Export(export::Arguments),
    /// Read the whole database and say whether everything in it agrees
    Verify,
    /// Say what is wrong with the configuration, the database, the clock and Discord, and how to mend it
    Doctor,
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
    let Arguments { verb, config, json } = arguments;
    let verb = verb.unwrap_or_else(|| Verb::Run(run::Arguments::default()));
    if json && !verb.reports() {
        let what = "--json is for import, check, verify and doctor; the log's form is [log] format";
        Arguments::command()
            .error(ErrorKind::ArgumentConflict, what)
            .exit();
    }
    if let Verb::Check(arguments) = verb {
        return check::run(&arguments, json);
    }
    let runtime = tokio::runtime::Runtime::new().context("the runtime could not be started")?;
    if let Verb::Doctor = verb {
        return runtime.block_on(doctor::run(config.as_deref(), json));
    }
    let file = config;
    let config = Config::load(file.as_deref(), environment())?;
    log::start(&config.log);
    runtime.block_on(async {
        match verb {
            Verb::Run(arguments) => run::run(&arguments, config).await,
            #[cfg(feature = "demo")]
            Verb::Demo(arguments) => demo::run(arguments, config, file).await,
            Verb::Import(arguments) => import::run(arguments, config, json).await,
            Verb::Export(arguments) => export::run(arguments, config).await,
            Verb::Verify => verify::run(&config, json).await,
            Verb::Check(_) | Verb::Doctor => unreachable!("they load no configuration here"),
        }
    })
}

impl Verb {
    /// Whether it ends with a report, which a script may read.
    fn reports(&self) -> bool {
        match self {
            Self::Run(_) => false,
            #[cfg(feature = "demo")]
            Self::Demo(_) => false,
            // What it writes is for programs anyway.
            Self::Export(_) => false,
            Self::Import(_) | Self::Check(_) | Self::Verify | Self::Doctor => true,
        }
    }
}

/// Reads a guild's id.
fn guild_id(typed: &str) -> Result<u64, &'static str> {
    match typed.parse() {
        Ok(id) if id > 0 => Ok(id),
        _ => Err(
            "a guild's id is a whole number; Discord copies it from the guild's menu in developer mode",
        ),
    }
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
    let max_file = usize::try_from(config.desk.max_file_size).unwrap_or(usize::MAX);
    Ok(newsroom
        .with_home(config.library.home_guild)
        .with_briefings(
            config.briefing.time_zone.clone(),
            config.briefing.limit,
            config.briefing.grace,
        )
        .with_max_file(max_file))
}
