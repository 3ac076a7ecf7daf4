//! A step of a delivery as a message: to be sent, sent again or edited, from the records as they are now.

use std::collections::BTreeMap;

use crate::{
    article::{ArticleId, Deed, GuildId, Line, State},
    briefing::{Cause, Delivery, Schedule, Step, StepState},
    newsroom::{Error, Newsroom, Reader},
    schedule::Occurrence,
    search::Scope,
    view::{
        Message,
        posted::{self, Taken, Told},
    },
};

/// Lines of a guild's log about a story that are looked through for why it was hidden.
const LOOKED_AT: usize = 100;

impl Newsroom {
    /// The message of a step. What is `fresh` leaves out stories that readers don't see any more; what stands
    /// there already has a notice in their place.
    pub async fn render(
        &self,
        delivery: &Delivery,
        step: usize,
        fresh: bool,
    ) -> Result<Message, Error> {
        let guild = delivery.id.schedule.guild;
        let stories = self.stories(guild, delivery.stories()).await?;
        Ok(posted::message(delivery, step, &stories, fresh))
    }

    /// The stories that are planned in a delivery and that readers don't see any more.
    pub async fn taken(&self, delivery: &Delivery) -> Result<Vec<ArticleId>, Error> {
        let steps = delivery.steps.iter();
        let planned = steps.filter(|step| step.state == StepState::Planned);
        let planned = planned.flat_map(Step::stories).copied();
        let stories = self.stories(delivery.id.schedule.guild, planned).await?;
        let gone = stories
            .into_iter()
            .filter(|(_, told)| matches!(told, Told::Away { .. }));
        Ok(gone.map(|(id, _)| id).collect())
    }

    /// How these stories stand for the readers of that guild now.
    async fn stories(
        &self,
        guild: GuildId,
        ids: impl Iterator<Item = ArticleId>,
    ) -> Result<BTreeMap<ArticleId, Told>, Error> {
        self.catalogue.follow().await?;
        let scope = self.scope(Reader { guild: Some(guild) });
        let mut stories = BTreeMap::new();
        for id in ids {
            stories.insert(id, self.told(guild, &scope, id).await?);
        }
        Ok(stories)
    }

    /// The messages that `schedule` would post now.
    pub async fn rehearse(&self, schedule: &Schedule) -> Result<Vec<Message>, Error> {
        let now = self.clock.now();
        let new = self.compose(schedule, now).await?;
        let at = Occurrence {
            date: schedule.plan.recurrence.zone.local(now).date(),
            due_at: now,
        };
        // Kept nowhere.
        let delivery = new.delivery(schedule, Cause::Extra(schedule.changed_by), at, now);
        let mut messages = Vec::new();
        for (place, step) in delivery.steps.iter().enumerate() {
            if step.kind.is_message() {
                messages.push(self.render(&delivery, place, true).await?);
            }
        }
        Ok(messages)
    }

    /// How a story stands for the readers of that guild.
    async fn told(&self, guild: GuildId, scope: &Scope, id: ArticleId) -> Result<Told, Error> {
        let record = self.catalogue.article(id).await?;
        let (from, reason) = match record {
            Some(record) if record.state == State::Published => {
                if scope.has(id) {
                    return Ok(Told::Here(record));
                }
                (Taken::Here, self.why_hidden(guild, id).await?)
            }
            record => {
                let withdrawal = record.and_then(|record| record.withdrawal.clone());
                let reason = withdrawal.and_then(|gone| gone.reason);
                (Taken::Everywhere, reason)
            }
        };
        Ok(Told::Away { id, from, reason })
    }

    /// Why a guild hid a story last, as its log has it.
    async fn why_hidden(&self, guild: GuildId, id: ArticleId) -> Result<Option<Line>, Error> {
        let log = self.store.log(guild, None, Some(id), 0, LOOKED_AT).await?;
        let reason = log.into_iter().find_map(|entry| match entry.deed {
            Deed::Hid(reason) => Some(reason),
            _ => None,
        });
        Ok(reason.flatten().and_then(|reason| Line::new(&reason)))
    }
}
