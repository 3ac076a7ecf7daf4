//! A thread as the bot begins it: its limits.

use serde_json::Value;

use super::problems::{
    Need::{Optional, Required},
    Problems,
};

/// The most tags on a forum's post.
const TAGS: usize = 5;

/// After how many minutes without a message a thread archives itself.
const ARCHIVE_AFTER: [u64; 4] = [60, 1440, 4320, 10080];

/// The longest slow mode, in seconds.
const SLOWEST: i64 = 21_600;

/// Notes what is wrong with a new thread.
pub(crate) fn thread(problems: &mut Problems, given: &Value) {
    problems.text(given, "name", Required, 1..=100);
    problems.integer(given, "rate_limit_per_user", Optional, 0..=SLOWEST);
    let minutes = problems.integer(given, "auto_archive_duration", Optional, 0..=i64::MAX);
    if minutes.is_some_and(|minutes| !ARCHIVE_AFTER.contains(&minutes.unsigned_abs())) {
        problems.not_among("auto_archive_duration", &ARCHIVE_AFTER);
    }
}

/// Notes what is wrong with a new post of a forum, its message aside.
pub(crate) fn post(problems: &mut Problems, given: &Value) {
    thread(problems, given);
    problems.each(
        given,
        "applied_tags",
        Optional,
        0..=TAGS,
        |problems, tag| {
            if super::snowflake(tag).is_none() {
                let message = format!("Value {tag} is not snowflake.");
                problems.add("NUMBER_TYPE_COERCE", message);
            }
        },
    );
    problems.value(given, "message", Required);
}
