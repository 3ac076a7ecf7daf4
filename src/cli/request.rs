//! What is asked of whoever has the newsroom: this process, or the one that runs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{doctor, export, import, time, verify};
use crate::{
    config::Config,
    control::{End, Output},
    discord::Settings,
    newsroom::Newsroom,
};

/// A verb of the command line that works on the newsroom.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Request {
    Import(import::Request),
    Export(export::Request),
    Verify(verify::Request),
    /// The findings of a doctor who asks from the inside.
    Examine,
    /// The clock of the newsdesk that runs is set: by the demo and by tests, on a local Discord.
    SetClock(DateTime<Utc>),
    /// When briefings are due: for the demo's clock.
    DueBriefings,
}

/// Where requests are answered: the newsroom, and what is known around it.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) newsroom: Newsroom,
    pub(super) config: Config,
    /// How Discord is reached; none where there is no bot.
    pub(super) settings: Option<Settings>,
}

impl Place {
    /// Answers a request.
    pub(super) async fn answer(self, request: Request, output: Output) -> End {
        let answered = match request {
            Request::Import(request) => import::answer(&self.newsroom, request, &output).await,
            Request::Export(request) => export::answer(&self.newsroom, request, &output).await,
            Request::Verify(request) => verify::answer(&self.newsroom, request, &output).await,
            Request::Examine => doctor::answer(&self, &output).await,
            Request::SetClock(at) => time::answer(&self, at),
            Request::DueBriefings => time::tell_due(&self.newsroom, &output).await,
        };
        match answered {
            Ok(code) => End { code, error: None },
            Err(error) => End::failed(format!("{error:#}")),
        }
    }
}
