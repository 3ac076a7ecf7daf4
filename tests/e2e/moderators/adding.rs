//! `/desk add` with the form, and what comes of it.

use super::{FIELDS, STORY, fill, labels, pressed, previewed, published, typed};
use crate::desk::{Desk, REAL};

#[tokio::test]
async fn a_story_is_typed_previewed_and_published() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let form = desk.at_desk(&ada, "add", &[]).await.modal();
    let fields = form.fields();
    let asked: Vec<_> = fields.iter().map(|field| field.label.as_str()).collect();
    assert_eq!(asked, FIELDS);

    let preview = previewed(&desk, &ada).await;
    assert!(preview.ephemeral);
    let there = labels(&preview);
    for label in [
        "Publish",
        "Edit",
        "Discard",
        "Highlights",
        "Analysis",
        "Full story",
    ] {
        assert!(there.iter().any(|one| one == label), "{label}: {there:?}");
    }
    let unpublished = desk.ask_privately("summary", &[]).await;
    assert!(unpublished.text().contains("no stories here yet"));

    let told = pressed(&ada, &preview, "Publish").await;
    assert!(told.text().contains("#1"), "{}", told.text());
    let read = desk.ask_privately("summary", &[]).await;
    assert!(
        read.text().contains("The Ferry Sails Again"),
        "{}",
        read.text()
    );
    assert!(read.text().contains("1 September 2025"));
    let section = desk
        .ask_privately("section", &[("section", "broken")])
        .await;
    assert!(section.text().contains("A shaft."), "{}", section.text());
    desk.newsroom.indexed().await.expect("an index");
    let found = desk.ask_privately("search", &[("query", "shaft")]).await;
    assert!(
        found.text().contains("The Ferry Sails Again"),
        "{}",
        found.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn the_preview_is_what_readers_get() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let mut preview = previewed(&desk, &ada).await;
    let mut pages = Vec::new();
    for part in ["Highlights", "Analysis", "Full story", "Summary"] {
        preview = pressed(&ada, &preview, part).await;
        pages.push((part, preview.text().to_owned()));
    }
    let chosen = ada.choose(&preview, "What Was Broken").await;
    let chosen = chosen.expect("an answer").updated();
    pressed(&ada, &chosen, "Publish").await;

    let mut read = desk.ask_privately("summary", &[]).await;
    for (part, previewed) in pages {
        read = desk.turn(&read, part).await;
        for line in read.text().lines().filter(|line| !line.trim().is_empty()) {
            assert!(
                previewed.contains(line),
                "{part}: {line:?} is not in {previewed}"
            );
        }
    }
    let section = desk.mara.choose(&read, "What Was Broken").await;
    let section = section.expect("an answer").updated();
    for line in section.text().lines() {
        assert!(
            chosen.text().contains(line),
            "{line:?} is not in {}",
            chosen.text()
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn what_can_t_be_read_comes_back_filled_in() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let wrong = [
        ("Headline", "The Ferry Sails Again"),
        ("Published", "the 45th of Maytober"),
        ("Highlights", "- The ferry sails."),
        ("Story", "## A Heading Without a Text"),
        ("Analysis", ""),
    ];
    let told = typed(&desk, &ada, &wrong).await.message();
    for says in ["Published", "the 45th of Maytober", "Story"] {
        assert!(told.text().contains(says), "{says}: {}", told.text());
    }
    assert!(!labels(&told).contains(&"Publish".to_owned()));
    let again = ada.click(&told, "Edit").await.expect("an answer").modal();
    for (field, (label, text)) in again.fields().iter().zip(wrong) {
        assert_eq!((field.label.as_str(), field.value.as_str()), (label, text));
    }
    let mended = fill(
        ada.submit(&again),
        &[("Published", "1 September 2025"), STORY[3]],
    );
    let preview = mended.send().await.expect("an answer").updated();
    pressed(&ada, &preview, "Publish").await;
    let read = desk.ask_privately("summary", &[]).await;
    assert!(read.text().contains("After two weeks"), "{}", read.text());
    desk.close().await;
}

#[tokio::test]
async fn any_text_goes_through_unharmed() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let hostile = [
        "@everyone",
        "<@&1> <#2> </summary:3> <t:4:R>",
        "[a link](https://evil.example/)",
        "```rust fn main() {} ```",
        "שלום עולם \u{202e}abc",
        "👩‍👩‍👧 zero\u{200b}width",
        "https://example.org/a_b_c?d=*e*",
        "> quote -# small ||spoiler||",
    ];
    for (at, text) in hostile.iter().enumerate() {
        let filler = |units: usize| {
            let unit = format!("{text} and so on. ");
            let times = units / unit.encode_utf16().count();
            unit.repeat(times)
        };
        let headline = format!("{at} {text}");
        let story = format!("{}\n\n## {text}\n\nMore: {}", filler(1_900), filler(1_900));
        let analysis = filler(3_990);
        let highlights = format!("- {}", filler(3_900));
        let fields = [
            ("Headline", headline.as_str()),
            ("Published", ""),
            ("Highlights", &highlights),
            ("Story", &story),
            ("Analysis", &analysis),
        ];
        let preview = typed(&desk, &ada, &fields).await.message();
        assert!(
            labels(&preview).contains(&"Publish".to_owned()),
            "{}",
            preview.text()
        );
        assert!(preview.pinged().is_nobody());
        let told = pressed(&ada, &preview, "Publish").await;
        assert!(told.pinged().is_nobody());
        let library = Desk::library(&desk.guild);
        let number = u32::try_from(at + 1).expect("a number");
        let kept = desk.newsroom.store().articles(library, number - 1, 1).await;
        let kept = kept.expect("articles").pop().expect("an article").article;
        assert_eq!(kept.headline.as_str(), headline);
        assert_eq!(kept.analysis[0].as_str(), analysis.trim());
        assert_eq!(kept.sections[0].heading.as_str(), *text);
        assert_eq!(kept.lede[0].as_str(), filler(1_900).trim());
    }
    desk.close().await;
}

#[tokio::test]
async fn what_is_nearly_there_already_asks() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let nearly = [
        ("Headline", "The Ferry Sails Again!"),
        STORY[1],
        STORY[2],
        ("Story", "It sails, and how."),
        STORY[4],
    ];
    let asks = typed(&desk, &ada, &nearly).await.message();
    assert!(asks.text().contains("#1"), "{}", asks.text());
    let correction = pressed(&ada, &asks, "Correction of #1").await;
    assert!(correction.text().contains("It sails, and how."));
    pressed(&ada, &correction, "Publish").await;
    let read = desk.ask_privately("summary", &[("article", "#1")]).await;
    assert!(
        read.text().contains("It sails, and how."),
        "{}",
        read.text()
    );

    let asks = typed(&desk, &ada, &STORY).await.message();
    let told = pressed(&ada, &asks, "Publish as new").await;
    assert!(told.text().contains("#2"), "{}", told.text());
    desk.close().await;
}

