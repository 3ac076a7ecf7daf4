//! What became of a file with many articles.

use super::{action::DeskAction, problems::Problem};
use crate::{
    article::Card,
    view::{
        Action, Markup, Message,
        message::{Block, Button, Look},
        parts,
    },
};

/// Drafts with problems, or stories, that are listed.
const LISTED: usize = 10;
/// UTF-16 units of a name or a headline in the list.
const NAME: usize = 100;
/// UTF-16 units of what is wrong.
const WHAT: usize = 160;
/// UTF-16 units of a file's name.
const FILE: usize = 80;

/// What was read of a file with many articles: each is a draft now.
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The number of its first draft.
    pub first: u32,
    /// The number of its last draft.
    pub last: u32,
    /// How many can be published.
    pub ready: usize,
    /// How many can be read, but are much like a story there is.
    pub near: usize,
    /// Those that can't be read.
    pub troubled: Vec<Troubled>,
}

/// A draft of a file that can't be read.
#[derive(Clone, Debug)]
pub struct Troubled {
    /// Its number.
    pub draft: u32,
    /// Its first words.
    pub name: String,
    /// The first of its problems, its line that of the file.
    pub problem: Problem,
    /// How many problems it has.
    pub count: usize,
}

/// How many can be published, and where the others have their first problems.
pub fn batch(batch: &Batch<'_>) -> Message {
    let total = batch.ready + batch.near + batch.troubled.len();
    let file = Markup::quoted(batch.file.trim(), FILE);
    let ready = match batch.ready {
        0 => "None of them".to_owned(),
        ready if ready == total => "All of them".to_owned(),
        ready => format!("{ready} of them"),
    };
    let mut head = Markup::own(format!(
        "### {} in {file}\n-# They wait as drafts {} to {}. {ready} can be published.",
        parts::stories(total),
        batch.first,
        batch.last
    ));
    if batch.near > 0 {
        let says = format!(
            "-# {} much like stories there are: publish each by itself, from its preview.",
            be(batch.near)
        );
        head.append("\n", &Markup::own(says));
    }
    if !batch.troubled.is_empty() {
        let says = format!("-# {} problems:", have(batch.troubled.len()));
        head.append("\n", &Markup::own(says));
    }
    let mut message = Message::new().text(head).rule();
    for troubled in batch.troubled.iter().take(LISTED) {
        message.push(Block::Text(entry(troubled)));
    }
    let more = batch.troubled.len().saturating_sub(LISTED);
    if more > 0 {
        message.push(Block::Text(Markup::own(format!("and {more} more"))));
    }
    let (first, last) = (batch.first, batch.last);
    let label = match batch.ready {
        0 => "Publish".to_owned(),
        1 => "Publish it".to_owned(),
        ready => format!("Publish all {ready}"),
    };
    let publish = Button::new(&label, Action::Desk(DeskAction::Batch { first, last }));
    let look = if batch.ready > 0 {
        Look::Main
    } else {
        Look::Absent
    };
    message.buttons(vec![publish.with_look(look), see(last)])
}

/// What was published of them, and how many still wait.
pub fn published(cards: &[Card], last: u32, left: usize) -> Message {
    let mut says = Markup::own(match cards.len() {
        0 => "### Nothing was published".to_owned(),
        1 => "### 1 story is published".to_owned(),
        count => format!("### {count} stories are published"),
    });
    for card in cards.iter().take(LISTED) {
        let headline = Markup::clipped(card.headline.as_str(), NAME).isolated();
        says.append("\n", &Markup::own(format!("- {} · {headline}", card.id)));
    }
    let more = cards.len().saturating_sub(LISTED);
    if more > 0 {
        says.append(
            "\n",
            &Markup::own(format!("-# and {more} more in /archive")),
        );
    }
    let message = Message::new().text(says);
    if left == 0 {
        return message;
    }
    let waits = match left {
        1 => "-# 1 still waits: it can't be read, or is much like a story there is.".to_owned(),
        _ => {
            format!("-# {left} still wait: they can't be read, or are much like stories there are.")
        }
    };
    message.text(Markup::own(waits)).buttons(vec![see(last)])
}

/// A button to the drafts, from that number downwards.
fn see(from: u32) -> Button {
    Button::new("See the drafts", Action::Desk(DeskAction::Drafts { from }))
}

/// Which draft it is, and where its first problem is.
fn entry(troubled: &Troubled) -> Markup {
    let Troubled { draft, problem, .. } = troubled;
    let mut entry = Markup::own(format!("**Draft {draft}**"));
    let name = Markup::clipped(troubled.name.trim(), NAME).isolated();
    entry.append(" · ", &name);
    let more = match troubled.count.saturating_sub(1) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let says = format!("-# {}: {}{more}", problem.place(), problem.said(WHAT));
    entry.append("\n", &Markup::own(says));
    entry
}

fn be(count: usize) -> String {
    match count {
        1 => "1 is".to_owned(),
        _ => format!("{count} are"),
    }
}

fn have(count: usize) -> String {
    match count {
        1 => "1 has".to_owned(),
        _ => format!("{count} have"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::desk::samples;

    #[test]
    fn a_batch_says_what_can_be_published_and_what_is_wrong() {
        let troubled = |draft, count| Troubled {
            draft,
            name: "**Bold** words".to_owned(),
            problem: Problem {
                field: None,
                line: 31,
                column: 2,
                typed: String::new(),
                what: "the article has no lede".to_owned(),
                expected: String::new(),
                remedy: String::new(),
            },
            count,
        };
        let whole = Batch {
            file: "week_35.txt",
            first: 12,
            last: 23,
            ready: 12,
            near: 0,
            troubled: Vec::new(),
        };
        let mixed = Batch {
            ready: 1,
            near: 2,
            troubled: (0..12)
                .map(|n| troubled(12 + n, 1 + n as usize % 2))
                .collect(),
            ..whole.clone()
        };
        let none = Batch {
            ready: 0,
            near: 1,
            troubled: vec![troubled(12, 1)],
            last: 13,
            ..whole.clone()
        };
        let card = Card::of(&samples::record());
        let from_right = Card {
            headline: crate::article::Line::new("رحلة تاريخية").expect("a line"),
            ..card.clone()
        };
        let messages = samples::all([
            ("all can be published", batch(&whole)),
            ("some can", batch(&mixed)),
            ("none can", batch(&none)),
            (
                "all are published",
                published(&vec![card.clone(); 12], 23, 0),
            ),
            ("one is left", published(&[from_right], 23, 1)),
            ("nothing was", published(&[], 23, 4)),
        ]);
        insta::assert_snapshot!(messages);
    }
}
