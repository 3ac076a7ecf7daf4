//! What routes take from a request: the bot's authorization, and ids from the path.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Path},
    http::{header::AUTHORIZATION, request::Parts},
};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, Unexpected};
use serde_json::json;

use super::error::ApiError;
use crate::hub::Hub;

/// Proof that the request carries the bot's token.
#[derive(Debug)]
pub(crate) struct Bot;

impl FromRequestParts<Arc<Hub>> for Bot {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, hub: &Arc<Hub>) -> Result<Self, ApiError> {
        let given = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let token = given.and_then(|value| value.strip_prefix("Bot "));
        if token.is_some_and(|token| hub.read(|world| world.application.token == token)) {
            Ok(Self)
        } else {
            Err(ApiError::Unauthorized)
        }
    }
}

/// The path's parameters; one that is no snowflake is refused as Discord does.
#[derive(Debug)]
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(params) = Path::from_request_parts(parts, state).await.map_err(|_| {
            let error = json!({"code": "NUMBER_TYPE_COERCE", "message": "Value is not snowflake."});
            ApiError::InvalidForm(json!({"id": {"_errors": [error]}}))
        })?;
        Ok(Self(params))
    }
}

/// Reads a boolean of the query, in any of its spellings.
/// (<https://discord.com/developers/docs/reference#boolean-query-strings>)
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_str() {
        "true" | "True" | "1" => Ok(true),
        "false" | "False" | "0" => Ok(false),
        other => Err(D::Error::invalid_value(
            Unexpected::Str(other),
            &"a boolean",
        )),
    }
}
