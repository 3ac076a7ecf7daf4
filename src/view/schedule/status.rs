//! `/schedule status`: how a schedule goes, and what to do about it.

use super::{
    action::{DeliveryKey, ScheduleAct, ScheduleAction, Settling},
    controls,
    copies::{self, Copy},
    list, names, obstacle, outcome,
};
use crate::{
    briefing::{Delivery, Obstacle, Outcome, Schedule},
    view::{
        Action,
        desk::names as people,
        markup::Markup,
        message::{Block, Button, Look, Message},
    },
};

/// Briefings on a page: each takes up to four of a message's forty components.
pub const PAGE: usize = 5;
/// Things that are missing and told.
const MISSING: usize = 4;

/// A schedule and its briefings.
#[derive(Clone, Debug)]
pub struct Status<'a> {
    /// As it is now.
    pub schedule: &'a Schedule,
    /// What was just done, or why it was not.
    pub notice: Option<Notice>,
    /// What keeps it from posting; none where that can't be told now.
    pub missing: Option<&'a [Obstacle]>,
    /// Its briefings of this page, the newest first, at most [`PAGE`].
    pub deliveries: &'a [Delivery],
    /// The newest briefing of the page after, by its number; none where this is the last.
    pub older: Option<u32>,
    /// Whether there are newer ones.
    pub newer: bool,
    /// Its messages that can't be brought up to date.
    pub copies: &'a [Copy],
}

/// What was just done, or why it was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It rests now.
    Paused,
    /// It rested before.
    PausedAlready,
    /// It goes on now.
    Resumed,
    /// It had not rested.
    NotPaused,
    /// One is being posted as it was asked for.
    Posting,
    /// One was being posted already.
    UnderWay,
    /// Something keeps it from posting; nothing was tried.
    CantPost,
    /// One was posted since the button was made.
    PostedSince,
    /// It was changed since the button was made.
    Changed,
    /// What was uncertain counts as posted; whether more of it is to be sent.
    Confirmed {
        /// Whether more of it is sent now.
        more: bool,
    },
    /// What was uncertain is being sent again.
    SendingAgain,
    /// It is being published to the channels that follow.
    Crossposting,
    /// It was decided before; what became of it.
    Settled(Box<Delivery>),
}

/// How it goes: when it posts next, what is missing, its last briefings, what can be done.
pub fn status(status: &Status<'_>) -> Message {
    let mut message = Message::new();
    if let Some(notice) = &status.notice {
        message = message.text(told(notice, status.schedule)).rule();
    }
    message = message.text(head(status));
    for one in missing(status) {
        message.push(Block::Text(one));
    }
    message.push(Block::Rule);
    if status.deliveries.is_empty() {
        message.push(Block::Text(Markup::own("-# Nothing has been posted yet.")));
    }
    for delivery in status.deliveries.iter().take(PAGE) {
        message.push(Block::Text(outcome::delivery(delivery)));
        message.push(Block::Buttons(decisions(delivery)));
    }
    if !status.copies.is_empty() {
        message.push(Block::Rule);
        message.push(Block::Text(copies::copies(status.copies)));
    }
    message.push(Block::Buttons(turns(status)));
    message.push(Block::Buttons(controls::all(status.schedule)));
    message
}

/// Its number, when and where; when it is next.
fn head(status: &Status<'_>) -> Markup {
    let schedule = status.schedule;
    let mut head = Markup::own(format!("## {}", names::title(schedule)));
    if let Some(topic) = names::topic(&schedule.plan, names::TOPIC) {
        head.append("\n-# Only of ", &topic);
    }
    let zone = &schedule.plan.recurrence.zone;
    let next = match (&schedule.paused, &schedule.next) {
        (Some(_), _) => list::paused(schedule),
        (None, Some(due)) => Markup::own(format!(
            "Next {} · {}",
            names::at(due.due_at),
            names::local(due.due_at, zone)
        )),
        (None, None) => Markup::own("No next one: the calendar ends before"),
    };
    head.append("\n-# ", &next);
    if schedule.paused.is_none() && schedule.failures > 0 {
        let failures = match schedule.failures {
            1 => "The last one failed".to_owned(),
            count => format!("{count} failed in a row"),
        };
        let says = format!(
            "{failures}; after {} Newsdesk pauses it",
            crate::briefing::PAUSED_AFTER
        );
        head.append("\n-# ", &Markup::own(says));
    }
    head
}

/// What keeps it from posting, each with its remedy.
fn missing(status: &Status<'_>) -> Vec<Markup> {
    let schedule = status.schedule;
    let Some(missing) = status.missing else {
        let says = "-# Discord does not say now whether Newsdesk may post there.";
        return vec![Markup::own(says)];
    };
    let all = missing
        .iter()
        .flat_map(|one| obstacle::missing(one, schedule.id, &schedule.plan));
    let all = all.take(MISSING);
    all.map(|one| Markup::own(format!("**Missing** · {}\n-# {}", one.what, one.remedy)))
        .collect()
}

/// What a person can decide about a briefing.
fn decisions(delivery: &Delivery) -> Vec<Button> {
    let key = DeliveryKey {
        schedule: delivery.id.schedule.number,
        number: delivery.id.number,
    };
    let button = |label: &str, settling| {
        Button::new(
            label,
            Action::Schedule(ScheduleAction::Settle(key, settling)),
        )
    };
    match delivery.outcome {
        Outcome::Uncertain => vec![
            button("It is there", Settling::There).with_look(Look::Main),
            button("Send again", Settling::Again),
        ],
        Outcome::NotCrossposted(_) => vec![button("Publish again", Settling::Crosspost)],
        _ => Vec::new(),
    }
}

