//! `/schedule list`, and how all of them go.

use super::{action::ScheduleAction, controls, names, outcome};
use crate::{
    briefing::{Delivery, MAX_SCHEDULES, Outcome, Schedule},
    view::{
        Action,
        desk::names as people,
        markup::Markup,
        message::{Block, Button, Message},
        notice::two_lines,
    },
};

/// Schedules on a page: each takes four of a message's forty components.
pub const PAGE: usize = 8;
/// UTF-16 units of a topic, and of why something failed.
const TOPIC: usize = 60;
const REASON: usize = 140;

/// A page of a guild's schedules.
#[derive(Clone, Debug)]
pub struct List<'a> {
    /// How many there are.
    pub total: usize,
    /// Those of this page, at most [`PAGE`].
    pub schedules: Vec<Listed<'a>>,
    /// What leads to the page before; none where this is the first.
    pub before: Option<ScheduleAction>,
    /// What leads to the page after; none where this is the last.
    pub after: Option<ScheduleAction>,
}

/// A schedule in a list.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// The schedule.
    pub schedule: &'a Schedule,
    /// Its last briefing.
    pub last: Option<&'a Delivery>,
    /// Whether it has a briefing of which nobody knows whether it is there.
    pub uncertain: bool,
}

/// How a schedule goes, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// A person has to say whether a briefing is there.
    Uncertain,
    /// The program paused it, after failures.
    GaveUp,
    /// Its last briefing could not be posted.
    Failing,
    /// Its last briefing was not published to the channels that follow.
    NotCrossposted,
    /// Somebody paused it.
    Paused,
    /// It is well.
    Well,
}

impl Listed<'_> {
    /// How it goes.
    pub fn state(&self) -> State {
        let schedule = self.schedule;
        match self.last.map(|last| &last.outcome) {
            _ if self.uncertain => State::Uncertain,
            _ if schedule.gave_up() => State::GaveUp,
            Some(Outcome::Failed(_)) if schedule.failures > 0 => State::Failing,
            Some(Outcome::NotCrossposted(_)) => State::NotCrossposted,
            _ if schedule.paused.is_some() => State::Paused,
            _ => State::Well,
        }
    }
}

/// A page of the schedules by their numbers: when each posts next, and how it stands.
pub fn list(list: &List<'_>) -> Message {
    listed(list, "Schedules", "", next)
}

/// A page of the schedules, those in trouble first: how each goes.
pub fn troubles(list: &List<'_>) -> Message {
    listed(
        list,
        "How the schedules go",
        ", those in trouble first",
        standing,
    )
}

