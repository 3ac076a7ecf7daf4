//! A request's body, read once before its route: JSON, or multipart with `payload_json` and files.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Multipart, Request},
    http::{Method, header::CONTENT_TYPE, request::Parts},
};
use serde_json::Value;

use super::error::ApiError;
use crate::world::attachment::Attachment;

/// The JSON of a body and the files that came with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Payload {
    pub(crate) json: Value,
    pub(crate) files: Vec<Attachment>,
    /// Whether there was something else than JSON.
    malformed: bool,
}

impl Payload {
    /// Reads the body; what is no JSON is refused only once a route asks for it.
    pub(super) async fn read(request: Request) -> Result<Self, ApiError> {
        let multipart = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/form-data"));
        if multipart {
            let parts = Multipart::from_request(request, &()).await;
            return Self::read_multipart(parts.map_err(|_| ApiError::InvalidJson)?).await;
        }
        let has_body = request.method() != Method::GET;
        let bytes = Bytes::from_request(request, &())
            .await
            .map_err(|_| ApiError::TooLarge)?;
        Ok(match serde_json::from_slice(&bytes) {
            Ok(json) => Self {
                json,
                ..Self::default()
            },
            Err(_) => Self {
                malformed: has_body,
                ..Self::default()
            },
        })
    }

    async fn read_multipart(mut parts: Multipart) -> Result<Self, ApiError> {
        let mut payload = Self {
            json: Value::Object(Default::default()),
            ..Self::default()
        };
        while let Some(part) = parts
            .next_field()
            .await
            .map_err(|_| ApiError::InvalidJson)?
        {
            let name = part.name().unwrap_or_default().to_owned();
            let filename = part.file_name().map(str::to_owned);
            let content_type = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| ApiError::TooLarge)?;
            if name == "payload_json" {
                match serde_json::from_slice(&bytes) {
                    Ok(json) => payload.json = json,
                    Err(_) => payload.malformed = true,
                }
            } else if name.starts_with("file") {
                payload.files.push(Attachment {
                    filename: filename.unwrap_or(name),
                    content_type,
                    description: None,
                    bytes: bytes.into(),
                });
            }
        }
        Ok(payload)
    }

    /// The JSON of the record: null where it was malformed.
    pub(super) fn recorded(&self) -> Value {
        self.json.clone()
    }
}

impl<S: Sync> FromRequestParts<S> for Payload {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let payload = parts.extensions.remove::<Self>().unwrap_or_default();
        if payload.malformed {
            Err(ApiError::InvalidJson)
        } else {
            Ok(payload)
        }
    }
}
