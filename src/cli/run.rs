//! `newsdesk run`: the bot on Discord.

use std::process::ExitCode;

use secrecy::SecretString;
use tokio::sync::watch;

use super::{open, serve::serve, stop};
use crate::{
    clock::Clock,
    config::{self, Config},
    discord::Settings,
};

pub(super) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let token = config::token()?;
    let stop = stop::on_signal()?;
    let newsroom = open(&config, Clock::system()).await?;
    let settings = settings(&config, token);
    let always = watch::channel(true).1;
    let ended = serve(&newsroom, &config, settings, (&stop, always), async {
        Ok(())
    })
    .await;
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
