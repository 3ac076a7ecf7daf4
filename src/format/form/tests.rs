//! What holds for any form, and what `docs/desk-forms.md` says is so.

use chrono::NaiveDate;

use super::{FieldProblem, read};
use crate::{
    article::{
        Article, Field, Line, Link, MAX_ARTICLE_BYTES, MAX_HIGHLIGHTS, MAX_SECTIONS, MAX_SOURCES,
        Section,
    },
    format::briefing,
};

const DOCUMENT: &str = include_str!("../../../docs/desk-forms.md");

pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 2).unwrap()
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn section(heading: &str, paragraphs: &[&str]) -> Section {
    Section {
        heading: line(heading),
        paragraphs: paragraphs.iter().map(|text| line(text)).collect(),
    }
}

/// An article of two sections, with every part.
fn base() -> Article {
    let text = "Base\nPublished 1 May 2025\nTopics: Old\nSource: https://example.org/old\n\
        Image: https://example.org/old.png\nBy Jane\nHighlights\n- One.\nArticle\nLede.\n\
        ## First\nP.\n## Second\nQ.\nAnalysis\nA.";
    briefing::read(text).single().unwrap().article.unwrap()
}

fn fields(fields: &[(Field, &str)]) -> Vec<(Field, String)> {
    let fields = fields.iter();
    fields
        .map(|(field, text)| (*field, (*text).to_owned()))
        .collect()
}

/// The article that fields give, as it is printed; or where the problems are and what they say.
fn outcome(read: Result<Article, Vec<FieldProblem>>) -> String {
    let problems = match read {
        Ok(article) => return briefing::write(&article),
        Err(problems) => problems,
    };
    let told = problems.iter().map(|FieldProblem { field, problem, .. }| {
        let (line, column) = (problem.line, problem.column);
        format!("{} {line}:{column} {}\n", field.name(), problem.what)
    });
    told.collect()
}

/// Reads fields over [`base`]; `wanted` is what they change in it.
#[track_caller]
fn check(given: &[(Field, &str)], section: Option<usize>, wanted: impl FnOnce(&mut Article)) {
    let mut article = base();
    wanted(&mut article);
    let read = read(Some(&base()), &fields(given), section, today());
    assert_eq!(read, Ok(article), "{given:?}");
}

#[track_caller]
fn refused(given: &[(Field, &str)], section: Option<usize>, wanted: &[&str]) {
    let read = read(Some(&base()), &fields(given), section, today());
    let told = outcome(read);
    assert_eq!(told.lines().collect::<Vec<_>>(), wanted);
}

#[test]
fn the_document_is_right() {
    let blocks: Vec<_> = DOCUMENT.split("```").skip(1).step_by(2).collect();
    let mut examples = 0;
    for pair in blocks.chunks(2) {
        let (_, form) = pair[0].split_once('\n').unwrap();
        let (_, wanted) = pair[1].split_once('\n').unwrap();
        let mut fields: Vec<(Field, String)> = Vec::new();
        for text in form.lines() {
            let name = text
                .strip_prefix('[')
                .and_then(|text| text.strip_suffix(']'));
            match (name, fields.last_mut()) {
                (Some(name), _) => {
                    fields.push((Field::parse(&name.to_lowercase()).unwrap(), String::new()))
                }
                (None, Some((_, value))) => *value += &format!("{text}\n"),
                (None, None) => panic!("{text} stands before a field"),
            }
        }
        assert_eq!(
            outcome(read(None, &fields, None, today())),
            wanted,
            "{form}"
        );
        examples += 1;
    }
    assert_eq!(examples, 2);
    // Whole texts have the fields of no form.
    for field in Field::ALL.into_iter().filter(|field| *field != Field::Text) {
        let label = match field {
            Field::Section => "text",
            Field::Note => "correction note",
            field => field.name(),
        };
        let row = format!("| {label} |");
        assert!(DOCUMENT.to_lowercase().contains(&row), "{row}");
    }
}

