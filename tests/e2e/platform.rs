//! The platform as an operator's bot meets it: `discord.com` over TLS, behind a CONNECT proxy.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Instant,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
    serve::Listener,
};
use local_discord::LocalDiscord;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
    server::TlsStream,
};

type Tunnel = TlsStream<BufReader<TcpStream>>;

/// A CONNECT proxy that plays `discord.com:443`, refuses every other destination, and passes
/// requests on to a local Discord.
pub(crate) struct Platform {
    /// The proxy's address, as `HTTPS_PROXY` takes it.
    pub(crate) proxy: String,
    /// The certificate of the authority that vouches for it, as PEM.
    pub(crate) authority: String,
    desk: Arc<FrontDesk>,
}

/// What stands between the proxy and the local Discord.
struct FrontDesk {
    upstream: String,
    client: reqwest::Client,
    /// The first lines of what the proxy was asked for.
    destinations: Mutex<Vec<String>>,
    seen: watch::Sender<Vec<Seen>>,
    limits: Mutex<Vec<(Route, Limit)>>,
}

/// A method, and how the path ends.
pub(crate) type Route = (&'static str, &'static str);

/// A request that came through the proxy.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    method: String,
    path: String,
    /// When it came.
    pub(crate) at: Instant,
    /// What it was answered with.
    pub(crate) status: u16,
}

/// What becomes of the next request of a route.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// It is refused with 429 and has to be made again this many seconds later.
    Refused { retry_after: u64, global: bool },
    /// It passes, being the last that its bucket takes for this many seconds.
    Last { reset_after: u64 },
}

impl Platform {
    /// In front of this local Discord.
    pub(crate) async fn before(discord: &LocalDiscord) -> Self {
        let (authority, acceptor) = certified("discord.com");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let desk = Arc::new(FrontDesk {
            upstream: discord.url().to_owned(),
            client: reqwest::Client::builder()
                .no_proxy()
                .build()
                .expect("a client"),
            destinations: Mutex::default(),
            seen: watch::Sender::default(),
            limits: Mutex::default(),
        });
        let (open, tunnels) = mpsc::channel(16);
        tokio::spawn(accept(listener, acceptor, desk.clone(), open));
        let app = Router::new().fallback(pass).with_state(desk.clone());
        tokio::spawn(axum::serve(Tunnels { tunnels, address }, app).into_future());
        Self {
            proxy: format!("http://{address}"),
            authority,
            desk,
        }
    }

    /// Limits the next request of a route that is not limited yet.
    pub(crate) fn limit(&self, route: Route, limit: Limit) {
        let mut limits = self.desk.limits.lock().expect("the limits");
        limits.push((route, limit));
    }

    /// The requests of a route so far.
    pub(crate) fn seen(&self, route: Route) -> Vec<Seen> {
        of(route, &self.desk.seen.borrow()).cloned().collect()
    }

    /// Waits until a route has had that many requests.
    pub(crate) async fn saw(&self, route: Route, count: usize) {
        let mut seen = self.desk.seen.subscribe();
        let enough = seen.wait_for(|seen| of(route, seen).count() >= count);
        enough.await.expect("the proxy lives");
    }

    /// What the proxy was asked for, each once.
    pub(crate) fn destinations(&self) -> Vec<String> {
        let mut destinations = self.desk.destinations.lock().expect("the lines").clone();
        destinations.sort();
        destinations.dedup();
        destinations
    }
}

fn of((method, end): Route, seen: &[Seen]) -> impl Iterator<Item = &Seen> {
    seen.iter()
        .filter(move |one| one.method == method && one.path.ends_with(end))
}

/// A server of this name: the certificate of its authority, as PEM, and its side of TLS.
fn certified(name: &str) -> (String, TlsAcceptor) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let authority = params.self_signed(&key).expect("a certificate").pem();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().expect("a key");
    let server = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    let server = server.signed_by(&key, &issuer).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![server.der().clone()], key)
        .expect("a configuration");
    (authority, TlsAcceptor::from(Arc::new(config)))
}

