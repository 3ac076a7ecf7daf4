//! Which schedule is meant, and what completes while one types.

use local_discord::{Member, OptionValue};

use super::{MORNING, add, ask, of, says};
use crate::desk::Desk;

/// What completes an option of a subcommand.
async fn completed(
    desk: &Desk,
    member: &Member,
    subcommand: &str,
    option: &str,
    typed: &str,
) -> Vec<(String, String)> {
    let slash = member.slash(&desk.news, "schedule").subcommand(subcommand);
    let choices = slash.autocomplete(option, typed).await.expect("choices");
    let choices = choices.into_iter().map(|choice| {
        let value = choice.value.as_str().expect("a text").to_owned();
        (choice.name, value)
    });
    choices.collect()
}

fn values(choices: &[(String, String)]) -> Vec<&str> {
    choices.iter().map(|(_, value)| &**value).collect()
}

#[tokio::test]
async fn a_schedule_goes_by_its_number_or_by_words() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let none = of(&desk, &root, "status", "S1").await;
    says(
        &none,
        &["Nothing is posted by schedule here yet", "/schedule add"],
    );
    let harbour = desk.guild.text_channel("harbour");
    let weekdays = || ("days", OptionValue::from("weekdays"));
    add(&desk, &root, &desk.news, "8", &[weekdays()]).await;
    add(&desk, &root, &harbour, "8", &[weekdays()]).await;
    add(&desk, &root, &harbour, "18:30", &[]).await;
    for (typed, wanted) in [
        ("S2", "S2 ·"),
        ("s2", "S2 ·"),
        ("2", "S2 ·"),
        ("#2", "S2 ·"),
        ("S2 · weekdays 08:00 · #harbour", "S2 ·"),
        ("  S3 ", "S3 ·"),
        ("news", "S1 ·"),
        ("Harbour 18", "S3 ·"),
        ("daily", "S3 ·"),
        ("weekdays #harbour", "S2 ·"),
    ] {
        let told = of(&desk, &root, "status", typed).await;
        assert!(
            told.text().starts_with(&format!("## {wanted}")),
            "{typed:?}: {}",
            told.text()
        );
    }
    let two = of(&desk, &root, "status", "harbour").await;
    says(
        &two,
        &[
            "More than one schedule fits “harbour”",
            "S2 · weekdays 08:00 · #harbour",
            "S3",
        ],
    );
    let told = root.click(&two, "S3").await.expect("an answer").updated();
    says(&told, &["## S3"]);
    for typed in [
        "habrour",
        "S9",
        "9",
        "S99999999999999999999",
        "*",
        "@everyone",
    ] {
        let told = of(&desk, &root, "remove", typed).await;
        says(&told, &["No schedule goes by", "Type its number"]);
    }
    let near = of(&desk, &root, "status", "habrour 18:30").await;
    let first = near.text().find("S3 ·").expect("the nearest");
    let other = near.text().find("S1 ·").unwrap_or(usize::MAX);
    assert!(first < other, "{}", near.text());
    desk.close().await;
}

#[tokio::test]
async fn every_option_completes() {
    let story = "A Train Arrives\nTopics: Rail, Harbour\nIt came in the morning.\n";
    let desk = Desk::at(MORNING, &[story]).await;
    let root = desk.manager("Root");
    let zones = completed(&desk, &root, "add", "time_zone", "berlin").await;
    assert_eq!(zones[0].1, "Europe/Berlin");
    assert!(zones[0].0.contains("07:00"), "{zones:?}");
    let zones = completed(&desk, &root, "edit", "time_zone", "7:00").await;
    assert!(values(&zones).contains(&"Europe/Berlin"), "{zones:?}");
    let days = completed(&desk, &root, "add", "days", "").await;
    assert_eq!(values(&days)[..3], ["daily", "weekdays", "weekends"]);
    let days = completed(&desk, &root, "add", "days", "Tuesday & thursday").await;
    assert_eq!(values(&days), ["tue,thu"]);
    let topics = completed(&desk, &root, "add", "topic", "ra").await;
    assert_eq!(values(&topics), ["Rail"]);
    assert!(
        completed(&desk, &root, "pause", "schedule", "")
            .await
            .is_empty()
    );
    let rail = [("topic", OptionValue::from("Rail"))];
    add(&desk, &root, &desk.news, "8", &rail).await;
    add(&desk, &root, &desk.news, "9", &[]).await;
    of(&desk, &root, "pause", "S2").await;
    let all = completed(&desk, &root, "status", "schedule", "").await;
    let names: Vec<_> = all.iter().map(|(name, _)| &**name).collect();
    assert_eq!(
        names,
        [
            "S1 · daily 08:00 · #news · Rail",
            "S2 · daily 09:00 · #news · paused"
        ]
    );
    assert_eq!(values(&all), ["S1", "S2"]);
    let found = completed(&desk, &root, "edit", "schedule", "rail").await;
    assert_eq!(values(&found), ["S1"]);
    let running = completed(&desk, &root, "pause", "schedule", "").await;
    assert_eq!(values(&running), ["S1"]);
    let resting = completed(&desk, &root, "resume", "schedule", "").await;
    assert_eq!(values(&resting), ["S2"]);
    // What was chosen may be renamed before it is sent: the value is its number.
    let told = ask(&desk, &root, "status", &[("schedule", "S2".into())]).await;
    says(&told, &["## S2"]);
    desk.close().await;
}
