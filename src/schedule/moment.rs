//! A date and a time as people type them, still to come.

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

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    /// A Wednesday, 10:15 in Berlin.
    const NOW: &str = "2025-09-03T08:15:00Z";

    fn read_in(zone: &str, typed: &str, now: &str) -> Result<String, MomentError> {
        let zone = zone.parse().expect("a zone");
        let at = moment(typed, now.parse().expect("an instant"), &zone)?;
        Ok(zone.local(at).format("%F %R").to_string())
    }

    fn fault(typed: &str) -> Option<MomentFault> {
        let error = read_in("Europe/Berlin", typed, NOW).err()?;
        assert_eq!(error.typed, typed);
        Some(error.fault)
    }

    #[test]
    fn moments_are_read_as_people_type_them() {
        for (typed, wanted) in [
            // A day and a time.
            ("tomorrow 8:00", "2025-09-04 08:00"),
            ("Tomorrow at 8.30 pm", "2025-09-04 20:30"),
            ("8pm tomorrow", "2025-09-04 20:00"),
            ("noon tomorrow", "2025-09-04 12:00"),
            ("tomorrow midnight", "2025-09-04 00:00"),
            ("today 10:16", "2025-09-03 10:16"),
            ("the day after tomorrow at 9", "2025-09-05 09:00"),
            ("in 3 days 8:30", "2025-09-06 08:30"),
            ("in two weeks at noon", "2025-09-17 12:00"),
            // A date.
            ("2025-09-04 08:30", "2025-09-04 08:30"),
            ("2025-09-04T08:30", "2025-09-04 08:30"),
            ("2025-09-04T08:30:00", "2025-09-04 08:30"),
            ("２０２５-０９-０４　０８：３０", "2025-09-04 08:30"),
            ("2 October 2025 8.30 pm", "2025-10-02 20:30"),
            ("8.30 pm, 2 October 2025", "2025-10-02 20:30"),
            ("2 October 2025, 20 h 30", "2025-10-02 20:30"),
            ("October 2nd, 2025 at 0830", "2025-10-02 08:30"),
            ("Thursday, 2 October 2025 @8pm", "2025-10-02 20:00"),
            ("2.10.2025 12 noon", "2025-10-02 12:00"),
            ("13/10/2025 8 a.m.", "2025-10-13 08:00"),
            // The next such date.
            ("2 October 8:30", "2025-10-02 08:30"),
            ("September 3 18:00", "2025-09-03 18:00"),
            ("2 September 18:00", "2026-09-02 18:00"),
            ("October 2 8", "2025-10-02 08:00"),
            ("2 October 0830", "2025-10-02 08:30"),
            // The next such day.
            ("monday 9am", "2025-09-08 09:00"),
            ("9am on Monday", "2025-09-08 09:00"),
            ("this fri 9", "2025-09-05 09:00"),
            ("wednesday 10:16", "2025-09-03 10:16"),
            ("wednesday 10:15", "2025-09-10 10:15"),
            ("wed 9:00", "2025-09-10 09:00"),
            // A time alone.
            ("18:00", "2025-09-03 18:00"),
            ("at 6 pm", "2025-09-03 18:00"),
            ("10:16", "2025-09-03 10:16"),
            ("10:15", "2025-09-04 10:15"),
            ("8", "2025-09-04 08:00"),
            ("2025", "2025-09-03 20:25"),
            ("midnight", "2025-09-04 00:00"),
            // Counted from now.
            ("in 2 hours", "2025-09-03 12:15"),
            ("in 45 minutes", "2025-09-03 11:00"),
            ("in an hour", "2025-09-03 11:15"),
            ("in half an hour", "2025-09-03 10:45"),
            ("in 1h30m", "2025-09-03 11:45"),
            ("in two hours and 5 mins", "2025-09-03 12:20"),
            ("in 48 hours", "2025-09-05 10:15"),
            // With an offset of its own.
            ("2025-09-04T08:30:00Z", "2025-09-04 10:30"),
            ("2025-09-04T08:30Z", "2025-09-04 10:30"),
            ("2025-09-04 08:30 -04:00", "2025-09-04 14:30"),
            ("2025-09-04T08:30:15.5+0200", "2025-09-04 08:30"),
        ] {
            let read = read_in("Europe/Berlin", typed, NOW);
            assert_eq!(read.as_deref(), Ok(wanted), "{typed:?}");
        }
    }

    #[test]
    fn today_is_the_zones() {
        for (zone, wanted) in [
            ("Pacific/Auckland", "2025-09-04 08:00"),
            ("Pacific/Honolulu", "2025-09-03 08:00"),
        ] {
            let read = read_in(zone, "tomorrow 8:00", "2025-09-02T20:00:00Z");
            assert_eq!(read.as_deref(), Ok(wanted), "{zone}");
        }
    }

    #[test]
    fn what_clocks_never_show_is_the_first_instant_after() {
        for (zone, typed, now, wanted) in [
            (
                "Europe/Berlin",
                "2025-03-30 02:30",
                "2025-03-01T00:00:00Z",
                "2025-03-30 03:00",
            ),
            (
                "Europe/Berlin",
                "2:30",
                "2025-03-29T22:00:00Z",
                "2025-03-30 03:00",
            ),
            (
                "Pacific/Apia",
                "2011-12-30 08:00",
                "2011-12-01T00:00:00Z",
                "2011-12-31 00:00",
            ),
            (
                "Pacific/Apia",
                "tomorrow 8:00",
                "2011-12-29T20:00:00Z",
                "2011-12-31 00:00",
            ),
        ] {
            assert_eq!(read_in(zone, typed, now).as_deref(), Ok(wanted), "{typed}");
        }
        // What they show twice is the first: two hours before, not one.
        let zone = "Europe/Berlin".parse().expect("a zone");
        let now = "2025-10-25T22:00:00Z".parse().expect("an instant");
        let at = moment("2:30", now, &zone).expect("a moment");
        assert_eq!(at - now, TimeDelta::minutes(150));
    }

    #[test]
    fn what_is_no_moment_to_come_says_why() {
        let date = |text: &str| text.parse().expect("a date");
        let at = |text: &str| MomentFault::Past(text.parse().expect("an instant"));
        for (typed, wanted) in [
            ("now", at(NOW)),
            ("today 10:15", at(NOW)),
            ("today 8:00", at("2025-09-03T06:00:00Z")),
            ("3 September 8:00", at("2025-09-03T06:00:00Z")),
            ("2025-09-02 08:30", at("2025-09-02T06:30:00Z")),
            ("2025-09-03T08:15:00Z", at(NOW)),
            ("in 0 minutes", at(NOW)),
            ("tomorrow", MomentFault::NoTime),
            ("Monday", MomentFault::NoTime),
            ("2 October 2025", MomentFault::NoTime),
            ("2 October", MomentFault::NoTime),
            ("2 October 1930", MomentFault::NoTime),
            ("in 3 days", MomentFault::NoTime),
            ("tomorrow 25:00", MomentFault::UnknownTime),
            ("tomorrow 24:00", MomentFault::UnknownTime),
            ("2 October 2025 evening", MomentFault::UnknownTime),
            ("tomorrow 8:30 CET", MomentFault::UnknownTime),
            ("2025-09-04 08:30 Europe/Berlin", MomentFault::UnknownTime),
            // A Thursday.
            ("Monday, 2 October 2025 8:30", MomentFault::UnknownTime),
            (
                "3/4/2026 8:30",
                MomentFault::Ambiguous(date("2026-04-03"), date("2026-03-04")),
            ),
            (
                "3/4/2026",
                MomentFault::Ambiguous(date("2026-04-03"), date("2026-03-04")),
            ),
            ("", MomentFault::Unreadable),
            ("soon", MomentFault::Unreadable),
            ("in", MomentFault::Unreadable),
            ("in 5", MomentFault::Unreadable),
            ("in hours", MomentFault::Unreadable),
            ("in 2 months", MomentFault::Unreadable),
            ("in 99999 hours", MomentFault::Unreadable),
            ("2 hours", MomentFault::Unreadable),
            ("yesterday 8:00", MomentFault::Unreadable),
            ("next monday 9am", MomentFault::Unreadable),
            ("30 February 8:30", MomentFault::Unreadable),
            ("September 2025 8:30", MomentFault::Unreadable),
            ("99999-09-04 08:30", MomentFault::Unreadable),
        ] {
            assert_eq!(fault(typed), Some(wanted), "{typed:?}");
        }
        let endless = "tomorrow ".repeat(100);
        assert_eq!(fault(&endless), Some(MomentFault::Unreadable));
    }

    #[test]
    fn a_refusal_shows_what_would_do() {
        for (typed, example) in [
            ("soon", "2025-09-04 08:30"),
            ("tomorrow 25:00", "2025-09-04 08:30"),
            ("tomorrow", "tomorrow 8:30"),
            (" 2 October ", "2 October 8:30"),
            // That time of today has passed.
            ("today", "2025-09-04 08:30"),
            ("2 September 2025", "2025-09-04 08:30"),
        ] {
            let error = read_in("Europe/Berlin", typed, NOW).expect_err(typed);
            assert_eq!(error.example, example, "{typed:?}");
            assert!(read_in("Europe/Berlin", example, NOW).is_ok(), "{example}");
        }
    }

    proptest! {
        #[test]
        fn every_minute_to_come_is_read_back(
            minutes in 1i64..30_000_000,
            zone in proptest::sample::select(&["UTC", "Asia/Kathmandu", "America/St_Johns"][..]),
        ) {
            let zone: Zone = zone.parse().expect("a zone");
            let now: DateTime<Utc> = NOW.parse().expect("an instant");
            let at = now + TimeDelta::minutes(minutes);
            for form in ["%F %R", "%FT%R", "%-d %B %Y %-I.%M %p", "%H%M %A, %B %-d, %Y"] {
                let local = zone.local(at);
                let typed = local.format(form).to_string();
                prop_assert_eq!(moment(&typed, now, &zone).ok(), zone.first_from(local), "{}", typed);
            }
        }

        #[test]
        fn no_text_panics_and_every_moment_is_to_come(
            text in r"(in |today |mon |2025-|\PC{0,8})[0-9]{0,5}[:t. -]?(\PC{0,8}|[0-9]{2}|h|days|pm)( 8:30)?",
            seconds in -62_000_000_000i64..250_000_000_000,
        ) {
            let now = DateTime::from_timestamp(seconds, 0).expect("an instant");
            for zone in ["UTC", "Pacific/Apia"] {
                let zone = zone.parse().expect("a zone");
                if let Ok(at) = moment(&text, now, &zone) {
                    prop_assert!(at > now);
                }
            }
        }
    }
}
