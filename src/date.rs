//! Calendar dates as people write them, for all who read what people write.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};

/// Why a text is no calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// No form that is known, no such day, or a weekday that the day is not.
    Unreadable,
    /// Day and month could be either: read day first, read month first.
    Ambiguous(NaiveDate, NaiveDate),
}

/// Longer texts are no dates.
const MAX_BYTES: usize = 64;

/// Digits of a number that counts days, weeks, months, years.
const MAX_DIGITS: usize = 4;

/// Numbers that people write as words.
const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// Forms of a date, after [`words`] took away what varies.
const FORMS: &[&str] = &[
    "%d %B %Y",
    "%B %d %Y",
    "%A %d %B %Y",
    "%A %B %d %Y",
    "%Y %B %d",
    "%d-%B-%Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%Y",
    "%Y年%m月%d日",
];

/// Forms whose first two numbers are day and month in some countries, month and day in others.
const AMBIGUOUS_FORMS: &[[&str; 2]] = &[["%d/%m/%Y", "%m/%d/%Y"], ["%d-%m-%Y", "%m-%d-%Y"]];

/// Forms of a date with a time of day and no zone.
const TIMED_FORMS: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
];

/// Reads a calendar date in the usual forms; of a date with a time, its date as written.
pub fn parse(text: &str) -> Result<NaiveDate, DateError> {
    let text = text.trim().trim_end_matches('.');
    if text.len() > MAX_BYTES {
        return Err(DateError::Unreadable);
    }
    if let Some(date) = timed(text) {
        return Ok(date);
    }
    let text = words(text);
    let Some(year) = full_year(&text) else {
        return Err(DateError::Unreadable);
    };
    let of_that_year = |date: &NaiveDate| date.year().abs() == year;
    let read = |form: &str| {
        let date = NaiveDate::parse_from_str(&text, form).ok();
        date.filter(of_that_year)
    };
    if let Some(date) = FORMS.iter().find_map(|form| read(form)) {
        return Ok(date);
    }
    let both = AMBIGUOUS_FORMS.iter().map(|forms| forms.map(read));
    let mut readings = both.filter(|dates| dates.iter().any(Option::is_some));
    match readings.next() {
        Some([Some(a), Some(b)]) if a != b => Err(DateError::Ambiguous(a, b)),
        Some([Some(date), _] | [_, Some(date)]) => Ok(date),
        _ => Err(DateError::Unreadable),
    }
}

fn timed(text: &str) -> Option<NaiveDate> {
    let zoned = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    if let Ok(instant) = zoned {
        return Some(instant.date_naive());
    }
    let mut forms = TIMED_FORMS.iter();
    let instant = forms.find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Some(instant.date())
}

/// The words of a date: no commas, no full stops after a word, `1st` as `1`, `Sept` as `Sep`, no `on` and `of`.
pub(crate) fn words(text: &str) -> String {
    let words = text.split(|c: char| c == ',' || c.is_whitespace());
    let words = words.map(|word| word.trim_end_matches('.'));
    let words = words.filter(|word| {
        !word.is_empty() && !word.eq_ignore_ascii_case("on") && !word.eq_ignore_ascii_case("of")
    });
    let words: Vec<_> = words
        .map(|word| match without_ordinal(word) {
            word if word.eq_ignore_ascii_case("sept") => "Sep",
            word => word,
        })
        .collect();
    words.join(" ")
}

fn without_ordinal(word: &str) -> &str {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = word[number.len()..].to_ascii_lowercase();
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    match suffix.as_str() {
        "st" | "nd" | "rd" | "th" if is_number => number,
        _ => word,
    }
}

/// A number that counts days, hours and the like: in digits, or as a word in lower case.
pub(crate) fn number(word: &str) -> Option<u32> {
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    if let Some(at) = NUMBERS.iter().position(|number| *number == word) {
        return u32::try_from(at + 1).ok();
    }
    let digits = word.len() <= MAX_DIGITS && word.bytes().all(|b| b.is_ascii_digit());
    word.parse().ok().filter(|_| digits)
}

/// The first number of four or more digits: chrono would read `25` as the year 25, and
/// `September 2025` as the 20th of that September.
pub(crate) fn full_year(text: &str) -> Option<i32> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.find(|number| number.len() >= 4)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_forms_are_read() {
        for text in [
            "1 September 2025",
            "01 september 2025",
            "1 Sep 2025",
            "1 Sept 2025",
            "1 Sept. 2025",
            "1. September 2025",
            "1st September 2025",
            "the 1st of September 2025".strip_prefix("the ").unwrap(),
            "on 1 September 2025.",
            "September 1, 2025",
            "Sep 1 2025",
            "SEPT. 1ST, 2025",
            "Monday, 1 September 2025",
            "Mon 1 Sep 2025",
            "Monday, September 1, 2025",
            "2025 September 1",
            "1-Sep-2025",
            "2025-09-01",
            "2025/09/01",
            "2025.9.1",
            "01.09.2025",
            "2025年9月1日",
            "2025-09-01T23:30:00-05:00",
            "2025-09-01T00:30:00Z",
            "2025-09-01 08:15",
            "2025-09-01T08:15:30.25",
            "Mon, 01 Sep 2025 10:00:00 +0000",
        ] {
            let wanted = NaiveDate::from_ymd_opt(2025, 9, 1).unwrap();
            assert_eq!(parse(text), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "soon",
            "31 February 2025",
            "1 September 25",
            "1 September",
            "Tuesday, 1 September 2025",
            "32/13/2025",
            "2025",
            "September 2025",
            "1 Septembre 2025",
        ] {
            assert_eq!(parse(text), Err(DateError::Unreadable), "{text}");
        }
        let long = format!("1 September 2025{}", ".".repeat(100));
        assert!(parse(&format!("{long}x")).is_err());
    }

    #[test]
    fn day_and_month_are_never_guessed() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        for (text, wanted) in [
            (
                "09/01/2025",
                Err(DateError::Ambiguous(date(2025, 1, 9), date(2025, 9, 1))),
            ),
            (
                "1-9-2025",
                Err(DateError::Ambiguous(date(2025, 9, 1), date(2025, 1, 9))),
            ),
            ("13/01/2025", Ok(date(2025, 1, 13))),
            ("01/13/2025", Ok(date(2025, 1, 13))),
            ("09/09/2025", Ok(date(2025, 9, 9))),
        ] {
            assert_eq!(parse(text), wanted, "{text}");
        }
    }
}