fn listed(
    list: &List<'_>,
    title: &str,
    order: &str,
    second: impl Fn(&Listed<'_>) -> Markup,
) -> Message {
    let turns = turns(list);
    if list.schedules.is_empty() {
        let mut message = empty(list.total);
        message.push(Block::Buttons(turns));
        return message;
    }
    let head = format!(
        "## {title}\n-# {} of at most {MAX_SCHEDULES}{order}",
        list.total
    );
    let mut message = Message::new().text(Markup::own(head));
    for listed in list.schedules.iter().take(PAGE) {
        let mut entry = Markup::own(format!("**{}**", names::title(listed.schedule)));
        if let Some(topic) = names::topic(&listed.schedule.plan, TOPIC) {
            entry.append(" · ", &topic);
        }
        entry.append("\n-# ", &second(listed));
        message.push(Block::Rule);
        message.push(Block::Entry(entry, controls::status(listed.schedule)));
    }
    message.push(Block::Buttons(turns));
    message
}

/// How to begin.
fn empty(total: usize) -> Message {
    if total > 0 {
        return two_lines("There are no more schedules here.", "The first of them:");
    }
    two_lines(
        "Nothing is posted by schedule here yet.",
        "`/schedule add channel: time:` begins: the news of the day, every day at that time. Leave the \
         rest out, or try `time:8:30 days:weekdays`.",
    )
}

/// When it posts next, or why it does not; what is wrong with it.
fn next(listed: &Listed<'_>) -> Markup {
    let schedule = listed.schedule;
    let mut line = match (&schedule.paused, &schedule.next) {
        (Some(_), _) => paused(schedule),
        (None, Some(due)) => {
            let at = due.due_at.timestamp();
            Markup::own(format!("Next <t:{at}:f> · <t:{at}:R>"))
        }
        (None, None) => Markup::own("No next one: the calendar ends before"),
    };
    let trouble = match listed.state() {
        State::Well | State::Paused | State::GaveUp => return line,
        State::Uncertain => Markup::own(UNCERTAIN),
        State::Failing | State::NotCrossposted => last(listed),
    };
    line.append("\n-# ", &trouble);
    line
}

/// How it goes, with when it posts next.
fn standing(listed: &Listed<'_>) -> Markup {
    let schedule = listed.schedule;
    let mut lines = vec![match listed.state() {
        State::Uncertain => Markup::own(UNCERTAIN),
        State::GaveUp | State::Paused => paused(schedule),
        State::Failing if schedule.failures > 1 => {
            Markup::own(format!("{} failed in a row", schedule.failures))
        }
        State::Failing | State::NotCrossposted | State::Well => Markup::default(),
    }];
    let uncertain = |last: &Delivery| last.outcome == Outcome::Uncertain;
    if !listed.last.is_some_and(uncertain) {
        lines.push(last(listed));
    }
    if let (None, Some(due)) = (&schedule.paused, &schedule.next) {
        let next = format!("Next <t:{}:R>", due.due_at.timestamp());
        lines.push(Markup::own(next));
    }
    let mut standing = Markup::default();
    for line in lines {
        standing.append("\n-# ", &line);
    }
    standing
}

/// That a person has to settle something.
const UNCERTAIN: &str = "One is uncertain: a person has to say whether it is there";

/// What became of its last briefing.
fn last(listed: &Listed<'_>) -> Markup {
    let Some(delivery) = listed.last else {
        return Markup::own("None posted yet");
    };
    let at = people::ago(outcome::when(delivery));
    let words = outcome::words(delivery, REASON);
    Markup::own(format!("Last {at}: {words}"))
}

/// That it rests, since when, and whose doing that is.
pub(super) fn paused(schedule: &Schedule) -> Markup {
    let Some(pause) = &schedule.paused else {
        return Markup::default();
    };
    let at = people::ago(pause.at);
    let by = names::author(pause.by);
    Markup::own(match schedule.gave_up() {
        true => format!(
            "Paused by Newsdesk {at}: {} failed in a row",
            schedule.failures
        ),
        false => format!("Paused by {by} {at}"),
    })
}

fn turns(list: &List<'_>) -> Vec<Button> {
    let to = |label: &str, action| Button::new(label, Action::Schedule(action));
    let before = list.before.map(|action| to("‹ Before", action));
    let after = list.after.map(|action| to("After ›", action));
    before.into_iter().chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Author,
        briefing::{Obstacle, Right},
        view::{desk::samples::all, schedule::samples},
    };

    #[test]
    fn every_schedule_has_two_lines_and_a_button() {
        let schedule = |number, schedule: Schedule| {
            let id = crate::briefing::ScheduleId {
                number,
                ..schedule.id
            };
            Schedule { id, ..schedule }
        };
        let failing = Schedule {
            failures: 2,
            ..samples::schedule()
        };
        let topical = Schedule {
            plan: samples::full(),
            ..samples::schedule()
        };
        let all_of_them = [
            schedule(1, topical),
            schedule(2, samples::paused(Author::User(failing.created_by), 0)),
            schedule(3, samples::paused(Author::Operator, 3)),
            schedule(4, failing),
            schedule(5, samples::schedule()),
            schedule(6, samples::schedule()),
        ];
        let lacks = Outcome::Failed(Obstacle::Lacks(vec![Right::Send]));
        let last = [
            None,
            Some(samples::delivery(9, Outcome::Posted)),
            Some(samples::delivery(9, lacks.clone())),
            Some(samples::delivery(9, lacks)),
            Some(samples::delivery(9, Outcome::Uncertain)),
            Some(samples::delivery(
                9,
                Outcome::NotCrossposted(Obstacle::Gone),
            )),
        ];
        let listed = all_of_them.iter().zip(&last);
        let listed = listed.map(|(schedule, last)| Listed {
            schedule,
            last: last.as_ref(),
            uncertain: last
                .as_ref()
                .is_some_and(|last| last.outcome == Outcome::Uncertain),
        });
        let full = List {
            total: 20,
            schedules: listed.collect(),
            before: Some(ScheduleAction::List { from: 0 }),
            after: Some(ScheduleAction::List { from: 9 }),
        };
        let mut troubled = full.clone();
        troubled.schedules.sort_by_key(Listed::state);
        let empty = |total, before| List {
            total,
            schedules: Vec::new(),
            before,
            after: None,
        };
        let told = [
            ("by number", list(&full)),
            ("in trouble first", troubles(&troubled)),
            ("none at all", list(&empty(0, None))),
            ("no more", list(&empty(3, full.before))),
        ];
        insta::assert_snapshot!(all(told));
    }
}
