//! Why the page is refused something.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;
use thiserror::Error;

use crate::verbs::Refused;

/// What the page shows its reader, as `{"refused": words}`.
#[derive(Debug, Error)]
pub(super) enum PageError {
    #[error("This page is for this machine only")]
    NotFromHere,
    #[error("There is no such person here")]
    UnknownPerson,
    #[error("There is no such channel here")]
    UnknownChannel,
    #[error("This message is no longer there")]
    UnknownMessage,
    #[error("This form is no longer there")]
    UnknownForm,
    #[error("A message has 1 to {0} characters, or a file")]
    Length(usize),
    #[error("Files of one message hold at most {} MB together", .0 / 1024 / 1024)]
    Files(usize),
    #[error("A message has at most {0} files")]
    TooMany(usize),
    #[error("What the page sent can't be read; load it anew")]
    Unreadable(StatusCode),
    #[error("There is no such permission here")]
    UnknownPermission,
    #[error("This page has no clock to move and no bot to kill")]
    Uncontrolled,
    #[error("{0}")]
    Told(String),
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl PageError {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFromHere => StatusCode::FORBIDDEN,
            Self::UnknownPerson
            | Self::UnknownChannel
            | Self::UnknownMessage
            | Self::UnknownForm
            | Self::UnknownPermission
            | Self::Uncontrolled => StatusCode::NOT_FOUND,
            Self::Unreadable(status) => *status,
            Self::Files(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Length(_) | Self::TooMany(_) | Self::Told(_) | Self::Refused(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        (self.status(), Json(json!({"refused": self.to_string()}))).into_response()
    }
}
