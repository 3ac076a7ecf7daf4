//! A date and a time as people type them, still to come.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};

use super::{span::span, time_of_day, typed::plain, weekday::weekday, zone::Zone};
use crate::date::{self, DateError};

/// Why a text is no moment to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentError {
    /// The text as it was given.
    pub typed: String,
    /// What is wrong with it.
    pub fault: MomentFault,
    /// One that would do, now and in that zone.
    pub example: String,
}

/// What is wrong with a text that should be a moment to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentFault {
    /// No form that is known, or no such day.
    Unreadable,
    /// A day without a time.
    NoTime,
    /// A day, and then what is no time of a day.
    UnknownTime,
    /// Day and month could be either: read day first, read month first.
    Ambiguous(NaiveDate, NaiveDate),
    /// It is not after now.
    Past(DateTime<Utc>),
}

/// Years of fewer digits stand for something else, a time without its colon for example.
const FIRST_YEAR: i32 = 1000;
/// Words that change nothing.
const FILLERS: &[&str] = &["at", "on", "the", "@"];

/// Reads a moment after `now` as people type it; times without an offset are local to `zone`.
///
/// A time of day alone is its next; so is a day of the week, and a date without a year. What the
/// clocks show twice is the first of both; what they never show is the first instant after.
pub fn moment(typed: &str, now: DateTime<Utc>, zone: &Zone) -> Result<DateTime<Utc>, MomentError> {
    let reading = Reading { now, zone };
    let text = plain(typed).ok_or(MomentFault::Unreadable);
    let at = text.and_then(|text| match reading.read(&text)? {
        at if at > now => Ok(at),
        at => Err(MomentFault::Past(at)),
    });
    at.map_err(|fault| MomentError {
        typed: typed.to_owned(),
        fault,
        example: reading.example(typed, fault),
    })
}

/// What the words of a text are read by.
struct Reading<'a> {
    now: DateTime<Utc>,
    zone: &'a Zone,
}

