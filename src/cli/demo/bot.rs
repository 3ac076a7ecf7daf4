//! The demo's bot: `newsdesk run` as a process of its own, so that killing it is what it is called.

use std::{
    env, io,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use local_discord::Control as _;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    sync::watch,
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::control::Controls;
use crate::config::Config;

/// How long it may take to end where it was told to: longer than its answers under way take.
const ENDING: Duration = Duration::from_secs(15);

/// How the bot is started.
pub(super) struct Bot {
    /// The configuration's file, where one was named.
    pub(super) file: Option<PathBuf>,
    pub(super) config: Config,
    /// The address of its Discord, and the token there.
    pub(super) url: String,
    pub(super) token: String,
}

impl Bot {
    /// Has it run while the switch is on, until `stop`. `read` becomes true once it has read its
    /// articles. One that ends by itself before that is an error; later the switch is put off.
    pub(super) async fn attend(
        &self,
        controls: &Controls,
        read: &watch::Sender<bool>,
        stop: &CancellationToken,
    ) -> anyhow::Result<()> {
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = controls.turned(true) => {}
            }
            let ended = self.run(controls, read, stop).await;
            if stop.is_cancelled() {
                return ended.map(|_| ());
            }
            if controls.bot_runs() {
                if !*read.borrow() {
                    bail!("the demo's bot could not start: {}", told(ended));
                }
                tracing::error!("the demo's bot has ended by itself: {}", told(ended));
                controls.run_bot(false);
            }
        }
    }

    /// One process, from its start until it ends, is to end, or is killed.
    async fn run(
        &self,
        controls: &Controls,
        read: &watch::Sender<bool>,
        stop: &CancellationToken,
    ) -> anyhow::Result<ExitStatus> {
        let mut process = self.start(controls.now()).context("it can't be started")?;
        // Waiting for the process would let go of what is still in it.
        let leash = process.stdin.take();
        let mut said = BufReader::new(process.stdout.take().context("piped")?).lines();
        loop {
            tokio::select! {
                () = stop.cancelled() => {
                    drop(leash);
                    return Ok(end(process).await?);
                }
                () = controls.turned(false) => {
                    process.kill().await?;
                    tracing::info!("the bot was killed");
                    return Ok(process.wait().await?);
                }
                ended = process.wait() => return Ok(ended?),
                // Its one line.
                Ok(Some(_)) = said.next_line() => {
                    read.send_replace(true);
                }
            }
        }
    }

    fn start(&self, now: DateTime<Utc>) -> io::Result<Child> {
        let mut command = Command::new(env::current_exe()?);
        if let Some(file) = &self.file {
            command.arg("--config").arg(file);
        }
        command
            .args(["run", "--leashed", "--clock-at", &now.to_rfc3339()])
            .env("DISCORD_TOKEN", &self.token)
            .env_remove("DISCORD_TOKEN_FILE")
            .env("NEWSDESK_DISCORD__HTTP_PROXY", &self.url)
            .env("NEWSDESK_DISCORD__COMMAND_GUILD", "")
            .env("NEWSDESK_STORE__PATH", &self.config.store.path)
            .env("NEWSDESK_LIBRARY__IMPORT", list(&self.config.library.import))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Ctrl-C is for the demo, which then tells it to end.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
    }
}

/// Waits for one that was let go to end in order.
async fn end(mut process: Child) -> io::Result<ExitStatus> {
    if let Ok(ended) = timeout(ENDING, process.wait()).await {
        return ended;
    }
    process.kill().await?;
    process.wait().await
}

fn told(ended: anyhow::Result<ExitStatus>) -> String {
    match ended {
        Ok(status) => status.to_string(),
        Err(error) => format!("{error:#}"),
    }
}

/// Paths as the environment takes a list: one of texts in JSON is one in TOML.
fn list(paths: &[PathBuf]) -> String {
    let texts = paths.iter().map(|path| path.to_string_lossy());
    serde_json::Value::from_iter(texts).to_string()
}
