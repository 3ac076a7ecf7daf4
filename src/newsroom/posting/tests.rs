//! What is news, story by story.

use chrono::{NaiveDate, NaiveTime};

use super::*;
use crate::{
    article::{
        Article, ArticleId, Author, ChannelId, GuildId, Library, Line, Origin, Standing, UserId,
        arbitrary::least,
    },
    briefing::ChannelKind,
    clock::Clock,
    schedule::Recurrence,
    store::{Filing, Store},
};

const GUILD: GuildId = GuildId(7);
const OWN: Library = Library::Guild(GUILD);
const HOUSE: Library = Library::House;
const ANN: UserId = UserId(3);

struct Scene {
    _home: tempfile::TempDir,
    store: Store,
    newsroom: Newsroom,
}

/// A story that is filed.
struct Story {
    library: Library,
    headline: &'static str,
    /// Its day in September 2025.
    dated: Option<u32>,
    announced: bool,
    topics: &'static [&'static str],
}

/// One that is imported under a date.
fn imported(headline: &'static str, dated: u32) -> Story {
    Story {
        library: OWN,
        headline,
        dated: Some(dated),
        announced: false,
        topics: &[],
    }
}

/// One that the desk publishes.
fn announced(headline: &'static str) -> Story {
    Story {
        dated: None,
        announced: true,
        ..imported(headline, 1)
    }
}

fn at(at: &str) -> DateTime<Utc> {
    format!("2025-09-{at}:00Z").parse().unwrap()
}

fn plan(zone: &str, days: &str) -> Plan {
    Plan::new(
        ChannelId(5),
        ChannelKind::Text,
        Recurrence {
            time: NaiveTime::from_hms_opt(8, 0, 0).unwrap(),
            zone: zone.parse().unwrap(),
            days: days.parse().unwrap(),
        },
    )
}

impl Scene {
    async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("newsdesk.db")).unwrap();
        let newsroom = Newsroom::open(store.clone(), Clock::starting_at(at("10T06:00")));
        let newsroom = newsroom.await.unwrap();
        Self {
            _home: home,
            store,
            newsroom,
        }
    }

    async fn file(&self, story: Story, when: &str) -> ArticleId {
        let line = |text: &&str| Line::new(text).unwrap();
        let published = story.dated;
        let article = Article {
            published: published.and_then(|day| NaiveDate::from_ymd_opt(2025, 9, day)),
            topics: story.topics.iter().map(line).collect(),
            ..least(story.headline, "One line.")
        };
        let filing = Filing {
            library: story.library,
            article,
            author: Author::Operator,
            origin: Origin::Desk,
            same_file: false,
            announced: story.announced,
            standing: Standing::default(),
            in_order: false,
            yields: false,
        };
        self.store.file(filing, at(when)).await.unwrap().id
    }

    async fn schedule(&self, plan: Plan) -> Schedule {
        let added = self.store.add_schedule(GUILD, plan, ANN, at("01T00:00"));
        added.await.unwrap().unwrap()
    }

    /// The headlines of what is news, and how many there are.
    async fn news(&self, plan: Plan, when: &str) -> (Vec<String>, usize) {
        let schedule = self.schedule(plan).await;
        let news = self.newsroom.news(&schedule, at(when)).await.unwrap();
        let headlines = news.stories.iter();
        let headlines = headlines.map(|record| record.article.headline.to_string());
        (headlines.collect(), news.total)
    }
}

#[tokio::test]
async fn what_was_announced_in_48_hours_or_since_the_last_occurrence_is_news() {
    let scene = Scene::new().await;
    for (headline, when) in [
        ("Of last week", "07T23:00"),
        ("Of Monday, after the last one", "08T06:01"),
        ("Of Friday", "12T12:00"),
        ("Of Saturday", "13T06:01"),
    ] {
        scene.file(announced(headline), when).await;
    }
    // An extra in between: since the occurrence before, or for 48 hours.
    let (news, _) = scene.news(plan("Europe/Berlin", "mon"), "14T12:00").await;
    assert_eq!(
        news,
        ["Of Saturday", "Of Friday", "Of Monday, after the last one"]
    );
    // The day after the last one it is 48 hours that count.
    let (news, _) = scene.news(plan("Europe/Berlin", "mon"), "16T12:00").await;
    assert!(news.is_empty(), "{news:?}");
    scene.file(announced("Of this minute"), "15T06:00").await;
    let all = [
        "Of this minute",
        "Of Saturday",
        "Of Friday",
        "Of Monday, after the last one",
    ];
    // At 08:00 in Berlin on Monday the 15th.
    for (days, count) in [("daily", 2), ("weekdays", 3), ("mon", 4)] {
        let (news, total) = scene.news(plan("Europe/Berlin", days), "15T06:00").await;
        assert_eq!(
            (news.as_slice(), total),
            (&all.map(String::from)[..count], count),
            "{days}"
        );
    }
}

