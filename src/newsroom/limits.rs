//! What a reader limits lists to: days and topics, as they type them.

use chrono::NaiveDate;

use super::{Error, Newsroom, Reader};
use crate::{
    article::GuildId,
    format::{DateError, Days, days},
    search::{Filter, Way, fold},
    view::{
        limits::{Limits, TopicKey},
        notice::Refusal,
    },
};

/// Topics proposed in the place of an unknown one.
const NEAR: usize = 5;
/// Dates with stories that are looked through while one types.
const DATES: usize = 100;

/// Words for days that are proposed as soon as they are begun.
const WORDS: [&str; 8] = [
    "today",
    "yesterday",
    "this week",
    "last week",
    "this month",
    "last month",
    "this year",
    "last year",
];

/// A day, or days, that fit what was typed so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// A day, and how many stories it has.
    Day(NaiveDate, usize),
    /// All days that the whole of what was typed means.
    Days(Days),
    /// All days that these words mean, which were not typed to their end.
    Words(Days, &'static str),
}

impl Newsroom {
    /// The day it is in a guild; in UTC elsewhere.
    pub fn today(&self, guild: Option<GuildId>) -> NaiveDate {
        let now = self.clock.now();
        guild.map_or(now.date_naive(), |guild| self.zone(guild).local(now).date())
    }

    /// The limits that were typed; `from` after `to` swapped. Texts without a word are none.
    pub async fn filter(
        &self,
        reader: Reader,
        topic: Option<&str>,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<Filter, Error> {
        let from = self.days(reader, from)?;
        let to = self.days(reader, to)?;
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) if from.first > to.last => (Some(to), Some(from)),
            as_typed => as_typed,
        };
        let filter = Filter {
            topic: None,
            from: from.map(|from| from.first),
            to: to.map(|to| to.last),
        };
        let Some(typed) = some(topic) else {
            return Ok(filter);
        };
        let topic = self.known_topic(reader, typed, &filter).await?;
        Ok(Filter {
            topic: Some(topic),
            ..filter
        })
    }

    /// The days that were typed; none where nothing was.
    pub fn days(&self, reader: Reader, typed: Option<&str>) -> Result<Option<Days>, Refusal> {
        let Some(typed) = some(typed) else {
            return Ok(None);
        };
        let read = days(typed, self.today(reader.guild)).map_err(|error| match error {
            DateError::Unreadable => Refusal::UnknownDate(typed.to_owned()),
            DateError::Ambiguous(a, b) => Refusal::AmbiguousDate {
                typed: typed.to_owned(),
                readings: [a, b],
            },
        });
        read.map(Some)
    }

    /// The limits of a button. Its topic counts only among those that the reader may see.
    pub async fn filter_of(&self, reader: Reader, limits: Limits) -> Result<Filter, Error> {
        let titles = self.catalogue.titles().await?;
        let name = |key: TopicKey| {
            let topics = titles.topics(&self.scope(reader), "", usize::MAX);
            let mut names = topics.into_iter().map(|topic| topic.name);
            names
                .find(|name| topic_key(name) == key)
                .ok_or(Refusal::GoneTopic)
        };
        Ok(Filter {
            topic: limits.topic.map(name).transpose()?,
            from: limits.from,
            to: limits.to,
        })
    }

    /// Days that fit what was typed so far: what it means as a whole, then days that have stories,
    /// newest first; today and yesterday before them where nothing was typed.
    pub async fn complete_date(
        &self,
        reader: Reader,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<Suggestion>, Error> {
        let (scope, today) = (self.scope(reader), self.today(reader.guild));
        let titles = self.catalogue.titles().await?;
        let on = |date| {
            let filter = Filter {
                from: Some(date),
                to: Some(date),
                ..Filter::default()
            };
            Suggestion::Day(date, titles.list(&scope, &filter, 0, 0).total)
        };
        let typed = typed.trim();
        let mut found: Vec<Suggestion> = match days(typed, today) {
            Ok(days) => vec![days.only().map_or(Suggestion::Days(days), on)],
            Err(DateError::Ambiguous(a, b)) => vec![on(a), on(b)],
            Err(DateError::Unreadable) if typed.is_empty() => [Some(today), today.pred_opt()]
                .into_iter()
                .flatten()
                .map(on)
                .collect(),
            Err(DateError::Unreadable) => begun(typed, today)
                .map(|(days, words)| days.only().map_or(Suggestion::Words(days, words), on))
                .collect(),
        };
        let folded = fold(typed);
        let fits = |date: &NaiveDate| {
            let names = [date.to_string(), date.format("%-d %B %Y").to_string()];
            names.iter().any(|name| fold(name).contains(&folded))
        };
        let dates = titles.dates(&scope, &Filter::default(), Way::Back, DATES);
        for (date, count) in dates.into_iter().filter(|(date, _)| fits(date)) {
            let day = Suggestion::Day(date, count);
            if !found.contains(&day) {
                found.push(day);
            }
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The topic that was typed, by its name; an unknown one is refused with the nearest, each
    /// within the other limits.
    pub(super) async fn known_topic(
        &self,
        reader: Reader,
        typed: &str,
        filter: &Filter,
    ) -> Result<String, Error> {
        if let Some(topic) = self.topic(reader, typed).await? {
            return Ok(topic.name);
        }
        if self.newest(reader).await?.is_none() {
            return Err(Refusal::EmptyLibrary.into());
        }
        let near = self.topics(reader, typed, NEAR).await?;
        let near = near.into_iter().map(|topic| {
            let limits = Limits {
                topic: Some(topic_key(&topic.name)),
                ..limits(filter)
            };
            (topic.name, limits)
        });
        Err(Refusal::UnknownTopic {
            typed: typed.to_owned(),
            near: near.collect(),
        }
        .into())
    }
}

/// A filter as a button carries it.
pub(super) fn limits(filter: &Filter) -> Limits {
    Limits {
        topic: filter.topic.as_deref().map(topic_key),
        from: filter.from,
        to: filter.to,
    }
}

/// A topic's key, from its name.
pub(super) fn topic_key(name: &str) -> TopicKey {
    TopicKey::new(&fold(name))
}

/// What was typed, where that was anything.
pub(super) fn some(typed: Option<&str>) -> Option<&str> {
    typed.map(str::trim).filter(|typed| !typed.is_empty())
}

/// The words that begin with what was typed, and the days that they mean.
fn begun(typed: &str, today: NaiveDate) -> impl Iterator<Item = (Days, &'static str)> {
    let typed = fold(typed);
    let begun = WORDS
        .into_iter()
        .filter(move |words| words.starts_with(&typed));
    begun.filter_map(move |words| Some((days(words, today).ok()?, words)))
}
