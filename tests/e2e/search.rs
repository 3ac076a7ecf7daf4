//! Searching the full text.

use local_discord::{Member, Message};
use newsdesk::article::Library;

use crate::desk::{Desk, REAL};

/// A desk whose index has everything in it.
async fn desk(texts: &[&str]) -> Desk {
    let desk = Desk::with(texts).await;
    desk.newsroom.indexed().await.expect("an index");
    desk
}

async fn search(desk: &Desk, query: &str) -> Message {
    let slash = desk.mara.slash(&desk.news, "search").option("query", query);
    slash.send().await.expect("an answer").message()
}

/// So many stories about herons, newest last.
fn herons(count: usize) -> Vec<String> {
    let story = |number: usize| {
        let day = number % 28 + 1;
        format!("Heron number {number}\nPublished {day} August 2025\n\nA heron stood there.")
    };
    (1..=count).map(story).collect()
}

async fn click(member: &Member, message: &Message, label: &str) -> Message {
    let answer = member.click(message, label).await.expect("an answer");
    match answer.outcome {
        local_discord::Outcome::Updated(message) => message,
        _ => answer.message(),
    }
}

#[tokio::test]
async fn a_story_is_found_by_any_of_its_words_and_the_passage_is_marked() {
    let desk = desk(&[
        REAL,
        "A Quiet Harbour\nPublished 2 August 2025\n\nNothing happened.",
    ])
    .await;
    for (query, marked) in [
        ("armoured train", "**armoured** **train**"),
        ("TRAIN armoured", "**armoured** **train**"),
        ("\"armoured train\"", "**armoured train**"),
        ("armour", "**armoured**"),
        ("armuored trian", "**armoured** **train**"),
        ("armoured -harbour", "**armoured**"),
    ] {
        let message = search(&desk, query).await;
        assert!(!message.ephemeral, "{query}");
        let text = message.text();
        assert!(text.contains(marked), "{query}: {text}");
        assert!(text.contains("#H1 · 1 September 2025"), "{query}: {text}");
        assert!(
            text.contains("1 story") && !text.contains("Quiet"),
            "{query}: {text}"
        );
    }
    let message = search(&desk, "harbour").await;
    let read = desk.mara.choose(&message, "A Quiet Harbour").await;
    let read = read.expect("an answer").message();
    assert!(read.ephemeral && read.text().contains("Nothing happened."));
    desk.close().await;
}

#[tokio::test]
async fn the_place_of_a_passage_is_named() {
    let desk = desk(&[REAL]).await;
    let text = search(&desk, "\"western leaders\"").await.text().to_owned();
    assert!(
        text.contains("Western Absence") || text.contains("Highlights"),
        "{text}"
    );
    desk.close().await;
}

#[tokio::test]
async fn results_come_in_pages_that_are_turned_in_private() {
    let texts = herons(15);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut desk = desk(&texts).await;
    let finn = desk.guild.member("Finn");
    let first = search(&desk, "heron").await;
    assert!(
        first.text().contains("Page 1 of 3 · 15 stories"),
        "{}",
        first.text()
    );
    let second = finn
        .click(&first, "Page 2 ›")
        .await
        .expect("an answer")
        .message();
    assert!(second.ephemeral && second.text().contains("Page 2 of 3 · 15 stories"));
    let third = click(&finn, &second, "Page 3 ›").await;
    assert!(third.text().contains("Page 3 of 3"), "{}", third.text());
    let back = click(&finn, &third, "‹ Page 2").await;
    assert_eq!(back.text(), second.text());
    let mut seen: Vec<String> = Vec::new();
    for page in [&first, &second, &third] {
        seen.extend(
            page.menus()[0]
                .options
                .iter()
                .map(|option| option.label.clone()),
        );
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 15, "every story once");
    assert_eq!(first.now().expect("the message").text(), first.text());

    desk.halt().await;
    desk.launch(|_| {});
    desk.discord.connected().await;
    desk.newsroom.indexed().await.expect("an index");
    let again = desk
        .mara
        .click(&first, "Page 2 ›")
        .await
        .expect("an answer")
        .message();
    assert_eq!(again.text(), second.text(), "after a restart");
    desk.close().await;
}

