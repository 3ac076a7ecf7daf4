//! What surrounds every route: its body is read once, limits and faults are met, and all of it is
//! kept for tests to look at.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{ConnectInfo, MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};

use super::{
    buckets::Counted,
    error::{ErrorBody, status_response},
    payload::Payload,
};
use crate::{faults::Fault, hub::Hub, request, serve::Cut};

/// Runs the route, or what was asked for in its place, and keeps request and answer.
pub(super) async fn record(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(line): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let (method, uri) = (parts.method.clone(), parts.uri.clone());
    let route = parts.extensions.get::<MatchedPath>().cloned();
    let payload = Payload::read(Request::from_parts(parts.clone(), body)).await;
    let body = payload.as_ref().map(Payload::recorded).unwrap_or_default();
    let run = async {
        match payload {
            Ok(payload) => {
                let mut request = Request::from_parts(parts, Body::empty());
                request.extensions_mut().insert(payload);
                next.run(request).await
            }
            Err(error) => error.into_response(),
        }
    };
    let now = hub.read(|world| world.now());
    let (standing, limited) = hub.count(Counted {
        method: method.as_str(),
        route: route.as_ref().map_or("", MatchedPath::as_str),
        path: uri.path(),
    });
    let (fault, mut response) = match limited {
        Some(limit) => (None, Some(limit.response(now))),
        None => {
            let fault = fault(&hub, method.as_str(), uri.path());
            let response = meet(fault.as_ref(), now, run).await;
            (fault, response)
        }
    };
    if let (None, Some(standing), Some(response)) = (&fault, standing, &mut response) {
        standing.write(response.headers_mut(), now);
    }
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

/// Lets the download of a file meet its fault. It counts to no limit and is not kept: files lie on
/// hosts of their own.
pub(super) async fn spoil(
    State(hub): State<Arc<Hub>>,
    ConnectInfo(line): ConnectInfo<Cut>,
    request: Request,
    next: Next,
) -> Response {
    let fault = fault(&hub, request.method().as_str(), request.uri().path());
    let now = hub.read(|world| world.now());
    let response = meet(fault.as_ref(), now, next.run(request)).await;
    match response.filter(|_| !matches!(fault, Some(Fault::CutAfter))) {
        Some(response) => response,
        None => {
            line.now();
            std::future::pending().await
        }
    }
}

/// What goes wrong with this request, if anything.
fn fault(hub: &Hub, method: &str, path: &str) -> Option<Fault> {
    if hub.is_shut_out() {
        return Some(Fault::CutBefore);
    }
    hub.plan(|plan| plan.take(method, path))
}

/// Runs the route as the fault lets it; no answer where the connection is lost before.
async fn meet(
    fault: Option<&Fault>,
    now: DateTime<Utc>,
    run: impl Future<Output = Response>,
) -> Option<Response> {
    Some(match fault {
        None | Some(Fault::CutAfter) => run.await,
        Some(Fault::CutBefore) => return None,
        Some(Fault::Status(status)) => status_response(*status),
        Some(Fault::RateLimited(limit)) => limit.response(now),
        Some(Fault::Delay(time)) => {
            tokio::time::sleep(*time).await;
            run.await
        }
    })
}
