//! The bot's answer to what a person did.

use std::{sync::Arc, time::Duration};

use serde_json::Value;

use super::{Message, Modal, Refused};
use crate::{
    hub::Hub,
    world::{World, ids::*, interaction::Response},
};

/// An answer, deferrals waited out.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What came of it.
    pub outcome: Outcome,
    /// Whether the bot asked for more time first.
    pub deferred: bool,
    hub: Arc<Hub>,
    interaction: InteractionId,
}

/// What an answer is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// A new message.
    Message(Message),
    /// The message with the component, as it has become.
    Updated(Message),
    /// Completions.
    Choices(Vec<Choice>),
    /// A form.
    Modal(Modal),
    /// Nothing to see: the press was acknowledged, or the message was deleted.
    Nothing,
}

/// A completion that the bot offers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Choice {
    /// What the person sees.
    pub name: String,
    /// What the option becomes: a text or a number.
    pub value: Value,
}

impl Answer {
    /// Waits for the answer to an interaction.
    pub(super) async fn wait(hub: &Arc<Hub>, interaction: InteractionId) -> Result<Self, Refused> {
        let first = |world: &mut World| world.interactions[&interaction].response.clone();
        let response = match hub.wait(hub.timing.answer_within, first).await {
            Some(response) => response,
            None => hub
                .update(|world| give_up(world, interaction))
                .ok_or(Refused::NoAnswer)?,
        };
        let within = match response {
            Response::Deferred(_) => Some(hub.timing.patience),
            // To acknowledge a press and do no more is allowed.
            Response::DeferredUpdate(_) => Some(hub.timing.answer_within),
            _ => None,
        };
        let (response, deferred) = match within {
            Some(within) => (settled(hub, interaction, response, within).await?, true),
            None => (response, false),
        };
        let outcome = hub.read(|world| Outcome::of(hub, world, interaction, response));
        Ok(Self {
            outcome,
            deferred,
            hub: hub.clone(),
            interaction,
        })
    }

    /// What was answered.
    pub(crate) fn interaction(&self) -> InteractionId {
        self.interaction
    }

    /// The new message.
    ///
    /// # Panics
    /// Where the answer was something else.
    #[track_caller]
    pub fn message(&self) -> Message {
        match &self.outcome {
            Outcome::Message(message) => message.clone(),
            other => panic!("the bot answered with no new message but {}", other.name()),
        }
    }

    /// The message with the component, as the answer changed it.
    ///
    /// # Panics
    /// Where the answer was something else.
    #[track_caller]
    pub fn updated(&self) -> Message {
        match &self.outcome {
            Outcome::Updated(message) => message.clone(),
            other => panic!("the bot answered with no update but {}", other.name()),
        }
    }

    /// The form.
    ///
    /// # Panics
    /// Where the answer was something else.
    #[track_caller]
    pub fn modal(&self) -> Modal {
        match &self.outcome {
            Outcome::Modal(modal) => modal.clone(),
            other => panic!("the bot answered with no form but {}", other.name()),
        }
    }

    /// The messages that the bot sent after its answer, so far, as they are now.
    pub fn follow_ups(&self) -> Vec<Message> {
        self.hub.read(|world| self.messages(world))
    }

    /// Waits until the bot has sent `count` messages after its answer.
    ///
    /// # Panics
    /// Where it doesn't within [`Setup::patience`](crate::Setup::patience).
    pub async fn wait_for_follow_ups(&self, count: usize) -> Vec<Message> {
        let patience = self.hub.timing.patience;
        let enough =
            |world: &mut World| Some(self.messages(world)).filter(|all| all.len() >= count);
        match self.hub.wait(patience, enough).await {
            Some(messages) => messages,
            None => panic!("the bot sent fewer than {count} follow-ups within {patience:?}"),
        }
    }

    fn messages(&self, world: &World) -> Vec<Message> {
        let ids = &world.interactions[&self.interaction].follow_ups;
        ids.iter()
            .filter_map(|id| world.messages.get(id))
            .map(|message| Message::new(&self.hub, world, message))
            .collect()
    }
}

impl Outcome {
    fn of(hub: &Arc<Hub>, world: &World, interaction: InteractionId, response: Response) -> Self {
        let message = |id: MessageId| {
            let message = world.messages.get(&id)?;
            Some(Message::new(hub, world, message))
        };
        match response {
            Response::Message(id) | Response::Deferred(id) => {
                message(id).map_or(Self::Nothing, Self::Message)
            }
            Response::DeferredUpdate(_) => Self::Nothing,
            Response::Updated(id) => message(id).map_or(Self::Nothing, Self::Updated),
            Response::Choices(choices) => Self::Choices(choices.iter().map(Choice::read).collect()),
            Response::Modal(json) => {
                let interaction = &world.interactions[&interaction];
                Self::Modal(Modal::new(hub.clone(), interaction, json))
            }
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Message(message) => format!("a message: {}", message.text()),
            Self::Updated(message) => format!("an update: {}", message.text()),
            Self::Choices(choices) => format!("{} completions", choices.len()),
            Self::Modal(modal) => format!("the form {:?}", modal.title()),
            Self::Nothing => "nothing".to_owned(),
        }
    }
}

impl Choice {
    fn read(json: &Value) -> Self {
        Self {
            name: json["name"].as_str().unwrap_or_default().to_owned(),
            value: json["value"].clone(),
        }
    }
}

/// What a deferred answer became.
async fn settled(
    hub: &Hub,
    interaction: InteractionId,
    deferral: Response,
    within: Duration,
) -> Result<Response, Refused> {
    let settled = |world: &mut World| world.interactions[&interaction].settled;
    match (hub.wait(within, settled).await, deferral) {
        (None, Response::Deferred(_)) => Err(Refused::StillThinking),
        (Some(by), Response::DeferredUpdate(source)) if by == source => Ok(Response::Updated(by)),
        (Some(by), _) => Ok(Response::Message(by)),
        (None, deferral) => Ok(deferral),
    }
}

/// From now on the interaction is unknown to the bot, unless it answered at the last moment.
fn give_up(world: &mut World, id: InteractionId) -> Option<Response> {
    let interaction = world.interactions.get_mut(&id)?;
    interaction.given_up = interaction.response.is_none();
    interaction.response.clone()
}
