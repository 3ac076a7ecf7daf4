//! Discord's errors: a status, a code of its own, and words.

use axum::{
    Json,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use thiserror::Error;

use super::rate_limited::RateLimited;
use crate::validate::Problems;

/// Why a request was refused; the words are Discord's.
#[derive(Debug, Error)]
pub(crate) enum ApiError {
    #[error("401: Unauthorized")]
    Unauthorized,
    #[error("404: Not Found")]
    NotFound,
    #[error("405: Method Not Allowed")]
    MethodNotAllowed,
    #[error("Unknown Application")]
    UnknownApplication,
    #[error("Unknown Channel")]
    UnknownChannel,
    #[error("Unknown Guild")]
    UnknownGuild,
    #[error("Unknown Member")]
    UnknownMember,
    #[error("Unknown Message")]
    UnknownMessage,
    #[error("Unknown Tag")]
    UnknownTag,
    #[error("Unknown User")]
    UnknownUser,
    #[error("Unknown Webhook")]
    UnknownWebhook,
    #[error("Unknown interaction")]
    UnknownInteraction,
    #[error("Unknown application command")]
    UnknownCommand,
    #[error("Maximum number of application commands reached ({0})")]
    TooManyCommands(usize),
    #[error("Request entity too large")]
    TooLarge,
    #[error("This message has already been crossposted.")]
    AlreadyCrossposted,
    #[error("A tag is required to create a forum post in this channel")]
    TagRequired,
    #[error("Interaction has already been acknowledged.")]
    AlreadyAcknowledged,
    #[error("Missing Access")]
    MissingAccess,
    #[error("Cannot edit a message authored by another user")]
    NotTheAuthor,
    #[error("Cannot send an empty message")]
    EmptyMessage,
    #[error("Cannot message this thread until after the post author has sent an initial message")]
    ForumNeedsAPost,
    #[error("Cannot send messages in a non-text channel")]
    NotATextChannel,
    #[error("Cannot execute action on this channel type")]
    WrongChannelType,
    #[error("Thread is archived")]
    ThreadArchived,
    #[error("Cannot reply without permission to read message history")]
    CannotReply,
    #[error("A thread has already been created for this message")]
    ThreadExists,
    #[error("This thread is locked")]
    ThreadLocked,
    #[error("You are being rate limited.")]
    RateLimited(RateLimited, DateTime<Utc>),
    #[error("Missing Permissions")]
    MissingPermissions,
    #[error("Invalid Webhook Token")]
    InvalidWebhookToken,
    #[error("Invalid Form Body")]
    InvalidForm(Value),
    #[error("The request body contains invalid JSON.")]
    InvalidJson,
}

impl ApiError {
    /// The error for the problems found in a body; nothing where there are none.
    pub(crate) fn check(problems: &Problems) -> Result<(), Self> {
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Self::InvalidForm(problems.tree()))
        }
    }

    /// Status and code, from the table of JSON error codes in Discord's reference.
    fn numbers(&self) -> (StatusCode, u32) {
        match self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, 0),
            Self::NotFound => (StatusCode::NOT_FOUND, 0),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, 0),
            Self::UnknownApplication => (StatusCode::NOT_FOUND, 10002),
            Self::UnknownChannel => (StatusCode::NOT_FOUND, 10003),
            Self::UnknownGuild => (StatusCode::NOT_FOUND, 10004),
            Self::UnknownMember => (StatusCode::NOT_FOUND, 10007),
            Self::UnknownMessage => (StatusCode::NOT_FOUND, 10008),
            Self::UnknownUser => (StatusCode::NOT_FOUND, 10013),
            Self::UnknownWebhook => (StatusCode::NOT_FOUND, 10015),
            Self::UnknownInteraction => (StatusCode::NOT_FOUND, 10062),
            Self::UnknownCommand => (StatusCode::NOT_FOUND, 10063),
            Self::UnknownTag => (StatusCode::NOT_FOUND, 10087),
            Self::TooManyCommands(_) => (StatusCode::BAD_REQUEST, 30032),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, 40005),
            Self::AlreadyCrossposted => (StatusCode::BAD_REQUEST, 40033),
            Self::ForumNeedsAPost => (StatusCode::BAD_REQUEST, 40058),
            Self::AlreadyAcknowledged => (StatusCode::BAD_REQUEST, 40060),
            Self::TagRequired => (StatusCode::BAD_REQUEST, 40067),
            Self::MissingAccess => (StatusCode::FORBIDDEN, 50001),
            Self::NotTheAuthor => (StatusCode::FORBIDDEN, 50005),
            Self::EmptyMessage => (StatusCode::BAD_REQUEST, 50006),
            Self::NotATextChannel => (StatusCode::BAD_REQUEST, 50008),
            Self::MissingPermissions => (StatusCode::FORBIDDEN, 50013),
            Self::WrongChannelType => (StatusCode::BAD_REQUEST, 50024),
            Self::InvalidWebhookToken => (StatusCode::UNAUTHORIZED, 50027),
            Self::InvalidForm(_) => (StatusCode::BAD_REQUEST, 50035),
            Self::ThreadArchived => (StatusCode::BAD_REQUEST, 50083),
            Self::CannotReply => (StatusCode::FORBIDDEN, 160002),
            Self::ThreadExists => (StatusCode::BAD_REQUEST, 160004),
            Self::ThreadLocked => (StatusCode::BAD_REQUEST, 160005),
            Self::RateLimited(..) => (StatusCode::TOO_MANY_REQUESTS, 0),
            Self::InvalidJson => (StatusCode::BAD_REQUEST, 50109),
        }
    }

    /// `{"code", "message", "errors"?}`.
    pub(crate) fn json(&self) -> Value {
        let mut json = json!({"code": self.numbers().1, "message": self.to_string()});
        if let Self::InvalidForm(errors) = self {
            json["errors"] = errors.clone();
        }
        json
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::RateLimited(limit, now) = self {
            return limit.response(now);
        }
        let json = self.json();
        let mut response = (self.numbers().0, Json(json.clone())).into_response();
        response.extensions_mut().insert(ErrorBody(json));
        response
    }
}

/// An error that is no refusal: Discord's own up to 501, and above it a page of the proxies that
/// stand before it.
pub(super) fn status_response(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if status > StatusCode::NOT_IMPLEMENTED {
        return (status, Html(format!("<title>{status}</title>"))).into_response();
    }
    let reason = status.canonical_reason().unwrap_or_default();
    let json = json!({"code": 0, "message": format!("{}: {reason}", status.as_u16())});
    let mut response = (status, Json(json.clone())).into_response();
    response.extensions_mut().insert(ErrorBody(json));
    response
}

/// The error's JSON, for the record of requests.
#[derive(Clone, Debug)]
pub(crate) struct ErrorBody(pub(crate) Value);
