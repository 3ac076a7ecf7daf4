//! What holds for any text and any article.

use std::time::Instant;

use proptest::prelude::*;

use super::{SEPARATOR, read, tests::SEED, write, write_exported};
use crate::{article::arbitrary, format::MAX_PROBLEMS};

#[test]
fn hostile_texts_take_no_longer_than_others() {
    let started = Instant::now();
    let million = 1_000_000;
    for text in [
        "a".repeat(million),
        "\u{200b}".repeat(million / 3),
        format!("H\nSource: {}", "https://a,".repeat(million / 10)),
        format!("H\nSource: {}", "x ".repeat(million / 2)),
        format!("H\nTopics: {}", "a,".repeat(million / 2)),
        "\n".repeat(million),
        "====\n".repeat(million / 5),
        "a\n====\n".repeat(million / 7),
        "a\n".repeat(100_000),
        format!("H\n{}", "L.\nA\n".repeat(100_000)),
        format!("H\nL.\n{}", "Analysis\nL.\n".repeat(70_000)),
        format!("H\nL.\n{}", "Article\nH\nL.\n".repeat(60_000)),
        format!("H\nHighlights\n{}", "- a\n".repeat(250_000)),
        format!("H\n{}", "Date: 1 May\n".repeat(80_000)),
        format!("H\n{}", "## A\n".repeat(200_000)),
    ] {
        let reading = read(&text);
        assert!(reading.problems().count() <= MAX_PROBLEMS);
    }
    // Some seconds as it is; hours if a step looked at everything before it again.
    assert!(started.elapsed().as_secs() < 120);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn what_was_printed_is_read_back(article in arbitrary::article()) {
        let text = write(&article);
        let reading = read(&text);
        let problems: Vec<_> = reading.problems().map(ToString::to_string).collect();
        let read = reading.single().map(|entry| entry.article);
        prop_assert_eq!(read, Some(Ok(article)), "{}\n{:?}", text, problems);
    }

    #[test]
    fn what_was_exported_is_read_back(article in arbitrary::article(), standing in arbitrary::standing()) {
        let text = write_exported(&article, &standing);
        let entry = read(&text).single().unwrap();
        prop_assert_eq!((entry.article, entry.standing), (Ok(article), standing), "{}", text);
    }

    #[test]
    fn several_articles_are_told_apart(articles in prop::collection::vec(arbitrary::article(), 1..4)) {
        let texts: Vec<_> = articles.iter().map(write).collect();
        let reading = read(&texts.join(&format!("{SEPARATOR}\n")));
        let read: Vec<_> = reading.entries.into_iter().map(|entry| entry.article).collect();
        prop_assert_eq!(read, articles.into_iter().map(Ok).collect::<Vec<_>>());
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), lines in prop::collection::vec(arbitrary::paragraph(), 0..20)) {
        for text in [text, lines.iter().map(|line| format!("{line}\n")).collect()] {
            let reading = read(&text);
            prop_assert!(!reading.entries.is_empty());
            for entry in reading.entries {
                match entry.article {
                    Ok(article) => prop_assert_eq!(read(&write(&article)).single().unwrap().article, Ok(article)),
                    Err(problems) => prop_assert!(!problems.is_empty() || reading.omitted > 0),
                }
            }
        }
    }

    #[test]
    fn a_damaged_article_is_read_or_refused(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<char>()), 1..4),
    ) {
        let mut chars: Vec<char> = SEED.chars().collect();
        for (from, to, c) in cuts {
            let (from, to) = (from.index(chars.len()), to.index(chars.len()));
            chars.splice(from.min(to)..from.max(to), [c]);
        }
        let text: String = chars.into_iter().collect();
        for entry in read(&text).entries {
            match entry.article {
                Ok(article) => prop_assert!(!article.lede.is_empty()),
                Err(problems) => prop_assert!(!problems.is_empty()),
            }
        }
    }
}
