//! What is news for a schedule: what it posts.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Error, Newsroom, Reader};
use crate::{
    article::{ArticleId, Record},
    briefing::Schedule,
    search::{Filter, fold},
};

/// For how long something is news, whatever the schedule.
const FRESH: TimeDelta = TimeDelta::hours(48);

/// What is news for a schedule.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// The newest stories, at most as many as the schedule posts.
    pub stories: Vec<Arc<Record>>,
    /// How many there are.
    pub total: usize,
}

impl News {
    /// The stories by their names.
    pub fn ids(&self) -> Vec<ArticleId> {
        self.stories.iter().map(|record| record.id).collect()
    }
}

impl Newsroom {
    /// The stories that a briefing of `schedule` has now, the newest first, where it is the one of `due_at`:
    /// what its guild reads, was announced within two days or since the occurrence before (or imported with such
    /// a date), and what that schedule did not tell yet.
    pub async fn news(&self, schedule: &Schedule, due_at: DateTime<Utc>) -> Result<News, Error> {
        let (plan, now) = (&schedule.plan, self.clock.now());
        let instant = TimeDelta::milliseconds(1);
        let before = plan.recurrence.previous(due_at - instant);
        let since = before.map_or(now, |before| before.due_at).min(now - FRESH);
        let reader = Reader {
            guild: Some(schedule.id.guild),
        };
        let scope = self.scope(reader);
        let told = self.store.told(schedule.id).await?;
        let mut ids = HashSet::new();
        for library in reader.libraries() {
            let announced = self.store.announced_since(library, since).await?;
            ids.extend(announced.into_iter().map(|(id, _)| id));
        }
        let zone = &plan.recurrence.zone;
        let dated = Filter {
            topic: plan.topic.clone(),
            from: Some(zone.local(since).date()),
            to: Some(zone.local(now).date()),
        };
        let titles = self.catalogue.titles().await?;
        let listed = titles.list(&scope, &dated, 0, usize::MAX).items;
        let listed: BTreeSet<ArticleId> = listed.into_iter().collect();
        ids.extend(listed.iter().copied());
        ids.retain(|id| !told.contains(id));
        let mut stories = Vec::new();
        for id in ids {
            let record = self.readable(&scope, Some(id)).await?;
            let record = record.filter(|record| match record.announced_at {
                Some(at) => at >= since && is_of(record, plan.topic.as_deref()),
                None => record.article.published.is_some() && listed.contains(&id),
            });
            stories.extend(record);
        }
        stories.sort_by_key(|record| std::cmp::Reverse((record.date, record.live_at, record.id)));
        let total = stories.len();
        stories.truncate(plan.limit.into());
        Ok(News { stories, total })
    }
}

fn is_of(record: &Record, topic: Option<&str>) -> bool {
    let Some(topic) = topic.map(fold) else {
        return true;
    };
    let mut topics = record.article.topics.iter();
    topics.any(|own| fold(own.as_str()) == topic)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        article::{ArticleId, ChannelId, GuildId, Library, UserId},
        briefing::{ChannelKind, Plan, WhenEmpty},
        clock::Clock,
        newsroom::Import,
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
            steps: first.plan.steps(vec![one]),
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
}