impl Reading<'_> {
    /// The moment that is meant, past or to come.
    fn read(&self, text: &str) -> Result<DateTime<Utc>, MomentFault> {
        let text = spaced(text);
        if text == "now" {
            return Ok(self.now);
        }
        if let Some(at) = instant(&text) {
            return Ok(at);
        }
        let words: Vec<&str> = text.split([' ', ',']).map(without_at).collect();
        let words: Vec<&str> = words
            .into_iter()
            .filter(|word| !word.is_empty() && !FILLERS.contains(word))
            .collect();
        if let Some(span) = span(&words) {
            let at = self.now.checked_add_signed(span);
            return at.ok_or(MomentFault::Unreadable);
        }
        if let Some(time) = time(&words) {
            let days = [Some(self.today()), self.days_from_today(1)];
            return self.next(days.into_iter().flatten(), time);
        }
        if self.days(&words)?.is_some() {
            return Err(MomentFault::NoTime);
        }
        self.day_and_time(&words)
    }

    /// A day and a time in either order: the shorter the time, the more is left for the day.
    fn day_and_time(&self, words: &[&str]) -> Result<DateTime<Utc>, MomentFault> {
        let mut fault = MomentFault::Unreadable;
        let cuts = (1..words.len()).flat_map(|length| {
            let (day, time) = words.split_at(words.len() - length);
            let (first_time, last_day) = words.split_at(length);
            [(day, time), (last_day, first_time)]
        });
        for (day, clock) in cuts {
            match (self.days(day), time(clock)) {
                (Ok(Some(days)), Some(time)) => return self.next(days, time),
                (Err(ambiguous), Some(_)) => return Err(ambiguous),
                (Ok(Some(_)), None) => fault = MomentFault::UnknownTime,
                _ => {}
            }
        }
        Err(fault)
    }

    /// The first of the moments that is to come, else the last of them.
    fn next(
        &self,
        days: impl IntoIterator<Item = NaiveDate>,
        time: NaiveTime,
    ) -> Result<DateTime<Utc>, MomentFault> {
        let mut last = None;
        for day in days {
            let at = self.zone.first_from(day.and_time(time));
            last = at.or(last);
            if at.is_some_and(|at| at > self.now) {
                break;
            }
        }
        last.ok_or(MomentFault::Unreadable)
    }

    fn today(&self) -> NaiveDate {
        self.zone.local(self.now).date()
    }

    fn days_from_today(&self, count: u64) -> Option<NaiveDate> {
        self.today().checked_add_days(Days::new(count))
    }

    /// The days that may be meant, the nearest first; none where the words are no day.
    fn days(&self, words: &[&str]) -> Result<Option<Vec<NaiveDate>>, MomentFault> {
        let ahead = |count| self.days_from_today(count).map(|day| vec![day]);
        Ok(match *words {
            ["today"] => ahead(0),
            ["tomorrow"] => ahead(1),
            ["day", "after", "tomorrow"] => ahead(2),
            ["in", count, "day" | "days"] => date::number(count).and_then(|n| ahead(n.into())),
            ["in", count, "week" | "weeks"] => {
                date::number(count).and_then(|n| ahead(7 * u64::from(n)))
            }
            ["this", day] | [day] if weekday(day).is_some() => {
                let week = (0..=7).filter_map(|count| self.days_from_today(count));
                Some(
                    week.filter(|date| weekday(day) == Some(date.weekday()))
                        .collect(),
                )
            }
            _ => self.date(&words.join(" "))?.map(|date| vec![date]),
        })
    }

    /// A calendar date; without a year, the next.
    fn date(&self, text: &str) -> Result<Option<NaiveDate>, MomentFault> {
        // Of a date with a time, `date` reads the date only.
        if text.contains(':') {
            return Ok(None);
        }
        match date::parse(text) {
            Ok(date) => Ok(Some(date).filter(|date| date.year() >= FIRST_YEAR)),
            Err(DateError::Ambiguous(a, b)) => Err(MomentFault::Ambiguous(a, b)),
            Err(DateError::Unreadable) => {
                let today = self.today();
                let years = [today.year(), today.year().saturating_add(1)];
                let mut dates = years
                    .into_iter()
                    .filter_map(|year| date::parse(&format!("{text} {year:04}")).ok());
                Ok(dates.find(|date| *date >= today))
            }
        }
    }

    /// A text that would do: what was typed where only a time is missing.
    fn example(&self, typed: &str, fault: MomentFault) -> String {
        if fault == MomentFault::NoTime {
            let timed = format!("{} 8:30", typed.trim());
            let read = plain(&timed).and_then(|text| self.read(&text).ok());
            if read.is_some_and(|at| at > self.now) {
                return timed;
            }
        }
        let tomorrow = self.days_from_today(1).unwrap_or(self.today());
        format!("{tomorrow} 08:30")
    }
}

/// `text` with a space for the `t` between a date and a time.
fn spaced(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| {
        let byte = at.and_then(|at| bytes.get(at));
        byte.is_some_and(u8::is_ascii_digit)
    };
    let spaced = text.char_indices().map(|(at, c)| match c {
        't' if is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)) => ' ',
        _ => c,
    });
    spaced.collect()
}

/// A date and time with its own offset from UTC.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let mut forms = ["%Y-%m-%d %H:%M %#z", "%Y-%m-%d %H:%M:%S%.f %#z"].iter();
    let at = forms.find_map(|form| DateTime::parse_from_str(text, form).ok())?;
    Some(at.to_utc())
}

fn without_at(word: &str) -> &str {
    word.strip_prefix('@').unwrap_or(word)
}

/// A time of day.
fn time(words: &[&str]) -> Option<NaiveTime> {
    time_of_day::read(words.join(" ").trim_end_matches('.'))
}
