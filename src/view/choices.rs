//! What stands in the list under an option while one types.

use chrono::NaiveDate;

use super::{
    action::SectionKey,
    markup::{ISOLATES, clip, isolated, units},
    message::MAX_OPTION,
    parts,
};
use crate::{
    article::{Card, Record},
    schedule::Found,
};

/// One suggestion: what is shown, and what the command then gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// At most 100 UTF-16 units.
    pub name: String,
    /// At most 100 UTF-16 units.
    pub value: String,
}

/// What is given as a topic to take one back; a topic of that name comes first.
pub const ALL_TOPICS: &str = "All topics";

/// Most suggestions at once.
pub const MAX_CHOICES: usize = 25;

/// Why readers don't see an article that can be put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Away {
    /// It was withdrawn.
    Withdrawn,
    /// It is of the house, and hidden here.
    Hidden,
}

/// An article: headline and date; its number as the value.
pub fn article(card: &Card) -> Choice {
    named(card, &format!(" · {}", parts::date(card.date)))
}

/// The same of one that can be put back, with what keeps it from readers.
pub fn restorable(card: &Card, away: Away) -> Choice {
    let away = match away {
        Away::Withdrawn => "withdrawn",
        Away::Hidden => "hidden",
    };
    named(card, &format!(" · {} · {away}", parts::date(card.date)))
}

fn named(card: &Card, about: &str) -> Choice {
    let room = MAX_OPTION - units(about) - ISOLATES;
    let headline = isolated(clip(card.headline.as_str(), room));
    Choice {
        name: headline + about,
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

/// A topic: its name and how many stories have it.
pub fn topic(name: &str, count: usize) -> Choice {
    let count = format!(" · {}", parts::stories(count));
    let room = MAX_OPTION - units(&count) - ISOLATES;
    Choice {
        name: isolated(clip(name, room)) + &count,
        value: name.to_owned(),
    }
}

/// A date, and how many stories it has.
pub fn date(date: NaiveDate, today: NaiveDate, count: usize) -> Choice {
    let mut name = parts::date(date);
    if date == today {
        name = format!("Today · {name}");
    } else if Some(date) == today.pred_opt() {
        name = format!("Yesterday · {name}");
    }
    let count = match count {
        0 => "no stories".to_owned(),
        count => parts::stories(count),
    };
    Choice {
        name: format!("{name} · {count}"),
        value: date.to_string(),
    }
}

/// Several days, and the words that mean them.
pub fn days(first: NaiveDate, last: NaiveDate, typed: &str) -> Choice {
    Choice {
        name: format!("{} to {}", parts::date(first), parts::date(last)),
        value: typed.to_owned(),
    }
}

/// Several days by the words that mean them.
pub fn words(first: NaiveDate, last: NaiveDate, words: &str) -> Choice {
    let Choice { name, value } = days(first, last, words);
    let name = format!("{} · {name}", capitalised(words));
    Choice { name, value }
}

/// A time zone by its IANA name, the time there and how far that is from UTC, both as text.
/// None where the name is too long for a value.
pub fn zone(name: &str, time: &str, offset: &str) -> Option<Choice> {
    spoken(name, name, &format!("{time} · {offset}"))
}

/// Zones, each with what time it is there.
pub fn zones(found: &[Found]) -> Vec<Choice> {
    let choices = found.iter().filter_map(|found| {
        let time = found.local.format("%H:%M").to_string();
        zone(found.zone.name(), &time, &format!("UTC{}", found.offset))
    });
    choices.collect()
}

/// That no topic is wanted any more.
pub fn all_topics() -> Choice {
    Choice {
        name: ALL_TOPICS.to_owned(),
        value: ALL_TOPICS.to_owned(),
    }
}

/// Days of the week as they can be typed, and what that means.
pub fn days_of_week(days: &str, means: &str) -> Choice {
    Choice {
        name: clip(&format!("{days} · {means}"), MAX_OPTION),
        value: days.to_owned(),
    }
}

/// A time as it can be typed, and when that is. None where it is too long for a value.
pub fn moment(typed: &str, means: &str) -> Option<Choice> {
    spoken(typed, &capitalised(typed), means)
}

/// What is typed, as it is shown, and what it means.
fn spoken(typed: &str, shown: &str, means: &str) -> Option<Choice> {
    let fits = (1..=MAX_OPTION).contains(&units(typed));
    fits.then(|| Choice {
        name: clip(&format!("{shown} · {means}"), MAX_OPTION),
        value: typed.to_owned(),
    })
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::desk::samples;

    #[test]
    fn what_can_be_put_back_says_what_keeps_it_from_readers() {
        let card = Card::of(&samples::record());
        let choice = restorable(&card, Away::Withdrawn);
        assert_eq!(
            choice.name,
            "A train arrives · 1 September 2025 · withdrawn"
        );
        assert_eq!(choice.value, "#12");
        let choice = restorable(&card, Away::Hidden);
        assert_eq!(choice.name, "A train arrives · 1 September 2025 · hidden");
    }

    #[test]
    fn zones_and_moments_say_what_they_mean() {
        let choice = |name: &str, value: &str| Choice {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        assert_eq!(
            zone("Europe/Berlin", "14:05", "UTC+02:00"),
            Some(choice("Europe/Berlin · 14:05 · UTC+02:00", "Europe/Berlin"))
        );
        assert_eq!(
            moment("tomorrow 7:00", "Tuesday, 2 September 2025, 07:00"),
            Some(choice(
                "Tomorrow 7:00 · Tuesday, 2 September 2025, 07:00",
                "tomorrow 7:00"
            ))
        );
        for unfit in ["", &"x".repeat(101)] {
            assert_eq!(zone(unfit, "14:05", "UTC"), None);
            assert_eq!(moment(unfit, "never"), None);
        }
    }
}
