//! `/archive`: every story in pages, and the dates and topics that limit it.

use local_discord::Message;
use newsdesk::article::{ArticleId, Author, GuildId, Library};

use crate::desk::Desk;

/// Stories of one day each from 1 August 2025 on, every third about `Harbour`.
fn stories(count: usize) -> Vec<String> {
    let story = |n: usize| {
        let (month, day) = if n < 31 {
            ("August", n + 1)
        } else {
            ("September", n - 30)
        };
        let topics = if n.is_multiple_of(3) {
            "Harbour, Élan"
        } else {
            "Weather"
        };
        format!(
            "Story Number {n}\nPublished {day} {month} 2025\nTopics: {topics}\n\nIt is story {n}."
        )
    };
    (0..count).map(story).collect()
}

fn texts(stories: &[String]) -> Vec<&str> {
    stories.iter().map(String::as_str).collect()
}

/// The numbers of the stories on a page, from the top.
fn numbers(message: &Message) -> Vec<usize> {
    let lines = message.text().lines();
    let entries = lines.filter_map(|line| line.strip_prefix("**Story Number "));
    entries
        .map(|line| line.trim_end_matches("**").parse().expect("a number"))
        .collect()
}

#[tokio::test]
async fn all_stories_are_reached_by_turning_pages() {
    let desk = Desk::with(&texts(&stories(45))).await;
    let first = desk.ask_privately("archive", &[]).await;
    assert!(
        first.text().contains("Page 1 of 5 · 45 stories"),
        "{}",
        first.text()
    );
    assert!(
        first
            .text()
            .contains("-# #H45 · 14 September 2025 · Weather"),
        "{}",
        first.text()
    );
    let mut message = first.clone();
    let mut read = numbers(&message);
    for page in 2..=5 {
        message = desk.turn(&message, &format!("Page {page} ›")).await;
        assert!(message.text().contains(&format!("Page {page} of 5")));
        read.extend(numbers(&message));
    }
    assert_eq!(read, (0..45).rev().collect::<Vec<_>>());
    let back = desk.turn(&message, "‹ Page 4").await;
    assert!(back.text().contains("Page 4 of 5"));
    assert_eq!(
        numbers(&desk.turn(&back, "« Newest").await),
        numbers(&first)
    );
    let last = desk.turn(&first, "Page 5 »").await;
    assert_eq!(numbers(&last), [4, 3, 2, 1, 0]);
    let story = desk.mara.choose(&last, "Story Number 3").await;
    assert!(
        story
            .expect("an answer")
            .updated()
            .text()
            .contains("It is story 3.")
    );
    desk.close().await;
}

#[tokio::test]
async fn pages_stay_where_they_were_while_stories_come_and_go() {
    let desk = Desk::with(&texts(&stories(30))).await;
    let first = desk.ask_privately("archive", &[]).await;
    let newer: Vec<String> = (1..=3)
        .map(|day| format!("Newer Still {day}\nPublished {day} October 2025\n\nNews."))
        .collect();
    desk.import(Desk::library(&desk.guild), &texts(&newer))
        .await;
    let second = desk.turn(&first, "Page 2 ›").await;
    assert_eq!(
        numbers(&second),
        (10..20).rev().collect::<Vec<_>>(),
        "none twice, none missed"
    );
    assert!(
        second.text().contains("Page 3 of 4 · 33 stories"),
        "{}",
        second.text()
    );
    let earlier = desk.turn(&second, "‹ Page 2").await;
    assert_eq!(numbers(&earlier), (20..30).rev().collect::<Vec<_>>());
    let top = desk.turn(&earlier, "‹ Page 1").await;
    assert!(top.text().contains("**Newer Still 3**"), "{}", top.text());
    desk.close().await;
}

