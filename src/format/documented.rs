//! What `docs/markdown-and-json.md` says is so.

use super::{Reading, briefing, fields::KEYS, json, markdown, stamp::Stamp};

const DOCUMENT: &str = include_str!("../../docs/markdown-and-json.md");

/// The articles as they are printed, then where the problems are and what they say.
fn outcome(reading: &Reading) -> String {
    let mut outcome = String::new();
    for entry in &reading.entries {
        if let Ok(article) = &entry.article {
            outcome += &briefing::write_exported(article, &entry.standing);
        }
    }
    for problem in reading.problems() {
        let (line, column) = (problem.line, problem.column);
        outcome += &format!("{line}:{column} {}\n", problem.what);
    }
    outcome
}

#[test]
fn its_examples_are_read_as_it_says() {
    let blocks: Vec<_> = DOCUMENT.split("```").skip(1).step_by(2).collect();
    let mut examples = 0;
    for pair in blocks.chunks(2) {
        let (format, text) = pair[0].split_once('\n').unwrap();
        let (_, wanted) = pair[1].split_once('\n').unwrap();
        let reading = match format {
            "markdown" => markdown::read(text),
            "json" => json::read(text),
            other => panic!("an example in {other}"),
        };
        assert_eq!(outcome(&reading), wanted, "{text}");
        examples += 1;
    }
    assert_eq!(examples, 6);
}

#[test]
fn it_names_every_key() {
    for key in KEYS.into_iter().chain(Stamp::ALL.map(Stamp::key)) {
        assert!(DOCUMENT.contains(&format!("`{key}`")), "{key}");
    }
}
