use chrono::Weekday;

const NAMES: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// A day of the week, or the beginning of its name that no other has, or many of it: `monday`, `mo`,
/// `thurs`, `weds`, `fridays`; in plain text.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let begun = |word: &str| {
        let mut names = NAMES.iter().filter(|_| word.len() >= 2);
        let found = names.find(|(name, _)| name.starts_with(word))?;
        Some(found.1)
    };
    begun(word).or_else(|| begun(word.strip_suffix('s')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_known_by_as_much_as_no_other_has() {
        for (word, wanted) in [
            ("monday", Some(Weekday::Mon)),
            ("mon", Some(Weekday::Mon)),
            ("mo", Some(Weekday::Mon)),
            ("tues", Some(Weekday::Tue)),
            ("weds", Some(Weekday::Wed)),
            ("thurs", Some(Weekday::Thu)),
            ("th", Some(Weekday::Thu)),
            ("fridays", Some(Weekday::Fri)),
            ("sat", Some(Weekday::Sat)),
            ("sundays", Some(Weekday::Sun)),
            ("t", None),
            ("s", None),
            ("ts", None),
            ("mondayss", None),
            ("mondey", None),
            ("", None),
        ] {
            assert_eq!(weekday(word), wanted, "{word:?}");
        }
    }
}