#[tokio::test]
async fn what_was_imported_is_news_by_its_date_where_the_schedule_is() {
    let scene = Scene::new().await;
    for day in [6, 7, 8, 9, 10, 11] {
        let headline = ["Of 6", "Of 7", "Of 8", "Of 9", "Of 10", "Of 11"][day as usize - 6];
        scene.file(imported(headline, day), "01T00:00").await;
    }
    for (zone, wanted) in [
        // The 8th, 06:00 UTC, to the 10th, 06:00.
        ("Europe/Berlin", ["Of 10", "Of 9", "Of 8"]),
        ("Pacific/Kiritimati", ["Of 10", "Of 9", "Of 8"]),
        ("Pacific/Honolulu", ["Of 9", "Of 8", "Of 7"]),
    ] {
        let (news, total) = scene.news(plan(zone, "daily"), "10T06:00").await;
        assert_eq!(
            (news, total),
            (wanted.map(String::from).to_vec(), 3),
            "{zone}"
        );
    }
    // Announced, an old date and one to come don't matter.
    let old = Story {
        announced: true,
        ..imported("Announced", 1)
    };
    scene.file(old, "09T12:00").await;
    let future = Story {
        announced: true,
        ..imported("Embargoed", 20)
    };
    scene.file(future, "09T12:00").await;
    let (news, total) = scene.news(plan("Europe/Berlin", "daily"), "10T06:00").await;
    assert_eq!(news, ["Embargoed", "Of 10", "Of 9", "Of 8", "Announced"]);
    assert_eq!(total, 5);
}

#[tokio::test]
async fn news_is_what_the_guilds_readers_see() {
    let scene = Scene::new().await;
    let of = |library, headline| Story {
        library,
        ..announced(headline)
    };
    scene.file(of(HOUSE, "The house's"), "09T12:00").await;
    let hidden = scene.file(of(HOUSE, "Hidden here"), "09T12:01").await;
    let elsewhere = scene.file(of(HOUSE, "Hidden there"), "09T12:02").await;
    let other = Library::Guild(GuildId(8));
    scene.file(of(other, "Another guild's"), "09T12:03").await;
    let withdrawn = scene.file(announced("Withdrawn"), "09T12:04").await;
    scene.file(announced("Our own"), "09T12:05").await;
    scene.file(imported("Imported", 9), "09T12:06").await;
    let gone = scene
        .file(imported("Imported and gone", 9), "09T12:06")
        .await;
    let by = Author::User(ANN);
    for (guild, id) in [(GUILD, hidden), (GuildId(8), elsewhere)] {
        let hide = scene
            .store
            .set_hidden(guild, id.number, true, None, by, at("09T13:00"));
        assert!(hide.await.unwrap());
    }
    for id in [withdrawn, gone] {
        let withdraw = scene.store.withdraw(id, None, GUILD, ANN, at("09T13:00"));
        assert!(withdraw.await.unwrap());
    }
    let (mut news, total) = scene.news(plan("Europe/Berlin", "daily"), "10T06:00").await;
    news.sort();
    assert_eq!(news, ["Hidden there", "Imported", "Our own", "The house's"]);
    assert_eq!(total, 4);
}

