use std::{fmt, str::FromStr};

use chrono::{Weekday, WeekdaySet};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{typed::plain, weekday::weekday};

/// Days of the week, at least one.
///
/// Written and serialised as `daily`, `weekdays`, `weekends`, or `mon,wed,fri`; read as people type it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Days(WeekdaySet);

/// A text that names no days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{typed:?} names no days of the week")]
pub struct DaysError {
    /// The text as it was given.
    pub typed: String,
    /// One that would do.
    pub example: &'static str,
}

const WEEKDAYS: WeekdaySet = WeekdaySet::from_array([
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
]);
const WEEKENDS: WeekdaySet = WeekdaySet::from_array([Weekday::Sat, Weekday::Sun]);

impl Days {
    /// Every day.
    pub const DAILY: Self = Self(WeekdaySet::ALL);

    /// Whether `day` is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.0.contains(day)
    }
}

/// Reads days in plain text: words, days with commas or spaces between, from one to another.
fn read(text: &str) -> Option<WeekdaySet> {
    // A dash may stand between spaces, and be of another kind.
    let text = text.replace(['\u{2010}', '\u{2013}', '\u{2014}'], "-");
    let text = text.replace(" - ", "-").replace(" to ", "-");
    let separators = [' ', ',', ';', '/', '&', '+'];
    let words = text
        .split(separators)
        .map(|word| word.trim_end_matches('.'));
    let words = words.filter(|word| !word.is_empty() && *word != "and");
    let sets: Option<Vec<WeekdaySet>> = match words.collect::<Vec<_>>()[..] {
        ["every", "day"] => Some(vec![WeekdaySet::ALL]),
        ref words => words.iter().copied().map(set).collect(),
    };
    let all = sets?.into_iter().fold(WeekdaySet::EMPTY, WeekdaySet::union);
    (!all.is_empty()).then_some(all)
}

/// What one word names.
fn set(word: &str) -> Option<WeekdaySet> {
    match word {
        "daily" | "everyday" | "all" => Some(WeekdaySet::ALL),
        "weekday" | "weekdays" | "workdays" => Some(WEEKDAYS),
        "weekend" | "weekends" => Some(WEEKENDS),
        _ => match word.split_once('-') {
            Some((first, last)) => Some(from_to(weekday(first)?, weekday(last)?)),
            None => weekday(word).map(WeekdaySet::single),
        },
    }
}

/// The days from `first` to `last`, over a Sunday where need be.
fn from_to(first: Weekday, last: Weekday) -> WeekdaySet {
    let mut days = WeekdaySet::single(last);
    let mut day = first;
    while day != last {
        days.insert(day);
        day = day.succ();
    }
    days
}

impl Default for Days {
    fn default() -> Self {
        Self::DAILY
    }
}

impl FromStr for Days {
    type Err = DaysError;

    fn from_str(typed: &str) -> Result<Self, DaysError> {
        let days = plain(typed).and_then(|text| read(&text));
        days.map(Self).ok_or_else(|| DaysError {
            typed: typed.to_owned(),
            example: "mon,wed,fri",
        })
    }
}

impl TryFrom<String> for Days {
    type Error = DaysError;

    fn try_from(text: String) -> Result<Self, DaysError> {
        text.parse()
    }
}

impl From<Days> for String {
    fn from(days: Days) -> Self {
        days.to_string()
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            WeekdaySet::ALL => f.write_str("daily"),
            WEEKDAYS => f.write_str("weekdays"),
            WEEKENDS => f.write_str("weekends"),
            days => {
                let names = days.iter(Weekday::Mon).map(|day| day.to_string());
                let names: Vec<String> = names.collect();
                f.write_str(&names.join(",").to_lowercase())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        for (typed, wanted) in [
            ("daily", "daily"),
            ("Every day", "daily"),
            ("everyday", "daily"),
            ("weekdays", "weekdays"),
            ("weekends", "weekends"),
            ("Weekend", "weekends"),
            ("mon,wed,fri", "mon,wed,fri"),
            ("Mon Wed", "mon,wed"),
            ("monday, friday", "mon,fri"),
            ("fri mon", "mon,fri"),
            ("Tuesdays and Thursdays", "tue,thu"),
            ("tues/thurs", "tue,thu"),
            ("mon. & tue.", "mon,tue"),
            ("mon,mon", "mon"),
            ("mo tu we th fr", "weekdays"),
            ("sun,sat", "weekends"),
            ("mon-fri", "weekdays"),
            ("mon \u{2013} wed", "mon,tue,wed"),
            ("saturday to monday", "mon,sat,sun"),
            ("weekends, wed", "wed,sat,sun"),
            ("weekdays weekends", "daily"),
            ("mon-sun", "daily"),
            ("ｍｏｎ、ｆｒｉ".replace('、', ",").as_str(), "mon,fri"),
        ] {
            let days = typed.parse::<Days>().map(|days| days.to_string());
            assert_eq!(days.as_deref(), Ok(wanted), "{typed:?}");
        }
    }

    #[test]
    fn what_names_no_days_is_refused_with_an_example_that_does() {
        for typed in [
            "",
            " , ",
            "and",
            "never",
            "mon,never",
            "m",
            "every",
            "day",
            "mon-",
            "-fri",
            "mon-wed-fri",
            "1",
            "no weekends",
            &"mon,".repeat(100),
        ] {
            let error = typed.parse::<Days>().expect_err(typed);
            assert_eq!(error.typed, typed);
            assert!(error.example.parse::<Days>().is_ok());
            let quoted = serde_json::to_string(typed).expect("text");
            assert!(serde_json::from_str::<Days>(&quoted).is_err(), "{typed:?}");
        }
    }

    proptest! {
        #[test]
        fn every_choice_of_days_is_read_back(bits in 1u8..128) {
            let all = WeekdaySet::ALL.iter(Weekday::Mon);
            let days = all.filter(|day| bits & 1 << day.num_days_from_monday() != 0);
            let days = Days(days.collect());
            prop_assert_eq!(days.to_string().parse(), Ok(days));
            let json = serde_json::to_string(&days).expect("text");
            prop_assert_eq!(serde_json::from_str::<Days>(&json).expect("days"), days);
            for day in WeekdaySet::ALL.iter(Weekday::Mon) {
                prop_assert_eq!(days.contains(day), bits & 1 << day.num_days_from_monday() != 0);
            }
        }

        #[test]
        fn no_text_panics(text in r"(mon|we|fridays|\PC{0,6}|[-, ])*") {
            let _ = text.parse::<Days>();
        }
    }
}
