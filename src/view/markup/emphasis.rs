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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_stand_around_what_is_shown_literally() {
        for (given, struck, bold) in [
            ("a", "~~a~~", "**a**"),
            (" a b ", " ~~a b~~ ", " **a b** "),
            (" ", " ", " "),
            ("\u{202e}", "", ""),
            (
                "**b** ~~c~~",
                r"~~\*\*b\*\* \~\~c\~\~ ~~",
                r"**\*\*b\*\* \~\~c\~\~**",
            ),
            ("a*", r"~~a\*~~", r"**a\* **"),
            ("a\\", r"~~a\\~~", r"**a\\**"),
            (
                "https://a.example/~~x~~**y**",
                "~~<https://a.example/%7E%7Ex%7E%7E%2A%2Ay%2A%2A>~~",
                "**<https://a.example/%7E%7Ex%7E%7E%2A%2Ay%2A%2A>**",
            ),
            (
                "see <https://a.example/>, <@1>",
                r"~~see <https://a.example/>, \<\@1>~~",
                r"**see <https://a.example/>, \<\@1>**",
            ),
        ] {
            assert_eq!(Markup::struck(given).as_str(), struck, "{given:?}");
            assert_eq!(Markup::bold(given).as_str(), bold, "{given:?}");
        }
    }

    proptest! {
        /// Read as Discord's clients do: the first mark closes, escaped or not.
        #[test]
        fn nothing_breaks_out(
            text in r"([\PC]|[*_`~|<>@#:\[\]()\\.0-9-]|https?://|@everyone|<@1>| |\n){0,60}",
            rest in r"[*~_]{0,3}",
        ) {
            for (marked, mark) in [(Markup::struck(&text), "~~"), (Markup::bold(&text), "**")] {
                let marked = marked.to_string();
                let bare = marked.trim();
                let Some(inner) = bare.strip_prefix(mark) else {
                    prop_assert!(bare.is_empty(), "{}", marked);
                    continue;
                };
                // What follows can't move the end: it is escaped, or begins with a mark of ours.
                let followed = format!("{inner}{}", Markup::plain(&rest));
                let end = followed.find(mark).expect("an end");
                prop_assert_eq!(inner.len(), end + mark.len(), "{} in {}", mark, marked);
            }
        }
    }
}
