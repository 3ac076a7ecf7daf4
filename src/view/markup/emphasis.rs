//! Foreign text that stands out: struck through, or bold.

use super::{Markup, clean, encoded, escape_words, runs};

impl Markup {
    /// A foreign text struck through; white space around it is not.
    pub fn struck(text: &str) -> Self {
        Self(between(text, "~~"))
    }

    /// A foreign text in bold; white space around it is not.
    pub fn bold(text: &str) -> Self {
        Self(between(text, "**"))
    }
}

fn between(text: &str, mark: &str) -> String {
    let text = clean(text);
    let bare = text.trim();
    if bare.is_empty() {
        return text;
    }
    let before = &text[..text.len() - text.trim_start().len()];
    let after = &text[text.trim_end().len()..];
    let mut inner = enclosed(bare);
    // Three in a row would be read as ours and one of the text's.
    if mark.starts_with(|c| inner.ends_with(c)) {
        inner.push(' ');
    }
    format!("{before}{mark}{inner}{mark}{after}")
}

/// The same as plain text, but with the ends of its addresses marked: what follows is not theirs,
/// and nothing in them is taken as the end of what they stand in.
fn enclosed(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut from = 0;
    for run in runs(text) {
        escape_words(&text[from..run.range.start], from == 0, &mut out);
        let word = &text[run.range.clone()];
        if run.address {
            let address = word.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
            out.push_str(&format!("<{}>", encoded(address.unwrap_or(word))));
        } else {
            escape_words(word, false, &mut out);
        }
        from = run.range.end;
    }
    escape_words(&text[from..], from == 0, &mut out);
    out
}
