use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

use crate::{
    config::{Level, Log, LogFormat},
    discord::LOG_FILTER,
};

/// Writes the log to standard error: ours at the level that is configured, of others their errors.
pub(super) fn start(log: &Log) {
    let level = match log.level {
        Level::Error => "error",
        Level::Warn => "warn",
        Level::Info => "info",
        Level::Debug => "debug",
        Level::Trace => "trace",
    };
    let filter = format!("error,{LOG_FILTER},newsdesk={level},local_discord={level}");
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(filter))
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    // A second start in one process would find the first in place: that one goes on.
    let _ = match log.format {
        LogFormat::Pretty => subscriber.with_target(false).try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).try_init(),
    };
}
