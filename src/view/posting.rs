//! A briefing as it is posted.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, Timelike};

use super::{
    briefing::{self, Briefing},
    limits::TopicKey,
    markup::Markup,
    message::Message,
    parts,
};
use crate::{article::Record, briefing::Plan};

/// What is posted by a plan on a local date at a local time: the stories, `total` of which are news, or that
/// there is nothing new.
pub fn posting(
    plan: &Plan,
    (date, time): (NaiveDate, NaiveTime),
    stories: &[Arc<Record>],
    total: usize,
) -> Message {
    let mut message = Message::new();
    if let Some(role) = plan.mention.filter(|_| !stories.is_empty()) {
        let ping = Markup::own(format!("<@&{}>", role.0));
        message = message.text(ping).with_ping(Some(role));
    }
    if stories.is_empty() {
        let head = format!("# {}\n-# Nothing new today", parts::long_date(date));
        return message.text(Markup::own(head));
    }
    let topic = plan.topic.clone();
    let composed = briefing::composed(
        &Briefing {
            date,
            topic: topic.map(|topic| (TopicKey::new(&topic), topic)),
            total,
            stories: stories.to_vec(),
            earlier: None,
            later: None,
        },
        kind(time),
    );
    for block in composed.blocks() {
        message.push(block.clone());
    }
    message
}

/// What people call a briefing at that time.
fn kind(time: NaiveTime) -> &'static str {
    match time.hour() {
        4..=10 => "Your morning briefing",
        11..=16 => "Your briefing",
        _ => "Your evening briefing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{desk::samples, schedule::samples as schedules};

    #[test]
    fn a_briefing_says_what_is_new_and_pings_its_role_only() {
        let stories = [Arc::new(samples::record())];
        let at = |hour| {
            let time = NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
            (samples::hour(6).date_naive(), time)
        };
        let full = schedules::full();
        let plain = schedules::plan();
        let told = [
            ("plain", posting(&plain, at(8), &stories, 1)),
            (
                "a topic, a role, and more",
                posting(&full, at(20), &stories, 13),
            ),
            ("nothing new", posting(&full, at(8), &[], 0)),
        ];
        assert_eq!(told[1].1.ping(), full.mention);
        assert!(told[0].1.ping().is_none() && told[2].1.ping().is_none());
        insta::assert_snapshot!(samples::all(told));
    }
}
