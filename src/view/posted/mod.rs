//! What schedules post: briefings that come by themselves, and stay true when their stories change.
//!
//! | file | holds |
//! |---|---|
//! | here | a step of a delivery as a message |
//! | `pack` | the stories of a briefing in messages, with room for what may change in them |
//! | `head` | what stands above the stories; the names of threads and posts |

mod head;
mod pack;
#[cfg(test)]
mod tests;

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
    briefing::{Delivery, Step, StepKind},
};

/// UTF-16 units of what was corrected in a story, or of why it was withdrawn: eight of them have room
/// beside eight headlines.
const NOTE: usize = 120;

/// A story of a briefing as it is for its readers now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// They see it.
    Here(Arc<Record>),
    /// It was taken from them.
    Away {
        /// Which.
        id: ArticleId,
        /// From whom.
        from: Taken,
        /// Why.
        reason: Option<Line>,
    },
}

/// From whom a story was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// From everybody.
    Everywhere,
    /// From the readers of this guild: the others go on reading it.
    Here,
}

/// The message of a step, with the stories of the whole delivery as they are now. What is `fresh` leaves
/// out those that were taken away; else a notice stands in their place.
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
    let own = delivery.steps.get(step).map_or(&[][..], Step::stories);
    let own: Vec<&Told> = own.iter().filter_map(|id| stories.get(id)).collect();
    let more = is_last(delivery, step).then(|| more(delivery));
    let more = more.unwrap_or_default();
    let room = message.room() - more.units();
    for block in told(delivery, &own, fresh, room) {
        part(&mut message);
        message.push(block);
    }
    if !more.is_empty() {
        part(&mut message);
        message.push(Block::Text(more));
    }
    message
}

/// What is told of these stories, in so many UTF-16 units: where they became too long for that, without the
/// lines under their headlines.
fn told(delivery: &Delivery, own: &[&Told], fresh: bool, room: usize) -> Vec<Block> {
    let left = own.iter().filter(|told| matches!(told, Told::Here(_)));
    if fresh && !own.is_empty() && left.count() == 0 {
        let none = "The stories that were to stand here were taken back before they were posted.";
        return vec![Block::Text(Markup::own(none))];
    }
    let told = |story: &dyn Fn(&Record) -> Markup| -> Vec<Block> {
        let blocks = own.iter().filter_map(|told| match told {
            Told::Here(record) => Some(entry(delivery, record, story(record))),
            Told::Away { .. } if fresh => None,
            Told::Away { id, from, reason } => Some(notice(*id, *from, reason.as_ref())),
        });
        blocks.collect()
    };
    let full = told(&briefing::story);
    let units = full.iter().map(|block| match block {
        Block::Text(text) | Block::Entry(text, _) => text.units(),
        _ => 0,
    });
    match units.sum::<usize>() <= room {
        true => full,
        false => told(&briefing::short),
    }
}

fn entry(delivery: &Delivery, record: &Record, mut story: Markup) -> Block {
    story.append("\n", &corrected(delivery, record));
    let read = Action::Show {
        article: record.id,
        part: Part::Summary,
        page: 0,
    };
    Block::Entry(story, Button::new("Read", read))
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
fn notice(id: ArticleId, from: Taken, reason: Option<&Line>) -> Block {
    let what = match from {
        Taken::Everywhere => "was withdrawn",
        Taken::Here => "is no longer shown here",
    };
    let reason = match reason {
        Some(reason) => Markup::clipped(reason.as_str(), NOTE).isolated(),
        None => Markup::own(match from {
            Taken::Everywhere => "It can't be read any more.",
            Taken::Here => "Those who run this community took it away.",
        }),
    };
    Block::Text(Markup::own(format!("**{id} {what}**\n-# {reason}")))
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

/// How many stories are left out, and where they are; empty where none is.
fn more(delivery: &Delivery) -> Markup {
    let told = delivery.stories().count();
    match (delivery.total as usize).saturating_sub(told) {
        0 => Markup::default(),
        more => Markup::own(format!("-# and {more} more in /archive")),
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
