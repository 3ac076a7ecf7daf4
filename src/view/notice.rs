//! What is said where there is nothing to read: refusals, which the person can mend, and faults.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{
    action::{Action, Part, SectionKey},
    article,
    desk::{refusal::DeskRefusal, refused},
    file::File,
    limits::Limits,
    markup::Markup,
    message::{Block, Button, MAX_ROW, Message},
    parts,
    schedule::{refusal::ScheduleRefusal, refused as schedule_refused},
    search::{self, Nothing},
};
use crate::article::{ArticleId, Card, Record};

/// Most of a person's own words that are quoted back, in UTF-16 units.
pub(super) const QUOTE: usize = 200;
/// UTF-16 units of a headline in a list.
const ENTRY: usize = 300;

/// Something asked for that can't be had, and what there is instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No article has been published here yet.
    EmptyLibrary,
    /// No story goes by these words.
    UnknownArticle {
        /// What was typed.
        typed: String,
        /// What was to be read of it.
        part: Part,
        /// The nearest, best first.
        near: Vec<Card>,
    },
    /// The article of a button is not to be read here.
    Gone(ArticleId),
    /// No section of that article goes by these words.
    UnknownSection {
        /// What was typed.
        typed: String,
        /// The article.
        record: Arc<Record>,
        /// The nearest sections, by their place from 0.
        near: Vec<usize>,
    },
    /// Several sections of that article fit these words.
    AmbiguousSection {
        /// What was typed.
        typed: String,
        /// The article.
        record: Arc<Record>,
        /// Those that fit, by their place from 0.
        fit: Vec<usize>,
    },
    /// The section was changed or taken out since the button was made.
    ChangedSection(Arc<Record>),
    /// No date that can be read.
    UnknownDate(String),
    /// Day and month could be either.
    AmbiguousDate {
        /// What was typed.
        typed: String,
        /// What it may mean.
        readings: [NaiveDate; 2],
    },
    /// More than one day where one is asked for.
    ManyDays {
        /// What was typed.
        typed: String,
        /// The archive of those days.
        limits: Limits,
    },
    /// No story that may be read here has that topic.
    UnknownTopic {
        /// What was typed.
        typed: String,
        /// The nearest, best first, each with the archive of it.
        near: Vec<(String, Limits)>,
    },
    /// The topic of a button is one that no story has any more.
    GoneTopic,
    /// A search without a word to look for.
    NoWords(String),
    /// A search that only says what must not be there.
    OnlyExcluded(String),
    /// A search that found nothing.
    NothingFound(Box<Nothing>),
    /// A search that is kept no more; its first words.
    Forgotten(String),
    /// Too many are searching at once.
    Busy,
    /// Something that the desk refuses.
    Desk(Box<DeskRefusal>),
    /// Something that is refused under schedules.
    Schedule(Box<ScheduleRefusal>),
    /// A button or menu that no version of the bot made, or one that is no longer known.
    UnknownControl,
    /// A command or option that this version does not have.
    UnknownCommand,
}

impl From<ScheduleRefusal> for Refusal {
    fn from(refusal: ScheduleRefusal) -> Self {
        Self::Schedule(Box::new(refusal))
    }
}

impl From<DeskRefusal> for Refusal {
    fn from(refusal: DeskRefusal) -> Self {
        Self::Desk(Box::new(refusal))
    }
}

/// A refusal as a message: what was not understood, and what to do.
pub fn refusal(refusal: &Refusal) -> Message {
    match refusal {
        Refusal::EmptyLibrary => two_lines(
            "There are no stories here yet.",
            "Once a moderator or the operator has published one, you will find it here.",
        ),
        Refusal::UnknownArticle { typed, part, near } => unknown_article(typed, *part, near),
        Refusal::Gone(id) => two_lines(
            &format!("Story {id} can't be read here."),
            "It may have been withdrawn. `/summary` shows the newest one.",
        ),
        Refusal::UnknownSection {
            typed,
            record,
            near,
        } => {
            let says = quoted("No section of this story is called", typed);
            some_sections(record, says, near)
        }
        Refusal::AmbiguousSection { typed, record, fit } => {
            let says = quoted("More than one section of this story fits", typed);
            some_sections(record, says, fit)
        }
        Refusal::ChangedSection(record) => some_sections(
            record,
            Markup::own("This section has changed since the button was made. What there is now:"),
            &[],
        ),
        Refusal::UnknownDate(typed) => unknown_date(typed),
        Refusal::AmbiguousDate { typed, readings } => ambiguous_date(typed, *readings),
        Refusal::ManyDays { typed, limits } => many_days(typed, *limits),
        Refusal::UnknownTopic { typed, near } => unknown_topic(typed, near),
        Refusal::GoneTopic => two_lines(
            "No story has that topic any more.",
            "`/archive` shows all there are; its option `topic` completes while you type.",
        ),
        Refusal::NoWords(typed) => no_words(typed),
        Refusal::OnlyExcluded(typed) => only_excluded(typed),
        Refusal::NothingFound(found) => search::nothing(found),
        Refusal::Forgotten(hint) => search::forgotten(hint),
        Refusal::Busy => two_lines(
            "Too many are searching just now.",
            "Try again in a moment; everything else works meanwhile.",
        ),
        Refusal::Desk(refusal) => refused::refusal(refusal),
        Refusal::Schedule(refusal) => schedule_refused::refusal(refusal),
        Refusal::UnknownControl => two_lines(
            "This button or menu no longer works.",
            "Ask again with the command; the new answer has fresh ones.",
        ),
        Refusal::UnknownCommand => two_lines(
            "This command no longer works.",
            "Discord may still show an old list: reload it, or see `/help`.",
        ),
    }
}

