use serde_json::value::RawValue;

use super::{is_printed_over_lines, read, read_lines};
use crate::{article::TextFormat, format::Reading};

/// The articles of a file of JSON, each as a text that is read as it is in the file.
pub(in crate::format) fn split(text: &str) -> Vec<(TextFormat, String)> {
    parts(text, &read(text), TextFormat::Json)
}

/// The same of JSON Lines.
pub(in crate::format) fn split_lines(text: &str) -> Vec<(TextFormat, String)> {
    if is_printed_over_lines(text) {
        return split(text);
    }
    parts(text, &read_lines(text), TextFormat::JsonLines)
}

/// What is no JSON is read as `broken`.
fn parts(text: &str, reading: &Reading, broken: TextFormat) -> Vec<(TextFormat, String)> {
    let entries = reading.entries.iter();
    let parts = entries.map(|entry| {
        let part = &text[entry.span.clone()];
        if serde_json::from_str::<&RawValue>(part).is_err() {
            return (broken, part.to_owned());
        }
        // A list in a list is no article, and would be read as several by itself.
        let is_list = part.starts_with('[');
        let part = if is_list {
            format!("[{part}]")
        } else {
            part.to_owned()
        };
        (TextFormat::Json, part)
    });
    parts.collect()
}