#[tokio::test]
async fn a_page_whose_first_story_is_gone_begins_where_that_stood() {
    let desk = Desk::with(&texts(&stories(30))).await;
    let first = desk.ask_privately("archive", &[]).await;
    let id = ArticleId {
        library: Library::House,
        number: 20,
    };
    let guild = GuildId(desk.guild.id());
    let hidden = desk.newsroom.hide(guild, id, Author::Operator).await;
    assert!(hidden.expect("hidden"));
    let second = desk.turn(&first, "Page 2 ›").await;
    assert_eq!(numbers(&second), (9..19).rev().collect::<Vec<_>>());
    assert!(
        second.text().contains("Page 2 of 3 · 29 stories"),
        "{}",
        second.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn topics_and_dates_limit_it() {
    let desk = Desk::at("2025-09-03T08:00:00Z", &texts(&stories(34))).await;
    for (options, total, newest) in [
        (&[("topic", "harbour")][..], "12 stories", 33),
        (&[("topic", "ELAN")], "12 stories", 33),
        (&[("from", "2025-09-01")], "3 stories", 33),
        (&[("from", "September 2025")], "3 stories", 33),
        (&[("to", "August 2025")], "31 stories", 30),
        (&[("to", "2025")], "34 stories", 33),
        (&[("from", "yesterday"), ("to", "yesterday")], "1 story", 32),
        (&[("from", "3 days ago")], "4 stories", 33),
        (
            &[("from", "last week"), ("to", "last week")],
            "7 stories",
            30,
        ),
        // The wrong way round.
        (
            &[("from", "1.9.2025"), ("to", "30.8.2025")],
            "3 stories",
            31,
        ),
        (
            &[("from", "September 2025"), ("to", "Aug 30, 2025")],
            "5 stories",
            33,
        ),
        (&[("topic", "weather"), ("from", "monday")], "2 stories", 32),
    ] {
        let message = desk.ask_privately("archive", options).await;
        let text = message.text();
        assert!(text.contains(total), "{options:?}: {text}");
        assert_eq!(numbers(&message)[0], newest, "{options:?}: {text}");
    }
    let message = desk
        .ask_privately("archive", &[("topic", "harbour"), ("to", "yesterday")])
        .await;
    let says = "Stories about “Harbour” until 2 September 2025";
    assert!(message.text().contains(says), "{}", message.text());
    let second = desk.turn(&message, "Page 2 ›").await;
    assert!(
        second.text().contains(says),
        "the limits stay: {}",
        second.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn what_is_no_date_is_refused_with_the_words_and_an_example() {
    let desk = Desk::with(&texts(&stories(3))).await;
    for (option, typed, says) in [
        ("from", "soon", "“soon” is no date that I can read"),
        ("to", "12", "“12” is no date that I can read"),
        ("from", "@everyone", "is no date that I can read"),
        (
            "to",
            "3/4/2025",
            "“3/4/2025” may be 3 April 2025 or 4 March 2025",
        ),
    ] {
        let slash = desk.mara.slash(&desk.news, "archive").option(option, typed);
        let message = slash.send().await.expect("an answer").message();
        assert!(message.ephemeral, "{typed}");
        assert!(message.text().contains(says), "{typed}: {}", message.text());
    }
    let message = desk.ask_privately("archive", &[("from", "soon")]).await;
    assert!(message.text().contains("1 September 2025"), "an example");
    desk.close().await;
}

#[tokio::test]
async fn an_unknown_topic_is_refused_with_the_nearest() {
    let desk = Desk::with(&texts(&stories(6))).await;
    let message = desk
        .ask_privately("archive", &[("topic", "harbor"), ("from", "2 August 2025")])
        .await;
    assert!(
        message
            .text()
            .contains("No story here has the topic “harbor”")
    );
    let found = desk.turn(&message, "Harbour").await;
    assert_eq!(numbers(&found), [3], "the date counts still");
    let none = desk.ask_privately("archive", &[("topic", "zzzz")]).await;
    assert!(none.text().contains("“zzzz”") && none.buttons().is_empty());
    desk.close().await;
}

#[tokio::test]
async fn a_button_to_a_topic_that_is_gone_says_so() {
    let desk = Desk::with(&texts(&stories(2))).await;
    let slash = desk.mara.slash(&desk.news, "archive");
    let message = slash.option("topic", "harbor").send().await;
    let message = message.expect("an answer").message();
    let id = ArticleId {
        library: Library::House,
        number: 1,
    };
    let guild = GuildId(desk.guild.id());
    let hidden = desk.newsroom.hide(guild, id, Author::Operator).await;
    assert!(hidden.expect("hidden"));
    let gone = desk.mara.click(&message, "Harbour").await;
    let gone = gone.expect("an answer").message();
    assert!(
        gone.text().contains("No story has that topic any more"),
        "{}",
        gone.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn where_nothing_is_left_the_limits_can_be_dropped() {
    let desk = Desk::with(&texts(&stories(6))).await;
    for (label, wanted) in [
        ("Any date", "4 stories"),
        ("All stories", "6 stories"),
        ("Any topic", "No stories since 1 January 2026"),
    ] {
        let empty = desk
            .ask_privately("archive", &[("topic", "weather"), ("from", "2026-01-01")])
            .await;
        let says = "No stories about “Weather” since 1 January 2026";
        assert!(
            empty.ephemeral && empty.text().contains(says),
            "{}",
            empty.text()
        );
        let found = desk.turn(&empty, label).await;
        assert!(found.text().contains(wanted), "{label}: {}", found.text());
    }
    desk.close().await;

    let desk = Desk::with(&[]).await;
    let message = desk.ask_privately("archive", &[("topic", "harbour")]).await;
    assert!(message.text().contains("no stories here yet"));
    let message = desk.ask_privately("archive", &[]).await;
    assert!(
        message.text().contains("no stories here yet"),
        "{}",
        message.text()
    );
    desk.close().await;
}

#[tokio::test]
async fn topics_and_dates_complete_while_one_types() {
    let desk = Desk::at("2025-08-06T08:00:00Z", &texts(&stories(6))).await;
    let complete = async |option: &str, typed: &str| {
        let slash = desk.mara.slash(&desk.news, "archive");
        let choices = slash.autocomplete(option, typed).await.expect("choices");
        choices
            .into_iter()
            .map(|choice| choice.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        complete("topic", "").await,
        [
            "Weather · 4 stories",
            "Harbour · 2 stories",
            "Élan · 2 stories"
        ]
    );
    assert_eq!(complete("topic", "el").await, ["Élan · 2 stories"]);
    assert_eq!(complete("topic", "harbor").await, ["Harbour · 2 stories"]);
    let dates = complete("from", "").await;
    assert_eq!(dates[0], "Today · 6 August 2025 · 1 story");
    assert_eq!(dates[1], "Yesterday · 5 August 2025 · 1 story");
    assert_eq!(dates[2], "4 August 2025 · 1 story");
    assert_eq!(dates.len(), 6, "no date twice");
    assert_eq!(complete("to", "3 aug").await, ["3 August 2025 · 1 story"]);
    assert_eq!(
        complete("to", "july 2025").await,
        ["1 July 2025 to 31 July 2025"]
    );
    assert_eq!(
        complete("from", "1 year ago").await,
        ["6 August 2024 · no stories"]
    );
    assert_eq!(
        complete("from", "last").await,
        [
            "Last week · 28 July 2025 to 3 August 2025",
            "Last month · 1 July 2025 to 31 July 2025",
            "Last year · 1 January 2024 to 31 December 2024"
        ]
    );
    assert_eq!(
        complete("to", "Yest").await,
        ["Yesterday · 5 August 2025 · 1 story"]
    );
    // A briefing is of one day.
    let slash = desk.mara.slash(&desk.news, "briefing");
    for typed in ["last", "july 2025"] {
        assert_eq!(
            slash.clone().autocomplete("date", typed).await,
            Ok(Vec::new())
        );
    }
    let slash = desk.mara.slash(&desk.news, "archive");
    let choices = slash.clone().autocomplete("from", "last w").await;
    let week = choices.expect("choices")[0].value.clone();
    let listed = desk
        .ask_privately("archive", &[("from", week.as_str().expect("a text"))])
        .await;
    assert!(listed.text().contains("since 28 July 2025"));
    let choices = slash
        .autocomplete("from", "july 2025")
        .await
        .expect("choices");
    let value = choices[0].value.as_str().expect("a text").to_owned();
    assert!(
        desk.ask_privately("archive", &[("from", &value)])
            .await
            .text()
            .contains("since 1 July 2025")
    );
    desk.close().await;
}

#[tokio::test]
async fn in_public_a_page_is_turned_for_the_presser_alone() {
    let desk = Desk::with(&texts(&stories(12))).await;
    let public = desk.mara.slash(&desk.news, "archive").send().await;
    let public = public.expect("an answer").message();
    assert!(!public.ephemeral);
    let finn = desk.guild.member("Finn");
    let turned = finn
        .click(&public, "Page 2 ›")
        .await
        .expect("an answer")
        .message();
    assert!(turned.ephemeral && turned.text().contains("Page 2 of 2"));
    let read = finn
        .choose(&public, "Story Number 7")
        .await
        .expect("an answer")
        .message();
    assert!(read.ephemeral && read.text().contains("It is story 7."));
    assert!(!public.now().expect("the message").edited);
    desk.close().await;
}