#[tokio::test]
async fn topics_and_dates_limit_a_search() {
    let desk = desk(&[
        "One\nPublished 1 August 2025\nTopics: Sea\n\nA heron stood.",
        "Two\nPublished 2 August 2025\nTopics: Sky, Sea\n\nA heron flew.",
        "Three\nPublished 3 August 2025\n\nA heron slept.",
    ])
    .await;
    for (options, found) in [
        (&[("topic", "sea")][..], &["One", "Two"][..]),
        (&[("from", "2 August 2025")], &["Two", "Three"]),
        (&[("to", "2025-08-02")], &["One", "Two"]),
        (
            &[("from", "3 August 2025"), ("to", "2 August 2025")],
            &["Two", "Three"],
        ),
        (&[("topic", "SKY"), ("to", "2 August 2025")], &["Two"]),
    ] {
        let slash = desk
            .mara
            .slash(&desk.news, "search")
            .option("query", "heron");
        let slash = options
            .iter()
            .fold(slash, |slash, (name, value)| slash.option(name, *value));
        let message = slash.send().await.expect("an answer").message();
        let mut labels: Vec<_> = message.menus()[0]
            .options
            .iter()
            .map(|option| option.label.clone())
            .collect();
        labels.sort();
        let mut found = found.to_vec();
        found.sort_unstable();
        assert_eq!(labels, found, "{options:?}");
    }
    let slash = desk
        .mara
        .slash(&desk.news, "search")
        .option("query", "heron");
    let none = slash
        .option("from", "1 September 2025")
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(
        none.ephemeral
            && none
                .text()
                .contains("No story since 1 September 2025 has “heron”"),
        "{}",
        none.text()
    );
    let all = click(&desk.mara, &none, "Search without limits").await;
    assert!(all.text().contains("3 stories"), "{}", all.text());
    let slash = desk
        .mara
        .slash(&desk.news, "search")
        .option("query", "heron");
    let unknown = slash
        .option("topic", "cooking")
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(
        unknown.ephemeral
            && unknown
                .text()
                .contains("No story here has the topic “cooking”")
    );
    desk.close().await;
}

