//! What a button or a menu does, and how its `custom_id` says so.
//!
//! A control carries all that it needs, so it works after a restart and a year later. Every
//! `custom_id` ever shipped stays readable: `tests/fixtures/custom_ids.txt` holds one of each.
//!
//! ```text
//! 1:show:h12:highlights:0          the highlights of #H12, first page
//! 1:show:g3ab.7:summary:0          the summary of #7 of guild 0x3ab
//! 1:section:h12:2.9f03a1c4:0       its third section, if its heading still has that fingerprint
//! 1:sections:h12:24                a menu of its sections from the 25th on; the choice is a value
//! 1:archive:-:2025-09-01:-:h12.30  stories since that date, the page that #H12 began as the 31st
//! 1:archive:9f03a1c4:-:-:-         stories of the topic of that fingerprint, first page
//! 1:briefing:2025-09-01:-          the stories of that date
//! 1:read                           a menu of articles; the choice is a value, such as h12
//! 1:search:0:-:2025-09-01:-:words  stories since that date that have the words, first page
//! 1:asked:2:16f2c9d1a8c00070:words a search that is kept under that key, third page; its first words
//! ```
//!
//! Those of the desk: `desk/custom_id.rs`; those under schedules: `schedule/action.rs`.

use std::{fmt, ops::RangeInclusive, str::FromStr};

use chrono::NaiveDate;

use super::{
    desk::action::DeskAction,
    limits::{Anchor, Date, Field, Limits, TopicKey},
    schedule::action::ScheduleAction,
    search::{self, Search},
};
use crate::article::{ArticleId, GuildId, Library, Line};

/// What pressing a button or opening a menu asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Show a part of an article.
    Show {
        /// Which article.
        article: ArticleId,
        /// Which part of it.
        part: Part,
        /// Which page of that part, from 0.
        page: u16,
    },
    /// Show one section.
    Section {
        /// Which article.
        article: ArticleId,
        /// Which section of it.
        section: SectionKey,
        /// Which page of that section, from 0.
        page: u16,
    },
    /// A menu of sections; what was chosen comes as a [`SectionChoice`].
    Sections {
        /// Which article.
        article: ArticleId,
        /// The first section that the menu lists, from 0.
        from: u16,
    },
    /// Show a page of the archive.
    Archive {
        /// What it is limited to.
        limits: Limits,
        /// Where the page begins; none for the first.
        at: Option<Anchor>,
    },
    /// Show the briefing of a date.
    Briefing {
        /// Which date.
        date: NaiveDate,
        /// Only stories of this topic.
        topic: Option<TopicKey>,
    },
    /// A menu of articles; what was chosen comes as an [`ArticleChoice`].
    Read,
    /// Search, and show a page of what is found.
    Search {
        /// For what.
        search: Search,
        /// Which page, from 0.
        page: u16,
    },
    /// The same for a search that is kept in the database.
    Asked {
        /// Under which key.
        key: u64,
        /// Which page, from 0.
        page: u16,
        /// Its first words, for when it is kept no more.
        hint: String,
    },
    /// Something at the desk.
    Desk(DeskAction),
    /// Something with schedules.
    Schedule(ScheduleAction),
}

/// A part of an article that has a button of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The lede.
    Summary,
    /// The list of highlights.
    Highlights,
    /// The scenario analysis.
    Analysis,
    /// Lede and sections.
    Story,
}

/// A section by its place and its heading, so that a changed article is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionKey {
    /// Its place, from 0.
    pub index: u16,
    /// Of its heading.
    pub fingerprint: u32,
}

/// What was chosen from a menu of sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionChoice {
    /// A section.
    Section(SectionKey),
    /// The menu that goes on from this section.
    More(u16),
}

/// What was chosen from a menu of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleChoice(pub ArticleId);

/// A `custom_id` or a menu's value that no version of Newsdesk made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a control of ours")]
pub struct Unreadable;

impl SectionKey {
    /// The key of the section at `index` (from 0) under `heading`.
    pub fn new(index: usize, heading: &Line) -> Self {
        Self {
            index: u16::try_from(index).unwrap_or(u16::MAX),
            fingerprint: crc32fast::hash(heading.as_str().as_bytes()),
        }
    }
}

impl Part {
    /// Every part, in the order of its buttons.
    pub const ALL: [Self; 4] = [Self::Summary, Self::Highlights, Self::Analysis, Self::Story];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Highlights => "highlights",
            Self::Analysis => "analysis",
            Self::Story => "story",
        }
    }
}

impl FromStr for Part {
    type Err = Unreadable;

    fn from_str(name: &str) -> Result<Self, Unreadable> {
        let mut parts = Self::ALL.into_iter();
        parts.find(|part| part.name() == name).ok_or(Unreadable)
    }
}

