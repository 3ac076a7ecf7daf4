//! The page on which people look at this Discord: `/` in a browser, as any member.
//!
//! | address | gives |
//! |---|---|
//! | `/` | the page; to a bot's WebSocket, the gateway |
//! | `/message/{message_id}?as={user_id}` | that message alone, as this member sees it; `document.title` is `ready` once it stands there |
//! | `/page/…` | scripts and styles |
//! | `/page/api/…` | what the page reads and does, as JSON |
//! | `/page/api/events?as={user_id}` | a WebSocket that tells what changes |

mod actions;
mod assets;
mod command;
mod control;
mod error;
mod events;
mod form;
mod guard;
mod guide;
mod reads;
mod sent;
mod setup;
mod threads;
mod trouble;
mod view;

use std::sync::Arc;

use axum::{
    Router,
    extract::{
        ConnectInfo, DefaultBodyLimit, Query, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    middleware,
    response::Response,
    routing::get,
};

pub use self::{
    control::{Control, NextEvent},
    guide::{Offer, OfferedFile, Sign, Step},
    setup::{PageSetup, Persona},
};
use crate::{gateway, hub::Hub, serve::Cut};

/// The most that one write may hold, in bytes: a form's five fields of 4,000 characters, and room.
const BODY_LIMIT: usize = 256 * 1024;

/// The page's routes, guarded.
pub(crate) fn router(hub: Arc<Hub>) -> Router {
    let api = Router::new()
        .merge(reads::routes())
        .merge(actions::routes())
        .merge(command::routes())
        .merge(control::routes())
        .merge(form::routes())
        .merge(threads::routes())
        .merge(trouble::routes())
        .merge(events::routes());
    Router::new()
        .route("/", get(root))
        .merge(assets::routes())
        .nest("/page/api", api)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(hub.clone(), guard::guard))
        .with_state(hub)
}

/// The page for a browser, the gateway for a bot: a script of another site is kept from both.
async fn root(
    state: State<Arc<Hub>>,
    line: ConnectInfo<Cut>,
    Query(asked): Query<gateway::Asked>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => gateway::upgrade(state, line, asked, upgrade).await,
        Err(_) => assets::page(&state.page.title),
    }
}
