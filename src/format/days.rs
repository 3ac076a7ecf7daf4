//! Days as people type them: one, or all of a week, a month, a year.
//!
//! What is counted from today is reckoned by `parse_datetime`, which takes much that nobody means
//! by a day (`12`, `a`, `noon`): it gets only what is known to be one.

use std::ops::RangeInclusive;

use chrono::{Datelike, Months, NaiveDate, Weekday};
use jiff::{civil, tz::TimeZone};
use parse_datetime::parse_datetime_at_date;

use crate::date::{self, DateError, number};

/// Days that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first of them.
    pub first: NaiveDate,
    /// The last; the first where it is one day.
    pub last: NaiveDate,
}

/// How far a year may be, so that a date always has ten characters.
const YEARS: RangeInclusive<i32> = 1..=9999;
/// Longer texts are no dates.
const MAX_BYTES: usize = 64;
/// Years to look back for a day that was typed without one: a leap day comes at least so often.
const LEAP: i32 = 8;

/// Forms of a month, with a first day put before it.
const MONTH_FORMS: &[&str] = &[
    "%d %B %Y",
    "%d %Y %B",
    "%d %Y-%m",
    "%d %Y/%m",
    "%d %m/%Y",
    "%d %m.%Y",
    "%d %Y年%m月",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// Reads days as they are typed; what leaves something open is the latest that is not after `today`.
pub fn days(text: &str, today: NaiveDate) -> Result<Days, DateError> {
    let text = text.trim();
    if text.len() > MAX_BYTES {
        return Err(DateError::Unreadable);
    }
    let text = text.trim_end_matches('.');
    let days = match date::parse(text) {
        Ok(date) => Some(one(date)),
        Err(DateError::Unreadable) => period(text, today)
            .or_else(|| without_year(text, today))
            .or_else(|| relative(text, today)),
        Err(ambiguous) => return Err(ambiguous),
    };
    days.filter(|days| YEARS.contains(&days.first.year()) && YEARS.contains(&days.last.year()))
        .ok_or(DateError::Unreadable)
}

impl Days {
    /// The day, where it is one.
    pub fn only(&self) -> Option<NaiveDate> {
        (self.first == self.last).then_some(self.first)
    }
}

fn one(date: NaiveDate) -> Days {
    Days {
        first: date,
        last: date,
    }
}

/// All of the week, month or year in which `date` is.
fn all_of(unit: Unit, date: NaiveDate) -> Option<Days> {
    let (first, last) = match unit {
        Unit::Day => (date, date),
        Unit::Week => {
            let week = date.week(Weekday::Mon);
            (week.checked_first_day()?, week.checked_last_day()?)
        }
        Unit::Month => {
            let first = date.with_day(1)?;
            (first, first.checked_add_months(Months::new(1))?.pred_opt()?)
        }
        Unit::Year => (
            NaiveDate::from_ymd_opt(date.year(), 1, 1)?,
            NaiveDate::from_ymd_opt(date.year(), 12, 31)?,
        ),
    };
    Some(Days { first, last })
}

/// A year, a month of a year, a month.
fn period(text: &str, today: NaiveDate) -> Option<Days> {
    let words = date::words(text);
    if words.len() == 4 && words.bytes().all(|b| b.is_ascii_digit()) {
        let first = NaiveDate::from_ymd_opt(words.parse().ok()?, 1, 1)?;
        return all_of(Unit::Year, first);
    }
    let first = if date::full_year(&words).is_some() {
        month(&words)?
    } else {
        let years = (0..=1).map(|back| today.year() - back);
        years
            .filter_map(|year| month(&format!("{words} {year:04}")))
            .find(|first| *first <= today)?
    };
    all_of(Unit::Month, first)
}

/// The first day of a month of a year.
fn month(words: &str) -> Option<NaiveDate> {
    let first = format!("1 {words}");
    let mut forms = MONTH_FORMS.iter();
    forms.find_map(|form| NaiveDate::parse_from_str(&first, form).ok())
}

/// A day of a month.
fn without_year(text: &str, today: NaiveDate) -> Option<Days> {
    let years = (0..=LEAP).map(|back| today.year() - back);
    years
        .filter_map(|year| date::parse(&format!("{text} {year:04}")).ok())
        .find(|date| *date <= today)
        .map(one)
}

/// Days that are counted from today.
fn relative(text: &str, today: NaiveDate) -> Option<Days> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| c == ',' || c.is_whitespace());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    match words[..] {
        ["today" | "now"] => Some(one(today)),
        ["yesterday" | "tomorrow"] => Some(one(reckon(words[0], today)?)),
        ["day", "before", "yesterday"] | ["the", "day", "before", "yesterday"] => {
            Some(one(reckon("2 days ago", today)?))
        }
        [count, unit, "ago"] => Some(one(ago(number(count)?, self::unit(unit)?, today)?)),
        ["last" | "past", count, unit] => Some(Days {
            first: ago(number(count)?, self::unit(unit)?, today)?,
            last: today,
        }),
        ["on" | "this", day] | [day] if weekday(day).is_some() => on(weekday(day)?, today),
        ["last" | "past", day] if weekday(day).is_some() => {
            Some(one(reckon(&format!("last {}", weekday(day)?), today)?))
        }
        [which @ ("last" | "past" | "this" | "next"), unit] => {
            let (which, unit) = (
                if which == "past" { "last" } else { which },
                self::unit(unit)?,
            );
            all_of(
                unit,
                reckon(&format!("{which} {}", unit.name()), middle(unit, today)?)?,
            )
        }
        _ => None,
    }
}

