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
mod error;
mod events;
mod form;
mod guard;
mod reads;
mod setup;
mod view;

use std::sync::Arc;

use axum::{
    Router,
    extract::{
        DefaultBodyLimit, Query, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    middleware,
    response::Response,
    routing::get,
};

pub use self::setup::PageSetup;
use crate::{gateway, hub::Hub};

/// The most that one write may hold, in bytes: a form's five fields of 4,000 characters, and room.
const BODY_LIMIT: usize = 256 * 1024;

/// The page's routes, guarded.
pub(crate) fn router(hub: Arc<Hub>) -> Router {
    let api = Router::new()
        .merge(reads::routes())
        .merge(actions::routes())
        .merge(command::routes())
        .merge(form::routes())
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
    Query(asked): Query<gateway::Asked>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => gateway::upgrade(state, asked, upgrade).await,
        Err(_) => assets::page(),
    }
}
