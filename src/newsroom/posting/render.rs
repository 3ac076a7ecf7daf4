//! A step of a delivery as a message: to be sent, sent again or edited, from the records as they are now.

use std::collections::BTreeMap;

use crate::{
    article::{ArticleId, State},
    briefing::{Cause, Delivery, Schedule},
    newsroom::{Error, Newsroom, Reader},
    schedule::Occurrence,
    search::Scope,
    view::{
        Message,
        posted::{self, Told},
    },
};

impl Newsroom {
    /// The message of a step. What is `fresh` leaves out stories that readers don't see any more; what stands
    /// there already has a notice in their place.
    pub async fn render(
        &self,
        delivery: &Delivery,
        step: usize,
        fresh: bool,
    ) -> Result<Message, Error> {
        self.catalogue.follow().await?;
        let scope = self.scope(Reader {
            guild: Some(delivery.id.schedule.guild),
        });
        let mut stories = BTreeMap::new();
        for id in delivery.stories() {
            stories.insert(id, self.told(&scope, id).await?);
        }
        Ok(posted::message(delivery, step, &stories, fresh))
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

    /// How a story stands for those readers.
    async fn told(&self, scope: &Scope, id: ArticleId) -> Result<Told, Error> {
        let record = self.catalogue.article(id).await?;
        Ok(match record {
            Some(record) if record.state == State::Published && scope.has(id) => Told::Here(record),
            record => {
                let withdrawal = record.and_then(|record| record.withdrawal.clone());
                let reason = withdrawal.and_then(|gone| gone.reason);
                Told::Away { id, reason }
            }
        })
    }
}