/// The last such day of the week, which may be today.
fn on(day: Weekday, today: NaiveDate) -> Option<Days> {
    if today.weekday() == day {
        return Some(one(today));
    }
    Some(one(reckon(&format!("last {day}"), today)?))
}

/// So many days, weeks, months or years before today. A month without that day gives its last one.
fn ago(count: u32, unit: Unit, today: NaiveDate) -> Option<NaiveDate> {
    let reckoned = reckon(
        &format!("{count} {} ago", unit.name()),
        middle(unit, today)?,
    )?;
    match unit {
        Unit::Day | Unit::Week => Some(reckoned),
        Unit::Month | Unit::Year => {
            let last = all_of(Unit::Month, reckoned)?.last;
            last.with_day(today.day().min(last.day()))
        }
    }
}

/// Where to count from: months are of different lengths, and all have a middle.
fn middle(unit: Unit, today: NaiveDate) -> Option<NaiveDate> {
    match unit {
        Unit::Day | Unit::Week => Some(today),
        Unit::Month | Unit::Year => today.with_day(15),
    }
}

/// What `words` mean on the day `base`.
fn reckon(words: &str, base: NaiveDate) -> Option<NaiveDate> {
    let year = i16::try_from(base.year()).ok()?;
    let (month, day) = (
        i8::try_from(base.month()).ok()?,
        i8::try_from(base.day()).ok()?,
    );
    let noon = civil::Date::new(year, month, day).ok()?.at(12, 0, 0, 0);
    let base = noon.to_zoned(TimeZone::UTC).ok()?;
    let date = parse_datetime_at_date(base, words)
        .ok()?
        .into_zoned()?
        .date();
    NaiveDate::from_ymd_opt(
        i32::from(date.year()),
        u32::try_from(date.month()).ok()?,
        u32::try_from(date.day()).ok()?,
    )
}

fn weekday(word: &str) -> Option<Weekday> {
    word.parse().ok()
}