fn turns(status: &Status<'_>) -> Vec<Button> {
    let to =
        |label: &str, from| controls::button(label, status.schedule, ScheduleAct::Status { from });
    let under_way = status.deliveries.iter();
    let mut under_way = under_way.map(|delivery| delivery.outcome == Outcome::UnderWay);
    let newest = match status.newer {
        true => Some(to("« Newest", 0)),
        // What is being posted is there in a moment.
        false => under_way.any(|it| it).then(|| to("Refresh", 0)),
    };
    let older = status.older.map(|from| to("Older ›", from));
    newest.into_iter().chain(older).collect()
}

fn told(notice: &Notice, schedule: &Schedule) -> Markup {
    let channel = format!("<#{}>", schedule.plan.channel.0);
    let (what, more) = match notice {
        Notice::Paused => (
            format!("{} rests now.", schedule.id),
            "Nothing is posted before somebody has it go on.".to_owned(),
        ),
        Notice::PausedAlready => (
            format!("{} rested already.", schedule.id),
            "Nothing was changed.".to_owned(),
        ),
        Notice::Resumed => (
            format!("{} goes on.", schedule.id),
            "What it did not post meanwhile stays unposted; what is news then comes with the next."
                .to_owned(),
        ),
        Notice::NotPaused => (
            format!("{} does not rest.", schedule.id),
            "Nothing was changed.".to_owned(),
        ),
        Notice::Posting => (
            format!("Posting now, into {channel}."),
            "It is an extra: the next one comes at its time. Its stories count as told.".to_owned(),
        ),
        Notice::UnderWay => (
            "One is being posted already.".to_owned(),
            "Nothing more was done. Wait for it, then see whether another is wanted.".to_owned(),
        ),
        Notice::CantPost => (
            "It can't be posted now.".to_owned(),
            "Mend what is missing, then press Post now.".to_owned(),
        ),
        Notice::PostedSince => (
            "There was one since this button was made.".to_owned(),
            "Nothing was posted. If another is wanted, press Post now again.".to_owned(),
        ),
        Notice::Changed => (
            format!("{} was changed since this button was made.", schedule.id),
            format!(
                "Nothing was removed. By {} {}: see how it is now.",
                people::user(schedule.changed_by),
                people::ago(schedule.changed_at)
            ),
        ),
        Notice::Confirmed { more } => (
            "It counts as posted.".to_owned(),
            match more {
                true => "What is left of it is being sent now.".to_owned(),
                false => "Nothing more is sent.".to_owned(),
            },
        ),
        Notice::SendingAgain => (
            format!("Sending it again, into {channel}."),
            "If the first one is there after all, delete one of them.".to_owned(),
        ),
        Notice::Crossposting => (
            "Publishing it to the channels that follow.".to_owned(),
            "Discord takes about ten an hour of a channel.".to_owned(),
        ),
        Notice::Settled(delivery) => {
            let words = outcome::words(delivery, outcome::WHOLE);
            return Markup::own(format!(
                "That was decided already: {words}.\n-# Nothing more was done."
            ));
        }
    };
    Markup::own(format!("**{what}**\n-# {more}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Author,
        view::{
            desk::samples::{all, shown},
            schedule::samples,
        },
    };

    #[test]
    fn a_schedule_says_how_it_goes() {
        let schedule = Schedule {
            failures: 2,
            ..samples::schedule()
        };
        let deliveries = samples::deliveries("500 Internal Server Error");
        let deliveries: Vec<_> = deliveries.into_iter().map(|(_, it)| it).collect();
        let obstacles = samples::obstacles("Invalid Form Body");
        let copies = samples::copies(copies::COPIES + 3, "Unknown Message");
        let paused = samples::paused(Author::Operator, 3);
        let bare = Status {
            schedule: &schedule,
            notice: None,
            missing: Some(&[]),
            deliveries: &[],
            older: None,
            newer: false,
            copies: &[],
        };
        let told = [
            ("nothing yet", status(&bare)),
            (
                "much",
                status(&Status {
                    missing: Some(&obstacles[2..5]),
                    deliveries: &deliveries[..PAGE],
                    older: Some(9),
                    copies: &copies,
                    ..bare.clone()
                }),
            ),
            (
                "older ones",
                status(&Status {
                    missing: None,
                    deliveries: &deliveries[PAGE..2 * PAGE],
                    older: Some(4),
                    newer: true,
                    ..bare.clone()
                }),
            ),
            (
                "the oldest, while it rests",
                status(&Status {
                    schedule: &paused,
                    deliveries: &deliveries[2 * PAGE..],
                    newer: true,
                    ..bare.clone()
                }),
            ),
        ];
        insta::assert_snapshot!(all(told));
    }

    #[test]
    fn what_was_done_stands_above() {
        let schedule = samples::schedule();
        let told = samples::notices("500 Internal Server Error").into_iter();
        let told = told.map(|notice| super::told(&notice, &schedule).to_string());
        insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn what_is_missing_is_named_with_its_remedy() {
        let schedule = samples::schedule();
        let bare = |missing| Status {
            schedule: &schedule,
            notice: None,
            missing,
            deliveries: &[],
            older: None,
            newer: false,
            copies: &[],
        };
        let all = samples::obstacles("Invalid Form Body");
        let told = all.iter().map(|one| {
            let message = status(&bare(Some(std::slice::from_ref(one))));
            let lines = shown(&message);
            let lines = lines.lines().skip(2).take_while(|line| *line != "────");
            lines.collect::<Vec<_>>().join("\n")
        });
        insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
    }
}
