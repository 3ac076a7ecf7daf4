//! `/desk history`: the revisions of a story, newest first.

use std::sync::Arc;

use super::{action::DeskAction, changes::changes, names};
use crate::{
    article::{Record, State, Withdrawal, differences},
    view::{
        action::{Action, Part},
        markup::Markup,
        message::{Block, Button, Message},
        schedule::copies::{self, Copy},
    },
};

/// Revisions on a page; fewer on one that tells of copies.
pub(super) const PAGE: u32 = 6;
const BESIDE_COPIES: u32 = 3;
/// UTF-16 units of the headline, of what changed in a revision, and of a note or a reason.
const HEADLINE: usize = 300;
const CHANGES: usize = 250;
const NOTE: usize = 150;

/// A page of a story's revisions.
#[derive(Clone, Debug)]
pub struct History {
    /// The story as it is now.
    pub present: Arc<Record>,
    /// The guild's posted messages with the story that can't be brought up to date, where this page tells of them.
    pub copies: Vec<Copy>,
    /// The revisions of this page, newest first, at most [`page`].
    pub revisions: Vec<Arc<Record>>,
    /// The revision before the last of these; none where no earlier one is kept.
    pub before: Option<Arc<Record>>,
}

/// How many revisions a page has that tells of these copies.
pub fn page(copies: &[Copy]) -> u32 {
    match copies {
        [] => PAGE,
        _ => BESIDE_COPIES,
    }
}

/// Revisions: who, when, what changed; each to be seen. Above them what was posted and is no longer right.
pub fn history(history: &History) -> Message {
    let present = &history.present;
    let mut message = Message::new().text(Markup::own(format!(
        "## {}\n-# {} · History · {}",
        Markup::clipped(present.article.headline.as_str(), HEADLINE),
        present.id,
        count(present.revision)
    )));
    let copies = copies::copies(&history.copies);
    if !copies.is_empty() {
        message.push(Block::Rule);
        message.push(Block::Text(copies));
    }
    let earlier = history.revisions.iter().skip(1).chain(&history.before);
    let mut earlier = earlier.map(AsRef::as_ref);
    for record in &history.revisions {
        let text = entry(record, earlier.next(), present);
        let show = DeskAction::Revision {
            article: record.id,
            revision: record.revision,
        };
        message.push(Block::Rule);
        message.push(Block::Entry(
            text,
            Button::new("Changes", Action::Desk(show)),
        ));
    }
    let turns = turns(history);
    if !turns.is_empty() {
        message.push(Block::Rule);
    }
    message.push(Block::Buttons(turns));
    message
}

/// What is said once `revision` is the present one again, as `record` has it.
pub fn restored(record: &Record, revision: u32) -> Message {
    let before = record.revision.saturating_sub(1);
    let says = format!(
        "Revision {revision} of {} is the present one again, as revision {}.\n-# Nothing is lost: \
         what it replaced is revision {before}.",
        record.id, record.revision
    );
    let read = Action::Show {
        article: record.id,
        part: Part::Summary,
        page: 0,
    };
    let history = DeskAction::History {
        article: record.id,
        from: 0,
    };
    Message::new().text(Markup::own(says)).buttons(vec![
        Button::new("Read", read),
        Button::new("History", Action::Desk(history)),
    ])
}

fn count(revisions: u32) -> String {
    match revisions {
        1 => "1 revision".to_owned(),
        _ => format!("{revisions} revisions"),
    }
}

/// A revision beside the one `before` it: the first line large, the rest small.
fn entry(record: &Record, before: Option<&Record>, present: &Record) -> Markup {
    let is_present = record.revision == present.revision;
    let present_one = if is_present {
        " · the present one"
    } else {
        ""
    };
    // Beside the button there is little room on a phone: who and when stand in the small lines.
    let mut entry = Markup::own(format!(
        "**Revision {}**{present_one}\n-# By {} · {}",
        record.revision,
        names::author(record.revised_by),
        names::at(record.revised_at),
    ));
    entry.append("\n-# ", &what(record, before, CHANGES));
    let corrections = present.corrections.iter();
    for correction in corrections
        .filter(|it| it.revision == record.revision)
        .take(1)
    {
        let note = Markup::quoted(correction.note.as_str(), NOTE);
        entry.append("\n-# ", &Markup::own(format!("Correction: {note}")));
    }
    if is_present && present.state == State::Withdrawn {
        entry.append("\n-# ", &withdrawn(present.withdrawal.as_ref()));
    }
    entry
}

/// What a revision changed, in words.
pub(super) fn what(record: &Record, before: Option<&Record>, limit: usize) -> Markup {
    let Some(before) = before else {
        return Markup::own(match record.revision {
            1 => "The story as it came in.",
            _ => "The first revision that is kept here.",
        });
    };
    let changed = changes(&differences(&before.article, &record.article), limit);
    if changed.is_empty() {
        return Markup::own("No change of its text.");
    }
    Markup::own(format!("Changed: {changed}"))
}

