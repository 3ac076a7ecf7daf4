//! The format as a whole: what is read and what is refused.

use std::fmt::Write as _;

use super::{read, write};
use crate::{
    article::{
        Article, MAX_ARTICLE_BYTES, MAX_BYLINE_CHARS, MAX_HEADING_CHARS, MAX_HEADLINE_CHARS,
        MAX_HIGHLIGHTS, MAX_SECTIONS, MAX_SOURCES, MAX_TOPIC_CHARS, MAX_TOPICS, Standing,
    },
    format::{MAX_PROBLEMS, Reading, stamp::Stamp},
};

pub(super) const SEED: &str = include_str!("../../../data/000_a55518fa6972ff99.txt");

/// The article that a text holds, in a notation of its own: a text a line behind a word that
/// tells what it is; or, of a refused one, where its problems are and what they say.
pub(super) fn outline(text: &str) -> String {
    let reading = read(text);
    let mut outline = String::new();
    for entry in &reading.entries {
        if let Ok(article) = &entry.article {
            outline += &outline_of(article, &entry.standing);
        }
    }
    for problem in reading.problems() {
        writeln!(
            outline,
            "{}:{} {}",
            problem.line, problem.column, problem.what
        )
        .unwrap();
    }
    outline
}

fn outline_of(article: &Article, standing: &Standing) -> String {
    let mut lines = vec![format!("headline {}", article.headline)];
    lines.extend(
        article
            .published
            .iter()
            .map(|date| format!("published {date}")),
    );
    for stamp in Stamp::ALL {
        let value = stamp.write(standing);
        lines.extend(value.map(|value| format!("{} {value}", stamp.label().to_lowercase())));
    }
    lines.extend(article.byline.iter().map(|name| format!("by {name}")));
    lines.extend(article.topics.iter().map(|topic| format!("topic {topic}")));
    lines.extend(article.sources.iter().map(|link| format!("source {link}")));
    lines.extend(article.image.iter().map(|link| format!("image {link}")));
    lines.extend(
        article
            .highlights
            .iter()
            .map(|text| format!("highlight {text}")),
    );
    lines.extend(article.lede.iter().map(|text| format!("lede {text}")));
    for section in &article.sections {
        lines.push(format!("heading {}", section.heading));
        lines.extend(
            section
                .paragraphs
                .iter()
                .map(|text| format!("under {text}")),
        );
    }
    lines.extend(
        article
            .analysis
            .iter()
            .map(|text| format!("analysis {text}")),
    );
    lines.join("\n") + "\n"
}

/// Reads `text` under a headline `H`; `wanted` is the outline, without the headline.
#[track_caller]
pub(super) fn check(text: &str, wanted: &[&str]) {
    let outline = outline(&format!("H\n{text}"));
    let lines: Vec<_> = outline
        .lines()
        .filter(|line| *line != "headline H")
        .collect();
    assert_eq!(lines, wanted, "{text:?}");
}

fn only(reading: Reading) -> Article {
    reading.single().unwrap().article.unwrap()
}

#[test]
fn the_seed_is_one_article_and_nothing_twice() {
    let article = only(read(SEED));
    let sections = article.sections.iter();
    let headings: Vec<_> = sections
        .clone()
        .map(|section| section.heading.as_str())
        .collect();
    let wanted = [
        "A Historic Journey",
        "Diplomatic Significance",
        "A Tradition of Train Travel",
        "Western Absence",
    ];
    assert_eq!(headings, wanted);
    assert!(
        sections
            .clone()
            .all(|section| section.paragraphs.len() == 1)
    );
    assert_eq!(article.published.unwrap().to_string(), "2025-09-01");
    let counts = [&article.highlights, &article.lede, &article.analysis].map(Vec::len);
    assert_eq!(counts, [5, 1, 3]);

    // Every text is a line of the file, its bullet aside, and none stands twice.
    let outline = outline_of(&article, &Standing::default());
    let mut texts: Vec<_> = outline
        .lines()
        .filter(|line| !line.starts_with("published"))
        .map(|line| line.split_once(' ').unwrap().1)
        .collect();
    let lines: Vec<_> = SEED
        .lines()
        .map(|line| line.trim_start_matches("- "))
        .collect();
    assert!(texts.iter().all(|text| lines.contains(text)), "{outline}");
    let count = texts.len();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), count);
    for label in [
        "Highlights",
        "Rewritten Article",
        "Scenario Analysis",
        "What this might mean",
        "-",
    ] {
        assert!(!texts.contains(&label), "{label}");
    }
}

