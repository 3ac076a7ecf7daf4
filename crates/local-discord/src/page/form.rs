//! What the page hears of the bot's answer, and the forms among the answers.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::post,
};
use serde::{Deserialize, Serialize};

use super::{error::PageError, reads::member};
use crate::{
    hub::Hub,
    verbs::{Answer, Modal, Outcome},
    world::{ids::*, interaction::Response},
};

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new().route("/forms/{id}/submit", post(submit))
}

/// The bot's answer. Messages reach the page as events, so that only a form has more to it.
#[derive(Debug, Serialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub(super) enum Answered {
    Message,
    Updated,
    Nothing,
    Form(Form),
}

/// A form to fill in.
#[derive(Debug, Serialize)]
pub(super) struct Form {
    /// The interaction that it answered.
    id: InteractionId,
    title: String,
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct Field {
    label: String,
    value: String,
    placeholder: Option<String>,
    required: bool,
    min_length: usize,
    max_length: usize,
    paragraph: bool,
}

#[derive(Debug, Deserialize)]
struct Submit {
    #[serde(rename = "as")]
    person: UserId,
    /// What was written, by label.
    fields: BTreeMap<String, String>,
}

impl Answered {
    pub(super) fn new(answer: &Answer) -> Self {
        match &answer.outcome {
            Outcome::Message(_) => Self::Message,
            Outcome::Updated(_) => Self::Updated,
            Outcome::Modal(modal) => Self::Form(Form::new(answer.interaction(), modal)),
            Outcome::Choices(_) | Outcome::Nothing => Self::Nothing,
        }
    }
}

impl Form {
    fn new(id: InteractionId, modal: &Modal) -> Self {
        let fields = modal.fields().into_iter().map(|field| Field {
            label: field.label,
            value: field.value,
            placeholder: field.placeholder,
            required: field.required,
            min_length: field.min_length,
            max_length: field.max_length,
            paragraph: field.paragraph,
        });
        Self {
            id,
            title: modal.title().to_owned(),
            fields: fields.collect(),
        }
    }
}

async fn submit(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<InteractionId>,
    Json(submit): Json<Submit>,
) -> Result<Json<Answered>, PageError> {
    let member = member(&hub, submit.person)?;
    let modal = hub.read(|world| {
        let interaction = world.interactions.get(&id)?;
        match &interaction.response {
            Some(Response::Modal(json)) if interaction.user == submit.person => {
                Some(Modal::new(hub.clone(), interaction, json.clone()))
            }
            _ => None,
        }
    });
    let mut submission = member.submit(&modal.ok_or(PageError::UnknownForm)?);
    for (label, text) in &submit.fields {
        submission = submission.field(label, text);
    }
    Ok(Json(Answered::new(&submission.send().await?)))
}
