//! The stories of a briefing in messages.

use crate::{
    article::{ArticleId, Record},
    briefing::{ChannelKind, MAX_LIMIT, Plan, StepKind, WhenEmpty},
    view::{briefing, message::MAX_TEXT},
};

/// UTF-16 units that the head and the line below the stories may take.
const HEAD: usize = 400;
/// UTF-16 units that a story may grow by: the note of a correction, and a longer headline.
const GROWTH: usize = 240;

/// What is done to post these stories as planned, newest first; nothing where there are none and
/// nothing is said then.
pub fn steps(plan: &Plan, stories: &[&Record]) -> Vec<StepKind> {
    let packed = packed(stories);
    if packed.is_empty() {
        return match (plan.when_empty, plan.kind) {
            (WhenEmpty::Silent, _) => Vec::new(),
            (WhenEmpty::Note, ChannelKind::Forum) => vec![StepKind::Post(Vec::new())],
            (WhenEmpty::Note, _) => crossposted(plan, vec![StepKind::Message(Vec::new())]),
        };
    }
    let messages = packed.into_iter().map(StepKind::Message);
    match plan.kind {
        ChannelKind::Forum => messages
            .enumerate()
            .map(|(place, step)| match step {
                StepKind::Message(stories) if place == 0 => StepKind::Post(stories),
                later => later,
            })
            .collect(),
        _ if plan.thread => [StepKind::Message(Vec::new()), StepKind::Thread]
            .into_iter()
            .chain(messages)
            .collect(),
        _ => crossposted(plan, messages.collect()),
    }
}

/// With a step for each message that publishes it, where that is wanted.
fn crossposted(plan: &Plan, mut steps: Vec<StepKind>) -> Vec<StepKind> {
    if plan.crosspost && plan.kind == ChannelKind::Announcement {
        let messages = steps.len();
        steps.extend((0..messages).map(StepKind::Crosspost));
    }
    steps
}

/// The stories of each message: as many as fit, however much is corrected in them later.
fn packed(stories: &[&Record]) -> Vec<Vec<ArticleId>> {
    let mut messages: Vec<Vec<ArticleId>> = Vec::new();
    let mut room = 0;
    for record in stories {
        let units = briefing::story(record).units() + GROWTH;
        match messages.last_mut() {
            Some(message) if units <= room && message.len() < usize::from(MAX_LIMIT) => {
                message.push(record.id);
            }
            _ => {
                messages.push(vec![record.id]);
                room = MAX_TEXT - HEAD;
            }
        }
        room = room.saturating_sub(units);
    }
    messages
}
