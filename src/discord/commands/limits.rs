//! The options that limit a list: a topic and dates.

use super::Options;
use crate::{
    discord::declare::OptionDeclaration,
    newsroom::{Error, Filter, Newsroom, Reader, Suggestion},
    view::choices::{self, Choice, MAX_CHOICES},
};

pub(super) const TOPIC: OptionDeclaration =
    OptionDeclaration::completed("topic", "Only stories of this topic");
pub(super) const FROM: OptionDeclaration = OptionDeclaration::completed(
    "from",
    "Only stories since this date, such as 1 September 2025 or last week",
);
pub(super) const TO: OptionDeclaration = OptionDeclaration::completed(
    "to",
    "Only stories until this date, such as yesterday or August 2025",
);

/// What these options limit a list to.
pub(super) async fn filter(
    options: &Options,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Filter, Error> {
    let Options {
        topic, from, to, ..
    } = options;
    newsroom
        .filter(reader, topic.as_deref(), from.as_deref(), to.as_deref())
        .await
}

pub(in crate::discord) async fn complete_topic(
    typed: &str,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Vec<Choice>, Error> {
    let topics = newsroom.topics(reader, typed, MAX_CHOICES).await?;
    let choices = topics
        .iter()
        .map(|topic| choices::topic(&topic.name, topic.count));
    Ok(choices.collect())
}

/// Dates that fit; `ranges`: also weeks, months and years, which a list may be limited to.
pub(super) async fn complete_date(
    typed: &str,
    ranges: bool,
    reader: Reader,
    newsroom: &Newsroom,
) -> Result<Vec<Choice>, Error> {
    let today = newsroom.today(reader.guild);
    let days = newsroom.complete_date(reader, typed, MAX_CHOICES).await?;
    let choice = |day| match day {
        Suggestion::Day(date, count) => Some(choices::date(date, today, count)),
        Suggestion::Days(days) if ranges => {
            Some(choices::days(days.first, days.last, typed.trim()))
        }
        Suggestion::Words(days, words) if ranges => {
            Some(choices::words(days.first, days.last, words))
        }
        Suggestion::Days(_) | Suggestion::Words(..) => None,
    };
    Ok(days.into_iter().filter_map(choice).collect())
}
