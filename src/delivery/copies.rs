//! Messages that stand there are edited when a story in them changes.

use chrono::{DateTime, TimeDelta, Utc};

use super::{BriefingWorker, PostError, Publisher, failpoint::Failpoint, nonce::Names};
use crate::{
    briefing::{DeliveryId, Obstacle},
    jobs::{self, Worked},
    newsroom::{Error, Newsroom},
    store::{CopyId, Job, StoreError},
};

/// Changes that are looked at in one go.
const BATCH: usize = 256;
/// How often an edit that may pass is tried: over some days.
const TRIES: u32 = 60;

impl<P: Publisher> BriefingWorker<P> {
    pub(super) async fn edit(
        &self,
        delivery: DeliveryId,
        step: u32,
        job: &Job,
    ) -> Result<Worked, Error> {
        let store = self.newsroom.store();
        let id = CopyId { delivery, step };
        let (copy, delivery) = (store.copy(id).await?, store.delivery(delivery).await?);
        let (Some(copy), Some(delivery)) = (copy, delivery) else {
            return Ok(Worked::Done);
        };
        let place = step as usize;
        let message = self.newsroom.render(&delivery, place, false).await?;
        let Names { mark, .. } = Names::of(delivery.id, delivery.place(place), place);
        let message = message.with_mark(mark).with_ping(None);
        let edited = self
            .publisher
            .edit(copy.channel, copy.message, &message)
            .await;
        Failpoint::Edited.pass();
        let came = match edited {
            Ok(()) => Ok(()),
            Err(PostError::Refused(obstacle)) => Err(obstacle),
            Err(PostError::NotDone { said, .. } | PostError::Unclear(said))
                if job.attempt >= TRIES =>
            {
                Err(Obstacle::Overdue(said))
            }
            Err(PostError::NotDone { said, wait }) => {
                tracing::warn!(
                    ?id,
                    said,
                    "a posted message could not be edited; trying again"
                );
                let wait = wait.and_then(|wait| TimeDelta::from_std(wait).ok());
                return Ok(Worked::Again(self.edit_again(job, wait)));
            }
            Err(PostError::Unclear(said)) => {
                tracing::warn!(
                    ?id,
                    said,
                    "a posted message could not be edited; trying again"
                );
                return Ok(Worked::Again(self.edit_again(job, None)));
            }
        };
        store.copy_edited(id, job, came, self.now()).await?;
        Ok(Worked::Settled)
    }
}

impl<P> BriefingWorker<P> {
    /// When an edit is tried again: up to an hour later, since what stands there is old already.
    fn edit_again(&self, job: &Job, wait: Option<TimeDelta>) -> DateTime<Utc> {
        let now = self.now();
        let again = jobs::again(now, job.attempt, fastrand::f64());
        again.max(now + wait.unwrap_or_default())
    }
}

/// Has the messages edited whose stories change, until the store is closed.
pub async fn follow(newsroom: &Newsroom) {
    let store = newsroom.store();
    let mut changed = store.changed();
    loop {
        changed.mark_unchanged();
        match store.follow_copies(BATCH).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "posted messages can't follow their stories; trying again");
                tokio::time::sleep(super::AFTER_FAILURE).await;
                continue;
            }
        }
        // Where the store is closed, the next look says so.
        let _ = changed.changed().await;
    }
}
