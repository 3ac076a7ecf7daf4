//! Rate limits by count: so many requests on a route of one channel, guild or token, and so many on
//! all routes together.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    time::Duration,
};

use tokio::time::Instant;

use super::rate_limited::{RateLimited, Scope, Standing};

/// How many requests fit into a window.
#[derive(Clone, Copy, Debug)]
struct Rule {
    limit: u32,
    window: Duration,
}

/// All routes together, as Discord's documentation has it.
const GLOBAL: Rule = Rule {
    limit: 50,
    window: Duration::from_secs(1),
};

/// What writes: what bots see of messages. Discord publishes no numbers for routes.
const WRITES: Rule = Rule {
    limit: 5,
    window: Duration::from_secs(5),
};

/// What follows the first answer to an interaction, by its token.
const WEBHOOKS: Rule = Rule {
    limit: 5,
    window: Duration::from_secs(2),
};

/// A window and what was used of it.
#[derive(Debug)]
struct Window {
    begun: Instant,
    used: u32,
}

impl Window {
    fn new(now: Instant) -> Self {
        Self {
            begun: now,
            used: 0,
        }
    }

    /// Uses one, or says how long to wait for the next window.
    fn take(&mut self, rule: Rule, now: Instant) -> Result<(), Duration> {
        if now - self.begun >= rule.window {
            *self = Self::new(now);
        }
        if self.used >= rule.limit {
            return Err(self.left(rule, now));
        }
        self.used += 1;
        Ok(())
    }

    fn left(&self, rule: Rule, now: Instant) -> Duration {
        rule.window.saturating_sub(now - self.begun)
    }
}

/// A request, as far as limits look at it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted<'r> {
    pub(crate) method: &'r str,
    /// The route: `/api/v10/channels/{channel}/messages`.
    pub(crate) route: &'r str,
    pub(crate) path: &'r str,
}

impl Counted<'_> {
    /// The rule of the route; interactions are answered without one, and reading has the global
    /// one alone.
    fn rule(self) -> Option<Rule> {
        match self.route.strip_prefix("/api/v10/")?.split('/').next()? {
            "interactions" => None,
            "webhooks" => Some(WEBHOOKS),
            _ if self.method == "GET" => None,
            _ => Some(WRITES),
        }
    }

    /// Requests with an interaction's token don't count.
    fn is_global(self) -> bool {
        let exempt = ["/api/v10/interactions/", "/api/v10/webhooks/"];
        !exempt.iter().any(|start| self.route.starts_with(start))
    }

    /// What shares a window: the route, and the channel, guild or webhook of the path.
    fn key(self) -> String {
        let segments = if self.is_global() { 5 } else { 6 };
        let resource: Vec<_> = self.path.split('/').take(segments).skip(3).collect();
        format!("{} {} {}", self.method, self.route, resource.join("/"))
    }

    /// The bucket's name, which tells routes apart and not what they are about.
    fn bucket(self) -> String {
        let mut hash = DefaultHasher::new();
        (self.method, self.route).hash(&mut hash);
        format!("{:016x}", hash.finish())
    }
}

/// Every window that was begun; in real time.
#[derive(Debug)]
pub(crate) struct Buckets {
    global: Window,
    routes: BTreeMap<String, Window>,
}

impl Buckets {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            global: Window::new(now),
            routes: BTreeMap::new(),
        }
    }

    /// Counts a request: how its route stands then, and the limit that it meets.
    pub(crate) fn take(
        &mut self,
        request: Counted<'_>,
        now: Instant,
    ) -> (Option<Standing>, Option<RateLimited>) {
        let limited = |scope| move |retry_after| RateLimited { scope, retry_after };
        if request.is_global()
            && let Err(wait) = self.global.take(GLOBAL, now)
        {
            return (None, Some(limited(Scope::Global)(wait)));
        }
        let Some(rule) = request.rule() else {
            return (None, None);
        };
        let window = self.routes.entry(request.key());
        let window = window.or_insert_with(|| Window::new(now));
        let taken = window.take(rule, now).map_err(limited(Scope::Route));
        let standing = Standing {
            bucket: request.bucket(),
            limit: rule.limit,
            remaining: rule.limit - window.used,
            reset_after: window.left(rule, now),
        };
        (Some(standing), taken.err())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whose limit the request meets, if any.
    fn take(buckets: &mut Buckets, method: &str, path: &str, now: Instant) -> Option<Scope> {
        let mut route: Vec<_> = path.split('/').collect();
        route[4] = "{id}";
        let route = route.join("/");
        let request = Counted {
            method,
            route: &route,
            path,
        };
        buckets.take(request, now).1.map(|limit| limit.scope)
    }

    #[test]
    fn a_route_is_counted_by_its_resource_and_window() {
        let begun = Instant::now();
        let mut buckets = Buckets::new(begun);
        let (one, two) = (
            "/api/v10/channels/1/messages",
            "/api/v10/channels/2/messages",
        );
        for _ in 0..5 {
            assert_eq!(take(&mut buckets, "POST", one, begun), None);
        }
        let late = begun + WRITES.window;
        for (method, path, now, met) in [
            ("POST", one, begun, Some(Scope::Route)),
            ("POST", two, begun, None),
            ("PATCH", one, begun, None),
            ("GET", one, begun, None),
            (
                "POST",
                one,
                late - Duration::from_millis(1),
                Some(Scope::Route),
            ),
            ("POST", one, late, None),
        ] {
            assert_eq!(
                take(&mut buckets, method, path, now),
                met,
                "{method} {path}"
            );
        }
    }

    #[test]
    fn all_routes_share_one_window_but_interactions() {
        let begun = Instant::now();
        let mut buckets = Buckets::new(begun);
        let (read, answer) = ("/api/v10/users/1", "/api/v10/interactions/1/t/callback");
        for _ in 0..GLOBAL.limit {
            assert_eq!(take(&mut buckets, "GET", read, begun), None);
        }
        for (method, path, now, met) in [
            ("GET", read, begun, Some(Scope::Global)),
            ("POST", answer, begun, None),
            ("PATCH", "/api/v10/webhooks/1/t/messages/2", begun, None),
            ("GET", read, begun + GLOBAL.window, None),
        ] {
            assert_eq!(
                take(&mut buckets, method, path, now),
                met,
                "{method} {path}"
            );
        }
    }
}
