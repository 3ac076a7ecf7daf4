//! Servers between the bot and Discord.

use std::{
    collections::HashSet,
    net::SocketAddr,
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
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
    sync::mpsc,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

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

/// A CONNECT proxy that plays `discord.com` over TLS and answers everything with 401.
pub(crate) struct Connect {
    pub(crate) address: SocketAddr,
    /// The certificate of the authority that vouches for it, as PEM.
    pub(crate) authority: String,
    /// What was asked for: the line of the proxy, then that of Discord.
    pub(crate) asked: mpsc::UnboundedReceiver<String>,
}

pub(crate) async fn connect() -> Connect {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let authority = params.self_signed(&key).expect("a certificate").pem();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().expect("a key");
    let discord = CertificateParams::new(vec!["discord.com".to_owned()]).expect("a name");
    let discord = discord.signed_by(&key, &issuer).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![discord.der().clone()], key)
        .expect("a configuration");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (tell, asked) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, tell) = (acceptor.clone(), tell.clone());
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                let head = read_head(&mut stream).await;
                let _ = tell.send(head);
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\n\r\n")
                    .await
                    .expect("written");
                let Ok(tls) = acceptor.accept(stream).await else {
                    return;
                };
                let mut tls = BufReader::new(tls);
                let _ = tell.send(read_head(&mut tls).await);
                let body = r#"{"message": "401: Unauthorized", "code": 0}"#;
                let answer = format!(
                    "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                tls.write_all(answer.as_bytes()).await.expect("written");
                let _ = tls.shutdown().await;
                let _ = tls.read_to_end(&mut Vec::new()).await;
            });
        }
    });
    Connect {
        address,
        authority,
        asked,
    }
}

/// Reads the head of a request; gives its first line.
async fn read_head(stream: &mut (impl tokio::io::AsyncBufRead + Unpin)) -> String {
    let mut first = String::new();
    let mut line = String::new();
    while stream.read_line(&mut line).await.unwrap_or(0) > 2 {
        if first.is_empty() {
            first = line.trim().to_owned();
        }
        line.clear();
    }
    first
}
