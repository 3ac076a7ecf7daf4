//! A server in Discord's place.

use axum::{Router, extract::Request};
use tokio::net::TcpListener;

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
