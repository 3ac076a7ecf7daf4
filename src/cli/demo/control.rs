//! What the demo lets its page do: move the clock, kill the bot and start another.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;
use chrono::{DateTime, Datelike as _, Utc};
use futures::future::BoxFuture;
use local_discord::{Control, NextEvent};
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use crate::{
    cli::request::Request,
    clock::Clock,
    control::{self, Client, ControlError, Frame},
};

/// Where a demo that is kept writes what its clock shows.
const KEPT: &str = "clock";
/// Rules of time zones are known for some decades.
const LAST_YEAR: i32 = 2099;
/// How long a bot that is starting is waited for, and how often it is looked whether it listens.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(20);

/// The demo's clock, and its bot's switch.
#[derive(Clone, Debug)]
pub(super) struct Controls {
    clock: Clock,
    switch: watch::Sender<bool>,
    /// The bot's, beside which it listens.
    database: PathBuf,
    /// Where the clock is kept.
    kept: Option<PathBuf>,
}

impl Controls {
    /// Controls with the bot switched on, which has this database; the clock's time is kept in
    /// `folder`, where there is one.
    pub(super) fn new(clock: Clock, database: &Path, folder: Option<&Path>) -> Self {
        Self {
            clock,
            switch: watch::Sender::new(true),
            database: database.to_owned(),
            kept: folder.map(|folder| folder.join(KEPT)),
        }
    }

    /// What the clock shows.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Waits until the bot's switch is on, or off.
    pub(super) async fn turned(&self, on: bool) {
        // This holds the other end.
        let _ = self.switch.subscribe().wait_for(|is| *is == on).await;
    }

    /// Writes down what the clock shows, for the next demo that is kept there.
    pub(super) fn keep(&self) -> anyhow::Result<()> {
        let Some(path) = &self.kept else {
            return Ok(());
        };
        let now = self.clock.now().to_rfc3339();
        fs::write(path, now).with_context(|| format!("{} can't be written", path.display()))
    }

    /// Sets the clock of the bot to what this one shows; one that is starting is waited for. One
    /// that doesn't run will be started with it.
    async fn tell_clock(&self) -> Result<(), String> {
        let tell = async {
            while self.bot_runs() {
                match control::connect(&self.database).await? {
                    Some(client) => {
                        ask(client, &Request::SetClock(self.now())).await?;
                        break;
                    }
                    None => sleep(LOOK).await,
                }
            }
            Ok::<(), ControlError>(())
        };
        match timeout(PATIENCE, tell).await {
            Ok(Err(error)) if self.bot_runs() => Err(error.to_string()),
            Ok(_) => Ok(()),
            Err(_) => Err("The bot doesn't listen: kill it, and start it again.".to_owned()),
        }
    }

    /// When the next briefing is due.
    async fn next_briefing(&self) -> Result<DateTime<Utc>, String> {
        if !self.bot_runs() {
            return Err("The bot does not run: nobody knows what comes next.".to_owned());
        }
        let listening = control::connect(&self.database).await;
        let client = listening.map_err(|error| error.to_string())?;
        let client = client.ok_or("The bot is just starting.")?;
        let told = ask(client, &Request::NextBriefing).await;
        let told = told.map_err(|error| error.to_string())?;
        told.parse()
            .map_err(|_| "No briefing is planned: /schedule add does that.".to_owned())
    }
}

/// Has the bot's process answer.
async fn ask(mut client: Client, request: &Request) -> Result<String, ControlError> {
    client.ask(request).await?;
    let mut told = String::new();
    loop {
        match client.next().await? {
            Frame::Out(text) => told += &text,
            Frame::End(_) => return Ok(told),
            Frame::Progress(_) | Frame::Alive => {}
        }
    }
}

/// What the clock showed when a demo that was kept in `folder` ended; none where none was.
pub(super) fn kept_time(folder: &Path) -> anyhow::Result<Option<DateTime<Utc>>> {
    let path = folder.join(KEPT);
    if !path.exists() {
        return Ok(None);
    }
    let name = path.display();
    let text = fs::read_to_string(&path).with_context(|| format!("{name} can't be read"))?;
    let time = text.trim().parse();
    let time = time.with_context(|| format!("{name} holds no time; remove it to begin anew"))?;
    Ok(Some(time))
}

impl Control for Controls {
    fn set_clock(&self, at: DateTime<Utc>) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move {
            // What was posted and kept bears its time.
            if at < self.clock.now() {
                return Err("This clock goes forward only, since what was posted stays posted. A new demo begins in the morning again.".to_owned());
            }
            if at.year() > LAST_YEAR {
                return Err(format!("This clock ends with the year {LAST_YEAR}."));
            }
            self.clock.set(at);
            self.tell_clock().await?;
            self.keep().map_err(|error| format!("{error:#}"))
        })
    }

    fn next_event(&self) -> BoxFuture<'_, Result<NextEvent, String>> {
        Box::pin(async {
            let at = self.next_briefing().await?;
            let what = "the next briefing".to_owned();
            Ok(NextEvent { at, what })
        })
    }

    fn bot_runs(&self) -> bool {
        *self.switch.borrow()
    }

    fn run_bot(&self, run: bool) {
        self.switch.send_replace(run);
    }
}