impl fmt::Display for Action {
    /// The `custom_id`: within the 100 characters that Discord allows, a search's only where it
    /// [fits](Search::fits).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Show {
                article,
                part,
                page,
            } => {
                write!(f, "1:show:{}:{}:{page}", Name(*article), part.name())
            }
            Self::Section {
                article,
                section,
                page,
            } => {
                write!(f, "1:section:{}:{section}:{page}", Name(*article))
            }
            Self::Sections { article, from } => write!(f, "1:sections:{}:{from}", Name(*article)),
            Self::Archive { limits, at } => {
                let Limits { topic, from, to } = *limits;
                let (from, to) = (Field(from.map(Date)), Field(to.map(Date)));
                write!(f, "1:archive:{}:{from}:{to}:{}", Field(topic), Field(*at))
            }
            Self::Briefing { date, topic } => {
                write!(f, "1:briefing:{}:{}", Date(*date), Field(*topic))
            }
            Self::Read => f.write_str("1:read"),
            Self::Search { search, page } => write!(f, "1:search:{page}:{search}"),
            Self::Asked { key, page, hint } => write!(f, "1:asked:{page}:{key:016x}:{hint}"),
            Self::Desk(action) => action.fmt(f),
            Self::Schedule(action) => action.fmt(f),
        }
    }
}

impl FromStr for Action {
    type Err = Unreadable;

    fn from_str(id: &str) -> Result<Self, Unreadable> {
        if let Some(fields) = id.strip_prefix("1:search:") {
            return search::read_whole(fields);
        }
        if let Some(fields) = id.strip_prefix("1:asked:") {
            return asked(fields);
        }
        let fields: Vec<&str> = id.splitn(6, ':').collect();
        match fields[..] {
            ["1", "show", article, part, page] => Ok(Self::Show {
                article: article.parse::<Name>()?.0,
                part: part.parse()?,
                page: number(page)?,
            }),
            ["1", "section", article, section, page] => Ok(Self::Section {
                article: article.parse::<Name>()?.0,
                section: section.parse()?,
                page: number(page)?,
            }),
            ["1", "sections", article, from] => Ok(Self::Sections {
                article: article.parse::<Name>()?.0,
                from: number(from)?,
            }),
            ["1", "archive", topic, from, to, at] => Ok(Self::Archive {
                limits: Limits {
                    topic: topic.parse::<Field<TopicKey>>()?.0,
                    from: date(from)?,
                    to: date(to)?,
                },
                at: at.parse::<Field<Anchor>>()?.0,
            }),
            ["1", "briefing", date, topic] => Ok(Self::Briefing {
                date: date.parse::<Date>()?.0,
                topic: topic.parse::<Field<TopicKey>>()?.0,
            }),
            ["1", "read"] => Ok(Self::Read),
            ["1", "schedules" | "troubles" | "schedule" | "delivery", ..] => {
                id.parse().map(Self::Schedule)
            }
            _ => id.parse().map(Self::Desk),
        }
    }
}

impl fmt::Display for SectionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:08x}", self.index, self.fingerprint)
    }
}

impl FromStr for SectionKey {
    type Err = Unreadable;

    fn from_str(key: &str) -> Result<Self, Unreadable> {
        let (index, fingerprint) = key.split_once('.').ok_or(Unreadable)?;
        Ok(Self {
            index: number(index)?,
            fingerprint: hash(fingerprint)?,
        })
    }
}

impl fmt::Display for SectionChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Section(key) => key.fmt(f),
            Self::More(from) => write!(f, "more.{from}"),
        }
    }
}

impl FromStr for SectionChoice {
    type Err = Unreadable;

    fn from_str(value: &str) -> Result<Self, Unreadable> {
        match value.strip_prefix("more.") {
            Some(from) => Ok(Self::More(number(from)?)),
            None => Ok(Self::Section(value.parse()?)),
        }
    }
}

impl fmt::Display for ArticleChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Name(self.0).fmt(f)
    }
}

impl FromStr for ArticleChoice {
    type Err = Unreadable;

    fn from_str(value: &str) -> Result<Self, Unreadable> {
        value.parse::<Name>().map(|Name(id)| Self(id))
    }
}

/// An article's name in a `custom_id`.
pub(super) struct Name(pub(super) ArticleId);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.library {
            Library::House => write!(f, "h{}", self.0.number),
            Library::Guild(GuildId(id)) => write!(f, "g{id:x}.{}", self.0.number),
        }
    }
}

impl FromStr for Name {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (library, digits) = match text.strip_prefix('h') {
            Some(digits) => (Library::House, digits),
            None => {
                let (guild, digits) = text
                    .strip_prefix('g')
                    .and_then(|rest| rest.split_once('.'))
                    .ok_or(Unreadable)?;
                let guild = hex(guild, 1..=16)?;
                (Library::Guild(GuildId(guild)), digits)
            }
        };
        Ok(Self(ArticleId {
            library,
            number: number(digits)?,
        }))
    }
}

