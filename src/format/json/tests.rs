use std::time::Instant;

use proptest::prelude::*;

use super::{read, read_lines, write};
use crate::{
    article::{
        Article, GuildId, Library, MAX_HEADING_CHARS, MAX_HEADLINE_CHARS, MAX_HIGHLIGHTS,
        MAX_SECTIONS, MAX_SOURCES, MAX_TOPICS, Standing, State, arbitrary,
    },
    format::{MAX_PROBLEMS, Reading, briefing},
};

fn only(reading: Reading) -> Article {
    let problems: Vec<_> = reading.problems().map(ToString::to_string).collect();
    let entry = reading.single().expect("one article");
    entry.article.unwrap_or_else(|_| panic!("{problems:#?}"))
}

/// The article that a text holds, as it is printed.
#[track_caller]
fn check(json: &str, wanted: &str) {
    assert_eq!(briefing::write(&only(read(json))), wanted, "{json}");
}

const WHOLE: &str = r#"{
  "headline": "Night Train Returns",
  "published": "2025-09-01",
  "highlights": ["It runs again.", " "],
  "lede": ["It leaves\nin October.", "At night."],
  "sections": [{"heading": "Why", "paragraphs": "One.\n\nTwo\nlines.\r\n \r\nThree."}],
  "analysis": "Others follow.",
  "topics": ["Trains", "trains", "Europe"],
  "sources": ["https://example.org/a"],
  "image": "https://example.org/a.png",
  "byline": "Jane"
}"#;

#[test]
fn every_key_is_read() {
    let wanted = "Night Train Returns\nPublished 1 September 2025\nTopics: Trains, Europe\n\
         Source: https://example.org/a\nImage: https://example.org/a.png\nBy Jane\n\n\
         Highlights\n- It runs again.\n\nRewritten Article\nIt leaves in October.\nAt night.\n\n\
         ## Why\nOne.\nTwo lines.\nThree.\n\nScenario Analysis\nOthers follow.\n";
    check(WHOLE, wanted);
    let line = WHOLE.replace('\n', " ");
    assert_eq!(only(read_lines(&line)), only(read(WHOLE)));
    assert_eq!(
        only(read_lines(WHOLE)),
        only(read(WHOLE)),
        "printed over lines"
    );
    check(&format!("[{WHOLE}]"), wanted);
}

#[test]
fn a_text_may_stand_for_a_list() {
    check(
        r#"{"headline":"H","lede":"L.","topics":"a, b","sources":"https://a.org https://b.org",
            "highlights":"- one\n- two","analysis":null,"published":"1 May 2025"}"#,
        "H\nPublished 1 May 2025\nTopics: a, b\nSource: https://a.org/\nSource: https://b.org/\n\n\
         Highlights\n- one\n- two\n\nRewritten Article\nL.\n",
    );
}

#[test]
fn what_an_export_adds_is_read() {
    let text = r#"{"headline":"H","lede":["L."],"number":12,"library":"77","state":"withdrawn",
        "revision":3,"live_at":"2025-09-01T10:00:00+02:00","filed":"2025-08-31"}"#;
    let standing = read(text).single().unwrap().standing;
    assert_eq!(standing.number, Some(12));
    assert_eq!(standing.library, Some(Library::Guild(GuildId(77))));
    assert_eq!(standing.state, Some(State::Withdrawn));
    assert_eq!(standing.revision, Some(3));
    assert_eq!(
        standing.live_at.unwrap().to_rfc3339(),
        "2025-09-01T08:00:00+00:00"
    );
    assert_eq!(standing.filed.unwrap().to_string(), "2025-08-31");
}

