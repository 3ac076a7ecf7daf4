//! What the bot asked of REST, for a test to look at; of the gateway only while it is shut out.

use serde_json::Value;

/// One REST request and how it was answered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// `GET`, `POST` …
    pub method: String,
    /// The path without the query: `/api/v10/channels/…`.
    pub path: String,
    /// The query, without the `?`; empty where there is none.
    pub query: String,
    /// The HTTP status of the answer; 0 where the connection was cut before there was one.
    pub status: u16,
    /// The body: JSON, the `payload_json` of a multipart body, or null where there was none or it
    /// was malformed.
    pub body: Value,
    /// The error that answered it, where the status is 4xx: `{"code", "message", "errors"?}`.
    pub error: Value,
    /// Whether it met a fault that was asked for.
    pub fault: bool,
}

impl Request {
    /// A gateway connection that was lost before it was one.
    pub(crate) fn lost_at_gateway() -> Self {
        Self {
            method: "GET".to_owned(),
            path: "/".to_owned(),
            query: String::new(),
            status: 0,
            body: Value::Null,
            error: Value::Null,
            fault: true,
        }
    }

    /// Whether Discord refused it, for what it asked.
    pub fn refused(&self) -> bool {
        !self.fault && (400..500).contains(&self.status)
    }
}