#[tokio::test]
async fn the_same_story_by_two_moderators_at_once_is_asked_about() {
    let desk = Desk::with(&[]).await;
    let (ada, ben) = (desk.moderator("Ada"), desk.moderator("Ben"));
    let mine = previewed(&desk, &ada).await;
    let theirs = previewed(&desk, &ben).await;
    pressed(&ada, &mine, "Publish").await;
    let asks = pressed(&ben, &theirs, "Publish").await;
    assert!(
        labels(&asks).contains(&"Publish as new".to_owned()),
        "{}",
        asks.text()
    );
    let list = desk.ask_privately("archive", &[]).await;
    assert!(list.text().contains("1 story"), "{}", list.text());
    desk.close().await;
}

#[tokio::test]
async fn a_message_s_menu_takes_its_text_or_its_file() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let said = desk
        .mara
        .say(&desk.news, "A Quiet Day\nNothing came, and nothing left.");
    let said = said.expect("a message");
    let preview = ada.use_on_message(&said, "Add to Newsdesk").await;
    let preview = preview.expect("an answer").message();
    assert!(
        preview.ephemeral && preview.text().contains("Nothing came"),
        "{}",
        preview.text()
    );
    pressed(&ada, &preview, "Publish").await;

    let files = [("message.txt", REAL.as_bytes())];
    let said = desk
        .mara
        .say_with_files(&desk.news, "", &files)
        .expect("a message");
    let preview = ada.use_on_message(&said, "Add to Newsdesk").await;
    let preview = preview.expect("an answer").message();
    assert!(preview.text().contains("Kim Jong Un"), "{}", preview.text());

    let empty = desk
        .mara
        .say_with_files(&desk.news, "", &[("a.png", b"\x89PNG")]);
    let told = ada
        .use_on_message(&empty.expect("a message"), "Add to Newsdesk")
        .await;
    let told = told.expect("an answer").message();
    assert!(told.ephemeral && !labels(&told).contains(&"Publish".to_owned()));
    desk.close().await;
}
