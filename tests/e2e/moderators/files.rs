//! Stories from files.

use local_discord::{Answer, Member};

use super::{labels, pressed};
use crate::desk::{Desk, REAL};

async fn add(desk: &Desk, member: &Member, name: &str, bytes: &[u8]) -> Answer {
    let slash = member.slash(&desk.news, "desk").subcommand("add");
    let sent = slash.file("file", name, bytes).send().await;
    sent.expect("an answer")
}

#[tokio::test]
async fn a_file_of_each_format_becomes_a_draft() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let markdown = "---\ntopics: [Harbour]\n---\n# The Crane\n\nIt lifts.\n";
    let json = r#"{"headline": "The Pier", "lede": ["It stands."]}"#;
    for (name, text, headline) in [
        ("a.txt", REAL, "Kim Jong Un"),
        ("b.md", markdown, "The Crane"),
        ("c.json", json, "The Pier"),
        ("d.JSONL", json, "The Pier"),
    ] {
        let preview = add(&desk, &ada, name, text.as_bytes()).await.message();
        assert!(
            preview.text().contains(headline),
            "{name}: {}",
            preview.text()
        );
        assert!(labels(&preview).contains(&"Publish".to_owned()), "{name}");
        pressed(&ada, &preview, "Discard").await;
    }
    desk.close().await;
}

#[tokio::test]
async fn a_file_of_many_articles_becomes_as_many_drafts() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let text = "The Crane\nIt lifts.\n====\nThe Pier\nPublished 99 Maytober\nIt stands.\n====\nThe Mole\nIt lies there.\n";
    let told = add(&desk, &ada, "all.txt", text.as_bytes()).await.message();
    assert!(
        told.text().contains('3') && told.text().contains("Maytober"),
        "{}",
        told.text()
    );
    let publish = labels(&told)
        .into_iter()
        .find(|label| label.starts_with("Publish"));
    let told = pressed(&ada, &told, &publish.expect("a button for all")).await;
    assert!(
        told.text().contains("#1") && told.text().contains("#2"),
        "{}",
        told.text()
    );
    let list = desk.ask_privately("archive", &[]).await;
    for headline in ["The Crane", "The Mole"] {
        assert!(
            list.text().contains(headline),
            "{headline}: {}",
            list.text()
        );
    }
    assert!(!list.text().contains("The Pier"));
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(waits.text().contains("The Pier"), "{}", waits.text());
    desk.close().await;
}

#[tokio::test]
async fn what_is_no_file_of_articles_is_refused_in_words() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let large = "a ".repeat(600 * 1024);
    for (name, bytes, says) in [
        ("a.png", b"\x89PNG\r\n".as_slice(), "a.png"),
        ("a.txt", b"\xffThe Crane\nIt lifts.", "UTF-8"),
        ("a.txt", large.as_bytes(), "1 MiB"),
        ("a.txt", b"", "a.txt"),
        ("a.txt", b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "UTF-8"),
    ] {
        let told = add(&desk, &ada, name, bytes).await.message();
        assert!(
            told.ephemeral && told.text().contains(says),
            "{says}: {}",
            told.text()
        );
        assert!(!labels(&told).contains(&"Publish".to_owned()), "{says}");
    }
    desk.close().await;
}

#[tokio::test]
async fn what_a_file_has_wrong_is_told_with_its_line() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let text = "The Crane\nPublished 45 Maytober\nSource: not an address\nIt lifts.\n";
    let told = add(&desk, &ada, "crane.txt", text.as_bytes())
        .await
        .message();
    for says in ["45 Maytober", "not an address", "line 2", "line 3"] {
        assert!(
            told.text().to_lowercase().contains(&says.to_lowercase()),
            "{says}: {}",
            told.text()
        );
    }
    let form = ada.click(&told, "Edit").await.expect("an answer").modal();
    let [field] = &form.fields()[..] else {
        panic!("one field: {:?}", form.fields());
    };
    assert_eq!(field.value.trim(), text.trim());
    let mended = text
        .replace("45 Maytober", "1 September 2025")
        .replace("not an address", "https://example.org/crane");
    let preview = ada.submit(&form).field(&field.label, &mended).send().await;
    let preview = preview.expect("an answer").updated();
    pressed(&ada, &preview, "Publish").await;
    let read = desk.ask_privately("summary", &[]).await;
    assert!(read.text().contains("example.org"), "{}", read.text());
    desk.close().await;
}

#[tokio::test]
async fn a_download_that_fails_is_refused_in_words() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let faults = || desk.discord.faults().on("GET /attachments/*/*").always();
    let text = b"The Crane\nIt lifts.";
    for (status, says) in [
        (404, "expired"),
        (403, "expired"),
        (500, "could not be fetched"),
    ] {
        faults().answer(status);
        let told = add(&desk, &ada, "crane.txt", text).await.message();
        assert!(told.text().contains(says), "{status}: {}", told.text());
        assert!(!told.text().contains("http"), "no address: {}", told.text());
        assert!(labels(&told).is_empty(), "{status}: {:?}", labels(&told));
        desk.discord.faults().clear();
    }
    faults().cut_before();
    let told = add(&desk, &ada, "crane.txt", text).await.message();
    assert!(
        told.text().contains("could not be fetched"),
        "{}",
        told.text()
    );
    desk.discord.faults().clear();
    // One that passes is got over.
    desk.discord.faults().on("GET /attachments/*/*").answer(503);
    let preview = add(&desk, &ada, "crane.txt", text).await.message();
    assert!(preview.text().contains("It lifts."), "{}", preview.text());
    desk.close().await;
}
