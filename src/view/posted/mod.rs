//! What schedules post: briefings that come by themselves, and stay true when their stories change.
//!
//! | file | holds |
//! |---|---|
//! | here | a step of a delivery as a message |
//! | `pack` | the stories of a briefing in messages, with room for what may change in them |
//! | `head` | what stands above the stories; the names of threads and posts |

mod head;
mod pack;

use std::{collections::BTreeMap, sync::Arc};

pub use self::{head::name, pack::steps};
use super::{
    action::{Action, Part},
    briefing,
    markup::Markup,
    message::{Block, Button, Message},
};
use crate::{
    article::{ArticleId, Line, Record},
    briefing::{Delivery, StepKind},
};

/// UTF-16 units of what was corrected in a story, or of why it was withdrawn.
const NOTE: usize = 150;

/// A story of a briefing as it is for its readers now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// They see it.
    Here(Arc<Record>),
    /// It was taken from them.
    Away {
        /// Which.
        id: ArticleId,
        /// Why.
        reason: Option<Line>,
    },
}

/// The message of a step, with the stories of the whole delivery as they are now. What is `fresh` leaves
/// out those that were taken away, if any are left; else a notice stands in their place.
pub fn message(
    delivery: &Delivery,
    step: usize,
    stories: &BTreeMap<ArticleId, Told>,
    fresh: bool,
) -> Message {
    let mut message = Message::new();
    if head::is_first(delivery, step) {
        let head = head::head(delivery, stories);
        message = message.text(head).with_ping(delivery.plan.mention);
    }
    let own = delivery
        .steps
        .get(step)
        .map_or(&[][..], |step| step.stories());
    let own: Vec<&Told> = own.iter().filter_map(|id| stories.get(id)).collect();
    let any_left = own.iter().any(|told| matches!(told, Told::Here(_)));
    for told in own {
        match told {
            Told::Here(record) => entry(&mut message, delivery, record),
            Told::Away { .. } if fresh && any_left => {}
            Told::Away { id, reason } => notice(&mut message, *id, reason.as_ref()),
        }
    }
    if is_last(delivery, step) {
        more(&mut message, delivery);
    }
    message
}

fn entry(message: &mut Message, delivery: &Delivery, record: &Record) {
    let mut story = briefing::story(record);
    story.append("\n", &corrected(delivery, record));
    let read = Action::Show {
        article: record.id,
        part: Part::Summary,
        page: 0,
    };
    part(message);
    message.push(Block::Entry(story, Button::new("Read", read)));
}

/// What was corrected since the briefing was planned; empty where nothing was.
fn corrected(delivery: &Delivery, record: &Record) -> Markup {
    let last = record.corrections.last();
    let last = last.filter(|correction| correction.at >= delivery.planned_at);
    last.map_or(Markup::default(), |correction| {
        let note = Markup::clipped(correction.note.as_str(), NOTE).isolated();
        Markup::own(format!(
            "-# Corrected <t:{}:f>: {note}",
            correction.at.timestamp()
        ))
    })
}

/// What stands in the place of a story that was taken away.
fn notice(message: &mut Message, id: ArticleId, reason: Option<&Line>) {
    let mut notice = Markup::own(format!("**{id} was withdrawn**"));
    match reason {
        Some(reason) => {
            let reason = Markup::clipped(reason.as_str(), NOTE).isolated();
            notice.append("\n-# ", &reason);
        }
        None => notice.append("\n-# ", &Markup::own("It is not to be read any more.")),
    }
    part(message);
    message.push(Block::Text(notice));
}

/// A line between what stands there and what comes.
fn part(message: &mut Message) {
    if !message.blocks().is_empty() {
        message.push(Block::Rule);
    }
}

/// Whether no later step has stories.
fn is_last(delivery: &Delivery, step: usize) -> bool {
    let mut steps = delivery.steps.iter();
    steps.rposition(|step| !step.stories().is_empty()) == Some(step)
}

/// How many stories are left out, and where they are.
fn more(message: &mut Message, delivery: &Delivery) {
    let told = delivery.stories().count();
    let more = (delivery.total as usize).saturating_sub(told);
    if more > 0 {
        part(message);
        message.push(Block::Text(Markup::own(format!(
            "-# and {more} more in /archive"
        ))));
    }
}

/// Whether a step says that there is nothing new.
fn is_empty_note(delivery: &Delivery) -> bool {
    delivery.stories().next().is_none()
        && !matches!(
            delivery.steps.get(1).map(|step| &step.kind),
            Some(StepKind::Thread)
        )
}
