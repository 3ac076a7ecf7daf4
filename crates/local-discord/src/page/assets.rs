//! The page's files, and the page of one message.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, Query, State},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde_json::json;

use super::{
    error::PageError,
    reads::{As, member},
    view::{MessageView, View},
};
use crate::{hub::Hub, world::ids::*};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const ICON: &str = "image/svg+xml";

macro_rules! assets {
    ($($kind:ident $name:literal),* $(,)?) => {
        [$(($name, $kind, include_str!(concat!("../../web/", $name)))),*]
    };
}

/// Name below `/page/`, type, text.
const ASSETS: &[(&str, &str, &str)] = &assets![
    STYLE "base.css",
    STYLE "channel.css",
    STYLE "components.css",
    STYLE "composer.css",
    STYLE "message.css",
    STYLE "panels.css",
    STYLE "places.css",
    STYLE "prose.css",
    ICON "icon.svg",
    SCRIPT "api.js",
    SCRIPT "app.js",
    SCRIPT "attachments.js",
    SCRIPT "avatar.js",
    SCRIPT "choices.js",
    SCRIPT "clock-panel.js",
    SCRIPT "clock.js",
    SCRIPT "command.js",
    SCRIPT "components.js",
    SCRIPT "composer.js",
    SCRIPT "dom.js",
    SCRIPT "feed.js",
    SCRIPT "field.js",
    SCRIPT "filefield.js",
    SCRIPT "focus.js",
    SCRIPT "form.js",
    SCRIPT "guide-panel.js",
    SCRIPT "guide.js",
    SCRIPT "icons.js",
    SCRIPT "kept.js",
    SCRIPT "listbox.js",
    SCRIPT "markdown.js",
    SCRIPT "menu.js",
    SCRIPT "message.js",
    SCRIPT "names.js",
    SCRIPT "panels.js",
    SCRIPT "people.js",
    SCRIPT "places.js",
    SCRIPT "popmenu.js",
    SCRIPT "posts.js",
    SCRIPT "prose.js",
    SCRIPT "single.js",
    SCRIPT "trouble-panel.js",
    SCRIPT "zone.js",
];

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/page/{name}", get(asset))
        .route("/message/{id}", get(message))
}

/// The whole page, whose title stands in it before a script runs.
pub(super) fn page(title: &str) -> Response {
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    Html(include_str!("../../web/index.html").replace("{title}", &title)).into_response()
}

async fn asset(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => ([(CONTENT_TYPE, *kind)], *text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The page of one message. What it shows stands in it, so that it is whole once it is loaded.
async fn message(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<MessageId>,
    Query(As { person }): Query<As>,
) -> Result<Html<String>, PageError> {
    member(&hub, person)?;
    let connected = hub.has_bot();
    let data = hub.read(|world| {
        let message = world.messages.get(&id)?;
        let message = MessageView::new(world, person, message)?;
        let view = View::new(world, (&hub.page, &hub.run), connected, person);
        Some(json!({"view": view, "message": message}))
    });
    let data = data.ok_or(PageError::UnknownMessage)?;
    // Inside of a script element only `<` could end it.
    let data = data.to_string().replace('<', "\\u003c");
    Ok(Html(
        include_str!("../../web/message.html").replace("{data}", &data),
    ))
}
