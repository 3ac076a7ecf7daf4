//! Messages that stand there are edited when a story in them changes.

use chrono::{DateTime, TimeDelta, Utc};

use super::{BriefingWorker, PostError, Publisher, failpoint::Failpoint, nonce::Names};
use crate::{
    briefing::{Delivery, DeliveryId, Obstacle, StepState},
    jobs::Worked,
    newsroom::{Error, Newsroom},
    store::{CopyId, Job, StoreError},
};

/// Changes that are looked at in one go.
const BATCH: usize = 256;
/// The longest wait between two tries: what stands there is old already.
const LONGEST: TimeDelta = TimeDelta::hours(1);
/// How often an edit is tried that may work later: for two days at least.
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
        let (Some(_), Some(delivery)) = (copy, delivery) else {
            return Ok(Worked::Done);
        };
        let mut edited = self.renew(&delivery, step as usize).await?;
        if edited.is_ok() && step > 0 {
            edited = self.renew_head(&delivery).await?;
        }
        Failpoint::Edited.pass();
        let (said, wait) = match edited {
            Ok(()) => return self.edited(id, job, Ok(()), None).await,
            Err(PostError::Refused(obstacle)) => {
                let again = obstacle.may_be_mended() && job.attempt < TRIES;
                let again = again.then(|| self.now() + LONGEST);
                return self.edited(id, job, Err(obstacle), again).await;
            }
            Err(PostError::NotDone { said, wait }) => (said, wait),
            Err(PostError::Unclear(said)) => (said, None),
        };
        if job.attempt >= TRIES {
            let overdue = Obstacle::Overdue(said);
            return self.edited(id, job, Err(overdue), None).await;
        }
        tracing::warn!(
            ?id,
            said,
            "a posted message could not be edited; trying again"
        );
        Ok(Worked::Again(self.again(job, LONGEST, wait)))
    }

    /// Has the head of a delivery count its stories anew. Where it can't be changed, nobody has to mend anything.
    pub(super) async fn renew_head(
        &self,
        delivery: &Delivery,
    ) -> Result<Result<(), PostError>, Error> {
        Ok(match self.renew(delivery, 0).await? {
            Err(PostError::Refused(obstacle)) => {
                tracing::warn!(delivery = ?delivery.id, ?obstacle, "the head of a briefing stays as it is");
                Ok(())
            }
            other => other,
        })
    }

    /// Makes the message of a step anew, if it is there.
    async fn renew(
        &self,
        delivery: &Delivery,
        place: usize,
    ) -> Result<Result<(), PostError>, Error> {
        let state = delivery.steps.get(place).map(|step| step.state);
        let Some(StepState::Done(channel, message)) = state else {
            return Ok(Ok(()));
        };
        let content = self.newsroom.render(delivery, place, false).await?;
        let Names { mark, .. } = Names::of(delivery.id, delivery.place(place), place);
        let content = content.with_mark(mark).with_ping(None);
        let guild = delivery.id.schedule.guild;
        Ok(self.publisher.edit(guild, channel, message, &content).await)
    }

    /// Notes what came of editing a message, and when it is tried again.
    async fn edited(
        &self,
        id: CopyId,
        job: &Job,
        came: Result<(), Obstacle>,
        again: Option<DateTime<Utc>>,
    ) -> Result<Worked, Error> {
        let store = self.newsroom.store();
        store.copy_edited(id, job, came, again, self.now()).await?;
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