async fn accept(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    desk: Arc<FrontDesk>,
    open: mpsc::Sender<Tunnel>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let (acceptor, desk, open) = (acceptor.clone(), desk.clone(), open.clone());
        tokio::spawn(async move {
            if let Some(tunnel) = connect(stream, &acceptor, &desk).await {
                // Nobody serves any more once the test is over.
                let _ = open.send(tunnel).await;
            }
        });
    }
}

/// Opens a tunnel to the one destination there is.
async fn connect(stream: TcpStream, acceptor: &TlsAcceptor, desk: &FrontDesk) -> Option<Tunnel> {
    let mut stream = BufReader::new(stream);
    let asked = read_head(&mut stream).await;
    let known = asked == "CONNECT discord.com:443 HTTP/1.1";
    desk.destinations.lock().expect("the lines").push(asked);
    let answer = match known {
        true => "HTTP/1.1 200 OK\r\n\r\n",
        false => "HTTP/1.1 403 Forbidden\r\n\r\n",
    };
    stream.write_all(answer.as_bytes()).await.ok()?;
    match known {
        true => acceptor.accept(stream).await.ok(),
        false => None,
    }
}

/// Reads the head of a request; gives its first line.
async fn read_head(stream: &mut BufReader<TcpStream>) -> String {
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

/// The tunnels that were opened, as connections to serve.
struct Tunnels {
    tunnels: mpsc::Receiver<Tunnel>,
    address: SocketAddr,
}

impl Listener for Tunnels {
    type Io = Tunnel;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Tunnel, SocketAddr) {
        match self.tunnels.recv().await {
            Some(tunnel) => (tunnel, self.address),
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}

async fn pass(State(desk): State<Arc<FrontDesk>>, request: Request) -> Response {
    let at = Instant::now();
    let (method, path) = (
        request.method().to_string(),
        request.uri().path().to_owned(),
    );
    let response = match desk.limited(&method, &path) {
        Some(Limit::Refused {
            retry_after,
            global,
        }) => refused(retry_after, global),
        Some(Limit::Last { reset_after }) => bucket(desk.forward(request).await, 0, reset_after),
        None => desk.forward(request).await,
    };
    let status = response.status().as_u16();
    desk.seen.send_modify(|seen| {
        seen.push(Seen {
            method,
            path,
            at,
            status,
        });
    });
    response
}

impl FrontDesk {
    /// Takes the limit that is meant for this request.
    fn limited(&self, method: &str, path: &str) -> Option<Limit> {
        let mut limits = self.limits.lock().expect("the limits");
        let meant = |((of, end), _): &(Route, Limit)| *of == method && path.ends_with(end);
        let at = limits.iter().position(meant)?;
        Some(limits.remove(at).1)
    }

    async fn forward(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, 1 << 20).await.expect("a body");
        let mut headers = parts.headers;
        headers.remove("host");
        let answer = self
            .client
            .request(parts.method, format!("{}{}", self.upstream, parts.uri))
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
}

/// (<https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit>)
fn refused(retry_after: u64, global: bool) -> Response {
    let body = json!({
        "message": "You are being rate limited.", "retry_after": retry_after, "global": global,
    });
    let response = Response::builder()
        .status(429)
        .header("content-type", "application/json")
        .header("retry-after", retry_after);
    let whole = Body::from(body.to_string());
    if global {
        let response = response
            .header("x-ratelimit-global", "true")
            .header("x-ratelimit-scope", "global");
        return response.body(whole).expect("a response");
    }
    let response = response.header("x-ratelimit-scope", "user").body(whole);
    bucket(response.expect("a response"), 0, retry_after)
}

/// Says how full a route's bucket is.
fn bucket(mut response: Response, remaining: u64, reset_after: u64) -> Response {
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-bucket", "a-bucket".parse().expect("a value"));
    headers.insert("x-ratelimit-limit", 5.into());
    headers.insert("x-ratelimit-remaining", remaining.into());
    headers.insert("x-ratelimit-reset-after", reset_after.into());
    response
}
