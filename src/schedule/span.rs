use chrono::TimeDelta;

use crate::date;

/// Hours and minutes that are counted from now, in plain words: `in 2 hours`, `in 1h 30m`,
/// `in half an hour`.
pub(super) fn span(words: &[&str]) -> Option<TimeDelta> {
    let ["in", rest @ ..] = words else {
        return None;
    };
    if *rest == ["half", "an", "hour"] {
        return Some(TimeDelta::minutes(30));
    }
    let words = rest.iter().filter(|word| **word != "and");
    let parts: Vec<&str> = words.flat_map(|word| parts(word)).collect();
    let (pairs, []) = parts.as_chunks::<2>() else {
        return None;
    };
    let spans = pairs.iter().map(|[count, unit]| {
        let count = i64::from(date::number(count)?);
        match *unit {
            "m" | "min" | "mins" | "minute" | "minutes" => TimeDelta::try_minutes(count),
            "h" | "hr" | "hrs" | "hour" | "hours" => TimeDelta::try_hours(count),
            _ => None,
        }
    });
    let spans: Option<Vec<TimeDelta>> = spans.collect();
    spans?.into_iter().reduce(|sum, span| sum + span)
}

/// The parts of a word that are all digits, or have none.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let is_number = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_number);
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_minutes_are_added_up() {
        for (text, minutes) in [
            ("in 2 hours", Some(120)),
            ("in 2hours", Some(120)),
            ("in 45 minutes", Some(45)),
            ("in 45m", Some(45)),
            ("in an hour", Some(60)),
            ("in half an hour", Some(30)),
            ("in 1h30m", Some(90)),
            ("in 1 hr and 5 mins", Some(65)),
            ("in twelve hours", Some(720)),
            ("in 9999 hours", Some(599_940)),
            ("in", None),
            ("in and", None),
            ("in 2", None),
            ("in hours", None),
            ("in 1h30", None),
            ("in 2 days", None),
            ("in 2 hours 3", None),
            ("in -2 hours", None),
            ("in 1.5 hours", None),
            ("in 99999 hours", None),
            ("2 hours", None),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            let wanted = minutes.map(TimeDelta::minutes);
            assert_eq!(span(&words), wanted, "{text:?}");
        }
    }
}
