//! `newsdesk run`: the bot on Discord.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::{leash, open, serve::serve, stop, time};
use crate::{
    clock::Clock,
    config::{self, Config},
    discord::Settings,
};

#[derive(Debug, Default, clap::Args)]
pub(super) struct Arguments {
    /// The clock starts at this time; for tests on a local Discord
    #[arg(long, value_name = "INSTANT", hide = true)]
    clock_at: Option<DateTime<Utc>>,
    /// End with the standard input, and write a line once the articles are read; for the demo
    #[arg(long, hide = true)]
    leashed: bool,
}

pub(super) async fn run(arguments: &Arguments, config: Config) -> anyhow::Result<ExitCode> {
    let token = config::token()?;
    let clock = match arguments.clock_at {
        Some(at) => time::starting_at(at, config.discord.http_proxy.as_ref())?,
        None => Clock::system(),
    };
    let stop = stop::on_signal()?;
    let newsroom = open(&config, clock).await?;
    let mut settings = settings(&config, token);
    settings.loopback = arguments.clock_at.is_some();
    if arguments.leashed {
        leash::until_let_go(stop.clone());
    }
    let imported = async {
        if arguments.leashed {
            writeln!(io::stdout(), "read")?;
        }
        Ok(())
    };
    let ended = serve(&newsroom, &config, settings, &stop, imported).await;
    // The database is closed whatever came before.
    newsroom.store().close().await;
    ended.map(|()| ExitCode::SUCCESS)
}

/// How Discord is reached, as configured.
pub(super) fn settings(config: &Config, token: SecretString) -> Settings {
    Settings {
        http_proxy: config.discord.http_proxy.clone(),
        command_guild: config.discord.command_guild,
        ..Settings::new(token)
    }
}
