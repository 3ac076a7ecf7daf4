//! `/schedule post`, and what a person decides about a briefing.

use super::Schedules;
use crate::{
    briefing::Schedule,
    newsroom::Error,
    view::{
        Message,
        schedule::{
            action::{DeliveryKey, Settling},
            preview,
        },
    },
};

impl Schedules<'_> {
    pub(super) async fn post(
        self,
        schedule: Schedule,
        last: Option<u32>,
    ) -> Result<Message, Error> {
        let missing = self.missing(&schedule).await.unwrap_or_default();
        let (newsroom, person) = (self.newsroom, self.person);
        let posted = newsroom.post_now(person, &schedule, last, &missing);
        match posted.await? {
            Some(turned) => self.turned(turned).await,
            None => Ok(preview::nothing(&schedule)),
        }
    }

    pub(super) async fn settle(
        self,
        key: DeliveryKey,
        settling: Settling,
    ) -> Result<Message, Error> {
        let settled = self.newsroom.settle_delivery(self.person, key, settling);
        self.turned(settled.await?).await
    }
}
