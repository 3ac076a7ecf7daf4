//! Buttons and menus.

use crate::desk::{Desk, REAL};

/// A story of `sections` short sections and a lede of `sentences`.
fn story(sections: usize, sentences: usize) -> String {
    let lede = "This sentence has about forty-five letters. ".repeat(sentences);
    let body: String = (1..=sections)
        .map(|n| format!("\n\n## Chapter {n}\n\nThis is chapter {n}."))
        .collect();
    format!("A Long Story\nPublished 1 May 2025\n\n{lede}{body}\n")
}

#[tokio::test]
async fn a_button_on_a_public_answer_answers_the_presser_and_leaves_it() {
    let desk = Desk::start().await;
    let finn = desk.guild.member("Finn");
    let public = desk
        .mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    for (label, says) in [
        ("Highlights", "- North Korean leader"),
        ("Analysis", "Analysis, not report"),
        ("Full story", "### A Historic Journey"),
        ("Summary", "armoured train"),
    ] {
        let answer = finn
            .click(&public, label)
            .await
            .expect("an answer")
            .message();
        assert!(answer.ephemeral, "{label}");
        assert!(answer.text().contains(says), "{label}: {}", answer.text());
    }
    let still = public.now().expect("the message");
    assert_eq!((still.text(), still.edited), (public.text(), false));
    desk.close().await;
}

#[tokio::test]
async fn a_private_answer_changes_in_place() {
    let desk = Desk::start().await;
    let slash = desk
        .mara
        .slash(&desk.news, "summary")
        .option("private", true);
    let message = slash.send().await.expect("an answer").message();
    let message = desk
        .mara
        .click(&message, "Highlights")
        .await
        .expect("an answer")
        .updated();
    let current = |label: &str| {
        message
            .buttons()
            .into_iter()
            .any(|b| b.label == label && b.style == 1)
    };
    assert!(
        current("Highlights") && !current("Summary"),
        "the part that is read is marked"
    );
    let message = desk
        .mara
        .choose(&message, "Western Absence")
        .await
        .expect("an answer")
        .updated();
    assert!(message.text().contains("### Western Absence"));
    let message = desk
        .mara
        .click(&message, "‹ A Tradition of Train Travel")
        .await
        .expect("an answer")
        .updated();
    assert!(message.text().contains("Section 3 of 4"));
    assert_eq!(desk.news.messages_for(&desk.mara).len(), 1);
    desk.close().await;
}

