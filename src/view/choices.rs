//! What stands in the list under an option while one types.

use super::{
    action::SectionKey,
    markup::{ISOLATES, clip, isolated, units},
    message::MAX_OPTION,
    parts,
};
use crate::article::{Card, Record};

/// One suggestion: what is shown, and what the command then gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// At most 100 UTF-16 units.
    pub name: String,
    /// At most 100 UTF-16 units.
    pub value: String,
}

/// Most suggestions at once.
pub const MAX_CHOICES: usize = 25;

/// An article: headline and date; its number as the value.
pub fn article(card: &Card) -> Choice {
    let date = format!(" · {}", parts::date(card.date));
    let headline = isolated(clip(
        card.headline.as_str(),
        MAX_OPTION - units(&date) - ISOLATES,
    ));
    Choice {
        name: headline + &date,
        value: card.id.to_string(),
    }
}

/// The section at `index` (from 0) of the article that was chosen: its heading.
/// None where the article has no such section.
pub fn section(record: &Record, index: usize) -> Option<Choice> {
    let heading = &record.article.sections.get(index)?.heading;
    Some(Choice {
        name: clip(heading.as_str(), MAX_OPTION),
        value: section_value(record, index)?,
    })
}

/// The section of some other article: its heading and whose it is.
/// None where the article has no such section.
pub fn foreign_section(record: &Record, index: usize) -> Option<Choice> {
    let heading = &record.article.sections.get(index)?.heading;
    let heading = isolated(clip(heading.as_str(), MAX_OPTION / 2));
    let between = " · ";
    let room = MAX_OPTION - units(&heading) - units(between);
    let name = heading + between + &clip(record.article.headline.as_str(), room);
    Some(Choice {
        name,
        value: section_value(record, index)?,
    })
}

/// Names a section whatever article the command would else take: `#H12 § 2.9f03a1c4`.
fn section_value(record: &Record, index: usize) -> Option<String> {
    let key = SectionKey::new(index, &record.article.sections.get(index)?.heading);
    Some(format!("{} § {key}", record.id))
}

/// Reads back a section that completion gave: the article as it was written, and the section.
pub fn read_section(value: &str) -> Option<(&str, SectionKey)> {
    let (article, key) = value.split_once(" § ")?;
    Some((article, key.parse().ok()?))
}
