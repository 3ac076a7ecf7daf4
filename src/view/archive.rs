//! The archive: stories in pages, newest first.

use std::sync::Arc;

use super::{
    action::{Action, ArticleChoice},
    limits::{Anchor, Limits},
    markup::{Markup, clip},
    message::{Block, Button, MAX_OPTION, Menu, MenuOption, Message},
    parts,
};
use crate::article::Card;

/// Stories on a page.
pub const PAGE: usize = 10;
/// UTF-16 units of a headline in the list.
const HEADLINE: usize = 180;
/// UTF-16 units of a story's topics in the list.
const TOPICS: usize = 80;

/// A page of the archive.
#[derive(Clone, Debug)]
pub struct Page {
    /// What it is limited to.
    pub limits: Limits,
    /// The topic of the limits by its name.
    pub topic: Option<String>,
    /// How many stories there are within the limits.
    pub total: usize,
    /// How many of them stand before this page.
    pub rank: usize,
    /// Those of this page.
    pub cards: Vec<Arc<Card>>,
    /// Where the page before begins; none where that is the first.
    pub before: Option<Anchor>,
    /// Where the page after begins; none where this is the last.
    pub after: Option<Anchor>,
    /// Where the last page begins; none where that is this one, or the one after.
    pub last: Option<Anchor>,
}

impl Page {
    /// The number of this page and of the last, from 1. Stories that came in front while one reads
    /// make a page of their own.
    fn place(&self) -> (usize, usize) {
        let before = self.rank.div_ceil(PAGE);
        let rest = self.total.saturating_sub(self.rank).div_ceil(PAGE);
        (before + 1, before + rest.max(1))
    }
}

/// A page of the archive, with a menu to read its stories; what to drop where the limits leave none.
pub fn archive(page: &Page) -> Message {
    if page.cards.is_empty() {
        return empty(page);
    }
    let mut head = Markup::own("## Archive\n-# ");
    let limits = said(&page.limits, page.topic.as_deref());
    if !limits.is_empty() {
        head.append("", &Markup::own(format!("Stories{limits}\n-# ")));
    }
    let (at, last) = page.place();
    if last > 1 {
        head.append("", &Markup::own(format!("Page {at} of {last} · ")));
    }
    head.append("", &Markup::own(parts::stories(page.total)));
    let mut message = Message::new().text(head).rule();
    for card in &page.cards {
        message.push(Block::Text(entry(card)));
    }
    message.push(Block::Rule);
    message.push(Block::Menu(reading(&page.cards)));
    message.push(Block::Buttons(turns(page)));
    message
}

/// Two lines, the second small.
fn entry(card: &Card) -> Markup {
    let mut entry = Markup::own(format!(
        "**{}**\n-# {}",
        Markup::clipped(card.headline.as_str(), HEADLINE),
        parts::standing(card)
    ));
    let topics = parts::topics(&card.topics, TOPICS);
    if !topics.is_empty() {
        entry.append(" · ", &topics);
    }
    entry
}

/// The menu of the stories on a page.
fn reading(cards: &[Arc<Card>]) -> Menu {
    let option = |card: &Arc<Card>| MenuOption {
        label: clip(card.headline.as_str(), MAX_OPTION),
        value: ArticleChoice(card.id).to_string(),
        current: false,
    };
    Menu {
        action: Action::Read,
        placeholder: "Read a story …".to_owned(),
        options: cards.iter().map(option).collect(),
    }
}

/// The buttons to other pages; none where there is one page.
fn turns(page: &Page) -> Vec<Button> {
    let to = |label: &str, at: Option<Anchor>| {
        let limits = page.limits;
        Button::new(label, Action::Archive { limits, at })
    };
    let (at, last) = page.place();
    let mut buttons = Vec::new();
    if page.before.is_some() {
        buttons.push(to("« Newest", None));
    }
    if page.rank > 0 {
        buttons.push(to(&format!("‹ Page {}", at - 1), page.before));
    }
    if page.after.is_some() {
        buttons.push(to(&format!("Page {} ›", at + 1), page.after));
    }
    if page.last.is_some() {
        buttons.push(to(&format!("Page {last} »"), page.last));
    }
    buttons
}

/// Nothing is within the limits: which they are, and each to be dropped.
fn empty(page: &Page) -> Message {
    let Limits { topic, from, to } = page.limits;
    let says = format!(
        "No stories{}.\n-# With fewer limits there may be some:",
        said(&page.limits, page.topic.as_deref())
    );
    let without = |label: &str, limits| Button::new(label, Action::Archive { limits, at: None });
    let mut buttons = Vec::new();
    if topic.is_some() && (from.is_some() || to.is_some()) {
        let dates = Limits {
            topic: None,
            ..page.limits
        };
        let of_topic = Limits {
            topic,
            ..Limits::default()
        };
        buttons.push(without("Any topic", dates));
        buttons.push(without("Any date", of_topic));
    }
    buttons.push(without("All stories", Limits::default()));
    Message::new().text(Markup::own(says)).buttons(buttons)
}

/// What a list is limited to, in words after `stories`; empty where it is not.
pub(super) fn said(limits: &Limits, topic: Option<&str>) -> Markup {
    let mut said = Markup::default();
    if let Some(topic) = topic {
        let topic = Markup::quoted(topic, TOPICS);
        said.append("", &Markup::own(format!(" about {topic}")));
    }
    let dates = match (limits.from, limits.to) {
        (None, None) => String::new(),
        (Some(from), Some(to)) if from == to => format!(" on {}", parts::date(from)),
        (Some(from), Some(to)) => {
            format!(" from {} to {}", parts::date(from), parts::date(to))
        }
        (Some(from), None) => format!(" since {}", parts::date(from)),
        (None, Some(to)) => format!(" until {}", parts::date(to)),
    };
    said.append("", &Markup::own(dates));
    said
}
