//! `newsdesk run`: the bot on Discord.

use std::process::ExitCode;

use super::{import_at_start, open, stop};
use crate::{
    clock::Clock,
    config::{self, Config},
    discord::{Bot, Settings},
};

pub(super) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let token = config::token()?;
    let stop = stop::on_signal()?;
    let newsroom = open(&config, Clock::system()).await?;
    let settings = Settings {
        http_proxy: config.discord.http_proxy,
        command_guild: config.discord.command_guild,
        ..Settings::new(token)
    };
    let answered = async {
        tokio::select! {
            imported = import_at_start(&newsroom, &config.library) => imported?,
            // Each article goes in whole or not at all; the rest comes with the next start.
            () = stop.cancelled() => return Ok(()),
        }
        anyhow::Ok(Bot::new(newsroom.clone(), settings).run(stop).await?)
    };
    // The database is closed whatever came before.
    let ended = answered.await;
    newsroom.store().close().await;
    ended.map(|()| ExitCode::SUCCESS)
}