/// A fault as a message; `reference` stands in the log beside the cause.
pub fn fault(reference: &str) -> Message {
    two_lines(
        "Sorry, that went wrong on our side.",
        &format!(
            "Nothing was lost. Try again; if it happens again, tell the operator the reference `{reference}`."
        ),
    )
}

/// The message, with what was typed in a file: where it could not be kept, its author keeps it.
pub fn with_typed(message: Message, typed: String) -> Message {
    let says = "-# What you typed is in this file:";
    let message = message.text(Markup::own(says));
    message.file(File::new("typed.txt", typed))
}

/// What went wrong and how to mend it.
pub(super) fn two_lines(what: &str, remedy: &str) -> Message {
    Message::new().text(Markup::own(format!("{what}\n-# {remedy}")))
}

/// Our words, then the person's own.
pub(super) fn quoted(says: &str, typed: &str) -> Markup {
    Markup::own(format!("{says} {}.", Markup::quoted(typed.trim(), QUOTE)))
}

fn unknown_article(typed: &str, part: Part, near: &[Card]) -> Message {
    let mut says = quoted("No story goes by", typed);
    let remedy = if near.is_empty() {
        "-# Type a number such as #H1 or words of a headline, and choose from the list."
    } else {
        "-# Type a number or words of a headline. The nearest there are:"
    };
    says.append("\n", &Markup::own(remedy));
    near.iter()
        .fold(Message::new().text(says), |message, card| {
            let read = Action::Show {
                article: card.id,
                part,
                page: 0,
            };
            message.entry(entry(card), Button::new("Read", read))
        })
}

fn no_words(typed: &str) -> Message {
    let what = match typed.trim() {
        "" => Markup::own("There is nothing to search for."),
        typed => quoted("There is no word to search for in", typed),
    };
    let remedy = "Type words that a story has, such as `armoured train`; a \"quoted phrase\" is \
                  found as it stands.";
    Message::new().text(Markup::own(format!("{what}\n-# {remedy}")))
}

fn only_excluded(typed: &str) -> Message {
    let what = quoted("That only says what a story must not have:", typed);
    let remedy = "Add a word that it has: `train -parade` finds trains without a parade.";
    Message::new().text(Markup::own(format!("{what}\n-# {remedy}")))
}

fn unknown_date(typed: &str) -> Message {
    Message::new().text(Markup::own(format!(
        "{} is no date that I can read.\n-# Type it like 1 September 2025, September 2025, \
         yesterday or 3 days ago.",
        Markup::quoted(typed.trim(), QUOTE)
    )))
}

fn ambiguous_date(typed: &str, [a, b]: [NaiveDate; 2]) -> Message {
    Message::new().text(Markup::own(format!(
        "{} may be {} or {}.\n-# Type the month as a word, or the whole as {a}.",
        Markup::quoted(typed.trim(), QUOTE),
        parts::date(a),
        parts::date(b)
    )))
}

fn many_days(typed: &str, limits: Limits) -> Message {
    let says = format!(
        "{} is more than one day, and a briefing is of one.\n-# Type one such as 1 September 2025 \
         or yesterday. The archive has all of those days:",
        Markup::quoted(typed.trim(), QUOTE)
    );
    let archive = Action::Archive { limits, at: None };
    Message::new()
        .text(Markup::own(says))
        .buttons(vec![Button::new("Those days in the archive", archive)])
}

fn unknown_topic(typed: &str, near: &[(String, Limits)]) -> Message {
    let mut says = quoted("No story here has the topic", typed);
    let remedy = if near.is_empty() {
        "-# Choose one from the list that appears while you type."
    } else {
        "-# Choose one from the list that appears while you type. The nearest there are:"
    };
    says.append("\n", &Markup::own(remedy));
    let mut message = Message::new().text(says);
    let buttons = near.iter().take(MAX_ROW);
    let buttons = buttons.map(|(name, limits)| {
        let (limits, at) = (*limits, None);
        Button::new(name, Action::Archive { limits, at })
    });
    message.push(Block::Buttons(buttons.collect()));
    message
}

/// An article in a list: two lines, the second small.
pub(super) fn entry(card: &Card) -> Markup {
    Markup::own(format!(
        "### {}\n-# {}",
        Markup::clipped(card.headline.as_str(), ENTRY),
        parts::standing(card)
    ))
}

/// The article's menu of sections under `says`, the likely ones as buttons.
fn some_sections(record: &Record, says: Markup, likely: &[usize]) -> Message {
    let sections = &record.article.sections;
    let mut message = Message::new().text(says);
    let buttons = likely.iter().take(MAX_ROW).filter_map(|&index| {
        let heading = &sections.get(index)?.heading;
        let section = SectionKey::new(index, heading);
        let show = Action::Section {
            article: record.id,
            section,
            page: 0,
        };
        Some(Button::new(&format!("§ {heading}"), show))
    });
    message.push(Block::Buttons(buttons.collect()));
    for block in article::sections(record, 0).blocks() {
        message.push(block.clone());
    }
    message
}