#[tokio::test]
async fn what_can_t_be_found_is_said_with_the_nearest() {
    let desk = desk(&[REAL]).await;
    let message = search(&desk, "bejing millitary parrade qqqqqq").await;
    assert!(
        message
            .text()
            .contains("No story has all of that; these have 3 of 4."),
        "{}",
        message.text()
    );
    let message = search(&desk, "attands").await;
    assert!(
        message.text().contains("Nothing is spelled exactly so;"),
        "{}",
        message.text()
    );
    let message = search(&desk, "a an the of in on at to and or is was kim").await;
    assert!(
        message.text().contains("only its beginning counts"),
        "{}",
        message.text()
    );
    let message = search(&desk, "historical diplomatical moves xyzzy -train").await;
    assert!(message.ephemeral, "{}", message.text());
    for query in ["xyzzy", "*qqq* @zzzz"] {
        let message = search(&desk, query).await;
        assert!(
            message.ephemeral && message.text().contains("No story has"),
            "{}",
            message.text()
        );
    }
    for (query, says) in [
        ("!?", "no word to search for in “!?”"),
        ("   ", "nothing to search for"),
        ("\"\"", "no word to search for"),
        ("👩‍👩‍👧", "no word to search for"),
        ("-kim", "only says what a story must not have"),
    ] {
        let message = search(&desk, query).await;
        assert!(
            message.ephemeral && message.text().contains(says),
            "{query}: {}",
            message.text()
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn any_text_is_a_query() {
    let desk = desk(&[REAL]).await;
    for query in [
        "title:kim AND (parade OR \"train",
        "((((((",
        "kim^5 ~2 [a TO z] {x} \\",
        "-- - -\" \" -",
        &"kim ".repeat(75),
        &"\"a b\" ".repeat(50),
        &"ａ".repeat(300),
        "مرحبا \u{202e}kim",
        "kim \0 parade",
        &format!("kim {}", "-parade ".repeat(37)),
        &('a'..='z')
            .map(|c| format!("-{c} -{c}{c} "))
            .collect::<String>(),
        &format!("k{}", "\u{301}".repeat(290)),
        &format!("東{}京", "\u{301}".repeat(290)),
        &format!("https://a.example/{}", "kim-".repeat(70)),
        &"\u{202e}\u{200d}".repeat(150),
        &"👩‍👩‍👧 kim ".repeat(20),
        &"*_~`|".repeat(60),
    ] {
        let message = search(&desk, query).await;
        assert!(
            !message.text().contains("went wrong"),
            "{query}: {}",
            message.text()
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn a_search_that_fits_no_button_is_kept_for_a_year_where_it_was_asked() {
    let texts = herons(8);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let desk = desk(&texts).await;
    let long = "heron stood there number august heron \"a heron stood\" \"stood there\" heron there heron number stood";
    let first = search(&desk, long).await;
    assert!(first.text().contains("Page 1 of 2"), "{}", first.text());
    let id = first.buttons()[0].custom_id.clone().expect("a custom_id");
    assert!(
        id.starts_with("1:asked:1:") && id.encode_utf16().count() <= 100,
        "{id}"
    );
    let second = desk
        .mara
        .click(&first, "Page 2 ›")
        .await
        .expect("an answer")
        .message();
    assert!(second.text().contains("Page 2 of 2"), "{}", second.text());
    let again = search(&desk, long).await;
    assert_eq!(
        again.buttons()[0].custom_id.as_ref(),
        Some(&id),
        "the same search has the same key"
    );

    // Another guild that comes by the key gets nothing by it.
    let other = desk.discord.guild("Over the Hill");
    let (square, ines) = (other.text_channel("square"), other.member("Ines"));
    let theirs = ines
        .slash(&square, "help")
        .send()
        .await
        .expect("an answer")
        .message();
    let dm = desk.mara.dm();
    let alone = desk
        .mara
        .slash(&dm, "help")
        .send()
        .await
        .expect("an answer")
        .message();
    for (member, message) in [(&ines, &theirs), (&desk.mara, &alone)] {
        let forged = desk
            .discord
            .forge_component(member, message, &id, &[])
            .await;
        let forged = forged.expect("an answer").message();
        assert!(
            forged.text().contains("kept no longer"),
            "{}",
            forged.text()
        );
        assert!(
            !forged.text().contains("number stood"),
            "not the words that it was: {}",
            forged.text()
        );
        let offered = click(member, &forged, "Search again").await;
        assert!(offered.text().contains("stories"), "{}", offered.text());
    }
    desk.close().await;
}

#[tokio::test]
async fn forged_searches_are_refused_or_harmless() {
    let desk = desk(&[REAL]).await;
    let message = search(&desk, "kim").await;
    for (id, says) in [
        ("1:search:0:-:-:-:", "no longer works"),
        ("1:search:-1:-:-:-:kim", "no longer works"),
        ("1:search:0:-:2025-13-01:-:kim", "no longer works"),
        ("1:search:0:kim", "no longer works"),
        (
            "1:search:0:ffffffff:-:-:kim",
            "No story has that topic any more",
        ),
        ("1:search:65535:-:-:-:kim", "1 story"),
        ("1:search:0:-:-:-:-", "no word to search for"),
        ("1:search:0:-:-:-:@everyone", "No story has"),
        (
            "1:search:0:-:-262143-01-01:+262142-12-31:kim",
            "from 1 January -262143 to 31 December +262142",
        ),
        (
            "1:search:0:-:+262142-12-31:-262143-01-01:kim",
            "No story from",
        ),
        ("1:search:0:-:+262143-01-01:-:kim", "no longer works"),
        (
            "1:archive:-:-262143-01-01:+262142-12-31:h1.4294967295",
            "1 story",
        ),
        ("1:archive:-:-:-:h4294967295.4294967295", "1 story"),
        ("1:archive:-:-:-:gffffffffffffffff.1.0", "1 story"),
        ("1:briefing:-262143-01-01:-", "No stories on"),
        ("1:briefing:+262142-12-31:-", "No stories on"),
        ("1:asked:0:zz:kim", "no longer works"),
        ("1:asked:0:0000000000000000:", "kept no longer"),
        ("1:asked:0:0000000000000000:kim", "kept no longer"),
    ] {
        let answer = desk
            .discord
            .forge_component(&desk.mara, &message, id, &[])
            .await;
        let answer = answer.expect("an answer").message();
        assert!(
            answer.ephemeral && answer.text().contains(says),
            "{id}: {}",
            answer.text()
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn a_guilds_stories_are_found_by_itself_only() {
    let secret =
        "The Vault Code\nPublished 9 September 2025\nTopics: Vaults\n\nNobody else may read this.";
    let desk = desk(&[REAL]).await;
    let other = desk.discord.guild("Over the Hill");
    let (square, ines) = (other.text_channel("square"), other.member("Ines"));
    desk.import(Desk::library(&other), &[secret]).await;
    desk.newsroom.indexed().await.expect("an index");
    let slash = ines.slash(&square, "search").option("query", "vault");
    let theirs = slash.send().await.expect("an answer").message();
    assert!(theirs.text().contains("The Vault Code"));
    let dm = desk.mara.dm();
    for place in [&desk.news, &dm] {
        for query in ["vault", "\"nobody else\"", "nobdy elze", "code this xyzzy"] {
            let slash = desk.mara.slash(place, "search").option("query", query);
            let text = slash
                .send()
                .await
                .expect("an answer")
                .message()
                .text()
                .to_owned();
            assert!(
                !text.contains("Vault Code") && !text.contains("may read"),
                "{query}: {text}"
            );
        }
        let slash = desk.mara.slash(place, "search").option("query", "code");
        let text = slash
            .option("topic", "vaults")
            .send()
            .await
            .expect("an answer")
            .message();
        assert!(
            text.text().contains("No story here has the topic"),
            "{}",
            text.text()
        );
    }
    desk.close().await;
}

#[tokio::test]
async fn what_is_imported_again_is_found_by_its_new_words() {
    let desk = desk(&["One\nPublished 1 August 2025\n\nA heron stood."]).await;
    let changed = "One\nPublished 1 August 2025\n\nA crane stood.";
    desk.import(Library::House, &[changed]).await;
    desk.newsroom.indexed().await.expect("an index");
    assert!(
        search(&desk, "crane")
            .await
            .text()
            .contains("A **crane** stood.")
    );
    assert!(search(&desk, "heron").await.ephemeral);
    desk.close().await;
}

#[tokio::test]
async fn private_searches_are_seen_by_the_asker_only() {
    let texts = herons(8);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let desk = desk(&texts).await;
    let slash = desk
        .mara
        .slash(&desk.news, "search")
        .option("query", "heron");
    let first = slash
        .option("private", true)
        .send()
        .await
        .expect("an answer")
        .message();
    assert!(first.ephemeral);
    let second = desk
        .mara
        .click(&first, "Page 2 ›")
        .await
        .expect("an answer")
        .updated();
    assert!(second.text().contains("Page 2 of 2"), "in place");
    desk.close().await;
}
