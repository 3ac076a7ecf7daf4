//! `newsdesk demo`
use crate::config::Config;
use std::process::ExitCode;
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}
pub(super) async fn run(_: Arguments, _: Config) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
