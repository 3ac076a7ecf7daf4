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
/// Stories beyond those that are posted that are read to be counted rightly.
const COUNTED: usize = 100;

/// What is news for a schedule.
#[derive(Clone, Debug)]
pub struct News {
    /// The newest, at most as many as it takes.
    pub stories: Vec<Arc<Record>>,
    /// How many there are.
    pub total: usize,
}

impl Newsroom {
    /// The stories that a briefing of `schedule` has at `at`: what it has not told yet, and the desk announced lately,
    /// or was imported with a publication date of that time.
    pub async fn news(&self, schedule: &Schedule, at: DateTime<Utc>) -> Result<News, Error> {
        self.catalogue.follow().await?;
        let told = self.store.told(schedule.id).await?;
        let scope = self.scope(Reader {
            guild: Some(schedule.id.guild),
        });
        let titles = self.catalogue.titles().await?;
        let announced = self.announced(schedule, &scope, titles, at).await?;
        let dated = dated(schedule, &scope, titles, at);
        let found = announced.iter().chain(&dated).copied();
        let new: BTreeSet<ArticleId> = found.filter(|id| !told.contains(id)).collect();
        let mut cards = titles.cards(&new.into_iter().collect::<Vec<_>>());
        cards.sort_by_key(|card| Reverse((card.date, card.live_at, card.id)));
        let limit = usize::from(schedule.plan.limit);
        let (mut stories, mut total, mut beyond) = (Vec::new(), cards.len(), 0);
        for card in cards {
            if stories.len() == limit {
                beyond += 1;
                if beyond > COUNTED {
                    break;
                }
            }
            // What the desk announced long ago, or has no date of its own, is no news by its date.
            let record = self.readable(&scope, Some(card.id)).await?;
            let dated = |record: &Record| {
                record.announced_at.is_none() && record.article.published.is_some()
            };
            match record.filter(|record| announced.contains(&card.id) || dated(record)) {
                Some(record) if stories.len() < limit => stories.push(record),
                Some(_) => {}
                None => total -= 1,
            }
        }
        Ok(News { stories, total })
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
