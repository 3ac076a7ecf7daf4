//! Slash commands from the page: completing them, and sending them.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, State},
    routing::post,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    error::PageError,
    form::Answered,
    reads::{channel, member},
    sent::{self, Sent, SentFile},
};
use crate::{
    hub::Hub,
    verbs::{OptionValue, Refused, Slash},
    world::ids::*,
};

pub(super) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/channels/{id}/slash", post(send))
        .layer(DefaultBodyLimit::max(sent::LIMIT))
        .route("/channels/{id}/complete", post(complete))
}

/// A command as far as it is typed.
#[derive(Debug, Deserialize)]
struct Typed {
    #[serde(rename = "as")]
    person: UserId,
    /// The command's name; then the group's and the subcommand's, where there are.
    path: Vec<String>,
    options: Vec<TypedOption>,
}

#[derive(Debug, Deserialize)]
struct TypedOption {
    name: String,
    /// The option's type, as the API numbers it.
    #[serde(rename = "type")]
    kind: u64,
    value: Value,
}

#[derive(Debug, Deserialize)]
struct Completing {
    #[serde(flatten)]
    typed: Typed,
    /// The option that is being typed into.
    option: String,
    text: String,
}

/// A completion.
#[derive(Debug, Serialize)]
struct Choice {
    name: String,
    value: Value,
}

async fn send(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<ChannelId>,
    Sent { data, files }: Sent<Typed>,
) -> Result<Json<Answered>, PageError> {
    let typed: Typed = data;
    let answer = typed.slash(&hub, id, &files)?.send().await?;
    Ok(Json(Answered::new(&answer)))
}

async fn complete(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<ChannelId>,
    Json(completing): Json<Completing>,
) -> Result<Json<Vec<Choice>>, PageError> {
    let slash = completing.typed.slash(&hub, id, &[])?;
    let choices = slash
        .autocomplete(&completing.option, &completing.text)
        .await?;
    let choices = choices.into_iter().map(|choice| Choice {
        name: choice.name,
        value: choice.value,
    });
    Ok(Json(choices.collect()))
}

impl Typed {
    fn slash(self, hub: &Arc<Hub>, id: ChannelId, files: &[SentFile]) -> Result<Slash, PageError> {
        let member = member(hub, self.person)?;
        let channel = channel(hub, self.person, id)?;
        let mut path = self.path.iter();
        let command = path.next().map(String::as_str).unwrap_or_default();
        let mut slash = member.slash(&channel, command);
        for part in path {
            slash = slash.subcommand(part);
        }
        for option in self.options {
            let value = option.value(files);
            let value = value.ok_or_else(|| Refused::WrongType(option.name.clone()))?;
            slash = slash.option(&option.name, value);
        }
        Ok(slash)
    }
}

impl TypedOption {
    /// The value; `None` where it is none of the option's type. That of a file is its number among
    /// those sent along.
    fn value(&self, files: &[SentFile]) -> Option<OptionValue> {
        let id = || self.value.as_str()?.parse().ok().filter(|id| *id != 0);
        Some(match self.kind {
            3 => OptionValue::String(self.value.as_str()?.to_owned()),
            4 => OptionValue::Integer(self.value.as_i64()?),
            5 => OptionValue::Boolean(self.value.as_bool()?),
            6 => OptionValue::User(id()?),
            7 => OptionValue::Channel(id()?),
            8 => OptionValue::Role(id()?),
            11 => {
                let at = usize::try_from(self.value.as_u64()?).ok()?;
                let (name, bytes) = files.get(at)?.clone();
                OptionValue::File { name, bytes }
            }
            10 => OptionValue::Number(self.value.as_f64()?),
            _ => return None,
        })
    }
}
