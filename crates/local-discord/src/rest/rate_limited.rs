//! The answer to a bot that asks too often: status 429, headers and body as Discord sends them.

use std::time::Duration;

use axum::{
    Json,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    response::{Html, IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::error::ErrorBody;

/// Whose limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The bot's own, on this route: `X-RateLimit-Scope: user`.
    Route,
    /// The bot's own, on all routes together.
    Global,
    /// The resource's, whoever uses it; Discord doesn't count these against the bot.
    Shared,
    /// The address was banned by the proxies before Discord: no `Via`, no `X-RateLimit` header, no
    /// JSON.
    Address,
}

/// How a route's limit stands after a request.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) bucket: String,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) reset_after: Duration,
}

impl Standing {
    /// Writes the headers that say so.
    pub(super) fn write(&self, headers: &mut HeaderMap, now: DateTime<Utc>) {
        let after = seconds(self.reset_after);
        let reset = now.timestamp_millis() as f64 / 1000.0 + after;
        header(headers, "x-ratelimit-limit", self.limit);
        header(headers, "x-ratelimit-remaining", self.remaining);
        header(headers, "x-ratelimit-reset", format!("{reset:.3}"));
        header(headers, "x-ratelimit-reset-after", format!("{after:.3}"));
        header(headers, "x-ratelimit-bucket", &self.bucket);
    }
}

/// A limit that was reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RateLimited {
    pub(crate) scope: Scope,
    pub(crate) retry_after: Duration,
}

/// A header of rate limits.
fn header(headers: &mut HeaderMap, name: &'static str, value: impl ToString) {
    if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// Seconds with three places, as Discord writes them.
fn seconds(time: Duration) -> f64 {
    time.as_millis() as f64 / 1000.0
}

impl RateLimited {
    /// The answer, given at `now`.
    pub(crate) fn response(self, now: DateTime<Utc>) -> Response {
        let after = seconds(self.retry_after);
        let mut response = match self.scope {
            Scope::Address => Html("error code: 1015").into_response(),
            _ => Json(self.json()).into_response(),
        };
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        let headers = response.headers_mut();
        header(headers, "retry-after", after.ceil());
        if self.scope != Scope::Address {
            header(headers, "via", "1.1 google");
        }
        match self.scope {
            Scope::Address => {}
            Scope::Global => {
                header(headers, "x-ratelimit-global", true);
                header(headers, "x-ratelimit-scope", "global");
            }
            Scope::Route | Scope::Shared => {
                let shared = self.scope == Scope::Shared;
                let standing = Standing {
                    bucket: "local-bucket".to_owned(),
                    limit: 5,
                    remaining: 0,
                    reset_after: self.retry_after,
                };
                standing.write(headers, now);
                header(
                    headers,
                    "x-ratelimit-scope",
                    if shared { "shared" } else { "user" },
                );
            }
        }
        response.extensions_mut().insert(ErrorBody(self.json()));
        response
    }

    fn json(self) -> Value {
        json!({
            "message": "You are being rate limited.",
            "retry_after": seconds(self.retry_after),
            "global": self.scope == Scope::Global,
        })
    }
}
