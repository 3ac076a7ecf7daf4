//! The stories of a day.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{
    Error, Newsroom, Reader,
    limits::{limits, some, topic_key},
};
use crate::{
    article::{ArticleId, Record},
    search::{Filter, Scope, Titles, Way},
    view::{
        briefing::{Briefing, MOST},
        notice::Refusal,
    },
};

impl Newsroom {
    /// The briefing of the day that was typed, the newest that has any where none was, with the
    /// stories of that topic only.
    pub async fn briefing(
        &self,
        reader: Reader,
        date: Option<&str>,
        topic: Option<&str>,
    ) -> Result<Briefing, Error> {
        if self.newest(reader).await?.is_none() {
            return Err(Refusal::EmptyLibrary.into());
        }
        let days = self.days(reader, date)?;
        let mut filter = Filter {
            topic: None,
            from: days.map(|days| days.first),
            to: days.map(|days| days.last),
        };
        if let Some(typed) = some(topic) {
            filter.topic = Some(self.known_topic(reader, typed, &filter).await?);
        }
        let day = days.map(|days| {
            days.only().ok_or_else(|| Refusal::ManyDays {
                typed: date.unwrap_or_default().to_owned(),
                limits: limits(&filter),
            })
        });
        let day = day.transpose()?;
        let titles = self.catalogue.titles().await?;
        let newest = || {
            let all = Filter {
                topic: filter.topic.clone(),
                ..Filter::default()
            };
            nearest(titles, &self.scope(reader), &all, Way::Back)
        };
        let date = day.or_else(newest).ok_or(Refusal::EmptyLibrary)?;
        self.briefing_on(reader, date, filter.topic).await
    }

    /// The briefing of that day, with the stories of that topic only.
    pub async fn briefing_on(
        &self,
        reader: Reader,
        date: NaiveDate,
        topic: Option<String>,
    ) -> Result<Briefing, Error> {
        let scope = self.scope(reader);
        let filter = |from, to| Filter {
            topic: topic.clone(),
            from,
            to,
        };
        let day = filter(Some(date), Some(date));
        let titles = self.catalogue.titles().await?;
        let list = titles.list(&scope, &day, 0, MOST);
        let earlier = date.pred_opt().map(|to| filter(None, Some(to)));
        let earlier = earlier.and_then(|before| nearest(titles, &scope, &before, Way::Back));
        let later = date.succ_opt().map(|from| filter(Some(from), None));
        let later = later.and_then(|after| nearest(titles, &scope, &after, Way::Forth));
        Ok(Briefing {
            date,
            topic: topic.map(|name| (topic_key(&name), name)),
            total: list.total,
            stories: self.readable_all(&scope, &list.items).await?,
            earlier,
            later,
        })
    }

    /// The records of those of these articles that readers see now.
    pub(super) async fn readable_all(
        &self,
        scope: &Scope,
        ids: &[ArticleId],
    ) -> Result<Vec<Arc<Record>>, Error> {
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            records.extend(self.readable(scope, Some(*id)).await?);
        }
        Ok(records)
    }
}

/// The newest (or oldest) day within `filter` that has stories.
fn nearest(titles: &Titles, scope: &Scope, filter: &Filter, way: Way) -> Option<NaiveDate> {
    let date = titles.dates(scope, filter, way, 1).pop();
    date.map(|(date, _)| date)
}
