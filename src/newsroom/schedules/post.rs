//! Posting now, and what people decide about what was posted.

use super::Turned;
use crate::{
    article::Author,
    briefing::{Delivery, DeliveryId, Event, Obstacle, Outcome, Right, Schedule},
    newsroom::{Error, Newsroom, desk::Person, posting::News},
    view::schedule::{
        action::{DeliveryKey, Settling},
        refusal::ScheduleRefusal,
        status::Notice,
    },
};

/// Briefings that are looked through for one that is being posted.
const LOOKED_AT: usize = 20;
/// How often an extra is put together anew, since others tell stories meanwhile.
const TRIES: usize = 3;

impl Newsroom {
    /// What a briefing of that schedule would have now.
    pub async fn news_now(&self, schedule: &Schedule) -> Result<News, Error> {
        self.news(schedule, self.clock.now()).await
    }

    /// Has a briefing posted now; none where there is nothing to post. `last`: the number of the last one as
    /// the button showed it. `missing`: what keeps it from being posted, as far as that is known.
    pub async fn post_now(
        &self,
        person: &Person,
        schedule: &Schedule,
        last: Option<u32>,
        missing: &[Obstacle],
    ) -> Result<Option<Turned>, Error> {
        // Of two who press at once, the second sees what the first has done.
        let _turn = self.ordering.lock().await;
        for _ in 0..TRIES {
            let schedule = self.numbered_schedule(person, schedule.id.number).await?;
            let turned = |schedule, notice| Ok(Some(Turned { schedule, notice }));
            if self.is_posting(&schedule).await? {
                return turned(schedule, Notice::UnderWay);
            }
            if last.is_some_and(|last| last != schedule.last_delivery) {
                return turned(schedule, Notice::PostedSince);
            }
            if missing.iter().any(keeps) {
                return turned(schedule, Notice::CantPost);
            }
            let now = self.clock.now();
            let new = self.compose(&schedule, now).await?;
            if new.steps.is_empty() {
                return Ok(None);
            }
            let added = self
                .store
                .add_extra(schedule.id, new, person.user, now)
                .await?;
            if added.is_some() {
                let schedule = self.numbered_schedule(person, schedule.id.number).await?;
                return turned(schedule, Notice::Posting);
            }
        }
        Err(ScheduleRefusal::Busy(schedule.id).into())
    }

    async fn is_posting(&self, schedule: &Schedule) -> Result<bool, Error> {
        let recent = self.store.deliveries(schedule.id, None, LOOKED_AT).await?;
        Ok(recent
            .iter()
            .any(|delivery| delivery.outcome == Outcome::UnderWay))
    }

    /// Does what a person decided about a briefing, once: who comes after that is told what became of it.
    pub async fn settle_delivery(
        &self,
        person: &Person,
        key: DeliveryKey,
        settling: Settling,
    ) -> Result<Turned, Error> {
        let schedule = self.numbered_schedule(person, key.schedule).await?;
        let id = DeliveryId {
            schedule: schedule.id,
            number: key.number,
        };
        let now = self.clock.now();
        let event = match settling {
            Settling::There => Event::Confirmed(now + self.grace()),
            Settling::Again => Event::SendAgain(now + self.grace()),
            Settling::Crosspost => Event::CrosspostAgain(now + self.grace()),
        };
        let by = Author::User(person.user);
        let settled = self
            .store
            .advance_delivery(id, event, None, by, None, now)
            .await?;
        let notice = match settled {
            Some(delivery) => done(settling, &delivery),
            None => {
                let delivery = self.store.delivery(id).await?;
                // Of a number that never was, or of one that is kept no more.
                let delivery = delivery.ok_or(ScheduleRefusal::NoDelivery(schedule.id))?;
                Notice::Settled(Box::new(delivery))
            }
        };
        Ok(Turned { schedule, notice })
    }
}

fn done(settling: Settling, delivery: &Delivery) -> Notice {
    match settling {
        Settling::There => Notice::Confirmed {
            more: delivery.outcome == Outcome::UnderWay,
        },
        Settling::Again => Notice::SendingAgain,
        Settling::Crosspost => Notice::Crossposting,
    }
}

/// Whether it keeps a briefing from being posted; without Read Message History it is only harder to find out
/// afterwards what was, and without its role nobody is pinged.
fn keeps(obstacle: &Obstacle) -> bool {
    match obstacle {
        Obstacle::Lacks(rights) => rights.iter().any(|right| *right != Right::ReadHistory),
        Obstacle::NoRole => false,
        _ => true,
    }
}
