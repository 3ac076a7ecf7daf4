//! What readers type.

use local_discord::Choice;

use crate::desk::{Desk, REAL};

fn names(choices: &[Choice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.name.as_str()).collect()
}

#[tokio::test]
async fn summary_shows_headline_date_and_lede() {
    let desk = Desk::start().await;
    let answer = desk
        .mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer");
    let message = answer.message();
    assert!(!message.ephemeral);
    let text = message.text();
    for part in [
        "## Kim Jong Un Attends Beijing Military Parade",
        "#H1 · 1 September 2025",
        "crossing into China aboard his signature armoured train",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(
        !text.contains("A Historic Journey"),
        "the lede only: {text}"
    );
    let labels: Vec<_> = message
        .buttons()
        .into_iter()
        .map(|button| button.label)
        .collect();
    assert_eq!(labels, ["Summary", "Highlights", "Analysis", "Full story"]);
    let menu = &message.menus()[0];
    let sections: Vec<_> = menu
        .options
        .iter()
        .map(|option| option.label.as_str())
        .collect();
    assert_eq!(
        sections,
        [
            "A Historic Journey",
            "Diplomatic Significance",
            "A Tradition of Train Travel",
            "Western Absence"
        ]
    );
    desk.close().await;
}

#[tokio::test]
async fn highlights_are_a_list() {
    let desk = Desk::start().await;
    let answer = desk
        .mara
        .slash(&desk.news, "highlights")
        .send()
        .await
        .expect("an answer");
    let message = answer.message();
    let items = message
        .text()
        .lines()
        .filter(|line| line.starts_with("- "))
        .count();
    assert_eq!(items, 5);
    desk.close().await;
}

#[tokio::test]
async fn analysis_says_that_it_is_analysis() {
    let desk = Desk::start().await;
    let answer = desk
        .mara
        .slash(&desk.news, "analysis")
        .send()
        .await
        .expect("an answer");
    let message = answer.message();
    let text = message.text();
    assert!(text.contains("Analysis, not report"), "{text}");
    assert_eq!(
        text.matches("could signal a new phase").count(),
        1,
        "{text}"
    );
    assert!(text.contains("In the coming months, observers"), "{text}");
    desk.close().await;
}

#[tokio::test]
async fn analysis_that_is_not_there_is_said_to_the_asker_only() {
    let desk = Desk::with(&["A Headline\n\nA lede, and nothing else."]).await;
    for command in ["analysis", "highlights"] {
        let answer = desk
            .mara
            .slash(&desk.news, command)
            .send()
            .await
            .expect("an answer");
        let message = answer.message();
        assert!(message.ephemeral);
        assert!(
            message
                .text()
                .contains(&format!("no {command} of this story")),
            "{}",
            message.text()
        );
        let open: Vec<_> = message
            .buttons()
            .into_iter()
            .filter(|b| !b.disabled)
            .map(|b| b.label)
            .collect();
        assert_eq!(open, ["Summary", "Full story"]);
    }
    desk.close().await;
}

#[tokio::test]
async fn a_section_is_found_by_a_part_of_its_heading() {
    let desk = Desk::start().await;
    for typed in ["Western Absence", "western", "ABSENCE", " absence "] {
        let slash = desk
            .mara
            .slash(&desk.news, "section")
            .option("section", typed);
        let message = slash.send().await.expect("an answer").message();
        assert!(
            message.text().contains("### Western Absence"),
            "{typed}: {}",
            message.text()
        );
        assert!(message.text().contains("Section 4 of 4"));
    }
    desk.close().await;
}

#[tokio::test]
async fn a_section_that_is_unknown_or_not_the_only_one_is_refused_with_the_nearest() {
    let desk = Desk::start().await;
    for (typed, says, offered) in [
        (
            "Westurn Absense",
            "No section of this story is called “Westurn Absense”",
            "Western Absence",
        ),
        ("tra", "", "A Tradition of Train Travel"),
        (
            "a",
            "More than one section of this story fits “a”",
            "A Historic Journey",
        ),
    ] {
        let slash = desk
            .mara
            .slash(&desk.news, "section")
            .option("section", typed);
        let message = slash.send().await.expect("an answer").message();
        assert!(message.text().contains(says), "{typed}: {}", message.text());
        if !says.is_empty() {
            assert!(message.ephemeral, "{typed}");
            let opened = desk
                .mara
                .click(&message, &format!("§ {offered}"))
                .await
                .expect("an answer")
                .updated();
            assert!(opened.text().contains(&format!("### {offered}")));
        }
    }
    desk.close().await;
}

#[tokio::test]
async fn section_alone_offers_the_menu() {
    let desk = Desk::start().await;
    let answer = desk
        .mara
        .slash(&desk.news, "section")
        .send()
        .await
        .expect("an answer");
    let message = answer.message();
    assert!(message.text().contains("4 sections."));
    let chosen = desk
        .mara
        .choose(&message, "Diplomatic Significance")
        .await
        .expect("an answer");
    assert!(chosen.message().ephemeral);
    assert!(
        chosen
            .message()
            .text()
            .contains("### Diplomatic Significance")
    );
    desk.close().await;
}

#[tokio::test]
async fn an_article_is_found_by_number_and_by_words() {
    let desk = Desk::with(&[
        REAL,
        "A Quiet Harbour\nPublished 2 August 2025\n\nNothing happened.",
    ])
    .await;
    let own = Desk::library(&desk.guild);
    desk.import(
        own,
        &["Our Own Kim Festival\nPublished 3 August 2025\n\nIt was fine."],
    )
    .await;
    for (typed, headline) in [
        ("#H1", "Kim Jong Un Attends"),
        ("h2", "A Quiet Harbour"),
        ("#1", "Our Own Kim Festival"),
        ("1", "Our Own Kim Festival"),
        ("2", "A Quiet Harbour"),
        ("harbour quiet", "A Quiet Harbour"),
        ("parade KIM", "Kim Jong Un Attends"),
        ("kim", "Kim Jong Un Attends"),
        ("fest", "Our Own Kim Festival"),
        ("", "Kim Jong Un Attends"),
    ] {
        let slash = desk
            .mara
            .slash(&desk.news, "summary")
            .option("article", typed);
        let text = slash
            .send()
            .await
            .expect("an answer")
            .message()
            .text()
            .to_owned();
        assert!(text.contains(headline), "{typed:?}: {text}");
    }
    desk.close().await;
}

#[tokio::test]
async fn an_unknown_article_is_refused_with_the_nearest() {
    let desk = Desk::start().await;
    let slash = desk
        .mara
        .slash(&desk.news, "highlights")
        .option("article", "Beijng Millitary Parad");
    let message = slash.send().await.expect("an answer").message();
    assert!(message.ephemeral);
    assert!(
        message
            .text()
            .contains("No story goes by “Beijng Millitary Parad”")
    );
    let opened = desk
        .mara
        .click(&message, "Read")
        .await
        .expect("an answer")
        .updated();
    assert_eq!(
        opened
            .text()
            .lines()
            .filter(|line| line.starts_with("- "))
            .count(),
        5,
        "the part asked for"
    );

    for typed in [
        "#H99",
        "4294967296",
        "qqqq",
        &"x ".repeat(100),
        "#",
        "-1",
        "@everyone **x**",
    ] {
        let slash = desk
            .mara
            .slash(&desk.news, "summary")
            .option("article", typed);
        let message = slash.send().await.expect("an answer").message();
        assert!(message.ephemeral, "{typed}");
        assert!(
            message.text().contains("No story goes by"),
            "{typed}: {}",
            message.text()
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn an_empty_library_says_so() {
    let desk = Desk::with(&[]).await;
    for command in ["summary", "highlights", "analysis", "section"] {
        for article in ["", "anything"] {
            let slash = desk
                .mara
                .slash(&desk.news, command)
                .option("article", article);
            let message = slash.send().await.expect("an answer").message();
            assert!(message.ephemeral);
            assert!(
                message.text().contains("no stories here yet"),
                "{}",
                message.text()
            );
        }
    }
    let choices = desk
        .mara
        .slash(&desk.news, "summary")
        .autocomplete("article", "")
        .await;
    assert_eq!(choices.expect("choices"), []);
    let help = desk
        .mara
        .slash(&desk.news, "help")
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(help.text().contains("/summary"));
    desk.close().await;
}

#[tokio::test]
async fn private_answers_are_seen_by_the_asker_only() {
    let desk = Desk::start().await;
    let finn = desk.guild.member("Finn");
    for command in ["summary", "highlights", "analysis", "section"] {
        let slash = desk.mara.slash(&desk.news, command).option("private", true);
        assert!(slash.send().await.expect("an answer").message().ephemeral);
    }
    assert_eq!(desk.news.messages_for(&finn).len(), 0);
    desk.close().await;
}

#[tokio::test]
async fn articles_complete_while_one_types() {
    let desk = Desk::with(&[
        REAL,
        "A Quiet Harbour\nPublished 2 August 2025\n\nNothing happened.",
    ])
    .await;
    let complete = async |typed: &str| {
        let slash = desk.mara.slash(&desk.news, "summary");
        slash.autocomplete("article", typed).await.expect("choices")
    };
    let all = complete("").await;
    assert_eq!(all.len(), 2);
    assert!(
        all[0].name.starts_with("Kim Jong Un Attends") && all[0].name.ends_with("1 September 2025")
    );
    assert_eq!(all[0].value, "#H1");
    assert_eq!(
        names(&complete("qui har").await),
        ["A Quiet Harbour · 2 August 2025"]
    );
    assert_eq!(
        names(&complete("#2").await),
        ["A Quiet Harbour · 2 August 2025"]
    );
    assert_eq!(
        names(&complete("quiett harbor").await),
        ["A Quiet Harbour · 2 August 2025"]
    );
    assert_eq!(names(&complete("zzzz").await), [""; 0]);
    desk.close().await;
}

#[tokio::test]
async fn sections_complete_of_the_chosen_article_first() {
    let desk = Desk::with(&[
        REAL,
        "A Quiet Harbour\nPublished 2 August 2025\n\nNothing.\n\n## The Journey of a Gull\n\nIt flew.\n\n## Weather\n\nFine.",
    ])
    .await;
    let complete = async |article: Option<&str>, typed: &str| {
        let mut slash = desk.mara.slash(&desk.news, "section");
        if let Some(article) = article {
            slash = slash.option("article", article);
        }
        slash.autocomplete("section", typed).await.expect("choices")
    };
    assert_eq!(
        names(&complete(Some("#H2"), "").await),
        ["The Journey of a Gull", "Weather"]
    );
    assert_eq!(names(&complete(Some("#H2"), "wea").await), ["Weather"]);
    let mixed = complete(None, "journey").await;
    assert!(
        mixed[0]
            .name
            .starts_with("A Historic Journey · Kim Jong Un"),
        "{mixed:?}"
    );
    assert_eq!(mixed[1].name, "The Journey of a Gull · A Quiet Harbour");
    assert_eq!(
        names(&complete(None, "weather").await),
        ["Weather · A Quiet Harbour"],
        "of one story alone, which is not the newest"
    );
    let value = mixed[1].value.as_str().expect("a text").to_owned();
    let slash = desk
        .mara
        .slash(&desk.news, "section")
        .option("section", value);
    let message = slash.send().await.expect("an answer").message();
    assert!(
        message.text().contains("### The Journey of a Gull"),
        "{}",
        message.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn in_a_direct_message_the_house_library_answers() {
    let desk = Desk::start().await;
    desk.import(
        Desk::library(&desk.guild),
        &["Own Story\nPublished 9 September 2025\n\nOurs."],
    )
    .await;
    let dm = desk.mara.dm();
    let text = desk
        .mara
        .slash(&dm, "summary")
        .send()
        .await
        .expect("an answer")
        .message()
        .text()
        .to_owned();
    assert!(text.contains("Kim Jong Un Attends"), "{text}");
    let here = desk
        .mara
        .slash(&desk.news, "summary")
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(here.text().contains("Own Story"));
    desk.close().await;
}
