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
