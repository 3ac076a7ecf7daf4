//! The desk's due work: drafts that go live by themselves, the log channel, what is kept for a
//! while only.

use chrono::{DateTime, Utc};

use super::{Done, TellError, Telling, Why};
use crate::{
    article::{Author, DraftId, DraftStatus, GuildId},
    jobs::{self, Worked},
    newsroom::{Error, Newsroom},
    store::{Job, JobKey},
    view::desk::log,
};

/// Lines that the log channel is told at once.
const LINES: usize = 10;

/// Does the desk's jobs.
pub struct DeskWorker<T> {
    /// Whose.
    pub newsroom: Newsroom,
    /// How channels are told.
    pub telling: T,
}

impl Newsroom {
    /// Has due work done, until the store is closed.
    pub async fn work(&self, worker: &impl jobs::Worker) {
        jobs::run(&self.store, &self.clock, worker).await;
    }
}

impl<T: Telling> jobs::Worker for DeskWorker<T> {
    async fn work(&self, job: &Job) -> Worked {
        let worked = match job.key {
            JobKey::PublishDraft(id) => self.publish(id).await,
            JobKey::TellLog(guild) => self.tell(guild, job).await,
            JobKey::ForgetDraft(id) => self.forget(id).await,
            JobKey::PlanBriefing(_)
            | JobKey::SendBriefing(_)
            | JobKey::EditCopy(..)
            | JobKey::ForgetSchedule(_) => Ok(Worked::Done),
        };
        worked.unwrap_or_else(|error| {
            tracing::error!(key = ?job.key, %error, "due work failed; it is tried again");
            Worked::Again(self.again(job))
        })
    }
}

impl<T: Telling> DeskWorker<T> {
    fn again(&self, job: &Job) -> DateTime<Utc> {
        jobs::again(self.newsroom.clock.now(), job.attempt, fastrand::f64())
    }

    async fn publish(&self, id: DraftId) -> Result<Worked, Error> {
        let newsroom = &self.newsroom;
        let Some(draft) = newsroom.store.draft(id).await? else {
            return Ok(Worked::Done);
        };
        if draft.status != DraftStatus::Scheduled {
            return Ok(Worked::Done);
        }
        let (by, version) = (draft.changed_by, draft.version);
        let opened = newsroom.open_draft(draft).await?;
        let overtaken = opened.is_overtaken();
        let done = if overtaken {
            Ok(Done::Look(Box::new(opened), Some(Why::Overtaken)))
        } else {
            newsroom.go_live(opened, by, newsroom.clock.now()).await
        };
        match done {
            Ok(Done::Look(_, Some(why))) => self.give_back(id, version, words(why)).await?,
            // It won't do later either: a moderator mends it.
            Err(Error::Refusal(_)) => self.give_back(id, version, log::TOO_LARGE).await?,
            Err(fault) => return Err(fault),
            Ok(_) => {}
        }
        Ok(Worked::Settled)
    }

    /// Has a draft wait that can't go live, and says why in the log.
    async fn give_back(&self, id: DraftId, version: u32, why: &str) -> Result<(), Error> {
        let (now, by) = (self.newsroom.clock.now(), Author::Operator);
        let store = &self.newsroom.store;
        // Somebody may have acted on it meanwhile: then there is nothing to give back.
        store
            .unschedule_draft(id, version, by, Some(why.to_owned()), now)
            .await?;
        Ok(())
    }

    async fn tell(&self, guild: GuildId, job: &Job) -> Result<Worked, Error> {
        let (store, now) = (&self.newsroom.store, self.newsroom.clock.now());
        let Some(channel) = self.newsroom.settings(guild).log_channel else {
            return Ok(Worked::Done);
        };
        let entries = store.untold(guild, LINES).await?;
        let (message, told) = log::log_lines(&entries);
        let Some(last) = told.checked_sub(1).and_then(|last| entries.get(last)) else {
            return Ok(Worked::Done);
        };
        // Told again after an answer was lost, the same lines go by the same name.
        if !store.log_telling(guild, last.seq, job).await? {
            return Ok(Worked::Settled);
        }
        let nonce = format!("l{:x}.{:x}", guild.0, last.seq);
        match self.telling.tell(channel, &message, &nonce).await {
            Ok(()) => {
                store.log_told(guild, last.seq, job, now).await?;
                Ok(Worked::Settled)
            }
            Err(TellError::Passing(said)) => {
                tracing::warn!(
                    guild = guild.0,
                    said,
                    "a log channel could not be told; trying again"
                );
                Ok(Worked::Again(self.again(job)))
            }
            Err(TellError::Lasting(why)) => {
                store.log_trouble(guild, Some(why)).await?;
                Ok(Worked::Done)
            }
        }
    }

    async fn forget(&self, id: DraftId) -> Result<Worked, Error> {
        self.newsroom.store.forget_draft(id).await?;
        Ok(Worked::Done)
    }
}

/// Why a draft did not go live.
fn words(why: Why) -> &'static str {
    match why {
        Why::Unreadable => log::UNREADABLE,
        Why::Idle => log::IDLE,
        Why::Overtaken | Why::Changed | Why::Like => log::OVERTAKEN,
    }
}