#[test]
fn a_change_anywhere_in_the_repetition_of_the_seed_is_told_in_its_line() {
    let lines: Vec<_> = SEED.trim_end().lines().collect();
    let label = lines
        .iter()
        .position(|line| *line == "What this might mean")
        .unwrap();
    let lede = lines
        .iter()
        .rposition(|line| line.starts_with("North Korean leader Kim Jong Un has"));
    let mut changed = 0;
    for at in (lede.unwrap()..lines.len()).filter(|at| *at != label) {
        let mut lines = lines.clone();
        let other = format!("{} again", lines[at]);
        lines[at] = &other;
        let reading = read(&lines.join("\n"));
        let places: Vec<_> = reading.problems().map(|problem| problem.line).collect();
        assert_eq!(places, [at + 1], "{other}");
        changed += 1;
    }
    assert_eq!(changed, 12);
}

#[test]
fn the_same_text_is_read_however_its_lines_end_and_are_spaced() {
    let wanted = only(read(SEED));
    let spaced = SEED.replace('\n', " \t\n\u{a0}\n\u{200b}\n  ");
    let bullets = |bullet: &str| SEED.replace("\n- ", &format!("\n{bullet}"));
    for text in [
        SEED.replace('\n', "\r\n"),
        SEED.replace('\n', "\r"),
        format!("\u{feff}{SEED}"),
        format!("\n \n====\n{SEED}\n=====\n"),
        spaced,
        bullets("* "),
        bullets("•"),
        bullets("  – "),
        bullets("—\u{a0}"),
        bullets("· "),
        bullets("12. "),
        bullets("1) "),
        bullets("+\t"),
    ] {
        assert_eq!(only(read(&text)), wanted, "{text}");
    }
}

#[test]
fn headings_are_marked_or_short_lines_before_a_paragraph() {
    for (text, wanted) in [
        ("L.\n## A\np", &["lede L.", "heading A", "under p"][..]),
        ("L.\nA\nP.", &["lede L.", "heading A", "under P."]),
        ("L.\nA\n\n-\nP.", &["lede L.", "heading A", "under P."]),
        ("L.\nA\n\\p", &["lede L.", "heading A", "under p"]),
        ("L.\nA\n- p", &["lede L.", "heading A", "under - p"]),
        (
            "L。\n历史\n他说。",
            &["lede L。", "heading 历史", "under 他说。"],
        ),
        (
            "L.\nرحلة\nهل أمطرت؟",
            &["lede L.", "heading رحلة", "under هل أمطرت؟"],
        ),
        // Two in a row: the first stands before no paragraph.
        (
            "L.\nA\nB\nP.",
            &["lede L.", "lede A", "heading B", "under P."],
        ),
        (
            "L.\n## A\nB\nP.",
            &["lede L.", "heading A", "under B", "under P."],
        ),
        // The end of a part is no heading.
        ("L.\nA", &["lede L.", "lede A"]),
        (
            "L.\nA\n## B\nP.",
            &["lede L.", "lede A", "heading B", "under P."],
        ),
        ("L.\nA\nAnalysis\nP.", &["lede L.", "lede A", "analysis P."]),
        ("A", &["lede A"]),
        // What is not a heading.
        (
            "L.\n“A quote”\nP.",
            &["lede L.", "lede “A quote”", "lede P."],
        ),
        ("L.\n- a\nP.", &["lede L.", "lede - a", "lede P."]),
        ("L.\n\\A\nP.", &["lede L.", "lede A", "lede P."]),
        ("L.\n#A!\nP.", &["lede L.", "lede #A!", "lede P."]),
        // None in the analysis.
        (
            "L.\nAnalysis\nA\nP.",
            &["lede L.", "analysis A", "analysis P."],
        ),
    ] {
        check(text, wanted);
    }
    let long = "a long line without an end ".repeat(4);
    let long = long.trim_end();
    check(
        &format!("L.\n{long}\nP."),
        &["lede L.", &format!("lede {long}"), "lede P."],
    );
}

#[test]
fn a_backslash_makes_text_of_anything() {
    for line in [
        "Highlights",
        "Analysis",
        "- a",
        "-",
        "## A",
        "====",
        "\\",
        "\\a",
        "Published 1 May 2025",
        "By Jane",
        "Topics: a",
        "https://a.org",
        "H",
    ] {
        check(&format!("\\{line}"), &[&format!("lede {line}")]);
        assert_eq!(
            outline(&format!("\\{line}\nL.")),
            format!("headline {line}\nlede L.\n")
        );
    }
    check(
        "Highlights\n- \\- a\nArticle\nL.\n## \\Analysis\nP.",
        &["highlight - a", "lede L.", "heading Analysis", "under P."],
    );
}

#[test]
fn text_stays_as_it_is_given() {
    let text = "**Bold** and _it_, [a link](https://a.org), <b>, a  b.";
    check(text, &[&format!("lede {text}")]);
}