fn date(text: &str) -> Result<Option<NaiveDate>, Unreadable> {
    let Field(date) = text.parse::<Field<Date>>()?;
    Ok(date.map(|Date(date)| date))
}

/// Reads `page:key:hint`.
fn asked(fields: &str) -> Result<Action, Unreadable> {
    let fields: Vec<&str> = fields.splitn(3, ':').collect();
    let [page, key, hint] = fields[..] else {
        return Err(Unreadable);
    };
    Ok(Action::Asked {
        key: hex(key, 16..=16)?,
        page: number(page)?,
        hint: hint.to_owned(),
    })
}

/// A fingerprint: eight hexadecimal digits.
pub(super) fn hash(text: &str) -> Result<u32, Unreadable> {
    u32::try_from(hex(text, 8..=8)?).map_err(|_| Unreadable)
}

/// So many hexadecimal digits.
pub(super) fn hex(text: &str, digits: RangeInclusive<usize>) -> Result<u64, Unreadable> {
    let hex = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    let value = hex.then(|| u64::from_str_radix(text, 16).ok());
    value.flatten().ok_or(Unreadable)
}

/// Digits only: `parse` alone would also take a sign.
pub(super) fn number<N: FromStr>(text: &str) -> Result<N, Unreadable> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .ok_or(Unreadable)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::view::{
        desk::arbitrary::{self, article_id as articles, section_key},
        schedule::action::arbitrary as schedules,
    };

    #[test]
    fn every_custom_id_ever_shipped_is_read() {
        let fixtures = include_str!("../../tests/fixtures/custom_ids.txt");
        let lines = fixtures.lines().filter(|line| !line.starts_with('#'));
        let read: Vec<String> = lines
            .map(|id| format!("{id}\n    {:?}", id.parse::<Action>().expect(id)))
            .collect();
        assert!(read.len() >= 6);
        insta::assert_snapshot!(read.join("\n"));
    }

    fn dates() -> impl Strategy<Value = NaiveDate> {
        (-5_000_000i32..9_000_000).prop_filter_map("a date", NaiveDate::from_num_days_from_ce_opt)
    }

    fn topics() -> impl Strategy<Value = Option<TopicKey>> {
        proptest::option::of(any::<String>().prop_map(|topic| TopicKey::new(&topic)))
    }

    fn limits() -> impl Strategy<Value = Limits> {
        let dates = || proptest::option::of(dates());
        (topics(), dates(), dates()).prop_map(|(topic, from, to)| Limits { topic, from, to })
    }

    fn actions() -> impl Strategy<Value = Action> {
        let parts = proptest::sample::select(Part::ALL.to_vec());
        prop_oneof![
            (articles(), parts, any::<u16>()).prop_map(|(article, part, page)| Action::Show {
                article,
                part,
                page
            }),
            (articles(), section_key(), any::<u16>()).prop_map(|(article, section, page)| {
                Action::Section {
                    article,
                    section,
                    page,
                }
            }),
            (articles(), any::<u16>())
                .prop_map(|(article, from)| Action::Sections { article, from }),
            (limits(), proptest::option::of((articles(), any::<u32>()))).prop_map(
                |(limits, at)| Action::Archive {
                    limits,
                    at: at.map(|(article, rank)| Anchor { article, rank }),
                }
            ),
            (dates(), topics()).prop_map(|(date, topic)| Action::Briefing { date, topic }),
            Just(Action::Read),
            (limits(), "[a-z:é]{1,9}( [a-z:é]{1,9}){0,2}", any::<u16>()).prop_map(
                |(limits, words, page)| Action::Search {
                    search: Search::new(&words, limits).expect("words"),
                    page,
                }
            ),
            (any::<u64>(), any::<u16>(), "[a-z: ]{0,40}")
                .prop_map(|(key, page, hint)| Action::Asked { key, page, hint }),
            arbitrary::action().prop_map(Action::Desk),
            schedules::action().prop_map(Action::Schedule),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(action in actions()) {
            let id = action.to_string();
            prop_assert!(id.chars().count() <= 100, "{}", id);
            prop_assert_eq!(id.parse(), Ok(action));
        }

        #[test]
        fn no_text_panics(id in r"(1:(show|section|sections|archive|briefing|read|search|asked|draft:7\.3|drafts|batch|parts|edit|history|revision|rewrite|log|clear|schedules|troubles|schedule:2|delivery:2\.14)?:?)?\PC{0,40}") {
            let _ = id.parse::<Action>();
            let _ = id.parse::<SectionChoice>();
            let _ = id.parse::<ArticleChoice>();
        }
    }
}