#[test]
fn fields_change_what_they_show_and_nothing_else() {
    use Field::*;
    check(&[], None, |_| {});
    check(&[(Note, "x"), (Text, "y")], None, |_| {});
    check(&[(Headline, "## New")], None, |it| {
        it.headline = line("New")
    });
    check(&[(Headline, "\\## New")], None, |it| {
        it.headline = line("## New")
    });
    check(&[(Headline, "Highlights")], None, |it| {
        it.headline = line("Highlights")
    });
    check(&[(Headline, "a\nb\u{0}c")], None, |it| {
        it.headline = line("a b c")
    });
    for (text, date) in [
        ("1 September 2025", Some("2025-09-01")),
        ("Published 1.9.2025.", Some("2025-09-01")),
        ("Today", Some("2025-09-02")),
        (" yesterday ", Some("2025-09-01")),
        (" ", None),
        ("-", None),
    ] {
        let date = date.map(|date| date.parse().unwrap());
        check(&[(Published, text)], None, |it| it.published = date);
    }
    for (text, wanted) in [
        ("One.\n\n- Two.", None),
        (
            "- One.\n• Two.\n* Three.",
            Some(vec!["One.", "Two.", "Three."]),
        ),
        (
            "Highlights:\n\\- One.\r\n2. Two.",
            Some(vec!["- One.", "2. Two."]),
        ),
        ("-", Some(vec![])),
    ] {
        let given = [(Highlights, text)];
        match wanted {
            Some(wanted) => check(&given, None, |it| {
                it.highlights = wanted.into_iter().map(line).collect();
            }),
            None => refused(
                &given,
                None,
                &["highlights 1:1 “One.” stands among the highlights without a bullet"],
            ),
        }
    }
    check(&[(Lede, "A short line\n\n- and\n\\## Marks")], None, |it| {
        it.lede = ["A short line", "- and", "## Marks"].map(line).into();
    });
    check(
        &[(Analysis, "Scenario Analysis\nNew.\n---\nOther.")],
        None,
        |it| {
            it.analysis = ["New.", "Other."].map(line).into();
        },
    );
    check(&[(Topics, "b, a\n- B\nc\\,d")], None, |it| {
        it.topics = ["b", "a", "c,d"].map(line).into();
    });
    check(
        &[(
            Sources,
            "- https://a.org/\nSource: <https://b.org/> https://c.org/",
        )],
        None,
        |it| {
            it.sources = ["https://a.org/", "https://b.org/", "https://c.org/"]
                .map(|it| Link::new(it).unwrap())
                .into();
        },
    );
    check(
        &[(Story, "Rewritten Article\nBase\nL.\nA Heading\nP.")],
        None,
        |it| {
            it.lede = vec![line("L.")];
            it.sections = vec![section("A Heading", &["P."])];
        },
    );
}

#[test]
fn what_is_optional_can_be_emptied() {
    use Field::*;
    let optional = [
        Highlights, Analysis, Topics, Sources, Image, Byline, Published,
    ];
    check(&optional.map(|field| (field, " \n ")), None, |it| {
        it.highlights.clear();
        it.analysis.clear();
        it.topics.clear();
        it.sources.clear();
        it.image = None;
        it.byline = None;
        it.published = None;
    });
    refused(
        &[(Headline, " "), (Lede, "-")],
        None,
        &[
            "headline 1:1 there is no headline",
            "lede 1:1 there is no lede",
        ],
    );
    let nothing = outcome(read(None, &[], None, today()));
    assert_eq!(
        nothing,
        "headline 1:1 there is no headline\nstory 1:1 there is no lede\n"
    );
}

#[test]
fn a_section_is_changed_added_and_deleted() {
    use Field::*;
    check(
        &[(Heading, "## New"), (Section, "R.\n\nS.")],
        Some(1),
        |it| {
            it.sections[1] = section("New", &["R.", "S."]);
        },
    );
    check(&[(Heading, ""), (Section, "-")], Some(0), |it| {
        drop(it.sections.remove(0))
    });
    check(&[(Section, "R.")], Some(0), |it| {
        it.sections[0].paragraphs = vec![line("R.")]
    });
    for at in [Some(2), Some(99), None] {
        check(&[(Heading, "New"), (Section, "R.")], at, |it| {
            it.sections.push(section("New", &["R."]));
        });
        check(&[(Heading, ""), (Section, "")], at, |_| {});
    }
    refused(
        &[(Heading, "New"), (Section, "")],
        Some(0),
        &["section 1:1 no paragraph stands under the heading “New”"],
    );
    refused(
        &[(Heading, ""), (Section, "R.")],
        Some(9),
        &["heading 1:1 the section has no heading"],
    );
    refused(
        &[(Heading, "New")],
        Some(9),
        &["section 1:1 no paragraph stands under the heading “New”"],
    );
}

