//! REST, version 10: one file a noun. Every request is recorded.

mod application;
mod buckets;
mod commands;
mod crosspost;
pub(crate) mod error;
mod extract;
mod files;
mod guilds;
mod interactions;
mod messages;
mod payload;
mod rate_limited;
mod record;
mod threads;
mod webhooks;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};

use self::error::ApiError;
pub use self::rate_limited::Scope;
pub(crate) use self::{
    buckets::{Buckets, Counted},
    rate_limited::{RateLimited, Standing},
};
use crate::hub::Hub;

/// The most a request may hold, in bytes.
const BODY_LIMIT: usize = 25 * 1024 * 1024;

/// All routes, `/gateway` with the socket's address included.
pub(crate) fn router(hub: Arc<Hub>) -> Router {
    let api = Router::new()
        .merge(application::routes())
        .merge(commands::routes())
        .merge(crosspost::routes())
        .merge(guilds::routes())
        .merge(interactions::routes())
        .merge(messages::routes())
        .merge(threads::routes())
        .merge(webhooks::routes());
    Router::new()
        .nest("/api/v10", api)
        .route("/gateway", get(application::gateway))
        .fallback(async || ApiError::NotFound)
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(middleware::from_fn_with_state(hub.clone(), record::record))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .merge(files::routes().layer(middleware::from_fn_with_state(hub.clone(), record::spoil)))
        .with_state(hub)
}
