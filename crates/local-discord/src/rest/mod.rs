//! REST, version 10: one file a noun. Every request is recorded.

mod application;
mod commands;
pub(crate) mod error;
mod extract;
mod files;
mod guilds;
mod interactions;
mod messages;
mod payload;
mod webhooks;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};

use self::{
    error::{ApiError, ErrorBody},
    payload::Payload,
};
use crate::{hub::Hub, request};

/// The most a request may hold, in bytes.
const BODY_LIMIT: usize = 25 * 1024 * 1024;

/// All routes, `/gateway` with the socket's address included.
pub(crate) fn router(hub: Arc<Hub>) -> Router {
    let api = Router::new()
        .merge(application::routes())
        .merge(commands::routes())
        .merge(guilds::routes())
        .merge(interactions::routes())
        .merge(messages::routes())
        .merge(webhooks::routes());
    Router::new()
        .nest("/api/v10", api)
        .route("/gateway", get(application::gateway))
        .fallback(async || ApiError::NotFound)
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(middleware::from_fn_with_state(hub.clone(), record))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .merge(files::routes())
        .with_state(hub)
}

/// Reads the body once, runs the route, and keeps both.
async fn record(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let (method, uri) = (parts.method.clone(), parts.uri.clone());
    let whole = Request::from_parts(parts.clone(), body);
    let (response, body) = match Payload::read(whole).await {
        Ok(payload) => {
            let body = payload.recorded();
            let mut request = Request::from_parts(parts, axum::body::Body::empty());
            request.extensions_mut().insert(payload);
            (next.run(request).await, body)
        }
        Err(error) => (error.into_response(), serde_json::Value::Null),
    };
    let error = response.extensions().get::<ErrorBody>();
    hub.record(request::Request {
        method: method.to_string(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        status: response.status().as_u16(),
        body,
        error: error.map(|error| error.0.clone()).unwrap_or_default(),
    });
    response
}
