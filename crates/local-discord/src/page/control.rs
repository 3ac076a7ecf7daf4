//! What stands beside the world: the clock, the bot's process, what goes wrong, what the bot asked.

use std::{fmt, sync::Arc};

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};

use super::{error::PageError, guide::Step, setup::Persona};
use crate::{hub::Hub, request::Request, world::World};

/// How many of the bot's requests are shown.
const REQUESTS: usize = 30;

/// What whoever runs this Discord lets its page do.
pub trait Control: fmt::Debug + Send + Sync {
    /// Moves the clock of this Discord and of the bot to `at`.
    ///
    /// # Errors
    /// Words for the person, where it may not be moved there.
    fn set_clock(&self, at: DateTime<Utc>) -> BoxFuture<'_, Result<(), String>>;

    /// What the bot does by itself next.
    ///
    /// # Errors
    /// Words for the person, where there is nothing.
    fn next_event(&self) -> BoxFuture<'_, Result<NextEvent, String>>;

    /// Whether the bot is meant to run.
    fn bot_runs(&self) -> bool;

    /// Kills the bot's process, which gets no word to say, or starts another.
    fn run_bot(&self, run: bool);
}

/// Something that the bot does by itself.
#[derive(Clone, Debug, Serialize)]
pub struct NextEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What, as in "to the next briefing".
    pub what: String,
}

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/setup", get(setup))
        .route("/control", get(control))
        .route("/clock", post(set_clock))
        .route("/bot", post(run_bot))
}

/// What does not change while this Discord runs.
#[derive(Debug, Serialize)]
struct SetupView<'a> {
    run: &'a str,
    time_zone: &'a str,
    personas: &'a [Persona],
    guide: &'a [Step],
    /// Whether there is a clock to be moved, and a bot to be killed.
    controlled: bool,
}

/// What the panels show.
#[derive(Debug, Serialize)]
struct ControlView {
    now: DateTime<Utc>,
    next: Option<NextEvent>,
    /// Why there is no next event.
    no_next: Option<String>,
    connected: bool,
    /// Absent where the bot is somebody else's.
    runs: Option<bool>,
    /// Whether the bot is kept out.
    down: bool,
    /// How many of the bot's next requests are told to wait.
    limited: usize,
    /// Newest first.
    requests: Vec<RequestView>,
}

#[derive(Debug, Serialize)]
struct RequestView {
    method: String,
    path: String,
    /// 0 where the connection was lost first.
    status: u16,
}

#[derive(Debug, Deserialize)]
struct Move {
    at: DateTime<Utc>,
}

#[derive(Debug, Deserialize)]
struct Run {
    run: bool,
}

async fn setup(State(hub): State<Arc<Hub>>) -> Result<Json<serde_json::Value>, PageError> {
    let page = &hub.page;
    let view = SetupView {
        run: &hub.run,
        time_zone: &page.time_zone,
        personas: &page.personas,
        guide: &page.guide,
        controlled: page.control.is_some(),
    };
    serde_json::to_value(view)
        .map(Json)
        .map_err(|error| PageError::Told(error.to_string()))
}

async fn control(State(hub): State<Arc<Hub>>) -> Json<ControlView> {
    let control = hub.page.control.as_ref();
    let next = match control {
        Some(control) => control.next_event().await,
        None => Err("This page has no clock to move.".to_owned()),
    };
    let (next, no_next) = match next {
        Ok(next) => (Some(next), None),
        Err(why) => (None, Some(why)),
    };
    Json(ControlView {
        now: hub.read(World::now),
        next,
        no_next,
        connected: hub.has_bot(),
        runs: control.map(|control| control.bot_runs()),
        down: hub.is_shut_out(),
        limited: hub.limited(),
        requests: hub
            .last_requests(REQUESTS)
            .iter()
            .map(RequestView::new)
            .collect(),
    })
}

async fn set_clock(
    State(hub): State<Arc<Hub>>,
    Json(Move { at }): Json<Move>,
) -> Result<StatusCode, PageError> {
    let control = hub.page.control.as_ref().ok_or(PageError::Uncontrolled)?;
    control.set_clock(at).await.map_err(PageError::Told)?;
    hub.stir();
    Ok(StatusCode::NO_CONTENT)
}

async fn run_bot(
    State(hub): State<Arc<Hub>>,
    Json(Run { run }): Json<Run>,
) -> Result<StatusCode, PageError> {
    let control = hub.page.control.as_ref().ok_or(PageError::Uncontrolled)?;
    control.run_bot(run);
    hub.stir();
    Ok(StatusCode::NO_CONTENT)
}

impl RequestView {
    fn new(request: &Request) -> Self {
        Self {
            method: request.method.clone(),
            path: shortened(&request.path),
            status: request.status,
        }
    }
}

/// The path without the version and without what is as long as it is dull: tokens.
fn shortened(path: &str) -> String {
    if path == "/" {
        return "the gateway".to_owned();
    }
    let path = path.strip_prefix("/api/v10").unwrap_or(path);
    let parts = path.split('/').map(|part| match part.contains("-token-") {
        true => "…",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}
