//! What a search found: stories with the passages that have the words.

use std::{fmt, ops::Range, str::FromStr, sync::Arc};

use unicode_segmentation::UnicodeSegmentation;

use super::{
    action::{Action, ArticleChoice, Part, Unreadable, number},
    archive::said,
    limits::{Date, Field, Limits},
    markup::{Markup, clip, units},
    message::{Block, Button, MAX_CUSTOM_ID, MAX_OPTION, Menu, MenuOption, Message},
    notice::entry,
    parts,
};
use crate::article::Card;

/// Stories on a page.
pub const PAGE: usize = 6;
/// Pages that can be turned to: nobody reads on, they search for more.
pub const LAST_PAGE: u16 = 999;
/// Characters of the words that are looked for.
const WORDS: usize = 300;
/// UTF-16 units of what was searched for, in a heading.
const QUOTE: usize = 120;
/// UTF-16 units of a headline in the list, and of the place of a passage.
const HEADLINE: usize = 150;
const PLACE: usize = 60;
/// UTF-16 units of the topic of a search.
const TOPIC: usize = 60;
/// UTF-16 units that a story may take: a page of them, its head and its foot fit into a message.
const ENTRY: usize = 580;
/// UTF-16 units of the words that a control carries in any case.
const HINT: usize = 60;

/// What is searched for: words that are not empty, and limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    words: String,
    /// Only stories within these.
    pub limits: Limits,
}

/// How a search's controls name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handle {
    /// They carry all of it.
    Whole,
    /// It is kept under this key.
    Kept(u64),
}

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct Results {
    /// What was searched for.
    pub search: Search,
    /// How its controls name it.
    pub handle: Handle,
    /// The topic of the limits by its name.
    pub topic: Option<String>,
    /// How the words were taken.
    pub taken: Taken,
    /// Whether there were more words than count.
    pub left_out: bool,
    /// Which page this is, from 0.
    pub page: u16,
    /// How many stories were found.
    pub total: usize,
    /// Those of this page.
    pub hits: Vec<Hit>,
    /// How far the index is, where it is still being built.
    pub building: Option<Building>,
}

/// A story that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The story.
    pub card: Arc<Card>,
    /// The part of it that has the words.
    pub passage: Passage,
}

/// A part of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands, unless at the beginning.
    pub place: Option<String>,
    /// The text.
    pub text: String,
    /// The words that were searched for, in bytes of the text: in order, none touching another.
    pub marks: Vec<Range<usize>>,
    /// Whether something stands before it, and after it.
    pub cut: [bool; 2],
}

/// How the words were taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// As they were typed.
    Exactly,
    /// But for typing errors, since nothing has them as they were typed.
    Nearly,
    /// Some of them, since nothing has all.
    Partly {
        /// So many.
        count: usize,
        /// Of so many.
        of: usize,
    },
}

/// How much of the index is built, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Building(pub u8);

/// A search that found nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nothing {
    /// What was searched for.
    pub search: Search,
    /// The topic of the limits by its name.
    pub topic: Option<String>,
    /// How the same search without its limits is named; none where it has none.
    pub wider: Option<Handle>,
    /// Stories whose headlines look like the words, best first.
    pub near: Vec<Card>,
    /// How far the index is, where it is still being built.
    pub building: Option<Building>,
}

impl Search {
    /// None where nothing was typed.
    pub fn new(typed: &str, limits: Limits) -> Option<Self> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let words: String = words.join(" ").graphemes(true).take(WORDS).collect();
        let words = words.trim_end().to_owned();
        (!words.is_empty()).then_some(Self { words, limits })
    }

    /// What was typed.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// The same without limits.
    pub fn wider(&self) -> Self {
        let (words, limits) = (self.words.clone(), Limits::default());
        Self { words, limits }
    }

    /// Whether its controls can carry all of it.
    pub fn fits(&self) -> bool {
        units(&self.action(Handle::Whole, u16::MAX).to_string()) <= MAX_CUSTOM_ID
    }

    /// What shows a page of it.
    pub fn action(&self, handle: Handle, page: u16) -> Action {
        match handle {
            Handle::Whole => Action::Search {
                search: self.clone(),
                page,
            },
            Handle::Kept(key) => Action::Asked {
                key,
                page,
                hint: self.hint(),
            },
        }
    }

    /// The first words.
    fn hint(&self) -> String {
        let mut hint = String::new();
        for grapheme in self.words.graphemes(true) {
            if units(&hint) + units(grapheme) > HINT {
                break;
            }
            hint.push_str(grapheme);
        }
        hint.truncate(hint.trim_end().len());
        hint
    }
}

