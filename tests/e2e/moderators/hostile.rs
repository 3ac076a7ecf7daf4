//! Forged controls and forms, buttons pressed twice, answers that are lost, text meant to break things.

use chrono::TimeDelta;
use local_discord::{Member, Message, OptionValue};
use newsdesk::{
    article::{ArticleId, Field, GuildId, RoleId, Set, UserId},
    newsroom::desk::Person,
    view::desk::action::{FormKey, PartKey},
};

use super::{STORY, fill, labels, pressed, published, told};
use crate::desk::Desk;

/// Somebody as Discord tells of them.
fn person(desk: &Desk, member: &Member, moderates: bool) -> Person {
    Person {
        guild: GuildId(desk.guild.id()),
        user: UserId(member.id()),
        roles: Vec::new(),
        manages_messages: moderates,
        manages_guild: false,
    }
}

/// Sends a form that was never shown.
async fn forge_form(desk: &Desk, person: &Person, key: FormKey) {
    let fields = [
        (Field::Headline, "The Forged Story"),
        (Field::Lede, "It is forged."),
    ];
    let fields = fields.map(|(field, text)| (field, text.to_owned()));
    // Refused or not: what counts is what can be done with it afterwards.
    let _ = desk.newsroom.submit(person, key, fields.to_vec()).await;
}

/// What somebody is told for a control that they forged onto a public message.
pub(crate) async fn forged(desk: &Desk, member: &Member, id: &str) -> Message {
    let public = member.slash(&desk.news, "help").send().await;
    let public = public.expect("an answer").message();
    let answer = desk.discord.forge_component(member, &public, id, &[]).await;
    told(&answer.unwrap_or_else(|refused| panic!("{id}: {refused}")))
}

pub(super) async fn add(desk: &Desk, member: &Member, text: &str, at: Option<&str>) -> Message {
    let slash = member.slash(&desk.news, "desk").subcommand("add");
    let slash = slash.file("file", "all.txt", text.as_bytes());
    let slash = at
        .into_iter()
        .fold(slash, |slash, at| slash.option("publish_at", at));
    slash.send().await.expect("an answer").message()
}

#[tokio::test]
async fn what_somebody_was_refused_with_is_not_theirs_to_act_on() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let mara = person(&desk, &desk.mara, false);
    forge_form(&desk, &mara, FormKey::New { publish_at: None }).await;
    for act in [
        "publish:0",
        "publish_now:0",
        "new",
        "edit",
        "file",
        "discard",
    ] {
        let id = format!("1:draft:1.1:{act}");
        let told = forged(&desk, &desk.mara, &id).await;
        assert!(
            !told.text().contains("Published as"),
            "{id}: {}",
            told.text()
        );
        assert!(labels(&told).is_empty(), "{id}: {}", told.text());
    }
    let list = desk.ask_privately("archive", &[]).await;
    assert!(!list.text().contains("Forged"), "{}", list.text());
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(
        waits.text().contains("The Forged Story"),
        "{}",
        waits.text()
    );
    let preview = pressed(&ada, &waits, "Preview").await;
    pressed(&ada, &preview, "Publish").await;
    desk.close().await;
}

#[tokio::test]
async fn a_form_about_a_story_out_of_reach_shows_nothing_of_it_and_blocks_nobody() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let elsewhere = desk.discord.guild("Hill Town");
    let library = Desk::library(&elsewhere);
    let secret = "The Hill\nIt is a secret.\n\n## The Cave\n\nA dragon sleeps in it.";
    desk.import(library, &[secret]).await;
    for (library, number) in [(library, 1), (Desk::library(&desk.guild), 999)] {
        let key = FormKey::Edit {
            article: ArticleId { library, number },
            revision: 1,
            part: PartKey::Lede,
        };
        forge_form(&desk, &person(&desk, &ada, true), key).await;
    }
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert_eq!(
        waits.text().matches("The Forged Story").count(),
        2,
        "{}",
        waits.text()
    );
    for id in ["1:draft:1.1:show:summary:0", "1:draft:1.1:file"] {
        let told = forged(&desk, &ada, id).await;
        assert!(!told.text().contains("Cave"), "{id}: {}", told.text());
    }
    let log = desk.at_desk(&ada, "log", &[]).await.message();
    assert!(!log.text().contains("Hill"), "{}", log.text());
    desk.close().await;
}

