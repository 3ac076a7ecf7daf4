//! A delivery on its way: one step after the other, each noted before and after it is tried.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    BriefingWorker, FindError, LONGEST, PostError, Publisher, failpoint::Failpoint, nonce::Names,
};
use crate::{
    article::{Author, ChannelId, MessageId},
    briefing::{Delivery, DeliveryId, Event, Obstacle, Step, StepKind, StepState},
    jobs::Worked,
    newsroom::Error,
    store::Job,
    view::{posted, schedule::obstacle},
};

/// For so long the platform takes a message of one name once.
const REMEMBERED: TimeDelta = TimeDelta::minutes(2);

/// For so long after its time is over, what was tried is looked for where Discord does not answer: till
/// then nothing else can be posted either.
const LOOKED_FOR: TimeDelta = TimeDelta::days(2);

/// What came of trying.
enum Tried {
    /// It goes on with the next step, or anew.
    On,
    /// It is to be tried again then.
    Later(DateTime<Utc>),
    /// Somebody else acted on it: there is nothing more to do here.
    Overtaken,
}

impl<P: Publisher> BriefingWorker<P> {
    /// Posts what is left of a delivery.
    pub(super) async fn send(&self, id: DeliveryId, job: &Job) -> Result<Worked, Error> {
        loop {
            let Some(delivery) = self.newsroom.store().delivery(id).await? else {
                return Ok(Worked::Done);
            };
            let Some((place, step)) = delivery.current() else {
                return Ok(Worked::Done);
            };
            // One time for both questions: what is to be found is not given up in between.
            let now = self.now();
            let tried = match step.state {
                StepState::Sending(since) if is_to_find(&delivery, step, since, now) => {
                    self.find(&delivery, place, since, job).await?
                }
                _ if now > delivery.expires_at => {
                    let said = delivery.trouble.clone().unwrap_or_default();
                    self.note(&delivery, Event::Expired(said), job).await?
                }
                state => self.attempt(&delivery, place, state, job).await?,
            };
            match tried {
                Tried::On => {}
                Tried::Later(at) => return Ok(Worked::Again(at)),
                Tried::Overtaken => return Ok(Worked::Settled),
            }
        }
    }

    /// Tries a step; `before` is how it stood.
    async fn attempt(
        &self,
        delivery: &Delivery,
        place: usize,
        before: StepState,
        job: &Job,
    ) -> Result<Tried, Error> {
        let begun = self.begun(delivery, place, before, job).await?;
        let Some(delivery) = &begun else {
            return Ok(Tried::Overtaken);
        };
        if delivery.current().is_none() {
            return Ok(Tried::On);
        }
        Failpoint::Begun.pass();
        let done = self.publish(delivery, place).await?;
        Failpoint::Sent.pass();
        // What was tried before may be there, whatever came of trying again.
        let first = before == StepState::Planned;
        match done {
            Ok((channel, message)) => {
                let done = self.note(delivery, Event::Done(place, channel, message), job);
                let done = done.await?;
                Failpoint::Recorded.pass();
                Ok(done)
            }
            Err(PostError::NotDone { said, wait }) => {
                let event = match first {
                    true => Event::NotDone(place, said),
                    false => Event::Unclear(place, said),
                };
                self.later(delivery, event, job, wait).await
            }
            Err(PostError::Unclear(said)) => {
                let event = Event::Unclear(place, said);
                self.later(delivery, event, job, None).await
            }
            Err(PostError::Refused(obstacle)) => {
                let gone = matches!(obstacle, Obstacle::Gone | Obstacle::Away);
                let refused = Event::Refused(place, obstacle);
                match before {
                    // It counts as refused only where it is not there.
                    StepState::Sending(since)
                        if !gone && delivery.steps[place].kind.is_message() =>
                    {
                        let found = self.found(delivery, place, since).await;
                        self.judge(delivery, place, since, (found, refused), job)
                            .await
                    }
                    _ => self.note(delivery, refused, job).await,
                }
            }
        }
    }

    /// Notes that a step is tried, without the stories that were taken from readers since it was planned; gives the
    /// delivery as it is then, which has ended where none is left. None where somebody else acted on it.
    async fn begun(
        &self,
        delivery: &Delivery,
        place: usize,
        before: StepState,
        job: &Job,
    ) -> Result<Option<Delivery>, Error> {
        if before == StepState::Planned {
            let gone = self.newsroom.taken(delivery).await?;
            if !gone.is_empty() {
                let left = self.advance(delivery, Event::LeftOut(gone), job).await?;
                match &left {
                    Some(left) if left.current().is_some() => {
                        // It counted them. What passes here is no matter of the step.
                        let _ = self.renew_head(left).await?;
                    }
                    _ => return Ok(left),
                }
            }
        }
        self.advance(delivery, Event::Begun(place), job).await
    }

