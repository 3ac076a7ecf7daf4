//! Routes: Discord counts each by itself, for each channel or guild. One request at a time asks on each, so that
//! what is left is known before the next; and while nothing is left, none.

use std::{collections::HashMap, sync::Arc, time::Duration};

use reqwest::header::HeaderMap;
use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    time::Instant,
};

/// From how many routes on those that nobody needs are forgotten.
const MANY: usize = 1000;

/// Until when nothing more may be asked on each route; locked while something is.
#[derive(Default)]
pub(super) struct Routes(std::sync::Mutex<Known>);

#[derive(Default)]
struct Known {
    routes: HashMap<String, Arc<Mutex<Instant>>>,
    forget_at: usize,
}

/// The turn on a route: kept until the answer is there.
pub(super) struct Turn(OwnedMutexGuard<Instant>);

impl Routes {
    /// Waits for the turn on a route; says for how long it is closed where that is longer than `patience`.
    pub(super) async fn turn(&self, route: String, patience: Duration) -> Result<Turn, Duration> {
        let until = self.route(route).lock_owned().await;
        let wait = until.saturating_duration_since(Instant::now());
        if wait > patience {
            return Err(wait);
        }
        tokio::time::sleep(wait).await;
        Ok(Turn(until))
    }

    fn route(&self, route: String) -> Arc<Mutex<Instant>> {
        let now = Instant::now();
        // Every change of it is whole: one that panicked broke nothing.
        let mut known = self.0.lock().unwrap_or_else(|broken| broken.into_inner());
        if known.routes.len() >= known.forget_at.max(MANY) {
            let needed = |route: &Arc<Mutex<Instant>>| {
                Arc::strong_count(route) > 1 || route.try_lock().is_ok_and(|until| *until > now)
            };
            known.routes.retain(|_, route| needed(route));
            known.forget_at = 2 * known.routes.len();
        }
        let found = known.routes.entry(route);
        found.or_insert_with(|| Arc::new(Mutex::new(now))).clone()
    }
}

impl Turn {
    /// Nothing more for so long.
    pub(super) fn close(&mut self, wait: Duration) {
        *self.0 = Instant::now() + wait;
    }

    /// Reads from an answer whether that was the last one for a while.
    pub(super) fn read(&mut self, headers: &HeaderMap) {
        let number = |name| headers.get(name)?.to_str().ok()?.parse::<f64>().ok();
        if number("x-ratelimit-remaining") == Some(0.0)
            && let Some(after) = number("x-ratelimit-reset-after").and_then(seconds)
        {
            self.close(after);
        }
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

    const WINDOW: Duration = Duration::from_secs(1);
    const PATIENCE: Duration = Duration::from_millis(200);

    async fn turn(routes: &Routes, route: &str) -> Result<Turn, Duration> {
        routes.turn(route.to_owned(), PATIENCE).await
    }

    #[tokio::test]
    async fn a_route_is_closed_for_as_long_as_was_said() {
        let routes = Routes::default();
        let read = async |remaining: &str, after: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-ratelimit-remaining", remaining.parse().expect("ASCII"));
            headers.insert("x-ratelimit-reset-after", after.parse().expect("ASCII"));
            let turn = turn(&routes, "a").await;
            turn.expect("open").read(&headers);
        };
        read("1", "4.5").await;
        read("0", "0.1").await;
        let before = Instant::now();
        read("0", "4.5").await;
        assert!(before.elapsed() > PATIENCE / 4, "it waits for what is soon");
        let closed = turn(&routes, "a").await.err();
        assert!(closed.is_some_and(|wait| wait > 4 * WINDOW), "{closed:?}");
        assert!(turn(&routes, "b").await.is_ok());
    }

    #[tokio::test]
    async fn one_at_a_time_asks_on_a_route() {
        let routes = Routes::default();
        let first = turn(&routes, "a").await;
        let second = tokio::time::timeout(PATIENCE, turn(&routes, "a")).await;
        assert!(second.is_err());
        assert!(turn(&routes, "b").await.is_ok());
        drop(first);
        assert!(turn(&routes, "a").await.is_ok());
    }

    #[tokio::test]
    async fn routes_that_nobody_needs_are_forgotten() {
        let routes = Routes::default();
        let closed = turn(&routes, "closed").await;
        closed.expect("open").close(60 * WINDOW);
        let _held = turn(&routes, "held").await;
        for number in 0..3 * MANY {
            assert!(turn(&routes, &number.to_string()).await.is_ok());
        }
        let known = routes.0.lock().expect("not broken").routes.len();
        assert!(known <= MANY, "{known}");
        assert!(turn(&routes, "closed").await.is_err());
        let held = tokio::time::timeout(PATIENCE, turn(&routes, "held")).await;
        assert!(held.is_err());
    }
}
