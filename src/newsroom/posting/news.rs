//! Which stories are news for a schedule.

use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};

use super::since;
use crate::{
    article::{ArticleId, Card, Record},
    briefing::Schedule,
    newsroom::{Error, Newsroom, Reader},
    search::{Filter, Scope, Titles, fold},
};

/// Stories that are looked through, of those of these days and of those that were announced.
const LOOKED_AT: usize = 10_000;

/// What is news for a schedule.
pub(super) struct News {
    /// The newest, at most as many as it takes.
    pub(super) stories: Vec<Arc<Record>>,
    /// How many there are.
    pub(super) total: usize,
}

impl Newsroom {
    /// What `schedule` has not told yet, and was published or announced lately as of `at`, or stands under a date
    /// of that time.
    pub(super) async fn news(&self, schedule: &Schedule, at: DateTime<Utc>) -> Result<News, Error> {
        self.catalogue.follow().await?;
        let told = self.store.told(schedule.id).await?;
        let scope = self.scope(Reader {
            guild: Some(schedule.id.guild),
        });
        let titles = self.catalogue.titles().await?;
        let mut found = self.announced(schedule, &scope, titles, at).await?;
        found.extend(dated(schedule, &scope, titles, at));
        let new: Vec<ArticleId> = found.difference(&told).copied().collect();
        let mut cards = titles.cards(&new);
        cards.sort_by_key(|card| Reverse((card.date, card.live_at, card.id.number)));
        let limit = usize::from(schedule.plan.limit);
        let first: Vec<ArticleId> = cards.iter().take(limit).map(|card| card.id).collect();
        let stories = self.readable_all(&scope, &first).await?;
        // One that was withdrawn between the two looks.
        let gone = first.len() - stories.len();
        Ok(News {
            total: cards.len() - gone,
            stories,
        })
    }

    /// What the desk announced lately.
    async fn announced(
        &self,
        schedule: &Schedule,
        scope: &Scope,
        titles: &Titles,
        at: DateTime<Utc>,
    ) -> Result<BTreeSet<ArticleId>, Error> {
        let since = since(&schedule.plan, at);
        let topic = schedule.plan.topic.as_deref().map(fold);
        let mut found = BTreeSet::new();
        for library in &scope.libraries {
            let announced = self.store.announced_since(*library, since).await?;
            let ids = announced.iter().rev().take(LOOKED_AT).map(|(id, _)| *id);
            let seen: Vec<ArticleId> = ids.filter(|id| titles.has(scope, *id)).collect();
            let cards = titles.cards(&seen).into_iter();
            let about = cards.filter(|card| is_about(card, topic.as_deref()));
            found.extend(about.map(|card| card.id));
        }
        Ok(found)
    }
}

/// What stands under a date of that time.
fn dated(schedule: &Schedule, scope: &Scope, titles: &Titles, at: DateTime<Utc>) -> Vec<ArticleId> {
    let zone = &schedule.plan.recurrence.zone;
    let day = |at| Some(zone.local(at).date());
    let filter = Filter {
        topic: schedule.plan.topic.clone(),
        from: day(since(&schedule.plan, at)),
        to: day(at),
    };
    titles.list(scope, &filter, 0, LOOKED_AT).items
}

fn is_about(card: &Card, topic: Option<&str>) -> bool {
    let mut topics = card.topics.iter();
    topic.is_none_or(|wanted| topics.any(|topic| fold(topic.as_str()) == wanted))
}
