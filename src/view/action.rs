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
//! ```

use std::{fmt, str::FromStr};

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

    fn name(self) -> &'static str {
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
    /// The `custom_id`: ASCII, below 60 characters of the 100 that Discord allows.
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
        }
    }
}

impl FromStr for Action {
    type Err = Unreadable;

    fn from_str(id: &str) -> Result<Self, Unreadable> {
        let fields: Vec<&str> = id.splitn(6, ':').collect();
        match fields[..] {
            ["1", "show", article, part, page] => Ok(Self::Show {
                article: name(article)?,
                part: part.parse()?,
                page: number(page)?,
            }),
            ["1", "section", article, section, page] => Ok(Self::Section {
                article: name(article)?,
                section: section.parse()?,
                page: number(page)?,
            }),
            ["1", "sections", article, from] => Ok(Self::Sections {
                article: name(article)?,
                from: number(from)?,
            }),
            _ => Err(Unreadable),
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
        let hex = fingerprint.len() == 8 && fingerprint.bytes().all(|b| b.is_ascii_hexdigit());
        Ok(Self {
            index: number(index)?,
            fingerprint: hex
                .then(|| u32::from_str_radix(fingerprint, 16).ok())
                .flatten()
                .ok_or(Unreadable)?,
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

/// An article's name in a `custom_id`.
struct Name(ArticleId);

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.library {
            Library::House => write!(f, "h{}", self.0.number),
            Library::Guild(GuildId(id)) => write!(f, "g{id:x}.{}", self.0.number),
        }
    }
}

fn name(text: &str) -> Result<ArticleId, Unreadable> {
    let (library, digits) = match text.strip_prefix('h') {
        Some(digits) => (Library::House, digits),
        None => {
            let (guild, digits) = text
                .strip_prefix('g')
                .and_then(|rest| rest.split_once('.'))
                .ok_or(Unreadable)?;
            let hex =
                (1..=16).contains(&guild.len()) && guild.bytes().all(|b| b.is_ascii_hexdigit());
            let guild = hex.then(|| u64::from_str_radix(guild, 16).ok()).flatten();
            (Library::Guild(GuildId(guild.ok_or(Unreadable)?)), digits)
        }
    };
    Ok(ArticleId {
        library,
        number: number(digits)?,
    })
}

/// Digits only: `parse` alone would also take a sign.
fn number<N: FromStr>(text: &str) -> Result<N, Unreadable> {
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

    fn articles() -> impl Strategy<Value = ArticleId> {
        let libraries = prop_oneof![
            Just(Library::House),
            any::<u64>().prop_map(|id| Library::Guild(GuildId(id)))
        ];
        (libraries, any::<u32>()).prop_map(|(library, number)| ArticleId { library, number })
    }

    fn actions() -> impl Strategy<Value = Action> {
        let parts = proptest::sample::select(Part::ALL.to_vec());
        let keys = (any::<u16>(), any::<u32>())
            .prop_map(|(index, fingerprint)| SectionKey { index, fingerprint });
        prop_oneof![
            (articles(), parts, any::<u16>()).prop_map(|(article, part, page)| Action::Show {
                article,
                part,
                page
            }),
            (articles(), keys, any::<u16>()).prop_map(|(article, section, page)| Action::Section {
                article,
                section,
                page
            }),
            (articles(), any::<u16>())
                .prop_map(|(article, from)| Action::Sections { article, from }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(action in actions()) {
            let id = action.to_string();
            prop_assert!(id.len() < 60, "{}", id);
            prop_assert_eq!(id.parse(), Ok(action));
        }

        #[test]
        fn no_text_panics(id in r"(1:(show|section|sections)?)?\PC{0,40}") {
            let _ = id.parse::<Action>();
            let _ = id.parse::<SectionChoice>();
        }
    }
}
