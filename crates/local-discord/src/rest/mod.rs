//! REST, version 10: one file a noun. Every request is recorded.

mod application;
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
mod threads;
mod webhooks;

use std::sync::Arc;

use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};

pub(crate) use self::rate_limited::RateLimited;
pub use self::rate_limited::Scope;
use self::{
    error::{ApiError, ErrorBody, status_response},
    payload::Payload,
};
use crate::{faults::Fault, hub::Hub, request, serve::Cut};

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
        .layer(middleware::from_fn_with_state(hub.clone(), record))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .merge(files::routes())
        .with_state(hub)
}

/// Reads the body once, runs the route or lets it fail as was asked for, and keeps both.
async fn record(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(line): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let (method, uri) = (parts.method.clone(), parts.uri.clone());
    let payload = Payload::read(Request::from_parts(parts.clone(), body)).await;
    let body = payload.as_ref().map(Payload::recorded).unwrap_or_default();
    let run = async {
        match payload {
            Ok(payload) => {
                let mut request = Request::from_parts(parts, axum::body::Body::empty());
                request.extensions_mut().insert(payload);
                next.run(request).await
            }
            Err(error) => error.into_response(),
        }
    };
    let fault = hub.plan(|plan| plan.take(method.as_str(), uri.path()));
    let response = match fault {
        None | Some(Fault::CutAfter) => Some(run.await),
        Some(Fault::CutBefore) => None,
        Some(Fault::Status(status)) => Some(status_response(status)),
        Some(Fault::RateLimited(limit)) => Some(limit.response(hub.read(|world| world.now()))),
        Some(Fault::Delay(time)) => {
            tokio::time::sleep(time).await;
            Some(run.await)
        }
    };
    let error = response.as_ref().and_then(|one| one.extensions().get());
    hub.record(request::Request {
        method: method.to_string(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        status: response.as_ref().map_or(0, |one| one.status().as_u16()),
        body,
        error: error
            .map(|ErrorBody(error)| error.clone())
            .unwrap_or_default(),
        fault: fault.is_some(),
    });
    let lost = matches!(fault, Some(Fault::CutBefore | Fault::CutAfter));
    match response {
        Some(response) if !lost => response,
        _ => {
            line.now();
            std::future::pending().await
        }
    }
}
