//! What stands above the stories.

use std::collections::BTreeMap;

use chrono::{NaiveTime, Timelike};

use super::{Told, is_empty_note};
use crate::{
    article::ArticleId,
    briefing::{Cause, Delivery},
    view::{
        markup::{Markup, clip},
        parts,
    },
};

/// UTF-16 units of a topic above the stories.
const TOPIC: usize = 60;
/// UTF-16 units of the name of a thread or post.
/// (<https://discord.com/developers/docs/resources/channel#start-thread-from-message>)
const NAME: usize = 100;

/// The name of the thread, or of the post in a forum, that a delivery has to itself.
pub fn name(delivery: &Delivery) -> String {
    let date = parts::long_date(delivery.date);
    let room = NAME - " · ".len() - date.len();
    match &delivery.plan.topic {
        Some(topic) => format!("{date} · {}", clip(topic, room)),
        None => date,
    }
}

/// Whether it is the first message of its delivery.
pub(super) fn is_first(delivery: &Delivery, step: usize) -> bool {
    let mut steps = delivery.steps.iter();
    steps.position(|step| step.kind.is_message()) == Some(step)
}

/// The date, which briefing it is, and what is in it.
pub(super) fn head(delivery: &Delivery, stories: &BTreeMap<ArticleId, Told>) -> Markup {
    let mut head = Markup::own(format!(
        "# {}\n-# Your {}",
        parts::long_date(delivery.date),
        kind(delivery)
    ));
    if let Some(topic) = &delivery.plan.topic {
        head.append(" · ", &Markup::clipped(topic, TOPIC).isolated());
    }
    let here = stories.values().filter_map(|told| match told {
        Told::Here(record) => Some(&record.article),
        Told::Away { .. } => None,
    });
    let here: Vec<_> = here.collect();
    if !here.is_empty() {
        let (shown, total) = (here.len(), delivery.total as usize);
        let stories = match delivery.stories().count() < total {
            true => format!("{shown} of {}", parts::stories(total)),
            false => parts::stories(shown),
        };
        let minutes = parts::minutes(here);
        head.append(" · ", &Markup::own(format!("{stories} · {minutes} min")));
    }
    if delivery.late {
        let due = format!("-# Late: it was due <t:{}:f>", delivery.due_at.timestamp());
        head.append("\n", &Markup::own(due));
    }
    if let Some(role) = delivery.plan.mention {
        head.append("\n", &Markup::own(format!("<@&{}>", role.0)));
    }
    if is_empty_note(delivery) {
        head.append("\n", &Markup::own("Nothing new since the last briefing."));
    }
    head
}

/// What people call a briefing at that time of day.
fn kind(delivery: &Delivery) -> &'static str {
    let Cause::Occurrence(time) = delivery.cause else {
        return "briefing";
    };
    of_day(time)
}

fn of_day(time: NaiveTime) -> &'static str {
    match time.hour() {
        5..=10 => "morning briefing",
        11..=13 => "midday briefing",
        14..=16 => "afternoon briefing",
        17..=22 => "evening briefing",
        _ => "night briefing",
    }
}
