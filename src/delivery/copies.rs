//! Messages that stand there are edited when a story in them changes.

use chrono::TimeDelta;

use super::{BriefingWorker, PostError, Publisher, failpoint::Failpoint, nonce::Names};
use crate::{
    briefing::{DeliveryId, Obstacle},
    jobs::Worked,
    newsroom::{Error, Newsroom},
    store::{CopyId, Job, StoreError},
};

/// Changes that are looked at in one go.
const BATCH: usize = 256;
/// The longest wait between two tries: what stands there is old already.
const LONGEST: TimeDelta = TimeDelta::hours(1);
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
        let guild = id.delivery.schedule.guild;
        let edited = self
            .publisher
            .edit(guild, copy.channel, copy.message, &message)
            .await;
        Failpoint::Edited.pass();
        let (said, wait) = match edited {
            Ok(()) => return self.edited(id, job, Ok(())).await,
            Err(PostError::Refused(obstacle)) => return self.edited(id, job, Err(obstacle)).await,
            Err(PostError::NotDone { said, wait }) => (said, wait),
            Err(PostError::Unclear(said)) => (said, None),
        };
        if job.attempt >= TRIES {
            let overdue = Obstacle::Overdue(said);
            return self.edited(id, job, Err(overdue)).await;
        }
        tracing::warn!(
            ?id,
            said,
            "a posted message could not be edited; trying again"
        );
        Ok(Worked::Again(self.again(job, LONGEST, wait)))
    }

    /// Notes what came of editing a message.
    async fn edited(
        &self,
        id: CopyId,
        job: &Job,
        came: Result<(), Obstacle>,
    ) -> Result<Worked, Error> {
        let store = self.newsroom.store();
        store.copy_edited(id, job, came, self.now()).await?;
        Ok(Worked::Settled)
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