    /// Does a step, and gives where it is done.
    async fn publish(
        &self,
        delivery: &Delivery,
        place: usize,
    ) -> Result<Result<(ChannelId, MessageId), PostError>, Error> {
        let (guild, channel) = (delivery.id.schedule.guild, delivery.place(place));
        let names = Names::of(delivery.id, channel, place);
        let at = |step: usize| match delivery.steps.get(step).map(|step| step.state) {
            Some(StepState::Done(channel, message)) => Some((channel, message)),
            _ => None,
        };
        let publisher = &self.publisher;
        // A step on a message that is not known can't be done.
        let unknown = Err(PostError::Refused(Obstacle::Deleted));
        Ok(match &delivery.steps[place].kind {
            StepKind::Message(_) => {
                let message = self.newsroom.render(delivery, place, true).await?;
                let message = message.with_mark(names.mark);
                let sent = publisher.send(guild, channel, &message, &names.nonce);
                sent.await.map(|id| (channel, id))
            }
            StepKind::Post(_) => {
                let message = self.newsroom.render(delivery, place, true).await?;
                let message = message.with_mark(names.mark);
                let (name, topic) = (posted::name(delivery), delivery.plan.topic.as_deref());
                publisher.post(guild, channel, &name, topic, &message).await
            }
            StepKind::Thread => match place.checked_sub(1).and_then(at) {
                Some((channel, message)) => {
                    let name = posted::name(delivery);
                    let thread = publisher.start_thread(guild, channel, message, &name);
                    thread.await.map(|thread| (thread, message))
                }
                None => unknown,
            },
            StepKind::Crosspost(step) => match at(*step) {
                Some((channel, message)) => {
                    let done = publisher.crosspost(guild, channel, message).await;
                    done.map(|()| (channel, message))
                }
                None => unknown,
            },
        })
    }

    /// Finds out whether a step that was tried is done.
    async fn find(
        &self,
        delivery: &Delivery,
        place: usize,
        since: DateTime<Utc>,
        job: &Job,
    ) -> Result<Tried, Error> {
        let found = self.found(delivery, place, since).await;
        let event = match found {
            Err(FindError::Unreadable(obstacle @ (Obstacle::Gone | Obstacle::Away))) => {
                Event::Refused(place, obstacle)
            }
            Err(FindError::Passing(said)) if self.now() > delivery.expires_at + LOOKED_FOR => {
                Event::Expired(said)
            }
            found => {
                let said = delivery.trouble.clone().unwrap_or_default();
                let absent = Event::NotDone(place, said);
                return self
                    .judge(delivery, place, since, (found, absent), job)
                    .await;
            }
        };
        self.note(delivery, event, job).await
    }

    /// What was found of a step that was tried happens to it; `absent`, where it is certainly not there.
    async fn judge(
        &self,
        delivery: &Delivery,
        place: usize,
        since: DateTime<Utc>,
        (found, absent): (Result<Option<(ChannelId, MessageId)>, FindError>, Event),
        job: &Job,
    ) -> Result<Tried, Error> {
        let event = match found {
            Ok(Some((channel, message))) => Event::Done(place, channel, message),
            // It may come yet.
            Ok(None) if is_remembered(since, self.now()) => {
                return Ok(Tried::Later(since + REMEMBERED));
            }
            Ok(None) => absent,
            Err(FindError::Unreadable(_)) => Event::Lost(place),
            Err(FindError::Passing(said)) => {
                let event = Event::Unclear(place, said);
                return self.later(delivery, event, job, None).await;
            }
        };
        self.note(delivery, event, job).await
    }

    async fn found(
        &self,
        delivery: &Delivery,
        place: usize,
        since: DateTime<Utc>,
    ) -> Result<Option<(ChannelId, MessageId)>, FindError> {
        let (guild, channel) = (delivery.id.schedule.guild, delivery.place(place));
        // Our clock may have been put back meanwhile.
        let since = since.min(self.now());
        let Names { mark, .. } = Names::of(delivery.id, channel, place);
        match delivery.steps[place].kind {
            StepKind::Post(_) => {
                let publisher = &self.publisher;
                publisher.find_post(guild, channel, mark, since).await
            }
            _ => {
                let found = self.publisher.find(guild, channel, mark, since).await?;
                Ok(found.map(|message| (channel, message)))
            }
        }
    }

    /// Has `event` happen to a delivery.
    async fn note(&self, delivery: &Delivery, event: Event, job: &Job) -> Result<Tried, Error> {
        Ok(match self.advance(delivery, event, job).await? {
            Some(_) => Tried::On,
            None => Tried::Overtaken,
        })
    }

    /// The same, and gives the delivery as it is then; none where somebody else acted on it.
    async fn advance(
        &self,
        delivery: &Delivery,
        event: Event,
        job: &Job,
    ) -> Result<Option<Delivery>, Error> {
        let said = match &event {
            Event::Refused(_, obstacle) => Some(obstacle::short(obstacle, delivery.plan.kind)),
            Event::Expired(said) => {
                let overdue = Obstacle::Overdue(said.clone());
                Some(obstacle::short(&overdue, delivery.plan.kind))
            }
            _ => None,
        };
        let (id, by, now) = (delivery.id, Author::Operator, self.now());
        let store = self.newsroom.store();
        let advanced = store.advance_delivery(id, event, said, by, Some(job), now);
        Ok(advanced.await?)
    }

    /// Has a failure that may pass noted, and the step tried again after a while.
    async fn later(
        &self,
        delivery: &Delivery,
        event: Event,
        job: &Job,
        wait: Option<Duration>,
    ) -> Result<Tried, Error> {
        if let Event::NotDone(_, said) | Event::Unclear(_, said) = &event {
            tracing::warn!(delivery = ?delivery.id, said, "a briefing could not be posted; trying again");
        }
        Ok(match self.note(delivery, event, job).await? {
            Tried::On => Tried::Later(self.again(job, LONGEST, wait)),
            other => other,
        })
    }
}

/// Whether trying again could do a step twice, or it is not tried again: what was tried long ago, or has no name on
/// its way.
fn is_to_find(delivery: &Delivery, step: &Step, since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    match step.kind {
        StepKind::Message(_) => !is_remembered(since, now) || now > delivery.expires_at,
        StepKind::Post(_) => true,
        StepKind::Thread | StepKind::Crosspost(_) => false,
    }
}

/// Whether what was tried then may still be on its way, and is known there by its name.
fn is_remembered(since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    (TimeDelta::zero()..REMEMBERED).contains(&(now - since))
}