fn withdrawn(withdrawal: Option<&Withdrawal>) -> Markup {
    let Some(Withdrawal { reason, by, at }) = withdrawal else {
        return Markup::own("Withdrawn.");
    };
    let reason = reason.as_ref().map_or(String::new(), |reason| {
        format!(": {}", Markup::quoted(reason.as_str(), NOTE))
    });
    let (by, at) = (names::author(*by), names::at(*at));
    Markup::own(format!("Withdrawn by {by} · {at}{reason}"))
}

/// The buttons to newer and older revisions; none where they are all on this page.
fn turns(history: &History) -> Vec<Button> {
    let to = |label, from| {
        let article = history.present.id;
        Button::new(label, Action::Desk(DeskAction::History { article, from }))
    };
    let first = history.revisions.first().map(|record| record.revision);
    let newer = first.filter(|first| *first < history.present.revision);
    let newer = newer.map(|first| first.saturating_add(PAGE));
    let from = |newer| {
        if newer < history.present.revision {
            newer
        } else {
            0
        }
    };
    let newer = newer.map(|newer| to("‹ Newer", from(newer)));
    let older = history.before.as_ref();
    let older = older.map(|record| to("Older ›", record.revision));
    newer.into_iter().chain(older).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Correction, Line},
        view::{
            desk::samples::{self, ANNE, BEN, hour},
            schedule,
        },
    };

    fn line(text: &str) -> Line {
        Line::new(text).expect("a line")
    }

    /// The story's revisions, oldest first: each changes what the one before it had.
    fn revisions() -> Vec<Arc<Record>> {
        let mut record = samples::record();
        let mut all = Vec::new();
        let changes: [fn(&mut Record); 8] = [
            |record| record.revised_by = crate::article::Author::Operator,
            |record| {
                record.revised_by = crate::article::Author::User(ANNE);
                record.article.headline = line("A train *arrives* late");
                record.article.lede = vec![line("It came at noon.")];
                record.article.highlights = vec![line("It was late."), line("By hours.")];
            },
            |record| {
                record.article.highlights.push(line("Nobody knows why."));
                record.article.sections.remove(0);
                record.article.published = None;
                record.article.byline = Some(line("A. Writer"));
            },
            |record| record.article.highlights[0] = line("It was very late."),
            |record| {
                record.article.analysis.clear();
                record.article.sections[0].heading = line("The arrival of it");
                record.article.topics.swap(0, 1);
            },
            |record| record.article.highlights.truncate(1),
            |_| {},
            |record| record.article.lede.push(line("It left again.")),
        ];
        for (n, change) in (1..).zip(changes) {
            record.revision = n;
            record.revised_at = hour(n);
            change(&mut record);
            all.push(Arc::new(record.clone()));
        }
        all
    }

    #[test]
    fn every_revision_says_who_when_and_what_changed() {
        let mut revisions = revisions();
        let last = revisions.pop().expect("some");
        let mut present = Record::clone(&last);
        let corrections = [(2, "Its time was wrong. @everyone"), (8, "It *left*.")];
        present.corrections = corrections
            .map(|(revision, note)| Correction {
                revision,
                note: line(note),
                at: hour(revision),
            })
            .to_vec();
        present.state = State::Withdrawn;
        present.withdrawal = Some(Withdrawal {
            reason: Some(line("It never came.")),
            by: crate::article::Author::User(BEN),
            at: hour(9),
        });
        let present = Arc::new(present);
        revisions.push(present.clone());
        revisions.reverse();
        let page = |from: usize, to: usize| {
            history(&History {
                present: present.clone(),
                copies: Vec::new(),
                revisions: revisions[from..to].to_vec(),
                before: revisions.get(to).cloned(),
            })
        };
        let beside_copies = history(&History {
            present: present.clone(),
            copies: schedule::samples::copies(copies::COPIES + 1, "Unknown Message"),
            revisions: revisions[..3].to_vec(),
            before: revisions.get(3).cloned(),
        });
        let told = [
            ("with copies in trouble", beside_copies),
            ("the newest", page(0, 6)),
            ("the oldest", page(6, 8)),
            ("restored", restored(&present, 3)),
        ];
        insta::assert_snapshot!(samples::all(told));
    }

    #[test]
    fn a_story_that_came_with_revisions_begins_where_they_are_kept() {
        let present = Arc::new(samples::record());
        let page = History {
            present: present.clone(),
            copies: Vec::new(),
            revisions: vec![present],
            before: None,
        };
        let told = samples::shown(&history(&page));
        assert!(
            told.contains("-# The first revision that is kept here."),
            "{told}"
        );
    }
}
