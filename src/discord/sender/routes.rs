//! Which routes are used up for a while: Discord counts each by itself, for each channel or guild.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use reqwest::header::HeaderMap;
use tokio::time::Instant;

/// Until when nothing more may be asked on a route.
#[derive(Default)]
pub(super) struct Routes(Mutex<HashMap<String, Instant>>);

impl Routes {
    /// How long it is useless to ask now.
    pub(super) fn wait(&self, route: &str) -> Option<Duration> {
        let until = *self.lock().get(route)?;
        let wait = until.saturating_duration_since(Instant::now());
        (!wait.is_zero()).then_some(wait)
    }

    /// Nothing more for so long.
    pub(super) fn close(&self, route: String, wait: Duration) {
        let now = Instant::now();
        let mut closed = self.lock();
        closed.retain(|_, until| *until > now);
        closed.insert(route, now + wait);
    }

    /// Reads from an answer whether that was the last one for a while.
    pub(super) fn read(&self, route: String, headers: &HeaderMap) {
        let number = |name| headers.get(name)?.to_str().ok()?.parse::<f64>().ok();
        if number("x-ratelimit-remaining") == Some(0.0)
            && let Some(after) = number("x-ratelimit-reset-after").and_then(seconds)
        {
            self.close(route, after);
        }
    }

    /// Every change of it is whole: one that panicked broke nothing.
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Instant>> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

/// A number of seconds as Discord writes it.
pub(super) fn seconds(number: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(number).ok()
}

/// What shares a count: the method and the path, of whose numbers only the first counts.
pub(super) fn route(method: &str, path: &str) -> String {
    let (path, _) = path.split_once('?').unwrap_or((path, ""));
    let mut numbers = 0;
    let mut route = method.to_owned();
    for part in path.split('/').skip(1) {
        let number = part.bytes().all(|byte| byte.is_ascii_digit());
        numbers += usize::from(number);
        route.push('/');
        route.push_str(if number && numbers > 1 { "*" } else { part });
    }
    route
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shares_a_count() {
        for (method, path, shares) in [
            ("POST", "/channels/1/messages", "POST/channels/1/messages"),
            (
                "GET",
                "/channels/1/messages?after=3&limit=100",
                "GET/channels/1/messages",
            ),
            (
                "POST",
                "/channels/1/messages/22/crosspost",
                "POST/channels/1/messages/*/crosspost",
            ),
            ("GET", "/users/@me", "GET/users/@me"),
        ] {
            assert_eq!(route(method, path), shares);
        }
    }

    #[test]
    fn a_route_is_closed_for_as_long_as_was_said() {
        let routes = Routes::default();
        let headers = |remaining: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-ratelimit-remaining", remaining.parse().expect("ASCII"));
            headers.insert("x-ratelimit-reset-after", "4.5".parse().expect("ASCII"));
            headers
        };
        routes.read("a".to_owned(), &headers("1"));
        assert_eq!(routes.wait("a"), None);
        routes.read("a".to_owned(), &headers("0"));
        assert!(
            routes
                .wait("a")
                .is_some_and(|wait| wait > Duration::from_secs(4))
        );
        assert_eq!(routes.wait("b"), None);
        routes.close("a".to_owned(), Duration::ZERO);
        assert_eq!(routes.wait("a"), None);
    }
}
