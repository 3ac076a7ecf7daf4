//! What people decide of what schedules post.

use crate::{
    article::Author,
    briefing::{Delivery, DeliveryId, Event, ScheduleId},
    newsroom::{Error, Newsroom, desk::Person},
};

/// How often a briefing is composed anew because of others that are planned at the same time.
const TRIES: usize = 3;

/// What became of wanting a briefing now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ordered {
    /// It is being posted.
    UnderWay(Box<Delivery>),
    /// There is nothing new, and nothing is said then: nothing is posted.
    Empty,
    /// There is no such schedule any more.
    Missing,
}

impl Newsroom {
    /// Has the briefing of a schedule posted now, besides what comes by itself.
    pub async fn order_briefing(&self, person: &Person, id: ScheduleId) -> Result<Ordered, Error> {
        for _ in 0..TRIES {
            let Some(schedule) = self.store.schedule(id).await? else {
                return Ok(Ordered::Missing);
            };
            let now = self.clock.now();
            let new = self.compose(&schedule, now).await?;
            if new.steps.is_empty() {
                return Ok(Ordered::Empty);
            }
            let added = self.store.add_extra(id, new, person.user, now).await?;
            if let Some(delivery) = added {
                return Ok(Ordered::UnderWay(Box::new(delivery)));
            }
        }
        Ok(Ordered::Missing)
    }

    /// Has what a person says of a delivery happen to it; none where it stands otherwise by now, or is gone.
    pub async fn settle_briefing(
        &self,
        person: &Person,
        id: DeliveryId,
        word: Word,
    ) -> Result<Option<Delivery>, Error> {
        let now = self.clock.now();
        let until = now + self.grace;
        let event = match word {
            Word::ItIsThere => Event::Confirmed(until),
            Word::SendAgain => Event::SendAgain(until),
            Word::CrosspostAgain => Event::CrosspostAgain(until),
        };
        let by = Author::User(person.user);
        let settled = self
            .store
            .advance_delivery(id, event, None, by, None, now)
            .await?;
        Ok(settled)
    }
}

/// What a person says of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// What was uncertain is there.
    ItIsThere,
    /// What was uncertain is to be sent again.
    SendAgain,
    /// It is to be published to the channels that follow, after that failed.
    CrosspostAgain,
}
