//! Servers between the bot and Discord.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
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
