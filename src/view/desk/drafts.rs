//! What waits at the desk.

use super::{
    action::{DeskAction, DraftAct},
    controls, names,
};
use crate::{
    article::{Draft, DraftStatus},
    view::{
        Action, Markup, Message, Part,
        message::{Block, Button, Look},
        notice::two_lines,
    },
};

/// Drafts on a page: each takes seven of a message's forty components.
pub const PAGE: usize = 5;
/// UTF-16 units of a draft's name.
const NAME: usize = 160;

/// A page of the drafts that wait, newest first.
#[derive(Clone, Debug)]
pub struct Drafts<'a> {
    /// How many wait.
    pub total: usize,
    /// Those of this page, at most [`PAGE`].
    pub drafts: Vec<Waiting<'a>>,
    /// The number that the page before begins with, 0 for the newest; none where this is the first.
    pub before: Option<u32>,
    /// The number that the page after begins with; none where this is the last.
    pub after: Option<u32>,
}

/// A draft in the list.
#[derive(Clone, Debug)]
pub struct Waiting<'a> {
    /// The draft.
    pub draft: &'a Draft,
    /// Its headline, or its first words.
    pub name: String,
    /// How many problems keep it from being read.
    pub problems: usize,
    /// Whether its time to go live is still ahead.
    pub ahead: bool,
}

/// A page of what waits, each with its buttons.
pub fn drafts(page: &Drafts<'_>) -> Message {
    let turns = turns(page);
    if page.drafts.is_empty() {
        let mut message = two_lines(
            "No drafts are waiting here.",
            "`/desk add` begins one. So does a message, by its menu: Apps, then Add to Newsdesk.",
        );
        message.push(Block::Buttons(turns));
        return message;
    }
    let head = match page.total {
        1 => "## Drafts\n-# 1 is waiting".to_owned(),
        total => format!("## Drafts\n-# {total} are waiting, newest first"),
    };
    let mut message = Message::new().text(Markup::own(head));
    for waiting in page.drafts.iter().take(PAGE) {
        message = message
            .rule()
            .text(entry(waiting))
            .buttons(buttons(waiting));
    }
    message.push(Block::Buttons(turns));
    message
}

/// Two lines, the second small.
fn entry(waiting: &Waiting<'_>) -> Markup {
    let draft = waiting.draft;
    let name = Markup::clipped(waiting.name.trim(), NAME);
    let name = if name.is_empty() {
        Markup::own("No headline yet")
    } else {
        name
    };
    let mut entry = Markup::own(format!("**{name}**\n"));
    entry.append("", &names::draft(draft));
    if let Some(at) = draft.publish_at {
        let says = match draft.status {
            DraftStatus::Scheduled => "goes live",
            _ => "to go live",
        };
        let says = format!("{says} {}", names::at(at));
        entry.append(" · ", &Markup::own(says));
    }
    let problems = match waiting.problems {
        0 => return entry,
        1 => "can't be read yet: 1 problem".to_owned(),
        count => format!("can't be read yet: {count} problems"),
    };
    entry.append(" · ", &Markup::own(problems));
    entry
}

/// The same four for every draft. What can't be read can't be published: its button keeps its place.
fn buttons(waiting: &Waiting<'_>) -> Vec<Button> {
    let draft = waiting.draft;
    let label = if waiting.problems == 0 {
        "Preview"
    } else {
        "Problems"
    };
    // The revision that its author saw: if there is another, whoever presses it sees the preview.
    let over = draft.revises.map_or(0, |revises| revises.revision);
    let forward = controls::forward(draft, over, waiting.ahead);
    let look = if waiting.problems == 0 {
        Look::Plain
    } else {
        Look::Absent
    };
    let mut buttons = vec![
        controls::button(label, draft, DraftAct::Show(Part::Summary, 0)),
        forward.with_look(look),
    ];
    buttons.extend(controls::edit_or_discard(draft));
    buttons
}

/// The buttons to the pages before and after.
fn turns(page: &Drafts<'_>) -> Vec<Button> {
    let to = |label: &str, from| Button::new(label, Action::Desk(DeskAction::Drafts { from }));
    let before = page.before.map(|from| to("‹ Newer", from));
    let after = page.after.map(|from| to("Older ›", from));
    before.into_iter().chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::desk::samples::{self, BEN, hour};

    #[test]
    fn every_draft_has_two_lines_and_its_buttons() {
        let numbered = |number, draft: Draft| {
            let id = crate::article::DraftId { number, ..draft.id };
            Draft { id, ..draft }
        };
        let scheduled = |status| Draft {
            publish_at: Some(hour(9)),
            status,
            ..samples::draft()
        };
        let all = [
            numbered(25, samples::draft()),
            numbered(24, samples::change()),
            numbered(23, scheduled(DraftStatus::Scheduled)),
            numbered(22, scheduled(DraftStatus::Waiting)),
            numbered(
                20,
                Draft {
                    changed_by: BEN,
                    ..samples::draft()
                },
            ),
        ];
        let waiting = |draft| Waiting {
            draft,
            name: "A *train* arrives".to_owned(),
            problems: 0,
            ahead: draft.publish_at.is_some(),
        };
        let mut listed: Vec<Waiting<'_>> = all.iter().map(waiting).collect();
        listed[4].problems = 2;
        listed[4].name = " ".to_owned();
        let full = Drafts {
            total: 12,
            drafts: listed,
            before: Some(0),
            after: Some(19),
        };
        let empty = Drafts {
            total: 0,
            drafts: Vec::new(),
            before: None,
            after: None,
        };
        let message = drafts(&full);
        // The head, for each a line, two lines of text and its buttons, the turns.
        assert_eq!(message.blocks().len(), 1 + 3 * PAGE + 1);
        let messages = samples::all([("a full page", message), ("nothing", drafts(&empty))]);
        insta::assert_snapshot!(messages);
    }
}