impl fmt::Display for Search {
    /// `topic:from:to:words`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Limits { topic, from, to } = self.limits;
        let (from, to) = (Field(from.map(Date)), Field(to.map(Date)));
        write!(f, "{}:{from}:{to}:{}", Field(topic), self.words)
    }
}

impl FromStr for Search {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let fields: Vec<&str> = text.splitn(4, ':').collect();
        let [topic, from, to, words] = fields[..] else {
            return Err(Unreadable);
        };
        let date = |text: &str| {
            let Field(date) = text.parse::<Field<Date>>()?;
            Ok(date.map(|Date(date)| date))
        };
        let limits = Limits {
            topic: topic.parse::<Field<_>>()?.0,
            from: date(from)?,
            to: date(to)?,
        };
        let search = Self::new(words, limits).ok_or(Unreadable)?;
        // Only as it is written: other forms would be other names of the same control.
        (search.words == words).then_some(search).ok_or(Unreadable)
    }
}

/// Reads `page:search`, the fields of a control that carries all of it.
pub(super) fn read_whole(fields: &str) -> Result<Action, Unreadable> {
    let (page, search) = fields.split_once(':').ok_or(Unreadable)?;
    Ok(Action::Search {
        search: search.parse()?,
        page: number(page)?,
    })
}

impl Results {
    fn last(&self) -> u16 {
        let last = self.total.saturating_sub(1) / PAGE;
        u16::try_from(last).unwrap_or(u16::MAX).min(LAST_PAGE)
    }

    /// What was searched for, how it was taken, where one is.
    fn head(&self) -> Markup {
        let mut head = Markup::own(format!(
            "## Search\n-# {}{}",
            Markup::quoted(self.search.words(), QUOTE),
            limits(&self.search, self.topic.as_deref())
        ));
        let taken = match self.taken {
            Taken::Exactly => String::new(),
            Taken::Nearly => "Nothing is spelled exactly so; this comes near.".to_owned(),
            Taken::Partly { count, of } => {
                format!("No story has all of that; these have {count} of {of}.")
            }
        };
        head.append("\n-# ", &Markup::own(taken));
        if self.left_out {
            let long = "That is long: only its beginning counts.";
            head.append("\n-# ", &Markup::own(long));
        }
        let last = usize::from(self.last()) + 1;
        let mut place = parts::stories(self.total);
        if last > 1 {
            place = format!("Page {} of {last} · {place}", self.page + 1);
        }
        head.append("\n-# ", &Markup::own(place));
        if let Some(building) = self.building {
            head.append("\n-# ", &Markup::own(building.words()));
        }
        head
    }

    fn turns(&self) -> Vec<Button> {
        let turn = |label: String, page| Button::new(&label, self.search.action(self.handle, page));
        let before = self.page.checked_sub(1);
        let before = before.map(|page| turn(format!("‹ Page {}", page + 1), page));
        let after = Some(self.page + 1).filter(|page| *page <= self.last());
        let after = after.map(|page| turn(format!("Page {} ›", page + 1), page));
        before.into_iter().chain(after).collect()
    }
}

impl Building {
    /// How far it is, in words.
    fn words(self) -> String {
        let part = match self.0 {
            0..10 => "few stories are",
            10..30 => "about a fifth of the stories is",
            30..45 => "about a third of the stories is",
            45..60 => "about half of the stories are",
            60..85 => "most stories are",
            _ => "nearly all stories are",
        };
        format!("The index is still being built: {part} in it by now.")
    }
}

/// A page of what was found, with a menu to read a story of it.
pub fn results(results: &Results) -> Message {
    let mut message = Message::new().text(results.head()).rule();
    for hit in &results.hits {
        message.push(Block::Text(hit.entry()));
    }
    message.push(Block::Rule);
    let option = |hit: &Hit| MenuOption {
        label: clip(hit.card.headline.as_str(), MAX_OPTION),
        value: ArticleChoice(hit.card.id).to_string(),
        current: false,
    };
    message.push(Block::Menu(Menu {
        action: Action::Read,
        placeholder: "Read a story …".to_owned(),
        options: results.hits.iter().map(option).collect(),
    }));
    message.push(Block::Buttons(results.turns()));
    message
}

