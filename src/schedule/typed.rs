use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::article::is_invisible;

/// Longer texts name no time, no zone and no days.
pub(super) const MAX_BYTES: usize = 128;

/// `text` without what people don't mean when they type: case, accents, wide forms, spaces of other
/// kinds or too many, what can't be seen. None where it is too long to mean anything here.
pub(super) fn plain(text: &str) -> Option<String> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let seen = text.nfkd().filter(|c| !is_combining_mark(*c));
    let seen = seen.filter(|c| !is_invisible(*c));
    let lower: String = seen.flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = lower.split_whitespace().collect();
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_do_not_mean_is_left_out() {
        for (typed, wanted) in [
            ("  São   Paulo ", "sao paulo"),
            ("８：３０\u{3000}ＰＭ", "8:30 pm"),
            ("20\u{202f}h\u{a0}30", "20 h 30"),
            ("\u{200b}noon\u{200e}", "noon"),
            ("", ""),
        ] {
            assert_eq!(plain(typed).as_deref(), Some(wanted), "{typed:?}");
        }
        assert_eq!(plain(&"8".repeat(MAX_BYTES + 1)), None);
    }
}
