//! A step of a delivery as a message: to be sent, sent again or edited, from the records as they are now.

use std::collections::BTreeMap;

use crate::{
    article::{ArticleId, GuildId, State},
    briefing::{Delivery, DeliveryId, Outcome, Schedule, ScheduleId, Step},
    newsroom::{Error, Newsroom, Reader},
    store::NewDelivery,
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
        let guild = delivery.id.schedule.guild;
        let mut stories = BTreeMap::new();
        for id in delivery.stories() {
            stories.insert(id, self.told(guild, id).await?);
        }
        Ok(posted::message(delivery, step, &stories, fresh))
    }

    /// The messages that `schedule` would post now.
    pub async fn rehearse(&self, schedule: &Schedule) -> Result<Vec<Message>, Error> {
        let now = self.clock.now();
        let new = self.compose(schedule, now).await?;
        let delivery = rehearsal(schedule, new, now);
        let mut messages = Vec::new();
        for (place, step) in delivery.steps.iter().enumerate() {
            if step.kind.is_message() {
                messages.push(self.render(&delivery, place, true).await?);
            }
        }
        Ok(messages)
    }

    /// How a story stands for the readers of a guild.
    async fn told(&self, guild: GuildId, id: ArticleId) -> Result<Told, Error> {
        let scope = self.scope(Reader { guild: Some(guild) });
        let record = self.catalogue.article(id).await?;
        Ok(match record {
            Some(record) if record.state == State::Published && scope.has(id) => Told::Here(record),
            Some(record) => Told::Away {
                id,
                reason: record
                    .withdrawal
                    .as_ref()
                    .and_then(|gone| gone.reason.clone()),
            },
            None => Told::Away { id, reason: None },
        })
    }
}

/// What a schedule would post now, as a delivery that is kept nowhere.
fn rehearsal(
    schedule: &Schedule,
    new: NewDelivery,
    now: chrono::DateTime<chrono::Utc>,
) -> Delivery {
    let ScheduleId { guild, number } = schedule.id;
    Delivery {
        id: DeliveryId {
            schedule: ScheduleId { guild, number },
            number: schedule.last_delivery + 1,
        },
        cause: crate::briefing::Cause::Extra(schedule.changed_by),
        plan: schedule.plan.clone(),
        date: schedule.plan.recurrence.zone.local(now).date(),
        due_at: now,
        planned_at: now,
        expires_at: new.expires_at,
        late: false,
        total: new.total,
        steps: new.steps.into_iter().map(Step::planned).collect(),
        outcome: Outcome::UnderWay,
        ended_at: None,
        trouble: None,
    }
}
