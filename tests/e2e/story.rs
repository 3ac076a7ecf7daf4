//! `/story`: all of a story, in pages.

use crate::desk::{Desk, REAL};

/// A story of `sections` sections of about 450 letters each.
fn story(sections: usize) -> String {
    let text = "This sentence has about forty-five letters. ".repeat(10);
    let body: String = (1..=sections)
        .map(|n| format!("\n\n## Chapter {n}\n\nThis is chapter {n}. {text}"))
        .collect();
    format!("A Long Story\nPublished 1 May 2025\n\nThe lede.{body}\n")
}

#[tokio::test]
async fn lede_and_sections_come_in_pages_that_show_their_place() {
    let desk = Desk::with(&[&story(15)]).await;
    let slash = desk.mara.slash(&desk.news, "story").option("private", true);
    let mut message = slash.send().await.expect("an answer").message();
    assert!(message.ephemeral);
    assert!(message.text().contains("The lede."));
    let mut read = String::new();
    let pages = 4;
    for page in 1..=pages {
        let place = format!("Page {page} of {pages}");
        assert!(message.text().contains(&place), "{}", message.text());
        read += message.text();
        if page < pages {
            let next = format!("Page {} ›", page + 1);
            let turned = desk.mara.click(&message, &next).await;
            message = turned.expect("an answer").updated();
        }
    }
    for n in 1..=15 {
        let chapter = format!("### Chapter {n}\n");
        assert_eq!(read.matches(&chapter).count(), 1, "{chapter}");
    }
    desk.close().await;
}

#[tokio::test]
async fn a_story_is_found_as_everywhere_and_leads_to_its_sections() {
    let desk = Desk::with(&[REAL, &story(2)]).await;
    let slash = desk.mara.slash(&desk.news, "story");
    let choices = slash.autocomplete("article", "long").await;
    assert_eq!(
        choices.expect("choices")[0].name,
        "A Long Story · 1 May 2025"
    );
    let slash = desk
        .mara
        .slash(&desk.news, "story")
        .option("article", "long");
    let message = slash.send().await.expect("an answer").message();
    assert!(!message.ephemeral && message.text().contains("This is chapter 2."));
    assert!(!message.text().contains("Page "), "it is one page");
    let marked: Vec<_> = message
        .buttons()
        .into_iter()
        .filter(|b| b.style == 1)
        .collect();
    assert_eq!(marked[0].label, "Full story");
    let chosen = desk.mara.choose(&message, "Chapter 2").await;
    let chosen = chosen.expect("an answer").message();
    assert!(chosen.ephemeral && chosen.text().contains("Section 2 of 2"));
    let dm = desk.mara.dm();
    let message = desk.mara.slash(&dm, "story").send().await;
    let message = message.expect("an answer").message();
    assert!(
        message.text().contains("### A Historic Journey"),
        "the newest"
    );
    desk.close().await;
}
