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
    #[error("A message has 1 to {0} characters")]
    Length(usize),
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
            | Self::UnknownForm => StatusCode::NOT_FOUND,
            Self::Length(_) | Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        (self.status(), Json(json!({"refused": self.to_string()}))).into_response()
    }
}
