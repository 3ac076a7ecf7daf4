//! Requests to Discord: the client, and its errors in words that hold no secret.

use std::{net::IpAddr, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use serenity::http::{Http, HttpBuilder, HttpError};
use url::{Host, Url};

/// Longer than Discord ever takes, shorter than anyone waits.
const TOTAL: Duration = Duration::from_secs(15);
const CONNECT: Duration = Duration::from_secs(5);

/// A client for Discord, or for the server that stands in for it. With such a server it leaves
/// rate limits alone; `loopback` makes sure that nothing else is ever reached.
pub(super) fn client(
    token: &SecretString,
    proxy: Option<&Url>,
    loopback: bool,
) -> Result<Http, reqwest::Error> {
    let mut http = HttpBuilder::new(token.expose_secret()).client(requests(loopback)?);
    if let Some(proxy) = proxy {
        http = http
            .proxy(proxy.as_str().trim_end_matches('/'))
            .ratelimiter_disabled(true);
    }
    Ok(http.build())
}

/// A client for requests that need no token.
pub(super) fn requests(loopback: bool) -> Result<reqwest::Client, reqwest::Error> {
    let mut requests = reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .timeout(TOTAL)
        // Discord redirects nothing; a redirect would carry the token elsewhere.
        .redirect(reqwest::redirect::Policy::none());
    if loopback {
        requests = requests.no_proxy();
    }
    requests.build()
}

/// Whether an address is on this machine, whatever names mean.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(_)) | None => false,
    }
}

/// What Discord said, without addresses: those of interactions hold their tokens.
pub(super) fn said(error: &serenity::Error) -> String {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            let (status, error) = (response.status_code, &response.error);
            // serenity's own words where the body was not Discord's.
            match error.code {
                -1 => status.to_string(),
                code => format!("{} {code}: {}", status.as_u16(), error.message),
            }
        }
        serenity::Error::Http(HttpError::Request(error)) => broken(error),
        serenity::Error::Gateway(error) => error.to_string(),
        _ => "an answer that can't be understood".to_owned(),
    }
}

/// Why no answer came, without the address.
pub(super) fn broken(error: &reqwest::Error) -> String {
    let what = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    let host = error
        .url()
        .and_then(|url| url.host_str())
        .unwrap_or("Discord");
    // The innermost cause: a name that is not found, a connection that is refused …
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    match causes.last() {
        Some(cause) => format!("{what} with {host}: {cause}"),
        None => format!("{what} with {host}"),
    }
}

/// The HTTP status of a refusal.
pub(super) fn status(error: &serenity::Error) -> Option<u16> {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => {
            Some(response.status_code.as_u16())
        }
        _ => None,
    }
}

/// Whether a failure may pass by itself: no answer, a fault of Discord's, too many requests.
pub(super) fn passes(error: &serenity::Error) -> bool {
    match status(error) {
        Some(status) => status >= 500 || status == 429,
        None => matches!(error, serenity::Error::Http(HttpError::Request(_))),
    }
}
