//! The format as a whole: what is read, what is refused, and that printing and reading agree.

use proptest::prelude::*;

use super::{SEPARATOR, read, write};
use crate::article::{Article, arbitrary};

const SEED: &str = include_str!("../../../data/000_a55518fa6972ff99.txt");

fn one(text: &str) -> Result<Article, String> {
    let reading = read(text);
    let problems: Vec<_> = reading.problems().map(ToString::to_string).collect();
    let [entry] = &reading.entries[..] else {
        panic!("{} articles in {text:?}", reading.entries.len());
    };
    entry.article.clone().map_err(|_| problems.join("\n"))
}

#[test]
fn the_seed_is_one_article_and_nothing_twice() {
    let article = one(SEED).unwrap();
    let headings: Vec<_> = article
        .sections
        .iter()
        .map(|s| s.heading.as_str())
        .collect();
    assert_eq!(
        headings,
        [
            "A Historic Journey",
            "Diplomatic Significance",
            "A Tradition of Train Travel",
            "Western Absence"
        ]
    );
    assert_eq!(
        (
            article.highlights.len(),
            article.lede.len(),
            article.analysis.len()
        ),
        (5, 1, 3)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn what_was_printed_is_read_back(article in arbitrary::article()) {
        let text = write(&article);
        prop_assert_eq!(one(&text), Ok(article), "{}", text);
    }

    #[test]
    fn several_articles_are_told_apart(articles in prop::collection::vec(arbitrary::article(), 1..4)) {
        let texts: Vec<_> = articles.iter().map(write).collect();
        let reading = read(&texts.join(&format!("{SEPARATOR}\n")));
        let read: Vec<_> = reading.entries.into_iter().map(|entry| entry.article.unwrap()).collect();
        prop_assert_eq!(read, articles);
    }
}
