//! The files of messages and options, where their addresses point.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Query, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{error::ApiError, extract::Params};
use crate::{
    hub::Hub,
    world::{attachment::Link, ids::AttachmentId},
};

/// What Discord's file hosts say of a file that is not there, or whose address has expired.
const GONE: &str = "This content is no longer available.";

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new().route("/attachments/{id}/{filename}", get(file))
}

async fn file(
    State(hub): State<Arc<Hub>>,
    Params((id, filename)): Params<(AttachmentId, String)>,
    Query(link): Query<Link>,
) -> Result<Response, ApiError> {
    let file = hub.read(|world| {
        let file = world.attachments.get(&id).cloned();
        file.filter(|_| link.opens(id, world.now()))
    });
    let Some(file) = file.filter(|file| file.filename == filename) else {
        return Ok((StatusCode::NOT_FOUND, GONE).into_response());
    };
    let kind = file
        .content_type
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    Ok(([(CONTENT_TYPE, kind)], file.bytes).into_response())
}
