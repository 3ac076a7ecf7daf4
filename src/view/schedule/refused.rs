//! A refusal under schedules in words: what was wrong, and what to do instead.

use super::{
    action::{ScheduleAct, ScheduleAction},
    refusal::{Near, ScheduleRefusal},
};
use crate::{
    briefing::{ChannelKind, MAX_LIMIT, MAX_SCHEDULES, ScheduleId},
    view::{
        Action, Markup, Message,
        message::{Block, Button, MAX_ROW},
        notice::{QUOTE, quoted, two_lines},
    },
};

/// UTF-16 units of a topic or schedule that may be meant.
const NEAR: usize = 120;

/// A refusal as a message: what was wrong, and what to do.
pub fn refusal(refusal: &ScheduleRefusal) -> Message {
    match refusal {
        ScheduleRefusal::Time { typed, example } => unread(
            typed,
            "is no time of day that I can read.",
            &format!("Type it like {example}, 0830, 8.30 pm or noon."),
        ),
        ScheduleRefusal::Days { typed, example } => unread(
            typed,
            "names no days of the week that I can read.",
            &format!("Type `daily`, `weekdays`, `weekends`, or days such as `{example}`."),
        ),
        ScheduleRefusal::UnknownTopic { typed, near } => unknown_topic(typed, near),
        ScheduleRefusal::Limit(limit) => two_lines(
            &format!("A briefing can't have {limit} stories."),
            &format!(
                "`limit` is from 1 to {MAX_LIMIT}; what is beyond it is found in the archive."
            ),
        ),
        ScheduleRefusal::OtherChannel(channel) => two_lines(
            &format!("<#{}> takes no briefings.", channel.0),
            "Choose a text channel, an announcement channel or a forum.",
        ),
        ScheduleRefusal::Everyone => two_lines(
            "A briefing can't ping everybody.",
            "Choose a role that people take for themselves, so that only those are pinged who want it.",
        ),
        ScheduleRefusal::ThreadInForum { channel, edited } => two_lines(
            &format!(
                "In the forum <#{}> each briefing is a post anyway.",
                channel.0
            ),
            &take_back("thread", *edited),
        ),
        ScheduleRefusal::CrosspostElsewhere {
            channel,
            kind,
            edited,
        } => {
            let kind = match kind {
                ChannelKind::Forum => "a forum",
                ChannelKind::Text | ChannelKind::Announcement => "a text channel",
            };
            let other = format!(
                "{} Or choose an announcement channel.",
                take_back("crosspost", *edited)
            );
            two_lines(
                &format!(
                    "<#{}> is {kind}: no other community can follow it.",
                    channel.0
                ),
                &other,
            )
        }
        ScheduleRefusal::CrosspostInThread { edited } => two_lines(
            "What is in a thread can't be published to the channels that follow.",
            match edited {
                None => "Leave `thread` or `crosspost` out.",
                Some(_) => "Leave one of them out, or give `thread:False` or `crosspost:False`.",
            },
        ),
        ScheduleRefusal::Full => two_lines(
            &format!("There are {MAX_SCHEDULES} schedules here, as many as there may be."),
            "Change one with `/schedule edit`, or remove one with `/schedule remove`.",
        )
        .buttons(vec![all()]),
        ScheduleRefusal::None => two_lines(
            "Nothing is posted by schedule here yet.",
            "`/schedule add channel: time:` begins.",
        ),
        ScheduleRefusal::Unknown { typed, near } => {
            meant(quoted("No schedule goes by", typed), near)
        }
        ScheduleRefusal::Ambiguous { typed, fit } => {
            meant(quoted("More than one schedule fits", typed), fit)
        }
        ScheduleRefusal::Gone(number) => two_lines(
            &format!("There is no schedule S{number} here any more."),
            "Nothing was done. What there is:",
        )
        .buttons(vec![all()]),
        ScheduleRefusal::NoDelivery(id) => two_lines(
            "That briefing is not known any more.",
            "Nothing was done. What there is:",
        )
        .buttons(vec![status("Status", id.number)]),
        ScheduleRefusal::Busy(id) => two_lines(
            &format!("{id} was being changed by others at the same time."),
            "Nothing of yours was set. Look at it as it is now, then give the command again.",
        )
        .buttons(vec![status("Status", id.number)]),
    }
}

fn unread(typed: &str, what: &str, remedy: &str) -> Message {
    let typed = Markup::quoted(typed.trim(), QUOTE);
    Message::new().text(Markup::own(format!("{typed} {what}\n-# {remedy}")))
}

/// How to take back an option that was given now, or before.
fn take_back(option: &str, edited: Option<ScheduleId>) -> String {
    match edited {
        None => format!("Leave `{option}` out."),
        Some(_) => format!("Leave `{option}` out, or give `{option}:False`."),
    }
}

fn unknown_topic(typed: &str, near: &[String]) -> Message {
    let mut says = quoted("No story here has the topic", typed);
    if near.is_empty() {
        let remedy =
            "-# Leave it out for stories of all topics, or publish one with that topic first.";
        says.append("\n", &Markup::own(remedy));
        return Message::new().text(says);
    }
    let remedy = "-# Choose one from the list that appears while you type, or leave it out. The nearest \
                  there are:";
    says.append("\n", &Markup::own(remedy));
    for topic in near.iter().take(MAX_ROW) {
        let topic = Markup::clipped(topic, NEAR).isolated();
        says.append("\n", &Markup::own(format!("- {topic}")));
    }
    Message::new().text(says)
}

/// The schedules that may be meant, each with the way to it.
fn meant(mut says: Markup, near: &[Near]) -> Message {
    let remedy =
        "-# Type its number, such as S2, or choose from the list that appears while you type.";
    says.append("\n", &Markup::own(remedy));
    for near in near.iter().take(MAX_ROW) {
        let spoken = Markup::clipped(&near.spoken, NEAR).isolated();
        says.append("\n", &Markup::own(format!("- {spoken}")));
    }
    let mut message = Message::new().text(says);
    let buttons = near.iter().take(MAX_ROW);
    let buttons = buttons.map(|near| status(&format!("S{}", near.number), near.number));
    message.push(Block::Buttons(buttons.collect()));
    message
}

fn all() -> Button {
    let list = ScheduleAction::List { from: 0 };
    Button::new("All schedules", Action::Schedule(list))
}

fn status(label: &str, number: u32) -> Button {
    let act = ScheduleAct::Status { from: 0 };
    Button::new(label, Action::Schedule(ScheduleAction::Of(number, act)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{desk::samples::all, schedule::samples};

    #[test]
    fn every_refusal_says_what_was_wrong_and_what_to_do() {
        let refused = samples::refusals("half *past* @everyone");
        let told = refused.iter().map(|(name, it)| (*name, refusal(it)));
        insta::assert_snapshot!(all(told));
    }
}