impl Hit {
    /// Two lines, the second small, and the passage.
    fn entry(&self) -> Markup {
        let mut entry = Markup::own(format!(
            "**{}**\n-# {}",
            Markup::clipped(self.card.headline.as_str(), HEADLINE),
            parts::standing(&self.card)
        ));
        let Passage {
            place,
            text,
            marks,
            cut,
        } = &self.passage;
        if let Some(place) = place {
            entry.append(" · ", &Markup::clipped(place, PLACE).isolated());
        }
        let room = ENTRY.saturating_sub(entry.units() + 1);
        entry.append("\n", &Markup::marked(text, marks, *cut, room));
        entry
    }
}

/// Nothing was found: what else there is.
pub(super) fn nothing(nothing: &Nothing) -> Message {
    let search = &nothing.search;
    let mut says = Markup::own(format!(
        "No story{} has {}.",
        said_of(search, nothing.topic.as_deref()),
        Markup::quoted(search.words(), QUOTE)
    ));
    if let Some(building) = nothing.building {
        says.append("\n-# ", &Markup::own(building.words()));
    }
    let remedy = match (nothing.near.is_empty(), nothing.wider) {
        (false, _) => "Try fewer or other words. The nearest headlines:",
        (true, Some(_)) => "Try fewer or other words, or search without the limits:",
        (true, None) => "Try fewer or other words; `/archive` lists all stories.",
    };
    says.append("\n-# ", &Markup::own(remedy));
    let mut message = Message::new().text(says);
    for card in &nothing.near {
        let read = Action::Show {
            article: card.id,
            part: Part::Summary,
            page: 0,
        };
        message.push(Block::Entry(entry(card), Button::new("Read", read)));
    }
    if let Some(handle) = nothing.wider {
        let wider = search.wider().action(handle, 0);
        message.push(Block::Buttons(vec![Button::new(
            "Search without limits",
            wider,
        )]));
    }
    message
}

/// A kept search that is kept no more: what is left of it is offered.
pub(super) fn forgotten(hint: &str) -> Message {
    let says = format!(
        "This search is more than a year old, and its words are kept no longer.\n-# It began with \
         {}. Search for that, or type it again with `/search`:",
        Markup::quoted(hint, QUOTE)
    );
    let mut message = Message::new().text(Markup::own(says));
    let search = Search::new(hint, Limits::default()).map(|search| search.hint());
    if let Some(search) = search.and_then(|hint| Search::new(&hint, Limits::default())) {
        let again = Button::new("Search again", search.action(Handle::Whole, 0));
        message.push(Block::Buttons(vec![again]));
    }
    message
}

/// The limits of a search, in words; empty where it has none.
fn limits(search: &Search, topic: Option<&str>) -> Markup {
    let said = said_of(search, topic);
    if said.is_empty() {
        return said;
    }
    Markup::own(format!(" in stories{said}"))
}

/// The same after `stories`.
fn said_of(search: &Search, topic: Option<&str>) -> Markup {
    let topic = topic.map(|topic| clip(topic, TOPIC));
    said(&search.limits, topic.as_deref())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_search_is_what_was_typed_and_never_nothing() {
        let none = Limits::default();
        assert_eq!(Search::new(" \n ", none), None);
        let search = Search::new("  kim \n  parade ", none).unwrap();
        assert_eq!(search.words(), "kim parade");
        assert!(search.fits());
        let long = Search::new(&"word ".repeat(200), none).unwrap();
        assert!(!long.fits() && long.words().len() <= WORDS);
        assert_eq!(long.to_string().parse(), Ok(long.clone()));
        for kept in ["-:-:-:", "-:-:-: a", "-:-:-:a  b", "-:-:a", "-:x:-:a", ""] {
            assert_eq!(kept.parse::<Search>(), Err(Unreadable), "{kept:?}");
        }
    }

    #[test]
    fn how_far_the_index_is_is_said_in_words() {
        let words = Building(50).words();
        assert!(words.contains("about half of the stories"), "{words}");
    }

    proptest! {
        #[test]
        fn every_search_has_controls_within_the_limit(typed in r"\PC{1,400}", key: u64, page: u16) {
            let Some(search) = Search::new(&typed, Limits::default()) else {
                return Ok(());
            };
            let handle = if search.fits() { Handle::Whole } else { Handle::Kept(key) };
            let action = search.action(handle, page);
            let id = action.to_string();
            prop_assert!(units(&id) <= MAX_CUSTOM_ID, "{}", id);
            prop_assert_eq!(id.parse(), Ok(action));
        }
    }
}
