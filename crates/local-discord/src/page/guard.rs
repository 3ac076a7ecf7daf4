//! Keeps the page to this machine and to itself: a web site that somebody has open must neither
//! read it (through a name that it points to 127.0.0.1) nor write to it (through a form).

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::PageError;
use crate::hub::Hub;

/// Everything comes from here and nothing from elsewhere; no page frames this one.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // A restarted demo is another world.
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Refuses requests that were not made on this machine for this page.
pub(super) async fn guard(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    let port = hub.read(|world| world.url.rsplit_once(':').map(|(_, port)| port.to_owned()));
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = match admits(request.headers(), &port.unwrap_or_default(), writes) {
        true => next.run(request).await,
        false => PageError::NotFromHere.into_response(),
    };
    response.headers_mut().extend(HEADERS);
    response
}

/// Whether `Host` names the loopback interface with our port, and `Origin`, where there is one, the
/// same; writes have one.
fn admits(headers: &HeaderMap, port: &str, writes: bool) -> bool {
    let header = |name| headers.get(name).map(|value| value.to_str().ok());
    let host = header(HOST).flatten().unwrap_or_default();
    let own = ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|name| host == format!("{name}:{port}"));
    own && match header(ORIGIN) {
        None => !writes,
        Some(origin) => origin == Some(&format!("http://{host}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_page_on_this_machine_is_admitted() {
        let own = "http://127.0.0.1:3000";
        for (host, origin, reads, writes) in [
            ("127.0.0.1:3000", None, true, false),
            ("127.0.0.1:3000", Some(own), true, true),
            ("localhost:3000", Some("http://localhost:3000"), true, true),
            ("[::1]:3000", Some("http://[::1]:3000"), true, true),
            ("localhost:3000", Some(own), false, false),
            ("127.0.0.1:3000", Some("null"), false, false),
            (
                "127.0.0.1:3000",
                Some("https://127.0.0.1:3000"),
                false,
                false,
            ),
            (
                "127.0.0.1:3000",
                Some("http://127.0.0.1:3001"),
                false,
                false,
            ),
            ("127.0.0.1:3000", Some("https://site.example"), false, false),
            ("127.0.0.1:3001", None, false, false),
            ("127.0.0.1", None, false, false),
            ("site.example:3000", None, false, false),
            (
                "site.example:3000",
                Some("http://site.example:3000"),
                false,
                false,
            ),
            ("localhost.site.example:3000", None, false, false),
        ] {
            let mut headers = HeaderMap::from_iter([(HOST, host.parse().unwrap())]);
            if let Some(origin) = origin {
                headers.insert(ORIGIN, origin.parse().unwrap());
            }
            let admitted = [false, true].map(|write| admits(&headers, "3000", write));
            assert_eq!(admitted, [reads, writes], "{host} {origin:?}");
        }
        assert!(!admits(&HeaderMap::new(), "3000", false));
    }
}
