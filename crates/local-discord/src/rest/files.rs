//! The files of messages and options, where their addresses point.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
    routing::get,
};

use super::{error::ApiError, extract::Params};
use crate::{hub::Hub, world::ids::AttachmentId};

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new().route("/attachments/{id}/{filename}", get(file))
}

async fn file(
    State(hub): State<Arc<Hub>>,
    Params((id, filename)): Params<(AttachmentId, String)>,
) -> Result<Response, ApiError> {
    let file = hub.read(|world| world.attachments.get(&id).cloned());
    let file = file
        .filter(|file| file.filename == filename)
        .ok_or(ApiError::NotFound)?;
    let kind = file
        .content_type
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    Ok(([(CONTENT_TYPE, kind)], file.bytes).into_response())
}
