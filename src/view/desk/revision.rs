//! What a revision of a story changed: taken words struck through, new ones bold.

use std::sync::Arc;

use super::{
    action::DeskAction,
    history::{self, PAGE},
    names,
    redline::{self, Redline},
};
use crate::{
    article::{Changed, Difference, Line, Record, differences},
    view::{
        action::Action,
        markup::Markup,
        message::{Block, Button, MAX_BLOCK_TEXT, Message},
        parts,
    },
};

/// UTF-16 units of the headline, of a section's heading, of a note.
const HEADLINE: usize = 300;
const HEADING: usize = 100;
const NOTE: usize = 400;
/// Words of what stayed on either side of a change.
const AROUND: usize = 8;
/// UTF-16 units that the end of the card takes.
const END: usize = 80;
/// Parts that are shown: each is a component.
const PARTS: usize = 25;

/// A revision of a story.
#[derive(Clone, Debug)]
pub struct RevisionView {
    /// The story as that revision had it.
    pub record: Arc<Record>,
    /// As the one before had it; none where that is not kept.
    pub before: Option<Arc<Record>>,
    /// As it is now.
    pub present: Arc<Record>,
}

/// What it changed, as much as fits, with the ways back and to restore it.
pub fn revision(view: &RevisionView) -> Message {
    let RevisionView {
        record, present, ..
    } = view;
    let mut message = Message::new().text(head(view)).rule();
    let whole = match &view.before {
        None => {
            message.push(Block::Text(first(record)));
            true
        }
        Some(before) => {
            let found = differences(&before.article, &record.article);
            shown(&mut message, &found)
        }
    };
    if !whole {
        let more = "-# and more: `/desk export` gives the story as a file.";
        message.push(Block::Text(Markup::own(more)));
    }
    let article = record.id;
    let newest = present.revision.saturating_sub(record.revision) < PAGE;
    let from = if newest { 0 } else { record.revision };
    let back = Action::Desk(DeskAction::History { article, from });
    let mut buttons = vec![Button::new("‹ Back to the history", back)];
    if record.revision != present.revision {
        let rewrite = DeskAction::Rewrite {
            article,
            revision: record.revision,
            over: present.revision,
        };
        buttons.push(Button::new("Restore this revision", Action::Desk(rewrite)));
    }
    message.rule().buttons(buttons)
}

fn head(view: &RevisionView) -> Markup {
    let RevisionView {
        record, present, ..
    } = view;
    let mut head = Markup::own(format!(
        "## {}\n-# {} · Revision {} of {} · by {} · {}",
        Markup::clipped(record.article.headline.as_str(), HEADLINE),
        record.id,
        record.revision,
        present.revision,
        names::author(record.revised_by),
        names::at(record.revised_at)
    ));
    let mut notes = present.corrections.iter();
    if let Some(correction) = notes.find(|it| it.revision == record.revision) {
        let note = Markup::quoted(correction.note.as_str(), NOTE);
        head.append("\n-# ", &Markup::own(format!("Correction: {note}")));
    }
    head
}

/// A revision that nothing is known before: how it begins.
fn first(record: &Record) -> Markup {
    let mut first = history::what(record, None, 0);
    let lede = record.article.lede.first().map_or("", Line::as_str);
    first.append("\n", &Markup::clipped(lede, MAX_BLOCK_TEXT / 2));
    first
}

/// Adds what changed, part by part; whether all of it fitted.
fn shown(message: &mut Message, differences: &[Difference]) -> bool {
    if differences.is_empty() {
        message.push(Block::Text(Markup::own("No change of its text.")));
    }
    let mut whole = differences.len() <= PARTS;
    for difference in differences.iter().take(PARTS) {
        let mut text = Markup::own(format!("-# {}", label(&difference.part)));
        let room = message.room().min(MAX_BLOCK_TEXT);
        let room = room.saturating_sub(text.units() + 1 + END);
        let (lines, fits) = lines(difference, room);
        text.append("\n", &lines);
        whole &= fits;
        if room == 0 || !message.push(Block::Text(text)) {
            return false;
        }
    }
    whole
}

