//! `/schedule edit`, `pause`, `resume` and `remove`.

use local_discord::{OptionValue, Permissions};

use super::{MORNING, add, ask, of, press, says};
use crate::{
    desk::{Desk, REAL},
    moderators::labels,
};

#[tokio::test]
async fn what_is_not_named_stays() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let early = desk.guild.role("Early birds", Permissions::empty());
    let forum = desk.guild.forum("ideas");
    let more = [
        ("time_zone", OptionValue::from("Europe/Berlin")),
        ("days", "weekdays".into()),
        ("mention", (&early).into()),
        ("limit", 5.into()),
        ("thread", true.into()),
    ];
    add(&desk, &root, &desk.news, "8", &more).await;
    let edit = async |options: &[(&str, OptionValue)]| {
        let mut all = vec![("schedule", OptionValue::from("S1"))];
        all.extend(options.iter().cloned());
        ask(&desk, &root, "edit", &all).await
    };
    let told = edit(&[("time", "9.15".into())]).await;
    says(
        &told,
        &[
            "S1 is changed",
            "weekdays 09:15 in Europe/Berlin",
            "up to 5",
            "a thread each",
            &format!("<@&{}>", early.id()),
        ],
    );
    // A forum takes no threads beside its posts: both must be said.
    let told = edit(&[("channel", (&forum).into())]).await;
    says(&told, &["post anyway", "`thread:False`"]);
    let told = edit(&[("channel", (&forum).into()), ("thread", false.into())]).await;
    says(&told, &["a post each", "weekdays 09:15"]);
    let told = edit(&[("time", "never".into()), ("limit", 2.into())]).await;
    says(&told, &["“never”"]);
    let how = edit(&[]).await;
    says(
        &how,
        &["`/schedule edit schedule:S1`", "up to 5", "a post each"],
    );
    assert_eq!(labels(&how), ["No ping", "Remove", "Status"]);
    let told = press(&root, &how, "No ping").await;
    says(&told, &["S1 is changed"]);
    assert!(!told.text().contains("Pings"), "{}", told.text());
    desk.close().await;
}

#[tokio::test]
async fn a_topic_is_taken_back_by_a_button_or_a_choice() {
    let story = "A Train Arrives\nTopics: Rail\nIt came in the morning.\n";
    let desk = Desk::at(MORNING, &[REAL, story]).await;
    let root = desk.manager("Root");
    let told = add(&desk, &root, &desk.news, "8", &[("topic", "RAIL".into())]).await;
    says(&told, &["up to 8 of Rail"]);
    let how = press(&root, &told, "Edit").await;
    let told = press(&root, &how, "All topics").await;
    says(&told, &["up to 8 of all topics"]);
    let edit = async |topic: &str| {
        let options = [("schedule", "S1".into()), ("topic", topic.into())];
        ask(&desk, &root, "edit", &options).await
    };
    says(&edit("rail").await, &["up to 8 of Rail"]);
    let slash = |subcommand| root.slash(&desk.news, "schedule").subcommand(subcommand);
    let choices = slash("edit").autocomplete("topic", "").await;
    let all = choices.expect("choices").remove(0);
    assert_eq!(
        (&*all.name, &all.value),
        ("All topics", &"All topics".into())
    );
    says(&edit(&all.name).await, &["up to 8 of all topics"]);
    for (subcommand, typed) in [("edit", "rail"), ("add", "")] {
        let choices = slash(subcommand).autocomplete("topic", typed).await;
        let choices = choices.expect("choices");
        assert!(choices.iter().all(|it| it.name != "All topics"));
    }
    desk.close().await;
}

#[tokio::test]
async fn two_who_change_it_at_once_both_get_what_they_want() {
    let desk = Desk::at(MORNING, &[]).await;
    let (root, rita) = (desk.manager("Root"), desk.manager("Rita"));
    add(&desk, &root, &desk.news, "8", &[]).await;
    for round in 1..=8 {
        let time = format!("{}:00", 8 + round);
        let of_root = [
            ("schedule", "S1".into()),
            ("time", OptionValue::from(&time)),
        ];
        let of_rita = [
            ("schedule", "S1".into()),
            ("limit", OptionValue::from(round)),
        ];
        let (one, two) = tokio::join!(
            ask(&desk, &root, "edit", &of_root),
            ask(&desk, &rita, "edit", &of_rita),
        );
        for told in [&one, &two] {
            says(told, &["S1 is changed"]);
        }
        let how = of(&desk, &root, "edit", "S1").await;
        let time = format!("daily {:02}:00", 8 + round);
        let limit = match round {
            1 => "the newest one".to_owned(),
            _ => format!("up to {round} of"),
        };
        says(&how, &[&time, &limit]);
    }
    desk.close().await;
}

#[tokio::test]
async fn what_rests_says_so_and_goes_on() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let told = add(&desk, &root, &desk.news, "8", &[]).await;
    let paused = press(&root, &told, "Pause").await;
    says(
        &paused,
        &["S1 rests now", &format!("Paused by <@{}>", root.id())],
    );
    assert!(labels(&paused).contains(&"Resume".to_owned()));
    let again = of(&desk, &root, "pause", "S1").await;
    says(&again, &["S1 rested already"]);
    let list = ask(&desk, &root, "list", &[]).await;
    says(&list, &["Paused by"]);
    // What is changed meanwhile goes on resting.
    let options = [("schedule", "S1".into()), ("time", "9".into())];
    let told = ask(&desk, &root, "edit", &options).await;
    says(&told, &["daily 09:00", "It rests"]);
    let on = of(&desk, &root, "resume", "S1").await;
    says(&on, &["S1 goes on", "Next <t:"]);
    let again = press(&root, &again, "Resume").await;
    says(&again, &["S1 does not rest"]);
    desk.close().await;
}

#[tokio::test]
async fn removing_asks_first_and_happens_once() {
    let desk = Desk::at(MORNING, &[]).await;
    let (root, rita) = (desk.manager("Root"), desk.manager("Rita"));
    add(&desk, &root, &desk.news, "8", &[]).await;
    add(&desk, &root, &desk.news, "9", &[]).await;
    let whether = of(&desk, &root, "remove", "S1").await;
    says(
        &whether,
        &["Remove S1", "it can't be brought back", "stays where it is"],
    );
    let kept = press(&root, &whether, "Keep it").await;
    says(&kept, &["S1", "Next"]);
    // Somebody changes it between the question and the answer.
    let whether = of(&desk, &root, "remove", "S1").await;
    let options = [("schedule", "S1".into()), ("time", "10".into())];
    ask(&desk, &rita, "edit", &options).await;
    let told = press(&root, &whether, "Remove").await;
    says(
        &told,
        &[
            "S1 was changed since",
            "Nothing was removed",
            &format!("<@{}>", rita.id()),
        ],
    );
    let (mine, hers) = (
        of(&desk, &root, "remove", "S1").await,
        of(&desk, &rita, "remove", "S1").await,
    );
    let told = press(&root, &mine, "Remove").await;
    says(&told, &["S1 is removed", "daily 10:00"]);
    let told = press(&rita, &hers, "Remove").await;
    says(&told, &["There is no schedule S1 here any more"]);
    let list = press(&rita, &told, "All schedules").await;
    says(&list, &["1 of at most 50", "S2"]);
    desk.close().await;
}
