//! What the demo lets its page do: move the clock, end the bot and start it anew.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use chrono::{DateTime, Datelike as _, Utc};
use futures::future::BoxFuture;
use local_discord::{Control, NextEvent};
use tokio::sync::watch;

use crate::{
    clock::Clock,
    store::{Lane, Store},
};

/// Where a demo that is kept writes what its clock shows.
const KEPT: &str = "clock";
/// Rules of time zones are known for some decades.
const LAST_YEAR: i32 = 2099;

/// The demo's clock, its bot's switch, and what is due.
#[derive(Clone)]
pub(super) struct Controls {
    clock: Clock,
    store: Store,
    switch: watch::Sender<bool>,
    /// Where the clock is kept.
    kept: Option<PathBuf>,
}

impl Controls {
    /// Controls with the bot switched on; the clock's time is kept in `folder`, where there is one.
    pub(super) fn new(clock: Clock, store: Store, folder: Option<&Path>) -> Self {
        Self {
            clock,
            store,
            switch: watch::Sender::new(true),
            kept: folder.map(|folder| folder.join(KEPT)),
        }
    }

    /// On while the bot is to run.
    pub(super) fn switch(&self) -> watch::Receiver<bool> {
        self.switch.subscribe()
    }

    /// Writes down what the clock shows, for the next demo that is kept there.
    pub(super) fn keep(&self) -> anyhow::Result<()> {
        let Some(path) = &self.kept else {
            return Ok(());
        };
        let now = self.clock.now().to_rfc3339();
        fs::write(path, now).with_context(|| format!("{} can't be written", path.display()))
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
    fn set_clock(&self, at: DateTime<Utc>) -> Result<(), String> {
        // What was posted and kept bears its time.
        if at < self.clock.now() {
            return Err("This clock goes forward only, since what was posted stays posted. A new demo begins in the morning again.".to_owned());
        }
        if at.year() > LAST_YEAR {
            return Err(format!("This clock ends with the year {LAST_YEAR}."));
        }
        self.clock.set(at);
        self.keep().map_err(|error| format!("{error:#}"))
    }

    fn next_event(&self) -> BoxFuture<'_, Result<NextEvent, String>> {
        Box::pin(async {
            let mut next = Vec::new();
            for lane in [Lane::Plans, Lane::Briefings] {
                let at = self.store.next_job(lane, Vec::new()).await;
                next.extend(at.map_err(|error| error.to_string())?);
            }
            let now = self.clock.now();
            let at = next.into_iter().filter(|at| *at > now).min();
            let what = "the next briefing".to_owned();
            at.map(|at| NextEvent { at, what })
                .ok_or_else(|| "Nothing is planned.".to_owned())
        })
    }

    fn bot_runs(&self) -> bool {
        *self.switch.borrow()
    }

    fn run_bot(&self, run: bool) {
        self.switch.send_replace(run);
    }
}

impl std::fmt::Debug for Controls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Controls")
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
}