#[test]
fn everything_wrong_is_told_with_its_line() {
    use Field::*;
    refused(
        &[
            (Headline, &"x".repeat(251)),
            (Published, "3/4/2025"),
            (Highlights, &"a\n".repeat(MAX_HIGHLIGHTS + 1)),
            (
                Story,
                "L.\n\nPublished 1 May 2025\n====\n## A\n## B\nP.\nAnalysis\nA.\nL.\nQ.",
            ),
            (Analysis, "A.\n## B\nImage: x"),
            (
                Topics,
                &format!("a\n{}\n{}", "y".repeat(51), "1,2,3,4,5,6,7,8,9"),
            ),
            (Sources, "https://a.org\nexample.org"),
            (Image, "https://me:word@a.org/"),
            (Byline, &"z".repeat(101)),
        ],
        None,
        &[
            &*format!(
                "headline 1:1 the headline “{}…” has 251 characters",
                "x".repeat(60)
            ),
            "published 1:1 “3/4/2025” can be 3 April 2025 or 4 March 2025",
            "highlights 51:1 there are 51 highlights",
            "story 3:1 “Published 1 May 2025” stands among the paragraphs",
            "story 4:1 “====” begins another article",
            "story 5:1 no paragraph stands under the heading “## A”",
            "story 8:1 “Analysis” stands among the paragraphs",
            "analysis 2:1 the heading “## B” stands in the analysis",
            "analysis 3:1 “Image: x” stands among the paragraphs",
            &*format!(
                "topics 2:1 the topic “{}” has 51 characters",
                "y".repeat(51)
            ),
            "topics 3:1 there are 11 topics",
            "sources 2:1 “example.org”: this is not a web address",
            "image 1:1 an address must not carry a user name or a password",
            &*format!(
                "byline 1:1 the byline “{}…” has 101 characters",
                "z".repeat(60)
            ),
        ],
    );
    refused(
        &[(Story, "## A\nP.")],
        None,
        &["story 1:1 the story begins with “## A”, not with its lede"],
    );
    let sections = format!("L.\n{}", "## A\nP.\n".repeat(MAX_SECTIONS + 1));
    refused(
        &[(Story, &sections)],
        None,
        &["story 202:1 there are more than 100 sections"],
    );
    let links = "https://a.org/ ".repeat(MAX_SOURCES + 1);
    refused(
        &[(Sources, &links)],
        None,
        &["sources 1:151 there are more than 10 sources"],
    );
    let large = "x".repeat(MAX_ARTICLE_BYTES);
    let bytes = base().byte_len() - "Lede.".len() + large.len();
    refused(
        &[(Byline, "Jane"), (Lede, &large)],
        None,
        &[&*format!("lede 1:1 this article has {bytes} bytes of text")],
    );
}

#[test]
fn a_problem_has_the_line_as_it_was_typed() {
    let given = fields(&[(Field::Lede, "L.\r\n  ## A\t heading \r\nP.")]);
    let problems = read(Some(&base()), &given, None, today()).unwrap_err();
    assert_eq!(problems[0].typed, "  ## A\t heading ");
    let problem = &problems[0].problem;
    assert_eq!(&given[0].1[problem.span.clone()], "## A\t heading");
    assert_eq!((problem.line, problem.column), (2, 3));
}

#[test]
fn hostile_text_goes_through_unharmed() {
    for text in [
        "@everyone <@1> <#2> </a:3> <t:0:R>",
        "```rust\u{20}fn x() {}```",
        "[text](https://example.org) https://example.org/a?b=c&d",
        "مرحبا بالعالم \u{202e}x\u{202c}",
        "👩‍👩‍👧‍👦 🏳️‍🌈 e\u{301}",
        "a\u{200b}b\u{ad}c",
    ] {
        let long = format!("{text} ").repeat(4_000 / (text.chars().count() + 1));
        let long = line(&long);
        let given = [
            Field::Lede,
            Field::Analysis,
            Field::Highlights,
            Field::Section,
        ]
        .map(|field| (field, long.as_str()));
        check(&given, Some(0), |it| {
            it.lede = vec![long.clone()];
            it.analysis = vec![long.clone()];
            it.highlights = vec![long.clone()];
            it.sections[0].paragraphs = vec![long.clone()];
        });
    }
}
