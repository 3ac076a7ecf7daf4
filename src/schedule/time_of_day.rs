use chrono::NaiveTime;

use super::typed::plain;

/// A text that is no time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeError {
    /// The text as it was given.
    pub typed: String,
    /// One that would do.
    pub example: &'static str,
}

/// An hour is before or after noon.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

/// What stands after a time that counts from midnight or from noon.
const HALVES: &[(&str, Half)] = &[
    ("a.m.", Half::Morning),
    ("a.m", Half::Morning),
    ("am", Half::Morning),
    ("p.m.", Half::Afternoon),
    ("p.m", Half::Afternoon),
    ("pm", Half::Afternoon),
];

/// Reads a time of day as people type it, in whole minutes: `8:30`, `0830`, `8.30 pm`, `20h30`, `8`, `noon`.
pub fn time_of_day(typed: &str) -> Result<NaiveTime, TimeError> {
    let time = plain(typed).and_then(|text| read(&text));
    time.ok_or_else(|| TimeError {
        typed: typed.to_owned(),
        example: example(typed),
    })
}

/// Reads a time of day in plain text.
pub(super) fn read(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = match text {
        "noon" | "midday" | "12 noon" => (12, 0),
        "midnight" | "12 midnight" => (0, 0),
        _ => match half(text) {
            Some((clock, half)) => {
                let (hour, minute) = hour_and_minute(clock)?;
                (of_day(hour, half)?, minute)
            }
            None => hour_and_minute(text)?,
        },
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// A time before its half of the day, and the half.
fn half(text: &str) -> Option<(&str, Half)> {
    let mut halves = HALVES.iter();
    halves.find_map(|(ending, half)| {
        let clock = text.strip_suffix(ending)?;
        Some((clock.trim_end(), *half))
    })
}

/// The hour of the day from 0, of one of the twelve of a half.
fn of_day(hour: u32, half: Half) -> Option<u32> {
    let noon = if half == Half::Afternoon { 12 } else { 0 };
    (1..=12).contains(&hour).then_some(hour % 12 + noon)
}

/// Hour and minute, whatever stands between them.
fn hour_and_minute(clock: &str) -> Option<(u32, u32)> {
    let Some(at) = clock.find([':', '.', 'h']) else {
        return match clock.len() {
            1 | 2 => Some((number(clock)?, 0)),
            // Before looking at digits: a cut inside a character would be none.
            3 | 4 if clock.is_ascii() => {
                let (hour, minute) = clock.split_at(clock.len() - 2);
                Some((number(hour)?, number(minute)?))
            }
            _ => None,
        };
    };
    let (hour, minute) = (clock[..at].trim_end(), clock[at + 1..].trim_start());
    let minute = match minute {
        "" if clock.ends_with('h') => "00",
        _ => minute.strip_suffix(":00").unwrap_or(minute),
    };
    (minute.len() == 2).then_some((number(hour)?, number(minute)?))
}

/// One or two digits.
fn number(digits: &str) -> Option<u32> {
    let short = digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| short)
}

/// A time that may have been meant: a day ends where the next begins.
fn example(typed: &str) -> &'static str {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    match &*digits {
        "24" | "2400" => "0:00",
        _ => "8:30",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, wanted) in [
            ("8:30", "08:30"),
            ("08:30", "08:30"),
            ("0830", "08:30"),
            ("830", "08:30"),
            ("08.30", "08:30"),
            ("8.30 pm", "20:30"),
            ("8 pm", "20:00"),
            ("8pm", "20:00"),
            ("8:30PM", "20:30"),
            ("830pm", "20:30"),
            ("8.30 p.m.", "20:30"),
            ("8 a.m", "08:00"),
            ("12 am", "00:00"),
            ("12:30am", "00:30"),
            ("12 pm", "12:00"),
            ("12:05 pm", "12:05"),
            ("20h30", "20:30"),
            ("20 h 30", "20:30"),
            ("20h", "20:00"),
            ("8", "08:00"),
            ("0", "00:00"),
            ("08", "08:00"),
            ("23", "23:00"),
            ("00:00", "00:00"),
            ("23:59", "23:59"),
            ("2359", "23:59"),
            ("08:30:00", "08:30"),
            ("noon", "12:00"),
            ("12 noon", "12:00"),
            ("Midday", "12:00"),
            ("midnight", "00:00"),
            ("８：３０", "08:30"),
            ("\u{a0}8:30\u{202f}pm ", "20:30"),
            ("8\u{3000}ｐｍ", "20:00"),
        ] {
            let time = time_of_day(typed).map(|time| time.format("%H:%M").to_string());
            assert_eq!(time.as_deref(), Ok(wanted), "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_time_of_day_is_refused_with_one_that_is() {
        for (typed, example) in [
            ("24:00", "0:00"),
            ("24", "0:00"),
            ("2400", "0:00"),
            ("24:01", "8:30"),
            ("25:00", "8:30"),
            ("8:60", "8:30"),
            ("8:5", "8:30"),
            ("8:", "8:30"),
            (":30", "8:30"),
            ("8:300", "8:30"),
            ("008:30", "8:30"),
            ("8:30:15", "8:30"),
            ("-8", "8:30"),
            ("+8", "8:30"),
            ("8 30", "8:30"),
            ("0 pm", "8:30"),
            ("13 pm", "8:30"),
            ("20:30 pm", "8:30"),
            ("pm", "8:30"),
            ("h", "8:30"),
            ("8:30 UTC", "8:30"),
            ("20250901", "8:30"),
            ("日本", "8:30"),
            ("soon", "8:30"),
            ("", "8:30"),
        ] {
            let error = TimeError {
                typed: typed.to_owned(),
                example,
            };
            assert_eq!(time_of_day(typed), Err(error));
            assert!(time_of_day(example).is_ok());
        }
    }

    proptest! {
        #[test]
        fn every_minute_is_read_back(minute in 0u32..24 * 60) {
            let time = NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).expect("a time");
            for form in ["%H:%M", "%-H:%M", "%H%M", "%H.%M", "%Hh%M", "%I:%M %p", "%-I.%M%P", "%T"] {
                let typed = time.format(form).to_string();
                prop_assert_eq!(time_of_day(&typed), Ok(time), "{}", typed);
            }
        }

        #[test]
        fn no_text_panics(text in r"[0-9]{0,5}[:.h ]?\PC{0,6}( ?[ap]\.?m)?") {
            let _ = time_of_day(&text);
        }
    }
}