#[tokio::test]
async fn a_topic_leaves_the_rest_out_however_it_is_written() {
    let scene = Scene::new().await;
    let topics: [&'static [&'static str]; 4] = [&["Asia"], &["Town", "ASIA"], &["Asian food"], &[]];
    for (number, topics) in topics.into_iter().enumerate() {
        let headline = ["One", "Two", "Three", "Four"][number];
        let story = Story {
            topics,
            ..announced(headline)
        };
        scene.file(story, "09T12:00").await;
        let headline = ["Old one", "Old two", "Old three", "Old four"][number];
        let story = Story {
            topics,
            ..imported(headline, 9)
        };
        scene.file(story, "01T12:00").await;
    }
    for topic in ["Asia", "asia"] {
        let topic = Some(topic.to_owned());
        let plan = Plan {
            topic,
            ..plan("Europe/Berlin", "daily")
        };
        let (mut news, total) = scene.news(plan, "10T06:00").await;
        news.sort();
        assert_eq!(
            (news, total),
            (
                ["Old one", "Old two", "One", "Two"]
                    .map(String::from)
                    .to_vec(),
                4
            )
        );
    }
}

#[tokio::test]
async fn the_newest_come_first_and_as_many_as_are_wanted() {
    let scene = Scene::new().await;
    let headlines = [
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
    ];
    for (minute, headline) in headlines.into_iter().enumerate() {
        let when = format!("09T12:{minute:02}");
        scene.file(announced(headline), &when).await;
    }
    for limit in [1, 3, 8] {
        let plan = Plan {
            limit,
            ..plan("Europe/Berlin", "daily")
        };
        let (news, total) = scene.news(plan, "10T06:00").await;
        let newest = headlines.iter().rev().take(limit.into());
        assert_eq!(news, newest.copied().collect::<Vec<_>>());
        assert_eq!(total, 12);
    }
}

#[tokio::test]
async fn what_is_left_out_is_counted_only_where_it_is_news() {
    let scene = Scene::new().await;
    // Announced an hour before the span begins, and imported without a date of its own.
    let early = Story {
        announced: true,
        ..imported("Announced before", 8)
    };
    scene.file(early, "08T05:00").await;
    let undated = Story {
        dated: None,
        ..imported("Undated", 8)
    };
    scene.file(undated, "08T05:00").await;
    for (minute, headline) in ["1", "2", "3"].into_iter().enumerate() {
        let when = format!("09T12:{minute:02}");
        scene.file(announced(headline), &when).await;
    }
    for limit in [1, 2, 3, 8] {
        let plan = Plan {
            limit,
            ..plan("Europe/Berlin", "daily")
        };
        let (news, total) = scene.news(plan, "10T06:00").await;
        assert_eq!((news.len(), total), (usize::from(limit).min(3), 3));
    }
}

#[tokio::test]
async fn what_a_schedule_told_is_news_for_others_only() {
    let scene = Scene::new().await;
    for headline in ["One", "Two", "Three"] {
        scene.file(announced(headline), "10T05:00").await;
    }
    let limit = 2;
    let plan = Plan {
        limit,
        ..plan("Europe/Berlin", "daily")
    };
    let schedule = scene.schedule(plan.clone()).await;
    let new = scene
        .newsroom
        .compose(&schedule, at("10T06:00"))
        .await
        .unwrap();
    let added = scene.store.add_extra(schedule.id, new, ANN, at("10T06:00"));
    let delivery = added.await.unwrap().unwrap();
    assert_eq!((delivery.stories().count(), delivery.total), (2, 3));
    let left = scene
        .newsroom
        .news(&schedule, at("10T07:00"))
        .await
        .unwrap();
    assert_eq!((left.stories.len(), left.total), (1, 1));
    let (others, total) = scene.news(plan, "10T07:00").await;
    assert_eq!((others.len(), total), (2, 3));
    // What is announced is news at once.
    scene.file(announced("Four"), "10T06:30").await;
    let left = scene.newsroom.news(&schedule, at("10T07:00")).await;
    assert_eq!(left.unwrap().total, 2);
}

#[tokio::test]
async fn a_rehearsal_shows_what_would_be_posted_and_posts_nothing() {
    let scene = Scene::new().await;
    scene.file(announced("One"), "10T05:00").await;
    let schedule = scene.schedule(plan("Europe/Berlin", "daily")).await;
    let messages = scene.newsroom.rehearse(&schedule).await.unwrap();
    assert_eq!(messages.len(), 1);
    let again = scene.newsroom.rehearse(&schedule).await.unwrap();
    assert_eq!(again, messages);
    assert!(scene.store.told(schedule.id).await.unwrap().is_empty());
    let kept = scene.store.deliveries(schedule.id, None, 9).await.unwrap();
    assert!(kept.is_empty());
}
