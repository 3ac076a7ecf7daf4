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
    control::{self, ControlError, Frame},
};

/// Where a demo that is kept writes what its clock shows.
const KEPT: &str = "clock";
/// Rules of time zones are known for some decades.
const LAST_YEAR: i32 = 2099;
/// How long a bot that is starting is waited for, and how often it is looked whether it listens.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(20);
/// How long is waited in all for what is due on the way to a later time.
const ON_THE_WAY: Duration = Duration::from_secs(5);

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

    /// Takes the clock to each time before `at` at which a briefing is due, and waits until it is
    /// done. A bot that doesn't run does nothing on the way.
    async fn pass(&self, at: DateTime<Utc>) -> Result<(), ControlError> {
        while self.bot_runs() {
            let first = match self.due().await? {
                Some(due) => due.into_iter().next().filter(|due| *due < at),
                None => Some(self.now()),
            };
            match first {
                None => break,
                Some(due) if due > self.now() => {
                    self.clock.set(due);
                    self.ask(&Request::SetClock(due)).await?;
                }
                Some(_) => sleep(LOOK).await,
            }
        }
        Ok(())
    }

    /// Sets the clock of the bot to what this one shows; one that is starting is waited for. One
    /// that doesn't run will be started with it.
    async fn tell_clock(&self) -> Result<(), String> {
        let tell = async {
            while self.bot_runs() && self.ask(&Request::SetClock(self.now())).await?.is_none() {
                sleep(LOOK).await;
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
        let due = self.due().await.map_err(|error| error.to_string())?;
        let due = due.ok_or("The bot is just starting.")?;
        let now = self.now();
        let next = due.into_iter().find(|due| *due > now);
        next.ok_or_else(|| "No briefing is planned: /schedule add does that.".to_owned())
    }

    /// When briefings are due, the first first, also what is due already; none where the bot does
    /// not listen.
    async fn due(&self) -> Result<Option<Vec<DateTime<Utc>>>, ControlError> {
        let told = self.ask(&Request::DueBriefings).await?;
        Ok(told.map(|told| told.lines().filter_map(|line| line.parse().ok()).collect()))
    }

    /// Has the bot's process answer; none where it does not listen.
    async fn ask(&self, request: &Request) -> Result<Option<String>, ControlError> {
        let Some(mut client) = control::connect(&self.database).await? else {
            return Ok(None);
        };
        client.ask(request).await?;
        let mut told = String::new();
        loop {
            match client.next().await? {
                Frame::Out(text) => told += &text,
                Frame::End(_) => return Ok(Some(told)),
                Frame::Progress(_) | Frame::Alive => {}
            }
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
            // What is not done by then is late, as if the bot had been held up.
            let _ = timeout(ON_THE_WAY, self.pass(at)).await;
            self.clock.set(at.max(self.clock.now()));
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
