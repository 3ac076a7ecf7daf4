//! What an export adds to an article: how it stands in its library.

use chrono::{DateTime, Datelike as _, SecondsFormat, Utc};

use super::{
    checks,
    problem::{Complaint, Quote},
};
use crate::article::{Library, MAX_REVISION, Standing, State};

/// One fact of a [`Standing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    Number,
    Library,
    State,
    Revision,
    Live,
    Filed,
}

impl Stamp {
    /// In the order in which they are written.
    pub(super) const ALL: [Self; 6] = [
        Self::Number,
        Self::Library,
        Self::State,
        Self::Revision,
        Self::Live,
        Self::Filed,
    ];

    /// Its label in the briefing text.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Number => "Number",
            Self::Library => "Library",
            Self::State => "State",
            Self::Revision => "Revision",
            Self::Live => "Live",
            Self::Filed => "Filed",
        }
    }

    /// Its key in JSON and in front matter.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Library => "library",
            Self::State => "state",
            Self::Revision => "revision",
            Self::Live => "live_at",
            Self::Filed => "filed",
        }
    }

    /// The stamp on a line of the briefing text, and its value.
    pub(super) fn on(line: &str) -> Option<(Self, &str)> {
        let (label, value) = line.split_once(':')?;
        let stamp = Self::ALL.into_iter().find(|stamp| stamp.label() == label)?;
        Some((stamp, value.trim()))
    }

    /// Reads its value.
    pub(super) fn read(self, text: &str, standing: &mut Standing) -> Result<(), Complaint> {
        match self {
            Self::Number => standing.number = Some(whole(text, u32::MAX)?),
            Self::Library => standing.library = Some(library(text)?),
            Self::State => standing.state = Some(state(text)?),
            Self::Revision => standing.revision = Some(whole(text, MAX_REVISION)?),
            Self::Live => standing.live_at = Some(instant(text)?),
            Self::Filed => standing.filed = Some(checks::date(text)?),
        }
        Ok(())
    }

    /// Its value as it is read again; none where it is not known.
    pub(super) fn write(self, standing: &Standing) -> Option<String> {
        match self {
            Self::Number => standing.number.map(|number| number.to_string()),
            Self::Library => standing.library.map(|library| library.to_string()),
            Self::State => standing.state.map(|state| state.name().to_owned()),
            Self::Revision => standing.revision.map(|revision| revision.to_string()),
            Self::Live => standing
                .live_at
                .map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Self::Filed => standing.filed.map(|date| date.to_string()),
        }
    }
}

/// Reads a whole number from 1.
fn whole(text: &str, max: u32) -> Result<u32, Complaint> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| digits && *number > 0);
    number.filter(|number| *number <= max).ok_or_else(|| {
        Complaint::new(
            format!("{} is no such number", Quote(text)),
            &format!("a whole number from 1 to {max}"),
            "Write it as it was exported, or leave it out.",
        )
    })
}

fn library(text: &str) -> Result<Library, Complaint> {
    Library::parse(text).ok_or_else(|| {
        Complaint::new(
            format!("{} names no library", Quote(text)),
            "house, or the id of a guild",
            "Write it as it was exported, or leave it out.",
        )
    })
}

fn state(text: &str) -> Result<State, Complaint> {
    State::parse(text).ok_or_else(|| {
        Complaint::new(
            format!("{} is no state of an article", Quote(text)),
            "published, withdrawn or scheduled",
            "Write one of them, or leave it out.",
        )
    })
}

fn instant(text: &str) -> Result<DateTime<Utc>, Complaint> {
    let read = DateTime::parse_from_rfc3339(text).ok();
    // In UTC, too, it must have a year of four digits: else it could not be read again.
    let read = read.map(|at| at.to_utc());
    let read = read.filter(|at| (0..=9999).contains(&at.year()));
    read.ok_or_else(|| {
        Complaint::new(
            format!("{} is no date with a time", Quote(text)),
            "one such as 2025-09-01T08:00:00Z",
            "Write it as it was exported, or leave it out.",
        )
    })
}
