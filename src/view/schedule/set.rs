//! The answer to `/schedule add` and `edit`: what is set, the next posts, what is missing, what it would post now.

use chrono::{DateTime, Utc};

use super::{controls, facts, names, obstacle};
use crate::{
    briefing::{Obstacle, Schedule, ScheduleId},
    view::{
        markup::Markup,
        message::{Block, Message},
        parts,
    },
};

/// Posts to come that are told.
pub const NEXT: usize = 3;
/// Headlines that are told.
pub const HEADLINES: usize = 3;
/// UTF-16 units of a headline.
const HEADLINE: usize = 160;
/// Things that are missing and told; more are in its status.
const MISSING: usize = 4;

/// A schedule that was made or changed.
#[derive(Clone, Debug)]
pub struct Set<'a> {
    /// As it is now.
    pub schedule: &'a Schedule,
    /// What was done.
    pub done: Done,
    /// When it posts next, at most [`NEXT`]; none while it rests.
    pub next: &'a [DateTime<Utc>],
    /// Whether its next time does not count, since there was a briefing on that day already.
    pub taken: bool,
    /// What keeps it from posting; none where that can't be told now.
    pub missing: Option<&'a [Obstacle]>,
    /// Another schedule that posts the same at the same time.
    pub twin: Option<ScheduleId>,
    /// What it would post now.
    pub now: Look<'a>,
}

/// What was done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was made.
    Added,
    /// It was changed.
    Changed,
}

/// What would be posted now, at a glance.
#[derive(Clone, Debug, Default)]
pub struct Look<'a> {
    /// How many stories are news.
    pub total: usize,
    /// How many of them it would post.
    pub posted: usize,
    /// The first headlines, at most [`HEADLINES`].
    pub headlines: Vec<&'a str>,
}

/// What is set, and what comes of it.
pub fn set(set: &Set<'_>) -> Message {
    let schedule = set.schedule;
    let done = match set.done {
        Done::Added => "is set",
        Done::Changed => "is changed",
    };
    let mut message = Message::new()
        .text(Markup::own(format!("## {} {done}", schedule.id)))
        .text(facts::facts(&schedule.plan))
        .rule()
        .text(next(set));
    if let Some(missing) = missing(set) {
        message = message.rule().text(missing);
    }
    if let Some(twin) = set.twin {
        message.push(Block::Text(Markup::own(format!(
            "**{twin} posts the same at the same time.**\n-# If that was not meant: `/schedule remove \
             schedule:{}`.",
            schedule.id
        ))));
    }
    message
        .rule()
        .text(look(&set.now))
        .buttons(controls::all(schedule))
}

/// When it posts next, in the reader's own time and in the schedule's.
fn next(set: &Set<'_>) -> Markup {
    let schedule = set.schedule;
    if schedule.paused.is_some() {
        return Markup::own(
            "**It rests**\n-# Nothing is posted before somebody has it go on: Resume.",
        );
    }
    let zone = &schedule.plan.recurrence.zone;
    let mut next = Markup::own("**Next posts**");
    for at in set.next.iter().take(NEXT) {
        let stamp = at.timestamp();
        let local = names::local(*at, zone);
        let line = format!("<t:{stamp}:F>\n-# <t:{stamp}:R> · {local}");
        next.append("\n", &Markup::own(line));
    }
    if set.next.is_empty() {
        next.append("\n", &Markup::own("None: the calendar ends before."));
    }
    if set.taken {
        let says = "-# Today had its briefing already, and a day gets one. Post now posts another.";
        next.append("\n", &Markup::own(says));
    }
    next
}

/// What keeps it from posting, each with its remedy.
fn missing(set: &Set<'_>) -> Option<Markup> {
    let Some(missing) = set.missing else {
        return Some(Markup::own(
            "**Discord does not say now whether Newsdesk may post there.**\n-# `/schedule status` asks \
             again.",
        ));
    };
    let plan = &set.schedule.plan;
    let all = missing
        .iter()
        .flat_map(|one| obstacle::missing(one, set.schedule.id, plan));
    let mut told = Markup::default();
    for one in all.take(MISSING) {
        let line = Markup::own(format!("{}\n-# {}", one.what, one.remedy));
        told.append("\n", &line);
    }
    (!told.is_empty()).then(|| Markup::own(format!("**Still missing**\n{told}")))
}

/// What would be posted now.
fn look(look: &Look<'_>) -> Markup {
    let shown: Vec<_> = look.headlines.iter().take(HEADLINES).collect();
    if shown.is_empty() {
        return Markup::own("**Now it would post nothing**\n-# There is no news for it.");
    }
    let total = parts::stories(look.total);
    let stories = match look.posted < look.total {
        true => format!("{} of {total}", look.posted),
        false => total,
    };
    let mut told = Markup::own(format!("**Now it would post {stories}**"));
    for headline in shown.iter() {
        let headline = Markup::clipped(headline, HEADLINE).isolated();
        told.append("\n", &Markup::own(format!("- {headline}")));
    }
    let more = look.posted.saturating_sub(shown.len());
    if more > 0 {
        told.append("\n", &Markup::own(format!("-# and {more} more")));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Author,
        view::{desk::samples::all, schedule::samples},
    };

    #[test]
    fn what_is_set_and_what_comes_of_it() {
        let plain = samples::schedule();
        let full = Schedule {
            plan: samples::full(),
            ..samples::schedule()
        };
        let paused = samples::paused(Author::User(plain.created_by), 0);
        let next: Vec<_> = [1, 2, 3].map(samples::after).to_vec();
        let obstacles = samples::obstacles("Invalid Form Body");
        let headlines = ["A *train* arrives", "The ferry sails", "A gull"];
        let least = Set {
            schedule: &plain,
            done: Done::Added,
            next: &next,
            taken: false,
            missing: Some(&[]),
            twin: None,
            now: Look::default(),
        };
        let told = [
            ("the least", set(&least)),
            (
                "all of it, and much is missing",
                set(&Set {
                    schedule: &full,
                    taken: true,
                    missing: Some(&obstacles[2..3]),
                    twin: Some(samples::schedule().id),
                    now: Look {
                        total: 12,
                        posted: 5,
                        headlines: headlines.to_vec(),
                    },
                    ..least.clone()
                }),
            ),
            (
                "changed while it rests, and Discord silent",
                set(&Set {
                    schedule: &paused,
                    done: Done::Changed,
                    next: &[],
                    missing: None,
                    now: Look {
                        total: 1,
                        posted: 1,
                        headlines: headlines[..1].to_vec(),
                    },
                    ..least
                }),
            ),
        ];
        insta::assert_snapshot!(all(told));
    }
}
