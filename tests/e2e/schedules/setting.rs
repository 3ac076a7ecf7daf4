//! `/schedule add`.

use chrono::{DateTime, Utc};
use local_discord::{OptionValue, Permissions};

use super::{MORNING, add, ask, of, press, says};
use crate::{
    desk::{Desk, REAL},
    moderators::labels,
};

/// How Discord is told to show an instant.
fn shown(at: &str) -> String {
    let at: DateTime<Utc> = at.parse().expect("an instant");
    format!("<t:{}:F>", at.timestamp())
}

#[tokio::test]
async fn a_schedule_says_what_it_will_do() {
    let desk = Desk::at(MORNING, &[REAL]).await;
    let root = desk.manager("Root");
    let early = desk.guild.role("Early birds", Permissions::empty());
    early.set_mentionable(true);
    let told = add(&desk, &root, &desk.news, "8.30 pm", &[]).await;
    // In the zone of the community, which has set none.
    says(
        &told,
        &["S1 is set", "daily 20:30 in UTC", "up to 8 of all topics"],
    );
    let told = add(
        &desk,
        &root,
        &desk.news,
        "8.30 pm",
        &[
            ("time_zone", "berlin".into()),
            ("days", "Mon, Wed & fri".into()),
            ("mention", (&early).into()),
            ("limit", 3.into()),
            ("thread", true.into()),
            ("when_empty", "note".into()),
        ],
    )
    .await;
    says(
        &told,
        &[
            "S2 is set",
            &format!("<#{}>, a thread each", desk.news.id()),
            "mon,wed,fri 20:30 in Europe/Berlin",
            "up to 3",
            &format!("<@&{}>", early.id()),
            "a line says so",
            &shown("2025-09-01T18:30:00Z"),
            &shown("2025-09-03T18:30:00Z"),
            &shown("2025-09-05T18:30:00Z"),
            "20:30 in Europe/Berlin",
        ],
    );
    assert_eq!(labels(&told), ["Preview", "Post now", "Pause", "Edit"]);
    desk.close().await;
}

#[tokio::test]
async fn the_zone_is_the_community_s_and_a_gap_is_told() {
    let desk = Desk::at("2025-03-29T05:00:00Z", &[]).await;
    let root = desk.manager("Root");
    let slash = root.slash(&desk.news, "settings").subcommand("set");
    let set = slash.option("time_zone", "Europe/Berlin").send().await;
    set.expect("an answer");
    let told = add(&desk, &root, &desk.news, "0230", &[]).await;
    // On the 30th the clocks go from 2 to 3; the first has had its 2:30 before.
    says(
        &told,
        &[
            "daily 02:30 in Europe/Berlin",
            &shown("2025-03-30T01:00:00Z"),
            "03:00 in Europe/Berlin",
            &shown("2025-03-31T00:30:00Z"),
            "02:30 in Europe/Berlin",
        ],
    );
    desk.close().await;
}

#[tokio::test]
async fn what_can_t_be_set_is_refused_in_words() {
    let desk = Desk::at(MORNING, &[REAL]).await;
    let root = desk.manager("Root");
    let (forum, fanfare) = (
        desk.guild.forum("ideas"),
        desk.guild.announcement_channel("fanfare"),
    );
    let refuse = async |channel, time: &str, more: &[(&str, OptionValue)], words: &[&str]| {
        let told = add(&desk, &root, channel, time, more).await;
        says(&told, words);
        assert!(!told.text().contains("is set"), "{}", told.text());
    };
    let news = &desk.news;
    refuse(news, "half past 8", &[], &["“half past 8”", "8:30"]).await;
    refuse(news, "24:00", &[], &["“24:00”", "0:00"]).await;
    refuse(news, "  ", &[], &["no time of day", "8:30"]).await;
    let days = [("days", "workdays only".into())];
    refuse(news, "8", &days, &["“workdays only”", "mon,wed,fri"]).await;
    let zone = [("time_zone", "Europe/Berlim".into())];
    refuse(news, "8", &zone, &["“Europe/Berlim”", "Europe/Berlin"]).await;
    let topic = [("topic", "asja".into())];
    refuse(news, "8", &topic, &["topic “asja”"]).await;
    let everyone = [("mention", OptionValue::Role(desk.guild.id()))];
    refuse(news, "8", &everyone, &["everybody"]).await;
    let thread = || ("thread", OptionValue::from(true));
    let crosspost = || ("crosspost", OptionValue::from(true));
    refuse(
        &forum,
        "8",
        &[thread()],
        &["post anyway", "Leave `thread` out"],
    )
    .await;
    refuse(
        news,
        "8",
        &[crosspost()],
        &["a text channel", "announcement"],
    )
    .await;
    refuse(&forum, "8", &[crosspost()], &["a forum", "`crosspost`"]).await;
    refuse(
        &fanfare,
        "8",
        &[thread(), crosspost()],
        &["in a thread", "`thread`", "`crosspost`"],
    )
    .await;
    let list = ask(&desk, &root, "list", &[]).await;
    says(
        &list,
        &["Nothing is posted by schedule here yet", "/schedule add"],
    );
    let told = add(&desk, &root, &fanfare, "8", &[crosspost()]).await;
    says(
        &told,
        &["S1 is set", "published to the channels that follow"],
    );
    let told = add(&desk, &root, &forum, "8", &[]).await;
    says(&told, &["S2 is set", "a post each"]);
    desk.close().await;
}

#[tokio::test]
async fn the_same_twice_is_warned_of() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    let berlin = || ("time_zone", OptionValue::from("Europe/Berlin"));
    add(&desk, &root, &desk.news, "8:00", &[berlin()]).await;
    let told = add(&desk, &root, &desk.news, "0800", &[berlin()]).await;
    says(&told, &["S1 posts the same at the same time"]);
    let other = desk.guild.text_channel("other");
    for (channel, time, days) in [
        (&other, "8:00", "daily"),
        (&desk.news, "8:01", "daily"),
        (&desk.news, "8:00", "weekends"),
    ] {
        let told = add(
            &desk,
            &root,
            channel,
            time,
            &[berlin(), ("days", days.into())],
        )
        .await;
        assert!(!told.text().contains("the same"), "{}", told.text());
    }
    // By another name it is the same time.
    let paris = ("time_zone", OptionValue::from("Europe/Paris"));
    let told = add(&desk, &root, &other, "8:00", &[paris]).await;
    says(&told, &["S3 posts the same at the same time"]);
    desk.close().await;
}

#[tokio::test]
async fn fifty_are_enough() {
    let desk = Desk::at(MORNING, &[]).await;
    let root = desk.manager("Root");
    for hour in 0..50 {
        let time = format!("{}:{:02}", hour / 3, hour % 3 * 20);
        says(
            &add(&desk, &root, &desk.news, &time, &[]).await,
            &["is set"],
        );
    }
    let told = add(&desk, &root, &desk.news, "23:59", &[]).await;
    says(&told, &["50 schedules", "/schedule remove"]);
    let list = press(&root, &told, "All schedules").await;
    says(&list, &["50 of at most 50", "S8"]);
    let second = press(&root, &list, "After ›").await;
    says(&second, &["S9", "S16"]);
    let first = press(&root, &second, "‹ Before").await;
    says(&first, &["S1", "S8"]);
    let ask = of(&desk, &root, "remove", "S25").await;
    press(&root, &ask, "Remove").await;
    let told = add(&desk, &root, &desk.news, "23:59", &[]).await;
    says(&told, &["S51 is set"]);
    desk.close().await;
}