#[tokio::test]
async fn in_a_direct_message_an_answer_changes_in_place() {
    let desk = Desk::start().await;
    let dm = desk.mara.dm();
    let message = desk
        .mara
        .slash(&dm, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    let message = desk
        .mara
        .click(&message, "Highlights")
        .await
        .expect("an answer")
        .updated();
    assert!(message.text().contains("- North Korean leader"));
    desk.close().await;
}

#[tokio::test]
async fn long_parts_turn_their_pages() {
    let desk = Desk::with(&[&story(0, 200)]).await;
    let slash = desk
        .mara
        .slash(&desk.news, "summary")
        .option("private", true);
    let mut message = slash.send().await.expect("an answer").message();
    let mut read = String::new();
    for page in 1..=5 {
        assert!(
            message.text().contains(&format!("Page {page} of 5")),
            "{}",
            message.text()
        );
        read += message.text();
        if page < 5 {
            let next = format!("Page {} ›", page + 1);
            message = desk
                .mara
                .click(&message, &next)
                .await
                .expect("an answer")
                .updated();
        }
    }
    assert_eq!(
        read.matches("about forty-five letters.").count(),
        200,
        "no sentence is cut or lost"
    );
    let back = desk
        .mara
        .click(&message, "‹ Page 4")
        .await
        .expect("an answer")
        .updated();
    assert!(back.text().contains("Page 4 of 5"));
    desk.close().await;
}

#[tokio::test]
async fn more_sections_than_a_menu_holds_are_all_reached() {
    let desk = Desk::with(&[&story(60, 1)]).await;
    let slash = desk
        .mara
        .slash(&desk.news, "section")
        .option("private", true);
    let first = slash.send().await.expect("an answer").message();
    assert_eq!(first.menus()[0].options.len(), 25);
    let second = desk
        .mara
        .choose(&first, "More: sections 25 to 60 …")
        .await
        .expect("an answer")
        .updated();
    let third = desk
        .mara
        .choose(&second, "More: sections 49 to 60 …")
        .await
        .expect("an answer")
        .updated();
    assert_eq!(third.menus()[0].options.len(), 12);
    let last = desk
        .mara
        .choose(&third, "Chapter 60")
        .await
        .expect("an answer")
        .updated();
    assert!(
        last.text().contains("This is chapter 60.") && last.text().contains("Section 60 of 60")
    );
    assert!(
        last.menus()[0]
            .options
            .iter()
            .any(|option| option.label == "Chapter 60" && option.default)
    );
    desk.close().await;
}

#[tokio::test]
async fn buttons_work_after_a_restart() {
    let mut desk = Desk::start().await;
    let message = desk
        .mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    desk.halt().await;
    desk.launch(|_| {});
    desk.discord.connected().await;
    let answer = desk
        .mara
        .click(&message, "Analysis")
        .await
        .expect("an answer")
        .message();
    assert!(answer.text().contains("Analysis, not report"));
    desk.close().await;
}

#[tokio::test]
async fn a_control_of_a_story_that_changed_says_so() {
    let desk = Desk::with(&[&story(3, 1)]).await;
    let message = desk
        .mara
        .slash(&desk.news, "section")
        .send()
        .await
        .expect("an answer")
        .message();
    let moved = story(3, 1)
        .replace("## Chapter 1", "## A New One\n\nNew.\n\n## Chapter 1")
        .replace("Chapter 3", "Epilogue");
    desk.import(newsdesk::article::Library::House, &[&moved])
        .await;
    let found = desk
        .mara
        .choose(&message, "Chapter 2")
        .await
        .expect("an answer")
        .message();
    assert!(
        found.text().contains("Section 3 of 4"),
        "it is found where it went: {}",
        found.text()
    );
    let gone = desk
        .mara
        .choose(&message, "Chapter 3")
        .await
        .expect("an answer")
        .message();
    assert!(
        gone.ephemeral && gone.text().contains("has changed since"),
        "{}",
        gone.text()
    );
    assert!(
        gone.menus()[0]
            .options
            .iter()
            .any(|option| option.label == "Epilogue")
    );
    desk.close().await;
}

#[tokio::test]
async fn a_forged_or_stale_custom_id_is_refused() {
    let desk = Desk::with(&[REAL]).await;
    let message = desk
        .mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    for (id, values) in [
        ("nonsense", &[][..]),
        ("1:show:h1:lede:0", &[]),
        ("1:show:h99:summary:0", &[]),
        ("2:show:h1:summary:0", &[]),
        ("1:show:g0.1:summary:0", &[]),
        ("1:section:h1:9.00000000:0", &[]),
        ("1:sections:h1:0", &["../etc"]),
        ("1:sections:h1:0", &["0.ffffffff"]),
        ("1:sections:h1:0", &["more.-1"]),
    ] {
        let answer = desk
            .discord
            .forge_component(&desk.mara, &message, id, values)
            .await;
        let answer = answer.expect("an answer").message();
        assert!(answer.ephemeral, "{id}");
        let refused = ["no longer works", "can't be read here", "has changed since"];
        assert!(
            refused.iter().any(|says| answer.text().contains(says)),
            "{id}: {}",
            answer.text()
        );
    }
    for (id, values, says) in [
        ("1:show:h1:story:65535", &[][..], "Page 2 of 2"),
        ("1:sections:h1:65535", &["more.60000"], "4 sections."),
    ] {
        let answer = desk
            .discord
            .forge_component(&desk.mara, &message, id, values)
            .await;
        assert!(
            answer.expect("an answer").message().text().contains(says),
            "{id}"
        );
    }
    desk.close().await;
}
