//! `/schedule post`, and what a person decides about a briefing.

use super::Schedules;
use crate::{
    briefing::Schedule,
    newsroom::Error,
    view::{
        Message,
        schedule::action::{DeliveryKey, Settling},
    },
};

impl Schedules<'_> {
    pub(super) async fn post(
        self,
        schedule: Schedule,
        last: Option<u32>,
    ) -> Result<Message, Error> {
        todo!("{schedule:?} {last:?}")
    }

    pub(super) async fn settle(
        self,
        key: DeliveryKey,
        settling: Settling,
    ) -> Result<Message, Error> {
        todo!("{key:?} {settling:?}")
    }
}