fn unit(word: &str) -> Option<Unit> {
    match word.strip_suffix('s').unwrap_or(word) {
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        "month" => Some(Unit::Month),
        "year" => Some(Unit::Year),
        _ => None,
    }
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn read(text: &str, today: &str) -> Option<(String, String)> {
        let days = days(text, date(today)).ok()?;
        Some((days.first.to_string(), days.last.to_string()))
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        // A Wednesday.
        let today = "2025-09-03";
        for (text, first, last) in [
            ("2025-09-01", "2025-09-01", "2025-09-01"),
            ("1.9.2025", "2025-09-01", "2025-09-01"),
            ("Monday, 1 September 2025.", "2025-09-01", "2025-09-01"),
            ("13/4/2025", "2025-04-13", "2025-04-13"),
            ("1 September", "2025-09-01", "2025-09-01"),
            ("Dec 24", "2024-12-24", "2024-12-24"),
            ("29 February", "2024-02-29", "2024-02-29"),
            ("September 2025", "2025-09-01", "2025-09-30"),
            ("Sept. 2025", "2025-09-01", "2025-09-30"),
            ("2024 feb", "2024-02-01", "2024-02-29"),
            ("2025-09", "2025-09-01", "2025-09-30"),
            ("9/2025", "2025-09-01", "2025-09-30"),
            ("12.2025", "2025-12-01", "2025-12-31"),
            ("2025年9月", "2025-09-01", "2025-09-30"),
            ("september", "2025-09-01", "2025-09-30"),
            ("October", "2024-10-01", "2024-10-31"),
            ("2025", "2025-01-01", "2025-12-31"),
            ("today", "2025-09-03", "2025-09-03"),
            (" Yesterday ", "2025-09-02", "2025-09-02"),
            ("tomorrow", "2025-09-04", "2025-09-04"),
            ("the day before yesterday", "2025-09-01", "2025-09-01"),
            ("last monday", "2025-09-01", "2025-09-01"),
            ("Monday", "2025-09-01", "2025-09-01"),
            ("on friday", "2025-08-29", "2025-08-29"),
            ("wed", "2025-09-03", "2025-09-03"),
            ("last wednesday", "2025-08-27", "2025-08-27"),
            ("3 days ago", "2025-08-31", "2025-08-31"),
            ("a week ago", "2025-08-27", "2025-08-27"),
            ("two weeks ago", "2025-08-20", "2025-08-20"),
            ("2 weeks ago", "2025-08-20", "2025-08-20"),
            ("1 month ago", "2025-08-03", "2025-08-03"),
            ("last week", "2025-08-25", "2025-08-31"),
            ("this week", "2025-09-01", "2025-09-07"),
            ("last month", "2025-08-01", "2025-08-31"),
            ("last year", "2024-01-01", "2024-12-31"),
            ("last 7 days", "2025-08-27", "2025-09-03"),
            ("past three months", "2025-06-03", "2025-09-03"),
        ] {
            let wanted = Some((first.to_owned(), last.to_owned()));
            assert_eq!(read(text, today), wanted, "{text}");
        }
    }

    #[test]
    fn months_of_other_lengths_end_with_their_last_day() {
        for (text, today, first, last) in [
            ("1 month ago", "2025-03-31", "2025-02-28", "2025-02-28"),
            ("last month", "2025-03-31", "2025-02-01", "2025-02-28"),
            ("next month", "2025-01-31", "2025-02-01", "2025-02-28"),
            ("1 year ago", "2024-02-29", "2023-02-28", "2023-02-28"),
            ("14 months ago", "2025-01-31", "2023-11-30", "2023-11-30"),
        ] {
            let wanted = Some((first.to_owned(), last.to_owned()));
            assert_eq!(read(text, today), wanted, "{text} on {today}");
        }
    }

    #[test]
    fn what_nobody_means_by_a_day_is_refused() {
        for text in [
            "",
            "12",
            "a",
            "z",
            "8",
            "noon",
            "utc",
            "soon",
            "@12",
            "+1 day",
            "3 days",
            "-3 days",
            "10 pm",
            "last",
            "ago",
            "days ago",
            "last 3",
            "99999 days ago",
            "9999 years ago",
            "0000",
            "32 September 2025",
            "30 February",
            "13.2025",
            "2025-13",
            "last spring",
            "next friday night",
            "2025-09-01 EST",
            "monday tuesday",
        ] {
            assert_eq!(read(text, "2025-09-03"), None, "{text}");
        }
        let endless = format!("last week{}", ".".repeat(100));
        assert_eq!(read(&endless, "2025-09-03"), None);
        let either = DateError::Ambiguous(date("2025-04-03"), date("2025-03-04"));
        assert_eq!(days("3/4/2025", date("2025-09-03")), Err(either));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_days_stand_in_order(
            text in r"(last |next |[0-9]{1,6} ?)?(\PC{0,12}|days?|weeks?|months?|years?)( ago| 2025)?",
            today in 1i32..3_652_059,
        ) {
            let today = NaiveDate::from_num_days_from_ce_opt(today).expect("a date");
            if let Ok(days) = days(&text, today) {
                prop_assert!(days.first <= days.last);
            }
        }
    }
}
