//! What the tests of the desk's messages show, and how they print a message.

mod deeds;
mod refusals;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};

use crate::{
    article::{
        ArticleId, Author, Draft, DraftId, DraftOrigin, DraftStatus, Field, GuildId, Library, Line,
        Origin, Record, Revises, Section, Source, State, UserId, arbitrary,
    },
    view::{
        Message,
        action::SectionKey,
        message::{Block, Button, Look},
    },
};

pub(crate) use self::{
    deeds::{deeds, sets},
    refusals::refusals,
};

/// The guild of the samples.
pub(crate) const GUILD: GuildId = GuildId(0x3ab);
/// Two moderators of it.
pub(crate) const ANNE: UserId = UserId(1001);
/// The other.
pub(crate) const BEN: UserId = UserId(1002);

/// That hour of 1 September 2025.
pub(crate) fn hour(hour: u32) -> DateTime<Utc> {
    let at = Utc.with_ymd_and_hms(2025, 9, 1, hour, 0, 0);
    at.single().expect("an hour")
}

/// `#12` of the guild.
pub(crate) fn id() -> ArticleId {
    ArticleId {
        library: Library::Guild(GUILD),
        number: 12,
    }
}

/// An article with all its parts but highlights.
pub(crate) fn record() -> Record {
    let line = |text: &str| Line::new(text).expect("a line");
    let mut article = arbitrary::least("A train arrives", "It came in the morning.");
    article.published = NaiveDate::from_ymd_opt(2025, 9, 1);
    article.topics = vec![line("Asia"), line("Diplomacy")];
    article.sections = ["The journey", "The *arrival*"]
        .map(|heading| Section {
            heading: line(heading),
            paragraphs: vec![line("It was long.")],
        })
        .to_vec();
    article.analysis = vec![line("More trains may come.")];
    Record {
        id: id(),
        revision: 4,
        state: State::Published,
        added_by: Author::User(ANNE),
        added_at: hour(6),
        live_at: hour(6),
        revised_by: Author::User(BEN),
        revised_at: hour(7),
        origin: Origin::Desk,
        announced_at: None,
        corrections: Vec::new(),
        withdrawal: None,
        date: hour(6).date_naive(),
        article,
    }
}

/// The key of a section of [`record`].
pub(crate) fn section(index: usize) -> SectionKey {
    SectionKey::new(index, &record().article.sections[index].heading)
}

/// Draft 7, a new story in a form.
pub(crate) fn draft() -> Draft {
    Draft {
        id: DraftId {
            guild: GUILD,
            number: 7,
        },
        version: 3,
        author: ANNE,
        created_at: hour(5),
        changed_by: ANNE,
        changed_at: hour(5),
        origin: DraftOrigin::Form,
        revises: None,
        note: None,
        publish_at: None,
        status: DraftStatus::Waiting,
        refused: false,
        source: Source::Form {
            fields: vec![(Field::Headline, "A train arrives".to_owned())],
            section: None,
            kept: None,
        },
    }
}

/// The same, a change of [`record`].
pub(crate) fn change() -> Draft {
    Draft {
        revises: Some(Revises {
            article: id(),
            revision: 4,
        }),
        note: Some("The train's *speed* was wrong.".to_owned()),
        ..draft()
    }
}

/// A message as lines: rules, `[button]`s, `(menus)`, each with its `custom_id`.
pub(crate) fn shown(message: &Message) -> String {
    let lines: Vec<String> = message.blocks().iter().map(block).collect();
    lines.join("\n")
}

/// Several messages, each under its name.
pub(crate) fn all<'a>(messages: impl IntoIterator<Item = (&'a str, Message)>) -> String {
    let print = |(name, message): (&str, Message)| format!("=== {name}\n{}", shown(&message));
    let messages: Vec<String> = messages.into_iter().map(print).collect();
    messages.join("\n\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Text(text) => text.to_string(),
        Block::Rule => "────".to_owned(),
        Block::Buttons(buttons) => {
            let buttons: Vec<String> = buttons.iter().map(button).collect();
            buttons.join("\n")
        }
        Block::Menu(menu) => {
            let options = menu.options.iter();
            let options = options.map(|option| format!("\n  {} = {}", option.label, option.value));
            let options: String = options.collect();
            format!("({}) {}{options}", menu.placeholder, menu.action)
        }
        Block::Entry(text, accessory) => format!("{text}\n    {}", button(accessory)),
        Block::File(file) => format!("<{}: {} bytes>", file.name(), file.bytes().len()),
    }
}

fn button(button: &Button) -> String {
    let look = match button.look {
        Look::Plain => "",
        Look::Main => "!",
        Look::Current => "=",
        Look::Absent => "-",
    };
    format!("[{look}{}] {}", button.label, button.action)
}