#[tokio::test]
async fn a_file_pressed_twice_goes_live_at_its_time_all_the_same() {
    let desk = Desk::at("2025-09-01T06:00:00Z", &[]).await;
    let ada = desk.moderator("Ada");
    let text = "The Crane\nIt lifts.\n====\nThe Mole\nIt lies there.\n";
    add(&desk, &ada, text, Some("tomorrow 8:00")).await;
    for _ in 0..2 {
        forged(&desk, &ada, "1:batch:2.3").await;
        let list = desk.ask_privately("archive", &[]).await;
        assert!(!list.text().contains("The Crane"), "{}", list.text());
    }
    let waits = desk.at_desk(&ada, "drafts", &[]).await.message();
    assert!(waits.text().contains("The Crane"), "{}", waits.text());
    desk.clock.advance(TimeDelta::hours(1));
    desk.close().await;
}

#[tokio::test]
async fn a_batch_leaves_what_became_a_change_of_a_story() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    published(&desk, &ada).await;
    let text = "The Crane\nIt lifts.\n====\nThe Mole\nIt lies there.\n";
    add(&desk, &ada, text, None).await;
    let revise = format!("1:draft:3.1:revise:g{:x}.1", desk.guild.id());
    forged(&desk, &ada, &revise).await;
    forged(&desk, &ada, "1:batch:3.4").await;
    let list = desk.ask_privately("archive", &[]).await;
    assert!(list.text().contains("The Mole"), "{}", list.text());
    assert!(!list.text().contains("The Crane"), "{}", list.text());
    desk.close().await;
}

#[tokio::test]
async fn which_drafts_there_are_is_told_to_moderators_only() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    add(&desk, &ada, "The Crane\nIt lifts.\n", None).await;
    let there = forged(&desk, &desk.mara, "1:draft:1.1:publish:0").await;
    let not_there = forged(&desk, &desk.mara, "1:draft:9.1:publish:0").await;
    assert_eq!(there.text(), not_there.text());
    let log = desk
        .at_desk(&ada, "log", &[])
        .await
        .message()
        .text()
        .to_owned();
    let mara = format!("<@{}>", desk.mara.id());
    let times = log.matches(&mara).count();
    assert_eq!(times, 2, "{log}");
    desk.close().await;
}

#[tokio::test]
async fn a_scheduled_story_that_became_like_another_keeps_its_time() {
    let desk = Desk::at("2025-09-01T06:00:00Z", &[]).await;
    let ada = desk.moderator("Ada");
    let text = "The Crane\nPublished 1 September 2025\nIt lifts.\n";
    let preview = add(&desk, &ada, text, Some("tomorrow 8:00")).await;
    pressed(&ada, &preview, "Schedule").await;
    let same = "The Crane\nPublished 1 September 2025\nIt lifts again.\n";
    let other = add(&desk, &ada, same, None).await;
    pressed(&ada, &other, "Publish").await;
    let preview = forged(&desk, &ada, "1:draft:1.2:show:summary:0").await;
    let labels = labels(&preview);
    assert!(
        labels.contains(&"Unschedule".to_owned())
            && !labels.iter().any(|it| it.ends_with("as new")),
        "{labels:?}"
    );
    forged(&desk, &ada, "1:draft:1.2:new").await;
    let list = desk.ask_privately("archive", &[]).await;
    assert!(list.text().contains("1 story"), "{}", list.text());
    desk.close().await;
}

#[tokio::test]
async fn the_log_channel_is_told_each_line_once_though_an_answer_was_lost() {
    let desk = Desk::with(&[]).await;
    let (ada, root) = (desk.moderator("Ada"), desk.manager("Root"));
    let logbook = desk.guild.text_channel("logbook");
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash.option("log_channel", OptionValue::Channel(logbook.id()));
    set.send().await.expect("an answer");
    let text = || -> Vec<String> {
        let messages = logbook.messages().into_iter();
        messages.map(|message| message.text().to_owned()).collect()
    };
    let told = async |lines: usize| {
        while text().len() < lines {
            tokio::task::yield_now().await;
        }
    };
    told(1).await;
    let post = format!("POST /channels/{}/messages", logbook.id());
    desk.discord.faults().next(1).on(&post).cut_after();
    add(&desk, &ada, "The Crane\nIt lifts.\n", None).await;
    told(2).await;
    add(&desk, &ada, "The Mole\nIt lies there.\n", None).await;
    told(3).await;
    let all = text().join("\n");
    for headline in ["The Crane", "The Mole"] {
        assert_eq!(all.matches(headline).count(), 1, "{headline}: {all}");
    }
    desk.close().await;
}

#[tokio::test]
async fn what_was_typed_comes_back_as_a_file_where_it_can_t_be_kept() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let form = desk.at_desk(&ada, "add", &[]).await.modal();
    desk.newsroom.store().close().await;
    let sent = fill(ada.submit(&form), &STORY).send().await;
    let answer = told(&sent.expect("an answer"));
    let files = answer.files();
    let [(_, bytes)] = &files[..] else {
        panic!("no file: {}", answer.text());
    };
    let given = String::from_utf8_lossy(bytes);
    for (label, text) in STORY {
        assert!(given.contains(text), "{label}: {given}");
    }
    desk.close().await;
}

