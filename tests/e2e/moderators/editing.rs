//! `/desk edit`: parts, the whole by file, corrections.

use newsdesk::{
    article::{GuildId, Library},
    newsroom::Import,
};

use super::{STORY, fill, labels, pressed, published};
use crate::desk::{Desk, REAL};

#[tokio::test]
async fn each_part_is_edited_by_itself_and_the_rest_stays() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    for (part, label, text, shown) in [
        ("lede", "Lede", "It sails at noon.", "summary"),
        ("highlights", "Highlights", "- Only one now.", "highlights"),
        ("analysis", "Analysis", "It will not hold.", "analysis"),
    ] {
        let form = desk
            .at_desk(&ada, "edit", &[("article", "#1"), ("part", part)])
            .await
            .modal();
        let preview = fill(ada.submit(&form), &[(label, text)]).send().await;
        let preview = preview.expect("an answer").message();
        let told = pressed(&ada, &preview, "Publish").await;
        assert!(told.text().contains("#1"), "{}", told.text());
        let read = desk.ask_privately(shown, &[("article", "#1")]).await;
        let bare = text.trim_start_matches("- ");
        assert!(read.text().contains(bare), "{part}: {}", read.text());
    }
    let slash = [("article", "#1"), ("part", "details")];
    let form = desk.at_desk(&ada, "edit", &slash).await.modal();
    let values: Vec<_> = form.fields().into_iter().map(|it| it.value).collect();
    assert_eq!(values[..2], ["The Ferry Sails Again", "1 September 2025"]);
    let changed = [
        ("Topics", "Harbour, Ferries"),
        ("Byline", "The harbour office"),
    ];
    let preview = fill(ada.submit(&form), &changed)
        .send()
        .await
        .expect("an answer")
        .message();
    pressed(&ada, &preview, "Publish").await;
    let form = desk
        .at_desk(&ada, "edit", &[("article", "#1"), ("part", "links")])
        .await
        .modal();
    let preview = fill(
        ada.submit(&form),
        &[("Sources", "https://example.org/ferry")],
    )
    .send()
    .await;
    pressed(&ada, &preview.expect("an answer").message(), "Publish").await;
    let section = [
        ("article", "#1"),
        ("part", "section"),
        ("section", "broken"),
    ];
    let form = desk.at_desk(&ada, "edit", &section).await.modal();
    let preview = fill(ada.submit(&form), &[("Heading", "What Broke")])
        .send()
        .await;
    pressed(&ada, &preview.expect("an answer").message(), "Publish").await;

    let read = desk.ask_privately("story", &[("article", "#1")]).await;
    for says in [
        "Harbour, Ferries",
        "The harbour office",
        "example.org",
        "What Broke",
        "A shaft.",
        "It sails at noon.",
    ] {
        assert!(read.text().contains(says), "{says}: {}", read.text());
    }
    desk.close().await;
}

#[tokio::test]
async fn without_a_part_there_is_a_menu_of_them() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let menu = desk
        .at_desk(&ada, "edit", &[("article", "ferry")])
        .await
        .message();
    assert!(menu.ephemeral);
    let form = ada.choose(&menu, "Lede").await.expect("an answer").modal();
    assert_eq!(form.fields()[0].value, "After two weeks the ferry sails.");
    let form = ada
        .choose(&menu, "§ What Was Broken")
        .await
        .expect("an answer")
        .modal();
    assert_eq!(form.fields()[1].value, "A shaft.");
    desk.close().await;
}

