use super::{briefing, json, markdown};
use crate::article::TextFormat;

/// The articles of a text, readable or not, each as a text of its own that reads as it does in the
/// whole; never none, and nothing but separators is left out. Of one article, the text as it is.
pub fn split(format: TextFormat, text: &str) -> Vec<(TextFormat, String)> {
    let owned = |parts: Vec<&str>| {
        let parts = parts.into_iter();
        parts.map(|part| (format, part.to_owned())).collect()
    };
    let parts: Vec<_> = match format {
        TextFormat::Briefing => owned(briefing::split(text)),
        TextFormat::Markdown => owned(markdown::split(text)),
        TextFormat::Json => json::split(text),
        TextFormat::JsonLines => json::split_lines(text),
    };
    if parts.len() < 2 {
        return vec![(format, text.to_owned())];
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::{
        article::{Standing, arbitrary},
        format::{Entry, read},
    };

    /// What an article is read as, or what is said of it.
    fn told(entry: &Entry) -> Result<String, Vec<String>> {
        match &entry.article {
            Ok(article) => Ok(briefing::write_exported(article, &entry.standing)),
            // Lines that a problem names have other numbers.
            Err(problems) => Err(problems
                .iter()
                .map(|it| it.what.replace(|c: char| c.is_ascii_digit(), ""))
                .collect()),
        }
    }

    /// Splits a text; each part must read as its entry of the whole does.
    fn parts(format: TextFormat, text: &str) -> Vec<(TextFormat, String)> {
        let whole = read(format, text, 1);
        let parts = split(format, text);
        if parts.len() == 1 && format == TextFormat::Markdown {
            assert_eq!(parts, [(format, text.to_owned())]);
            return parts;
        }
        assert_eq!(parts.len(), whole.entries.len(), "{text:?}\n{parts:?}");
        for (entry, (format, part)) in whole.entries.iter().zip(&parts) {
            let by_itself = read(*format, part, 1);
            assert_eq!(by_itself.entries.len(), 1, "{text:?}\n{part:?}");
            assert_eq!(
                told(&by_itself.entries[0]),
                told(entry),
                "{text:?}\n{part:?}"
            );
        }
        parts
    }

    #[test]
    fn each_article_is_a_text_of_its_own() {
        use TextFormat::*;
        let a = r#"{"headline":"A","lede":"L."}"#;
        let b = r#"{"headline":"B"}"#;
        let listed = format!("[{a},\n {b}]");
        let list_in_list = format!("[[{a}]]\n{b}");
        let broken = format!("{a}\n{b} {{\"headline\": x}}\n");
        let lines = format!("{a}\n\n[{b},{a}]\r\n{a} x\n");
        for (format, text, wanted) in [
            (Briefing, "", vec![(Briefing, "")]),
            (Briefing, "====\nA\nL.\n", vec![(Briefing, "====\nA\nL.\n")]),
            (
                Briefing,
                "\nA\nL.\n\n====\n-\n=====\r\nB\n  \\====\n ==== \nC",
                vec![
                    (Briefing, "A\nL."),
                    (Briefing, "B\n  \\===="),
                    (Briefing, "C"),
                ],
            ),
            (
                Markdown,
                "---\nbyline: J\n---\n# A\nL.\n\n====\n\n  # B\n\n# C\nL.",
                vec![
                    (Markdown, "---\nbyline: J\n---\n# A\nL.\n\n====\n\n"),
                    (Markdown, "  # B\n\n"),
                    (Markdown, "# C\nL."),
                ],
            ),
            (
                Markdown,
                "# A\n[L][1].\n\n# B\nL.\n\n[1]: https://example.org\n",
                vec![(
                    Markdown,
                    "# A\n[L][1].\n\n# B\nL.\n\n[1]: https://example.org\n",
                )],
            ),
            (Json, &*format!("[{a}]"), vec![(Json, &*format!("[{a}]"))]),
            (Json, "[]", vec![(Json, "[]")]),
            (Json, &listed, vec![(Json, a), (Json, b)]),
            (
                JsonLines,
                &format!("[\n{a},{b}]"),
                vec![(Json, a), (Json, b)],
            ),
            (
                Json,
                &list_in_list,
                vec![(Json, &format!("[[{a}]]")), (Json, b)],
            ),
            (
                Json,
                &broken,
                vec![(Json, a), (Json, b), (Json, r#"{"headline": x}"#)],
            ),
            (
                JsonLines,
                &lines,
                vec![
                    (Json, a),
                    (Json, b),
                    (Json, a),
                    (JsonLines, &format!("{a} x")),
                ],
            ),
        ] {
            let parts = parts(format, text);
            let parts: Vec<_> = parts
                .iter()
                .map(|(format, part)| (*format, &**part))
                .collect();
            assert_eq!(parts, wanted, "{text:?}");
        }
    }

    /// A line that may break what it stands in.
    fn damage() -> impl Strategy<Value = String> {
        let known = select(
            &[
                "====", "{", "[", "]", "}", "[]", "[[{}]]", "5 6", "---", "# A", "A\n====",
                "[1]: x",
            ][..],
        );
        prop_oneof![3 => known.prop_map(str::to_owned), 1 => arbitrary::paragraph().prop_map(String::from)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn parts_read_as_they_do_in_the_whole_and_nothing_is_lost(
            articles in vec((arbitrary::article(), arbitrary::standing(), damage()), 1..5),
            is_damaged in any::<bool>(),
        ) {
            let printed = |print: &dyn Fn(&crate::article::Article, &Standing) -> String| {
                let texts = articles.iter().map(|(article, standing, damage)| {
                    let damage = if is_damaged { format!("{damage}\n") } else { String::new() };
                    format!("{damage}{}", print(article, standing))
                });
                texts.collect::<Vec<_>>()
            };
            let briefing = printed(&briefing::write_exported).join("====\n");
            let lines = printed(&json::write).concat();
            let list = printed(&json::write).join(",");
            let markdown = printed(&|article, _| format!("# {}\n\n{}\n\n", article.headline, article.lede[0])).concat();
            for (format, text) in [
                (TextFormat::Briefing, briefing),
                (TextFormat::Markdown, markdown),
                (TextFormat::JsonLines, lines.clone()),
                (TextFormat::Json, lines),
                (TextFormat::Json, format!("[{list}]")),
            ] {
                let parts = parts(format, &text);
                // A line of an article may begin another in Markdown.
                if !is_damaged && format != TextFormat::Markdown {
                    prop_assert_eq!(parts.len(), articles.len());
                }
                for word in text.split(|c: char| !c.is_alphanumeric()) {
                    let is_there = parts.iter().any(|(_, part)| part.contains(word));
                    prop_assert!(is_there, "{:?} of {:?}", word, text);
                }
            }
        }
    }
}
