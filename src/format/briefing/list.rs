//! Several values on one line.

use super::{row::ESCAPE, shape};

/// The topics of a list; a `\` takes the character after it as it is.
pub(in crate::format) fn split_topics(list: &str) -> Vec<String> {
    let mut topics = Vec::new();
    let mut topic = String::new();
    let mut chars = list.chars();
    while let Some(c) = chars.next() {
        match c {
            ESCAPE => topic.push(chars.next().unwrap_or(ESCAPE)),
            c if is_topic_separator(c) => topics.push(std::mem::take(&mut topic)),
            c => topic.push(c),
        }
    }
    topics.push(topic);
    topics
}

/// Whether `c` separates topics.
pub(super) fn is_topic_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '、' | '،' | '؛' | '，' | '；')
}

/// The addresses of a list: between white space, commas and semicolons before it or before `http`.
pub(in crate::format) fn split_addresses(list: &str) -> Vec<&str> {
    let mut addresses = Vec::new();
    for word in list.split_whitespace() {
        let mut rest = word;
        while let Some(at) = joint(rest) {
            addresses.push(&rest[..at]);
            rest = &rest[at + 1..];
        }
        addresses.push(rest.trim_end_matches([',', ';']));
    }
    addresses.retain(|address| !address.is_empty());
    addresses
}

/// Where a comma or semicolon joins two addresses, outside of `<` and `>`.
fn joint(text: &str) -> Option<usize> {
    if text.starts_with('<') {
        let end = text.find('>')? + 1;
        return text[end..].starts_with([',', ';']).then_some(end);
    }
    text.match_indices([',', ';'])
        .map(|(at, _)| at)
        .find(|at| shape::starts_as_address(&text[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_split_at_the_commas_of_any_script() {
        for (list, wanted) in [
            ("Asia, Diplomacy", vec!["Asia", " Diplomacy"]),
            ("亚洲、外交；军事", vec!["亚洲", "外交", "军事"]),
            ("آسيا، دبلوماسية", vec!["آسيا", " دبلوماسية"]),
            (r"a\, b, c\\, d\", vec!["a, b", r" c\", r" d\"]),
        ] {
            assert_eq!(split_topics(list), wanted, "{list}");
        }
    }

    #[test]
    fn addresses_are_split_where_they_join() {
        for (list, wanted) in [
            (
                "https://a.org https://b.org",
                vec!["https://a.org", "https://b.org"],
            ),
            (
                "https://a.org, https://b.org;",
                vec!["https://a.org", "https://b.org"],
            ),
            (
                "https://a.org,http://b.org",
                vec!["https://a.org", "http://b.org"],
            ),
            ("https://a.org/x,y", vec!["https://a.org/x,y"]),
            (
                "<https://a.org/,http://b>, c",
                vec!["<https://a.org/,http://b>", "c"],
            ),
            (
                "<https://a.org>;<https://b.org>",
                vec!["<https://a.org>", "<https://b.org>"],
            ),
            (", ,", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(split_addresses(list), wanted, "{list}");
        }
    }
}
