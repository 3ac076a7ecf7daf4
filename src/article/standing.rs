use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use super::{GuildId, Library, Record, State};

/// Most revisions that a file can say an article has.
pub const MAX_REVISION: u32 = 1_000_000;

/// How an article stands in its library, as an export says it; of any other text, nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The library that it was exported from.
    pub library: Option<Library>,
    /// Its number there, from 1.
    pub number: Option<u32>,
    /// Whether readers saw it.
    pub state: Option<State>,
    /// Its revision, from 1 to [`MAX_REVISION`].
    pub revision: Option<u32>,
    /// When readers could first see it.
    pub live_at: Option<DateTime<Utc>>,
    /// The date it stands under, where its text names none.
    pub filed: Option<NaiveDate>,
}

impl Standing {
    /// What an export says of a record.
    pub fn of(record: &Record) -> Self {
        Self {
            library: Some(record.id.library),
            number: Some(record.id.number),
            state: Some(record.state),
            revision: Some(record.revision),
            live_at: Some(record.live_at),
            filed: record.article.published.is_none().then_some(record.date),
        }
    }
}

impl Library {
    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "house" {
            return Some(Self::House);
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let id = text.parse().ok().filter(|id| digits && *id > 0)?;
        Some(Self::Guild(GuildId(id)))
    }
}

impl fmt::Display for Library {
    /// `house`, or the guild's id: as an export names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::House => f.write_str("house"),
            Self::Guild(GuildId(id)) => write!(f, "{id}"),
        }
    }
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Scheduled, Self::Published, Self::Withdrawn];

    /// The state of that [`name`](Self::name).
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == text)
    }

    /// Its name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_and_states_are_read_as_they_are_written() {
        for library in [Library::House, Library::Guild(GuildId(u64::MAX))] {
            assert_eq!(Library::parse(&library.to_string()), Some(library));
        }
        for text in ["", "House", "0", "+5", "-1", "18446744073709551616"] {
            assert_eq!(Library::parse(text), None, "{text}");
        }
        for state in State::ALL {
            assert_eq!(State::parse(state.name()), Some(state));
        }
        assert_eq!(State::parse("draft"), None);
    }
}