#[test]
fn highlights_end_where_their_bullets_or_the_story_do() {
    for (text, wanted) in [
        (
            "Key points:\n* a\n* b\nL.",
            &["highlight a", "highlight b", "lede L."][..],
        ),
        ("Highlights\n- a\n-\nL.", &["highlight a", "lede L."]),
        (
            "Highlights\na\nb.\nStory:\nL.",
            &["highlight a", "highlight b.", "lede L."],
        ),
        (
            "**Highlights**\n\n- a\n\n## Rewritten Article\nH\nL.",
            &["highlight a", "lede L."],
        ),
        ("Highlights\nArticle\nL.", &["lede L."]),
        (
            "Highlights\n- a\nb\nArticle\nL.",
            &["4:1 “b” stands among the highlights without a bullet"],
        ),
        (
            "Highlights\na.\nL.",
            &["2:1 the highlights have no bullets, so where they end can't be told"],
        ),
    ] {
        check(text, wanted);
    }
}

#[test]
fn problems_are_told_all_at_once_with_their_place() {
    let limits = format!(
        "{}\nBy: {}\nTopics: {}, {}\nSource: {}\nHighlights\n{}Article\nL.\n## {}\nP.\n{}",
        "h".repeat(MAX_HEADLINE_CHARS + 1),
        "b".repeat(MAX_BYLINE_CHARS + 1),
        "t".repeat(MAX_TOPIC_CHARS + 1),
        (0..MAX_TOPICS)
            .map(|n| n.to_string())
            .collect::<Vec<_>>()
            .join(","),
        "https://example.org ".repeat(MAX_SOURCES + 1),
        "- a\n".repeat(MAX_HIGHLIGHTS + 1),
        "s".repeat(MAX_HEADING_CHARS + 1),
        "## A\nP.\n".repeat(MAX_SECTIONS),
    );
    let large = format!("H\nL.\n{}", "é".repeat(MAX_ARTICLE_BYTES / 2));
    let mut told = String::new();
    for text in [
        "",
        "\n====\n \n=======\n",
        "H",
        "H\nPublished 1 May 2025\nHighlights\n- a",
        "Highlights\n- a\nArticle\nL.",
        "Published 1 May 2025\nL.",
        "H\nA\nP.",
        "H\nAnalysis\nP.",
        "H\nPublished soon\nL.",
        "H\n  Date: 09/01/2025\nL.",
        "H\nPublished: 31 February 2025\nTopics:\nTopics: a\nImage: x.png\n\
         Source: https://a.org, ftp://b.org http://me:x@c.org\nL.\n## A\n## B\n",
        "H\nL.\nSource: https://a.org\nPublished 1 May 2025\nHighlights\n- a",
        "H\nArticle\nStory\nL.",
        "H\nL.\nAnalysis\nWhat this might mean\nP.",
        "H\nL.\nAnalysis\nP.\n## A\nP2.",
        "H\nL.\n====\nH2\n====\nH3\nL3.",
        &limits,
        &large,
    ] {
        let reading = read(text);
        told += &reading.told(text);
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_span_underlines_what_is_wrong() {
    let text = "H\r\nPublished: 32 May 2025\r\n====\r\nÉ\r\nSource: https://a.org, é.org\r\nL.";
    let reading = read(text);
    let found: Vec<_> = reading
        .problems()
        .map(|problem| (problem.line, problem.column, &text[problem.span.clone()]))
        .collect();
    assert_eq!(
        found,
        [(1, 1, "H"), (2, 12, "32 May 2025"), (5, 24, "é.org")]
    );
    let entries = reading.entries.iter();
    let places: Vec<_> = entries
        .map(|entry| (entry.line, &text[entry.span.clone()]))
        .collect();
    assert_eq!(places[0], (1, "H\r\nPublished: 32 May 2025"));
    assert_eq!(places[1].0, 4);
    assert!(places[1].1.ends_with("L."));
}

#[test]
fn too_many_problems_are_counted() {
    let reading = read(&"Date: x\n====\n".repeat(MAX_PROBLEMS));
    assert_eq!(reading.entries.len(), MAX_PROBLEMS);
    assert!(reading.entries.iter().all(|entry| entry.article.is_err()));
    let told = reading.problems().count();
    // No headline, no date, no story.
    assert_eq!((told, reading.omitted), (MAX_PROBLEMS, 2 * MAX_PROBLEMS));
}

#[test]
fn the_examples_of_the_document_are_read_as_it_says() {
    let document = include_str!("../../../docs/briefing-format.md");
    let blocks: Vec<_> = document.split("```").skip(1).step_by(2).collect();
    let mut examples = 0;
    for pair in blocks.windows(2) {
        if let (Some(text), Some(wanted)) = (
            pair[0].strip_prefix("briefing\n"),
            pair[1].strip_prefix("result\n"),
        ) {
            assert_eq!(outline(text), wanted, "{text}");
            examples += 1;
        }
    }
    assert_eq!(examples, document.matches("```briefing").count());

    // The first is in the form that is printed.
    let first = blocks[0].strip_prefix("briefing\n").unwrap();
    assert_eq!(write(&only(read(first))), first);
}