/// Text that is meant to break whatever quotes it.
const HOSTILE: [&str; 8] = [
    "# [a](https://example.org) **b** ||c|| `d` ~~e~~ __f__",
    "\u{202e}live\u{202c} \u{2066}שלום רחלה",
    "a\u{200b}b\u{200d}c\u{feff}d",
    "@everyone @here <@1> <@&2> <#3> </desk add:4> <t:0:R>",
    "```rust fn main() {} ```",
    "> quoted -# small",
    "👩‍👩‍👧‍👦🏳️‍🌈e\u{301}\u{302}",
    "Published",
];

#[tokio::test]
async fn no_text_makes_a_message_that_discord_refuses_or_a_mention() {
    let desk = Desk::with(&[]).await;
    let ada = desk.moderator("Ada");
    let full = |text: &str| text.repeat(4000 / text.encode_utf16().count());
    for (at, text) in HOSTILE.into_iter().enumerate() {
        let number = at + 1;
        let headline = format!("{text} {number}");
        let fields = [
            ("Headline", headline.as_str()),
            ("Highlights", &full(&format!("- {text}\n"))),
            ("Story", &full(&format!("{text}\r\n"))),
            ("Analysis", &full(text)),
        ];
        let told = super::typed(&desk, &ada, &fields).await.message();
        let form = ada.click(&told, "Edit").await;
        form.unwrap_or_else(|refused| panic!("{text}: {refused}"));
        for act in ["file", "problems", "show:summary:0"] {
            forged(&desk, &ada, &format!("1:draft:{number}.1:{act}")).await;
        }
    }
    let list = desk.at_desk(&ada, "drafts", &[]).await.message();
    let log = desk.at_desk(&ada, "log", &[]).await.message();
    for message in [list, log] {
        let mentions = &message.json()["mentions"];
        assert!(mentions.as_array().is_none_or(Vec::is_empty), "{mentions}");
    }
    for (subcommand, option) in [
        ("edit", "article"),
        ("withdraw", "article"),
        ("add", "publish_at"),
    ] {
        for text in HOSTILE {
            desk.at_desk(&ada, subcommand, &[(option, text)]).await;
        }
    }
    desk.close().await;
}

#[tokio::test]
async fn a_story_goes_live_once_whoever_is_fastest() {
    let desk = Desk::at("2025-09-01T06:00:00Z", &[]).await;
    let (ada, ben) = (desk.moderator("Ada"), desk.moderator("Ben"));
    for round in 1..=5 {
        let number = 2 * round - 1;
        let text = format!("Number {round}\nIt is the {round}th.\n");
        let preview = add(&desk, &ada, &text, Some("in 1 hour")).await;
        pressed(&ada, &preview, "Schedule").await;
        add(
            &desk,
            &ben,
            &format!("Other {round}\nIt waits {round}.\n"),
            None,
        )
        .await;
        let now = format!("1:draft:{number}.2:publish_now:0");
        let batch = format!("1:batch:{number}.{}", number + 1);
        let later = async { desk.clock.advance(TimeDelta::hours(1)) };
        let unscheduled = format!("1:draft:{number}.2:unschedule");
        tokio::join!(
            forged(&desk, &ada, &now),
            forged(&desk, &ben, &now),
            forged(&desk, &ben, &batch),
            forged(&desk, &ada, &batch),
            forged(&desk, &ben, &unscheduled),
            later,
        );
        desk.clock.advance(TimeDelta::hours(-2));
        desk.clock.advance(TimeDelta::hours(3));
    }
    let list = desk.ask_privately("archive", &[]).await;
    let log = desk.at_desk(&ada, "log", &[]).await.message();
    for round in 1..=5 {
        let headline = format!("Number {round}");
        assert!(
            list.text().matches(&headline).count() <= 1,
            "{}\n{}",
            list.text(),
            log.text()
        );
        let other = format!("Other {round}");
        assert_eq!(list.text().matches(&other).count(), 1, "{}", list.text());
    }
    desk.close().await;
}

#[tokio::test]
async fn settings_set_at_once_are_in_memory_as_they_are_kept() {
    let desk = Desk::with(&[]).await;
    let root = person(&desk, &desk.mara, true);
    for round in 0..100 {
        let sets = (1..9).map(|n| {
            let set = Set::ModeratorRole(Some(RoleId(round * 10 + n)));
            desk.newsroom.set(&root, vec![set])
        });
        futures::future::join_all(sets).await;
        let kept = desk.newsroom.store().guild_settings(root.guild).await;
        let kept = kept.expect("settings");
        assert_eq!(*desk.newsroom.settings(root.guild), kept);
    }
    desk.close().await;
}
