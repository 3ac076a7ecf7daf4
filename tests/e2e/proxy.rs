//! Servers between the bot and Discord.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use tokio::{net::TcpListener, sync::mpsc};

/// Passes REST on to `upstream`, answers to interactions `delay` later than they came.
/// Tells of each answer when it comes. Gives its address.
pub(crate) async fn slow(upstream: &str, delay: Duration) -> (String, mpsc::UnboundedReceiver<()>) {
    let (seen, seeing) = mpsc::unbounded_channel();
    let state = Arc::new((upstream.to_owned(), delay, seen, reqwest::Client::new()));
    let app = Router::new().fallback(pass).with_state(state);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, app).into_future());
    (format!("http://{address}"), seeing)
}

type Passing = Arc<(String, Duration, mpsc::UnboundedSender<()>, reqwest::Client)>;

async fn pass(State(state): State<Passing>, request: Request) -> Response {
    let (upstream, delay, seen, client) = &*state;
    let (parts, body) = request.into_parts();
    if parts.uri.path().ends_with("/callback") {
        // The test may have seen enough.
        let _ = seen.send(());
        tokio::time::sleep(*delay).await;
    }
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    let mut headers = parts.headers;
    headers.remove("host");
    let answer = client
        .request(parts.method, format!("{upstream}{}", parts.uri))
        .headers(headers)
        .body(body)
        .send()
        .await
        .expect("Discord");
    let mut response = Response::builder().status(answer.status());
    if let Some(kind) = answer.headers().get("content-type") {
        response = response.header("content-type", kind);
    }
    response
        .body(Body::from(answer.bytes().await.expect("a body")))
        .expect("a response")
}

/// Passes REST on to `upstream`, but answers the first request of each of these kinds with 503.
/// Gives its address.
pub(crate) async fn failing_once(
    upstream: &str,
    kinds: &'static [(&'static str, &'static str)],
) -> String {
    let failed: Arc<Mutex<HashSet<&str>>> = Arc::default();
    let (seen, _) = mpsc::unbounded_channel();
    let state: Passing = Arc::new((
        upstream.to_owned(),
        Duration::ZERO,
        seen,
        reqwest::Client::new(),
    ));
    let app = Router::new().fallback(async move |request: Request| {
        let is = |(method, end): &&(&str, &str)| {
            request.method() == *method && request.uri().path().ends_with(end)
        };
        let kind = kinds.iter().find(is);
        if kind.is_some_and(|(_, end)| failed.lock().expect("a lock").insert(end)) {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        pass(State(state), request).await
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, app).into_future());
    format!("http://{address}")
}

/// Answers every `GET` with the JSON that `answer` gives for its path. Gives its address.
pub(crate) async fn canned(answer: fn(&str) -> &'static str) -> String {
    let json = [("content-type", "application/json")];
    let app =
        Router::new().fallback(async move |request: Request| (json, answer(request.uri().path())));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, app).into_future());
    format!("http://{address}")
}