#[test]
fn an_instant_that_could_not_be_written_again_is_refused() {
    for (instant, is_read) in [
        ("0000-01-01T00:00:00Z", true),
        ("0000-01-01T00:00:00+01:00", false),
        ("9999-12-31T23:59:59.999999999Z", true),
        ("9999-12-31T23:59:59-01:00", false),
        ("2016-12-31T23:59:60Z", true),
    ] {
        let text = format!(r#"{{"headline":"H","lede":"L.","live_at":"{instant}"}}"#);
        let entry = read(&text).single().unwrap();
        assert_eq!(entry.article.is_ok(), is_read, "{instant}");
        if let Ok(article) = entry.article {
            let again = read(&write(&article, &entry.standing)).single().unwrap();
            assert_eq!(again.standing, entry.standing);
        }
    }
}

#[test]
fn a_bad_line_does_not_spoil_the_others() {
    let text = "\n{\"headline\":\"A\",\"lede\":\"L.\"}\nnonsense\n{\"headline\":\"B\"}\r\n\
                [{\"headline\":\"C\",\"lede\":\"L.\"}]\n{\"headline\":\"D\",\"lede\":\"L.\"";
    let reading = read_lines(text);
    let entries = reading.entries.iter();
    let seen: Vec<_> = entries
        .map(|entry| (entry.line, entry.article.is_ok()))
        .collect();
    assert_eq!(
        seen,
        [(2, true), (3, false), (4, false), (5, true), (6, false)]
    );
    let places: Vec<_> = reading.problems().map(|it| (it.line, it.column)).collect();
    assert_eq!(places, [(3, 2), (4, 1), (6, 27)]);
}

#[test]
fn problems_are_told_all_at_once_with_their_place() {
    let limits = format!(
        r#"{{"headline":"{}","lede":"L.","sections":[{}],"topics":[{}],"sources":[{}],"highlights":[{}"x"]}}"#,
        "h".repeat(MAX_HEADLINE_CHARS + 1),
        vec![r#"{"heading":"A","paragraphs":"P."}"#; MAX_SECTIONS + 1].join(","),
        (0..=MAX_TOPICS)
            .map(|n| format!("\"{n}\""))
            .collect::<Vec<_>>()
            .join(","),
        [r#""https://a.org""#; MAX_SOURCES + 1].join(","),
        "\"x\",".repeat(MAX_HIGHLIGHTS),
    );
    let long = format!(
        r#"{{"headline":"H","lede":"{}","sections":[{{"heading":"{}","paragraphs":["P."]}}]}}"#,
        "é".repeat(50_000),
        "s".repeat(MAX_HEADING_CHARS + 1)
    );
    let mut told = String::new();
    for text in [
        "",
        " \n",
        "[]",
        "7",
        "[[]]",
        "{}",
        r#"{"headline":"H","lede":"L."} x"#,
        "{\"headline\": \"H\",\n \"lede\": [\"L.\" \"M.\"]}",
        "{\"headline\":\"\\ud800\",\"lede\":\"L.\"}",
        "{\"title\":\"H\",\"Lede\":[\"L.\"],\"heading\":\"x\"}",
        "{\"headline\":1,\n\"lede\":{\"a\":1},\n\"published\":20250901,\n\"highlights\":[1,\"a\"],\n\
         \"sections\":\"S\",\n\"topics\":true,\n\"sources\":[\"x.org\",\"https://me:x@c.org\"],\n\
         \"image\":\"\",\n\"byline\":[\"b\"],\n\"analysis\":7}",
        "{\"headline\":\"H\",\"lede\":\" \",\"headline\":\"I\",\"published\":\"09/01/2025\",\
         \"sections\":[{\"heading\":\"A\"},{\"paragraphs\":[\"P.\"]},7,\
         {\"heading\":\"B\",\"paragraphs\":\"P.\",\"image\":\"x\",\"heading\":\"C\"}]}",
        "{\"headline\":\"H\",\"lede\":\"L.\",\"published\":\"soon\",\"number\":0,\"library\":\"elsewhere\",\
         \"state\":\"draft\",\"revision\":1.5,\"live_at\":\"soon\",\"filed\":\"31 February 2025\"}",
        &limits,
        &long,
    ] {
        let reading = read(text);
        told += &reading.told(text);
    }
    insta::assert_snapshot!(told);
}

#[test]
fn hostile_texts_take_no_longer_than_others() {
    let started = Instant::now();
    let many = 200_000;
    for text in [
        "[".repeat(many),
        "{\"a\":".repeat(many / 5),
        "[".repeat(many) + &"]".repeat(many),
        format!("{{\"headline\":{}1{}}}", "[".repeat(many), "]".repeat(many)),
        format!("[{}1]", "1,".repeat(many / 2)),
        "{}\n".repeat(many / 3),
        "{}".repeat(many / 2),
        "\n".repeat(many),
        format!(
            "{{\"headline\":\"H\",{}\"a\":1}}",
            "\"a\":1,".repeat(many / 6)
        ),
        format!("{{\"headline\":\"{}\"}}", "a".repeat(many)),
        format!("{{\"topics\":[{}1]}}", "\"a\",".repeat(many / 4)),
        format!("[{}1]", "{},".repeat(many)),
        format!(
            "{{{}\"a\":1}}",
            (0..many / 7).fold(String::new(), |text, n| text + &format!("\"{n}\":1,"))
        ),
        format!(
            "{{\"x\":\"{}\",{}\"a\":1}}",
            "x".repeat(many),
            "\"image\":1,".repeat(many / 20)
        ),
    ] {
        for reading in [read(&text), read_lines(&text)] {
            assert!(reading.problems().count() <= MAX_PROBLEMS);
            assert!(reading.entries.iter().all(|entry| entry.article.is_err()));
        }
    }
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn what_was_printed_is_read_back(
        articles in prop::collection::vec((arbitrary::article(), arbitrary::standing()), 1..4),
    ) {
        let text: String = articles.iter().map(|(article, standing)| write(article, standing)).collect();
        prop_assert_eq!(text.lines().count(), articles.len());
        for reading in [read(&text), read_lines(&text)] {
            let problems: Vec<_> = reading.problems().map(ToString::to_string).collect();
            let read: Vec<_> = reading.entries.into_iter().map(|it| (it.article, it.standing)).collect();
            let wanted: Vec<_> = articles.iter().cloned().map(|(article, standing)| (Ok(article), standing)).collect();
            prop_assert_eq!(read, wanted, "{}\n{:?}", text, problems);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\[\\]{}\":,a1\\\\ \n]{0,40}|\\PC{0,40}") {
        for reading in [read(&text), read_lines(&text)] {
            prop_assert!(!reading.entries.is_empty());
            for entry in &reading.entries {
                if let Err(problems) = &entry.article {
                    prop_assert!(!problems.is_empty());
                }
            }
        }
    }
}

#[test]
fn standings_of_plain_articles_are_not_printed() {
    let article = only(read(r#"{"headline":"H","lede":"L."}"#));
    let line = write(&article, &Standing::default());
    assert_eq!(line, "{\"headline\":\"H\",\"lede\":[\"L.\"]}\n");
}