/// The changed text of a part in at most `room` UTF-16 units, and whether that is all of it.
fn lines(difference: &Difference, room: usize) -> (Markup, bool) {
    let pieces = difference.shortened(AROUND);
    match &difference.part {
        Changed::Published(old, new) => {
            let date = |date: &Option<_>| date.map_or("none".to_owned(), parts::date);
            let (old, new) = (Markup::struck(&date(old)), Markup::bold(&date(new)));
            (Markup::own(format!("{old} {new}")), true)
        }
        Changed::SectionMoved(_) => (Markup::own("It stands elsewhere among the sections."), true),
        Changed::Topics => redline::redline(&difference.pieces, Redline::Row, room),
        Changed::Highlights => redline::redline(&pieces, Redline::List, room),
        _ => redline::redline(&pieces, Redline::Lines, room),
    }
}

/// What a part is called.
fn label(part: &Changed) -> Markup {
    let section = |before: &str, heading: &Line, after: &str| {
        let heading = Markup::quoted(heading.as_str(), HEADING);
        Markup::own(format!("{before} {heading}{after}"))
    };
    match part {
        Changed::Headline => Markup::own("Headline"),
        Changed::Published(..) => Markup::own("Date"),
        Changed::Byline => Markup::own("Byline"),
        Changed::Topics => Markup::own("Topics"),
        Changed::Sources => Markup::own("Sources"),
        Changed::Image => Markup::own("Image"),
        Changed::Highlights => Markup::own("Highlights"),
        Changed::Lede => Markup::own("Lede"),
        Changed::Heading(heading) => section("Heading", heading, ""),
        Changed::Section(heading) => section("Section", heading, ""),
        Changed::SectionAdded(heading) => section("New section", heading, ""),
        Changed::SectionRemoved(heading) => section("Section", heading, ", removed"),
        Changed::SectionMoved(heading) => section("Section", heading, ", moved"),
        Changed::Analysis => Markup::own("Analysis"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Correction, Link},
        view::desk::samples::{self, hour},
    };

    fn lines(texts: &[&str]) -> Vec<Line> {
        let lines = texts.iter().map(|text| Line::new(text).expect("a line"));
        lines.collect()
    }

    fn view(change: impl FnOnce(&mut Record)) -> RevisionView {
        let before = samples::record();
        let mut record = before.clone();
        record.revision = before.revision + 1;
        change(&mut record);
        let mut present = record.clone();
        present.revision += 7;
        RevisionView {
            record: Arc::new(record),
            before: Some(Arc::new(before)),
            present: Arc::new(present),
        }
    }

    #[test]
    fn what_was_taken_is_struck_and_what_was_put_is_bold() {
        let every = view(|record| {
            let article = &mut record.article;
            article.headline = lines(&["A train departs"]).remove(0);
            article.published = None;
            article.byline = Some(lines(&["A. Writer"]).remove(0));
            article.topics = lines(&["Asia", "Trains"]);
            article.sources = vec![Link::new("https://example.org/a_b").expect("a link")];
            article.highlights = lines(&["It was late.", "It was *long*."]);
            article.lede = lines(&["It came in the evening.", "Nobody saw https://a.example/x."]);
            article.sections.swap(0, 1);
            article.sections[0].heading = lines(&["The *departure*"]).remove(0);
            article.sections[0].paragraphs = lines(&["It was long.", "It was ~very~ long."]);
            article.analysis.clear();
            let note = lines(&["It departs."]).remove(0);
            record.corrections = vec![Correction {
                revision: record.revision,
                note,
                at: hour(8),
            }];
        });
        let none = view(|_| {});
        let mut first = none.clone();
        first.before = None;
        let mut present = none.clone();
        present.present = present.record.clone();
        let told = [
            ("every part", every),
            ("nothing", none),
            ("the first", first),
            ("the present one", present),
        ];
        let told = told.map(|(name, view)| (name, revision(&view)));
        insta::assert_snapshot!(samples::all(told));
    }

    #[test]
    fn what_does_not_fit_is_said_to_be_more() {
        let long = view(|record| {
            record.article.lede =
                lines(&["word ".repeat(900).as_str(), "word ".repeat(900).as_str()]);
            record.article.analysis = lines(&["word ".repeat(900).as_str()]);
        });
        let told = samples::shown(&revision(&long));
        assert!(told.contains("word**…"), "{told}");
        assert!(told.contains("-# and more: `/desk export`"), "{told}");
        let short = view(|record| record.article.lede = lines(&["It came."]));
        assert!(!samples::shown(&revision(&short)).contains("and more"));
    }
}