#[tokio::test]
async fn a_correction_is_told_wherever_the_story_is_read() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let options = [
        ("article", "#1"),
        ("part", "lede"),
        ("note", "It was one week, not two."),
    ];
    let form = desk.at_desk(&ada, "edit", &options).await.modal();
    let last = form.fields().pop().expect("a field");
    assert_eq!(last.value, "It was one week, not two.");
    let preview = fill(ada.submit(&form), &[("Lede", "After one week it sails.")])
        .send()
        .await;
    let preview = preview.expect("an answer").message();
    assert!(
        preview.text().contains("one week, not two"),
        "{}",
        preview.text()
    );
    pressed(&ada, &preview, "Publish").await;
    for command in ["summary", "highlights", "analysis", "story", "section"] {
        let read = desk.ask_privately(command, &[("article", "#1")]).await;
        assert!(
            read.text().contains("one week, not two"),
            "/{command}: {}",
            read.text()
        );
        assert!(
            read.text().contains("<t:"),
            "/{command}: its time: {}",
            read.text()
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn the_whole_goes_by_file() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let text = "The Ferry Sails Again\nPublished 1 September 2025\nAll of it is new.\n";
    let slash = ada
        .slash(&desk.news, "desk")
        .subcommand("edit")
        .option("article", "#1");
    let preview = slash
        .file("file", "ferry.txt", text)
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(
        preview.text().contains("All of it is new."),
        "{}",
        preview.text()
    );
    pressed(&ada, &preview, "Publish").await;
    let read = desk.ask_privately("summary", &[("article", "#1")]).await;
    assert!(read.text().contains("All of it is new."), "{}", read.text());
    desk.close().await;
}

#[tokio::test]
async fn a_part_too_long_for_a_form_goes_by_export_and_file() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let long = format!(
        "A Long Story\nPublished 1 May 2025\n{}\n",
        "Words and more. ".repeat(400)
    );
    let slash = ada.slash(&desk.news, "desk").subcommand("add");
    let preview = slash
        .file("file", "long.txt", long.as_str())
        .send()
        .await
        .expect("an answer")
        .message();
    pressed(&ada, &preview, "Publish").await;
    let told = desk
        .at_desk(&ada, "edit", &[("article", "#1"), ("part", "lede")])
        .await
        .message();
    assert!(
        told.text().contains("4,000") && told.text().contains("export"),
        "{}",
        told.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn two_who_edit_different_parts_both_get_theirs() {
    let desk = Desk::with(&[]).await;
    let (ada, ben) = (desk.moderator("Ada"), desk.moderator("Ben"));
    published(&desk, &ada).await;
    let lede = desk
        .at_desk(&ada, "edit", &[("article", "#1"), ("part", "lede")])
        .await
        .modal();
    let analysis = desk
        .at_desk(&ben, "edit", &[("article", "#1"), ("part", "analysis")])
        .await
        .modal();
    let mine = fill(ada.submit(&lede), &[("Lede", "A new lede.")])
        .send()
        .await
        .expect("an answer")
        .message();
    let theirs = fill(ben.submit(&analysis), &[("Analysis", "A new analysis.")])
        .send()
        .await;
    let theirs = theirs.expect("an answer").message();
    pressed(&ada, &mine, "Publish").await;
    let again = pressed(&ben, &theirs, "Publish").await;
    assert!(
        again.text().contains(&format!("<@{}>", ada.id())),
        "{}",
        again.text()
    );
    pressed(&ben, &again, "Publish").await;
    let read = desk.ask_privately("summary", &[("article", "#1")]).await;
    assert!(read.text().contains("A new lede."), "{}", read.text());
    let read = desk.ask_privately("analysis", &[("article", "#1")]).await;
    assert!(read.text().contains("A new analysis."), "{}", read.text());
    desk.close().await;
}

#[tokio::test]
async fn the_house_s_stories_are_edited_at_home_only() {
    let desk = Desk::with(&[REAL]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let slash = ada.slash(&desk.news, "desk").subcommand("edit");
    let choices = slash.autocomplete("article", "").await.expect("choices");
    let names: Vec<_> = choices.iter().map(|choice| choice.name.as_str()).collect();
    assert!(
        matches!(names[..], [own] if own.contains("The Ferry")),
        "{names:?}"
    );
    let told = desk
        .at_desk(&ada, "edit", &[("article", "#H1"), ("part", "lede")])
        .await
        .message();
    assert!(
        told.ephemeral && told.text().contains("house"),
        "{}",
        told.text()
    );
    assert!(labels(&told).is_empty() || !labels(&told).contains(&"Publish".to_owned()));
    let told = desk
        .at_desk(&ada, "edit", &[("article", "nonsense words")])
        .await
        .message();
    assert!(told.text().contains("nonsense words"), "{}", told.text());
    desk.close().await;
}

#[tokio::test]
async fn an_edit_that_changes_nothing_says_so() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let form = desk
        .at_desk(&ada, "edit", &[("article", "#1"), ("part", "lede")])
        .await
        .modal();
    let preview = ada.submit(&form).send().await.expect("an answer").message();
    let told = if labels(&preview).contains(&"Publish".to_owned()) {
        match ada.click(&preview, "Publish").await {
            Ok(answer) => answer.updated(),
            Err(_) => preview,
        }
    } else {
        preview
    };
    assert!(!told.text().contains("revision 2"), "{}", told.text());
    let store = desk.newsroom.store();
    let kept = store
        .articles(Desk::library(&desk.guild), 0, 1)
        .await
        .expect("articles");
    assert_eq!(kept[0].revision, 1);
    assert_eq!(STORY[0].1, kept[0].article.headline.as_str());
    desk.close().await;
}

#[tokio::test]
async fn a_changed_file_of_a_story_that_the_desk_has_edited_waits_in_the_drafts() {
    let mut desk = Desk::with(&[REAL]).await;
    let home = GuildId(desk.guild.id());
    desk.halt().await;
    desk.newsroom = desk.newsroom.clone().with_home(Some(home));
    desk.launch(|_| {});
    desk.discord.connected().await;
    let ada = desk.moderator("Ada");
    let options = [("article", "#H1"), ("part", "lede")];
    let form = desk.at_desk(&ada, "edit", &options).await.modal();
    let preview = fill(ada.submit(&form), &[("Lede", "The desk's own words.")]);
    let preview = preview.send().await.expect("an answer").message();
    pressed(&ada, &preview, "Publish").await;

    let again = async |text: &str| {
        let path = desk.folder.path().join("House-0.txt");
        std::fs::write(&path, text).expect("a file");
        let import = Import {
            yields: true,
            ..Import::of(vec![path], Library::House)
        };
        desk.newsroom
            .import(import)
            .await
            .expect("an import")
            .tally()
    };
    // What stood there before is no change.
    assert_eq!(again(REAL).await.held, 1);
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(!waits.text().contains("Kim Jong Un"), "{}", waits.text());
    let changed = REAL.replace("armoured train", "slow train");
    assert_ne!(changed, REAL);
    assert_eq!(again(&changed).await.held, 1);
    let read = desk.ask_privately("summary", &[("article", "#H1")]).await;
    assert!(
        read.text().contains("The desk's own words."),
        "{}",
        read.text()
    );
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(waits.text().contains("Kim Jong Un"), "{}", waits.text());
    let told = pressed(&ada, &waits, "Publish").await;
    assert!(
        told.text().contains("#H1 is at revision 3"),
        "{}",
        told.text()
    );
    let read = desk.ask_privately("summary", &[("article", "#H1")]).await;
    assert!(read.text().contains("slow train"), "{}", read.text());
    desk.close().await;
}
