use std::{fmt::Write as _, time::Instant};

use proptest::prelude::*;

use super::read;
use crate::{
    article::{Library, MAX_HEADLINE_CHARS, State, arbitrary},
    format::{MAX_PROBLEMS, briefing},
};

/// The articles that a text holds, as they are printed, and where its problems are and what they say.
fn outline(text: &str) -> String {
    let reading = read(text);
    let mut outline = String::new();
    for entry in &reading.entries {
        if let Ok(article) = &entry.article {
            outline += &briefing::write(article);
        }
    }
    for problem in reading.problems() {
        let (line, column) = (problem.line, problem.column);
        writeln!(outline, "{line}:{column} {}", problem.what).unwrap();
    }
    outline
}

#[track_caller]
fn check(text: &str, wanted: &str) {
    assert_eq!(outline(text), wanted, "{text}");
}

const WHOLE: &str = "\
---
published: 2025-09-01
topics: [Trains, Europe]
sources:
  - https://example.org/a
byline: Jane
---
# Night *Train* Returns

It leaves
in **October**.

At night.

## Highlights
* It runs [again](https://example.org/b).
* Tickets on Friday.

## Why
One.

### Deeper
Two.

## Scenario Analysis
Others follow.
";

const PRINTED: &str = "\
Night Train Returns
Published 1 September 2025
Topics: Trains, Europe
Source: https://example.org/a
By Jane

Highlights
- It runs again (https://example.org/b).
- Tickets on Friday.

Rewritten Article
It leaves in October.
At night.

## Why
One.
\\Deeper
Two.

Scenario Analysis
Others follow.
";

#[test]
fn front_matter_headline_lede_sections_and_analysis_are_read() {
    check(WHOLE, PRINTED);
    check(&WHOLE.replace('\n', "\r\n"), PRINTED);
    let lines = "# Night Train Returns\nPublished 1 September 2025\n**Topics:** Trains, Europe\n\n\
         Source: [A page](https://example.org/a)\n\n**By Jane**\n\n";
    let (_, story) = WHOLE.split_once("Returns\n\n").unwrap();
    check(&format!("{lines}{story}"), PRINTED);
    let order = "## Key points\n\n- It runs [again](https://example.org/b).\n- Tickets on Friday.\n\n\
         ## Rewritten Article\nIt leaves\nin October.\n\nAt night.\n\n";
    let rest = story.split_once("## Why").unwrap().1;
    check(&format!("{lines}{order}## Why{rest}"), PRINTED);
    let unlabelled = order.replace("## Rewritten Article\n", "");
    check(&format!("{lines}{unlabelled}## Why{rest}"), PRINTED);
}

#[test]
fn front_matter_says_what_an_export_adds_and_may_name_the_headline() {
    let text = "---\nheadline: \"A: B\"\nnumber: 12\nlibrary: 77\nstate: withdrawn\nrevision: 3\n\
         live_at: 2025-09-01T08:00:00Z\nfiled: 2025-08-31\nhighlights: |\n  - a\n  - b\n---\nL.\n";
    check(
        text,
        "A: B\n\nHighlights\n- a\n- b\n\nRewritten Article\nL.\n",
    );
    let standing = read(text).single().unwrap().standing;
    assert_eq!((standing.number, standing.revision), (Some(12), Some(3)));
    assert_eq!(standing.library, Library::parse("77"));
    assert_eq!(standing.state, Some(State::Withdrawn));
    assert!(standing.live_at.is_some() && standing.filed.is_some());
    check("---\nheadline: A\n---\n# A\nL.", "A\n\nL.\n");
    check("---\n# nothing\n---\n# A\nL.", "A\n\nL.\n");
    check("---\n\n# A\n\nL.", "A\n\nL.\n");
}

#[test]
fn what_is_no_plain_text_becomes_readable() {
    for (text, wanted) in [
        ("a *b* __c__ ~~d~~ `e`", "a b c d e"),
        ("[text](https://a.org)", "text (https://a.org)"),
        ("[text](https://a.org 'T')", "text (https://a.org “T”)"),
        ("[text][1]\n\n[1]: https://a.org", "text (https://a.org)"),
        ("<https://a.org> and <a@b.org>", "https://a.org and a@b.org"),
        ("[https://a.org](https://a.org)", "https://a.org"),
        ("![A cat](cat.png)!", "A cat (cat.png)!"),
        ("![](cat.png)", "cat.png"),
        (
            "[![A cat](cat.png)](https://a.org)",
            "A cat (cat.png) (https://a.org)",
        ),
        ("- a\n- b\n  - c\n\n  d\n", "- a\n- b\n- c\nd"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("- [x] done\n- [ ] not", "- [x] done\n- [ ] not"),
        ("> quoted\n> text", "quoted text"),
        (
            "```rust\nlet a = 1;\n\nHighlights\n```",
            "let a = 1;\n\\Highlights",
        ),
        ("    let a;\n    let b;", "let a;\nlet b;"),
        ("a | b\n--|--\n1 | *2*", "a | b\n1 | 2"),
        ("a<br>b <b>c</b> <Enter>", "a b c <Enter>"),
        ("<div>\na\n<!-- b\nc -->\n</div>", "a"),
        ("a  \nb", "a b"),
        ("1 &lt; 2 &amp; \\*3\\*", "1 < 2 & *3*"),
        ("a[^1]\n\n[^1]: note", "a[1]\n[1] note"),
        ("a\n\n---\n\nb.", "a\nb."),
        ("\\Highlights", "\\Highlights"),
        ("\\- a", "\\- a"),
        ("他说 **下雨了**。", "他说 下雨了。"),
        ("L.\n\nL.", "L.\n\\L."),
    ] {
        let article = read(&format!("# H\n\nFirst.\n\n{text}\n"))
            .single()
            .unwrap()
            .article;
        let article = article.unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
        let lede: Vec<_> = article
            .lede
            .iter()
            .skip(1)
            .map(|line| line.as_str())
            .collect();
        let wanted = wanted
            .replace("\\Highlights", "Highlights")
            .replace("\\-", "-")
            .replace("\\L", "L");
        assert_eq!(lede.join("\n"), wanted, "{text}");
    }
}

#[test]
fn a_headline_begins_the_next_article() {
    check(
        "# A\nL.\n\nB\n=\nM.\n\n====\n\n# C\nN.",
        "A\n\nL.\nB\n\nM.\nC\n\nN.\n",
    );
    check(
        "text\n\n# B\nM.",
        "B\n\nM.\n1:1 “text” stands where the headline should\n",
    );
    let entries = read("# A\nL.\n\n# B\n\n# C\nN.").entries;
    let seen: Vec<_> = entries
        .iter()
        .map(|it| (it.line, it.article.is_ok()))
        .collect();
    assert_eq!(seen, [(1, true), (4, false), (6, true)]);
}

#[test]
fn problems_are_told_all_at_once_with_their_place() {
    let long = format!("# {}\nL.", "h".repeat(MAX_HEADLINE_CHARS + 1));
    let mut told = String::new();
    for text in [
        "",
        "---\n---\n",
        "just text",
        "## A\nP.",
        "# H",
        "# H\n\n## A\nP.",
        "# H\nPublished *31 February 2025*\nImage: x.png\n\nL.\n\n## A\n## B\n",
        "# H\nL.\n\n## Highlights\n- a\n\nb\n\n## Highlights\n- c",
        "# H\nL.\n\n## Analysis\nS.\n\n## What this might mean\nT.",
        "# H\nL.\n\nTopics: a, b\n",
        "# H\nTopics: a\n\nTopics: b\n\nL.",
        "---\ntitle: A\npublished: soon\ntopics: 7\nbyline:\n  - a\nlede: x\nrevision: 0\n---\n# H\nL.",
        "---\nheadline: A\npublished: 2025-09-01\n---\n# B\nPublished 1 May 2025\n\nL.",
        "---\nbyline: a: b\n---\n# H\nL.",
        "---\nbyline: a\nbyline: b\n---\n# H\nL.",
        "---\n- a\n---\n# H\nL.",
        "---\nbyline: a\n---\n",
        "+++\nbyline = \"a\"\n+++\n# H\nL.",
        "---\nbyline: a\n# H\nL.",
        &long,
    ] {
        let reading = read(text);
        told += &reading.told(text);
        if reading.problems().next().is_none() {
            writeln!(told, "    read").unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    let started = Instant::now();
    let million = 1_000_000;
    for text in [
        "a".repeat(million),
        "# a\n".repeat(million / 4),
        "# a\n\nb\n\n".repeat(million / 10),
        format!("# H\n{}", "Date: x\n".repeat(million / 8)),
        format!("# H\n{}", "## A\n".repeat(million / 5)),
        format!("# H\n{}", "> ".repeat(million / 2)),
        format!("# H\n{}", "- ".repeat(million / 2)),
        format!("# H\n{}", "[".repeat(million)),
        format!("# H\n{}", "![a](".repeat(million / 5)),
        format!("# H\n{}", "*a ".repeat(million / 3)),
        format!("# H\n{}", "<a ".repeat(million / 3)),
        format!("# H\n{}", "`a ".repeat(million / 3)),
        format!("# H\n{}", "|a".repeat(million / 2)),
        format!("---\na: {}\n---\n# H\nL.", "[".repeat(million)),
        format!("---\na: [{}]\n---\n# H\nL.", "a,".repeat(million / 5)),
        format!(
            "---\n{}---\n# H\nL.",
            (0..million / 10).fold(String::new(), |text, n| text + &format!("a{n}: b\n"))
        ),
        format!("# H\n{}", "a<br>".repeat(million / 5)),
        format!("---\n{}\n---\n# H\nL.", "a: &a [*a, *a]\n".repeat(1000)),
        format!(
            "---\na: &a [x]\n{}---\n# H\nL.",
            "b: [*a, *a, *a]\n".repeat(100_000)
        ),
    ] {
        let reading = read(&text);
        assert!(reading.problems().count() <= MAX_PROBLEMS);
    }
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(
        lines in prop::collection::vec((prop::sample::select(&["", "# ", "## ", "- ", "> ", "---", "    ", "```"][..]), arbitrary::paragraph()), 0..12),
    ) {
        let text: String = lines.iter().map(|(mark, line)| format!("{mark}{line}\n\n")).collect();
        let reading = read(&text);
        prop_assert!(!reading.entries.is_empty());
        for entry in reading.entries {
            prop_assert!(text.get(entry.span.clone()).is_some());
            match entry.article {
                Ok(article) => {
                    let again = briefing::read(&briefing::write(&article)).single().unwrap();
                    prop_assert_eq!(again.article, Ok(article));
                }
                Err(problems) => {
                    prop_assert!(!problems.is_empty());
                    for problem in problems {
                        prop_assert!(text.get(problem.span.clone()).is_some(), "{:?}", problem);
                    }
                }
            }
        }
    }

    #[test]
    fn a_plain_article_comes_through(article in arbitrary::article()) {
        // Words that are no Markdown come back as they were typed.
        let plain = |text: &str| text.chars().filter(|c| c.is_alphabetic()).take(50).collect::<String>();
        let texts: Vec<_> = article.lede.iter().map(|line| format!("x{}.", plain(line.as_str()))).collect();
        let reading = read(&format!("# H\n\n{}", texts.join("\n\n")));
        let lede = reading.single().unwrap().article.unwrap().lede;
        let lede: Vec<_> = lede.iter().map(|line| line.to_string()).collect();
        prop_assert_eq!(lede, texts);
    }
}
