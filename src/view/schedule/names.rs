//! Schedules and their times in words.

use chrono::{DateTime, Utc};

use crate::{
    briefing::{Plan, Schedule},
    schedule::Zone,
    view::{
        choices::Choice,
        desk::names,
        markup::{ISOLATES, Markup, clip, isolated, units},
        message::MAX_OPTION,
    },
};

/// UTF-16 units of a topic where there is room: one of 50 characters fits, however it is escaped.
pub(super) const TOPIC: usize = 200;

/// On which days and at what time: `weekdays 08:00`.
pub(super) fn when(plan: &Plan) -> String {
    let recurrence = &plan.recurrence;
    format!("{} {}", recurrence.days, recurrence.time.format("%H:%M"))
}

/// A schedule in a line of its own: its number, when, where.
pub(super) fn title(schedule: &Schedule) -> String {
    let plan = &schedule.plan;
    format!("{} · {} · <#{}>", schedule.id, when(plan), plan.channel.0)
}

/// The topic of a plan in at most `limit` UTF-16 units, where it has one.
pub(super) fn topic(plan: &Plan, limit: usize) -> Option<Markup> {
    let topic = plan.topic.as_deref();
    topic.map(|topic| Markup::clipped(topic, limit).isolated())
}

/// An instant in the reader's own time, with how far away it is.
pub(super) fn at(at: DateTime<Utc>) -> String {
    format!("<t:{0}:F> · <t:{0}:R>", at.timestamp())
}

/// What the clocks of a zone show then: `08:00 in Europe/Berlin`.
pub(super) fn local(at: DateTime<Utc>, zone: &Zone) -> String {
    format!("{} in {}", zone.local(at).format("%H:%M"), city(zone))
}

/// A zone by its name, without what would read as Markdown.
pub(super) fn city(zone: &Zone) -> Markup {
    Markup::plain(zone.name())
}

/// Who paused or changed something; `Newsdesk` where nobody did.
pub(super) fn author(by: crate::article::Author) -> String {
    match by {
        crate::article::Author::Operator => "Newsdesk".to_owned(),
        crate::article::Author::User(user) => names::user(user),
    }
}

/// A schedule in plain words, by which it is looked for: `S2 · weekdays 08:00 · #news · Asia`.
/// `channel`: the channel's name, where it is known.
pub fn spoken(schedule: &Schedule, channel: Option<&str>) -> String {
    let plan = &schedule.plan;
    let mut spoken = format!("{} · {}", schedule.id, when(plan));
    if let Some(channel) = channel {
        spoken += &format!(" · #{channel}");
    }
    if let Some(topic) = &plan.topic {
        spoken += &format!(" · {topic}");
    }
    spoken
}

/// The same in the list under an option; its number as the value.
pub fn choice(schedule: &Schedule, channel: Option<&str>) -> Choice {
    let rests = match schedule.paused {
        Some(_) => " · paused",
        None => "",
    };
    let room = MAX_OPTION - units(rests) - ISOLATES;
    Choice {
        name: isolated(clip(&spoken(schedule, channel), room)) + rests,
        value: schedule.id.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::schedule::samples;

    #[test]
    fn a_choice_says_when_where_and_what() {
        let full = Schedule {
            plan: samples::full(),
            ..samples::paused(crate::article::Author::Operator, 3)
        };
        for (schedule, channel, wanted) in [
            (
                samples::schedule(),
                Some("news"),
                "S2 · weekdays 08:00 · #news",
            ),
            (samples::schedule(), None, "S2 · weekdays 08:00"),
            (
                full,
                Some("news"),
                "S2 · weekdays 08:00 · #news · Asia & *Diplomacy* · paused",
            ),
        ] {
            let choice = choice(&schedule, channel);
            assert_eq!((&*choice.name, &*choice.value), (wanted, "S2"));
        }
    }
}
