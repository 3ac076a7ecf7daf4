//! What fits while a moderator types.

use serde_json::Value;

use super::Desk;
use crate::{
    article::{Card, State},
    discord::{answer::Answer, invocation::Invocation},
    newsroom::{Error, Reader},
    view::choices::{self, Away, Choice, MAX_CHOICES},
};

/// Stories that are looked through for those that this desk may change.
const LOOKED_AT: usize = 200;

impl Desk<'_> {
    /// Completes the option `focused` of one of the desk's commands.
    pub(in crate::discord) async fn complete(
        self,
        invocation: &Invocation,
        focused: &str,
    ) -> Result<Answer, Error> {
        let option = |name: &str| invocation.options.get(name).and_then(Value::as_str);
        let typed = option(focused).unwrap_or_default();
        let choices = match (&*invocation.name, focused) {
            ("desk restore", "article") => self.complete_withdrawn(typed).await?,
            ("desk edit" | "desk history", "article") => self.complete_own(typed).await?,
            (_, "article") => {
                let cards = self
                    .newsroom
                    .complete_article(self.reader(), typed, MAX_CHOICES)
                    .await?;
                cards.iter().map(|card| choices::article(card)).collect()
            }
            (_, "section") => {
                let found = self
                    .newsroom
                    .complete_section(self.reader(), option("article"), typed, MAX_CHOICES)
                    .await?;
                let choices = found
                    .iter()
                    .filter_map(|(record, index)| choices::section(record, *index));
                choices.collect()
            }
            (_, "publish_at") => self.complete_moment(typed),
            (_, "time_zone") => choices::zones(&self.newsroom.zones(typed, MAX_CHOICES)),
            _ => Vec::new(),
        };
        Ok(Answer::Choices(choices))
    }

    fn reader(self) -> Reader {
        Reader {
            guild: Some(self.person.guild),
        }
    }

    /// Stories that this desk may change.
    async fn complete_own(self, typed: &str) -> Result<Vec<Choice>, Error> {
        let cards = self
            .newsroom
            .complete_article(self.reader(), typed, LOOKED_AT)
            .await?;
        let own = cards
            .iter()
            .filter(|card| self.newsroom.may_change(self.person, card.id));
        Ok(own
            .take(MAX_CHOICES)
            .map(|card| choices::article(card))
            .collect())
    }

    async fn complete_withdrawn(self, typed: &str) -> Result<Vec<Choice>, Error> {
        let found = self
            .newsroom
            .complete_withdrawn(self.person, typed, MAX_CHOICES)
            .await?;
        let choices = found.iter().map(|record| {
            let away = match record.state {
                State::Withdrawn => Away::Withdrawn,
                State::Published | State::Scheduled => Away::Hidden,
            };
            choices::restorable(&Card::of(record), away)
        });
        Ok(choices.collect())
    }

    /// What was typed and means a moment; else some that do.
    fn complete_moment(self, typed: &str) -> Vec<Choice> {
        let moments = self.newsroom.moments(self.person.guild, typed);
        let choices = moments.iter().filter_map(|(typed, local)| {
            let means = local.format("%A, %-d %B %Y, %H:%M").to_string();
            choices::moment(typed, &means)
        });
        choices.collect()
    }
}
