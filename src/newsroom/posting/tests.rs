use std::path::Path;

use chrono::{DateTime, Utc};

use crate::{
    article::{ArticleId, ChannelId, GuildId, Library, UserId},
    briefing::{ChannelKind, Plan, Schedule, StepKind, WhenEmpty},
    clock::Clock,
    newsroom::{Import, Newsroom},
    schedule::{Recurrence, Zone},
    store::{NewDelivery, Store},
};

const GUILD: GuildId = GuildId(7);

struct Room {
    newsroom: Newsroom,
    clock: Clock,
    folder: tempfile::TempDir,
}

impl Room {
    /// On a Monday at 08:00 UTC.
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("db")).expect("a store");
        let clock = Clock::starting_at(at("2025-09-01T08:00:00Z"));
        let newsroom = Newsroom::open(store, clock.clone()).await;
        let newsroom = newsroom.expect("a newsroom");
        Self {
            newsroom,
            clock,
            folder,
        }
    }

    /// Imports a story; as the desk's news where it is announced.
    async fn story(&self, library: Library, announce: bool, headline: &str, lines: &str) {
        let path = self.folder.path().join(format!("{headline}.txt"));
        let text = format!("{headline}\n{lines}Something happened.\n");
        std::fs::write(&path, text).expect("a file");
        let mut import = Import::of(vec![Path::new(&path).to_owned()], library);
        import.announce = announce;
        let report = self.newsroom.import(import).await.expect("an import");
        assert_eq!(report.refused().count(), 0, "{report:?}");
    }

    async fn schedule(&self, days: &str, topic: Option<&str>) -> Schedule {
        let plan = Plan {
            channel: ChannelId(1),
            kind: ChannelKind::Text,
            recurrence: Recurrence {
                time: chrono::NaiveTime::from_hms_opt(8, 0, 0).expect("a time"),
                zone: Zone::utc(),
                days: days.parse().expect("days"),
            },
            topic: topic.map(str::to_owned),
            mention: None,
            limit: 8,
            thread: false,
            crosspost: false,
            when_empty: WhenEmpty::Silent,
        };
        let now = self.clock.now();
        let store = self.newsroom.store();
        let added = store.add_schedule(GUILD, plan, UserId(1), now).await;
        added.expect("written").expect("a schedule")
    }

    /// The headlines of what is news for the occurrence of that time.
    async fn news(&self, schedule: &Schedule, due_at: &str) -> Vec<String> {
        let news = self
            .newsroom
            .news(schedule, at(due_at))
            .await
            .expect("news");
        assert_eq!(news.total, news.stories.len());
        let headlines = news.stories.iter();
        headlines
            .map(|record| record.article.headline.to_string())
            .collect()
    }
}

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect("an instant")
}

#[tokio::test]
async fn news_is_what_the_desk_announced_or_what_has_such_a_date() {
    let room = Room::new().await;
    let (own, other) = (Library::Guild(GUILD), Library::Guild(GuildId(8)));
    let dated = |day: &str| format!("Published {day} 2025\n");
    room.story(own, true, "Own", "").await;
    room.story(Library::House, true, "House", &dated("1 September"))
        .await;
    room.story(other, true, "Foreign", "").await;
    room.story(Library::House, false, "Dated", &dated("31 August"))
        .await;
    room.story(Library::House, false, "Old", &dated("29 August"))
        .await;
    room.story(Library::House, false, "To come", &dated("2 September"))
        .await;
    room.story(Library::House, false, "Undated", "").await;
    room.story(own, true, "Old, and announced", &dated("1 May"))
        .await;
    let daily = room.schedule("daily", None).await;
    let due_at = "2025-09-01T08:00:00Z";
    let wanted = ["Own", "House", "Dated", "Old, and announced"];
    let mut found = room.news(&daily, due_at).await;
    assert_eq!(found.last().map(String::as_str), Some("Old, and announced"));
    found.sort();
    let mut wanted = wanted.to_vec();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    room.newsroom.store().close().await;
}

#[tokio::test]
async fn a_rare_briefing_goes_back_to_the_one_before() {
    let room = Room::new().await;
    room.story(Library::House, true, "On Monday", "Topics: Rail\n")
        .await;
    let (daily, weekly) = (
        room.schedule("daily", None).await,
        room.schedule("mon", None).await,
    );
    let rail = room.schedule("mon", Some("RAIL")).await;
    let sea = room.schedule("mon", Some("Sea")).await;
    room.clock.set(at("2025-09-06T09:00:00Z"));
    room.story(Library::House, true, "On Saturday", "").await;
    room.clock.set(at("2025-09-08T08:00:02Z"));
    let due_at = "2025-09-08T08:00:00Z";
    assert_eq!(room.news(&daily, due_at).await, ["On Saturday"]);
    let both = ["On Saturday", "On Monday"];
    assert_eq!(room.news(&weekly, due_at).await, both);
    assert_eq!(room.news(&rail, due_at).await, ["On Monday"]);
    assert!(room.news(&sea, due_at).await.is_empty());
    // Asked for in between, it goes back to the occurrence that was last.
    room.clock.set(at("2025-09-09T09:00:00Z"));
    let now = "2025-09-09T09:00:00Z";
    assert!(room.news(&weekly, now).await.is_empty());
    room.newsroom.store().close().await;
}

#[tokio::test]
async fn what_a_schedule_told_is_no_news_for_it() {
    let room = Room::new().await;
    room.story(Library::House, true, "One", "").await;
    room.story(Library::House, true, "Two", "").await;
    let (first, second) = (
        room.schedule("daily", None).await,
        room.schedule("daily", None).await,
    );
    let now = room.clock.now();
    let one = ArticleId {
        library: Library::House,
        number: 1,
    };
    let new = NewDelivery {
        steps: vec![StepKind::Message(vec![one])],
        total: 2,
        expires_at: now,
    };
    let store = room.newsroom.store();
    let told = store.add_extra(first.id, new, UserId(1), now).await;
    assert!(told.expect("written").is_some());
    let due_at = "2025-09-01T08:00:00Z";
    assert_eq!(room.news(&first, due_at).await, ["Two"]);
    assert_eq!(room.news(&second, due_at).await.len(), 2);
    store.close().await;
}
