//! Copies: messages with stories that stand on Discord, and have to say what the stories say.
//!
//! Copies follow the changes of articles by a cursor, so no writer of an article has to know of
//! them. A message is listed under its stories from its planning on: what changes while it is being
//! posted is noticed too, and it is edited once it is there.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Change, ChangeKind, Job, JobKey, Store, StoreError, deliveries::followed, engine::Engine,
    table::Writes, values,
};
use crate::{
    article::{ArticleId, ChannelId, GuildId, MessageId},
    briefing::{ChannelKind, Delivery, DeliveryId, Obstacle, ScheduleId, StepState},
};

/// A posted message's name: the delivery and the step that posted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CopyId {
    /// The delivery.
    pub delivery: DeliveryId,
    /// The step, by its place from 0.
    pub step: u32,
}

/// A posted message with stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Its name.
    pub id: CopyId,
    /// The channel or thread in which it stands.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// What kind of channel its briefing went into.
    pub kind: ChannelKind,
    /// The stories in it.
    pub stories: Vec<ArticleId>,
    /// When it was edited last; none where it stands as it was posted.
    pub edited_at: Option<DateTime<Utc>>,
    /// Why it could not be edited when a story in it changed last; none where it could.
    pub trouble: Option<Obstacle>,
}

/// What is known of a copy beside what its delivery tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Posted {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) edited_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) trouble: Option<Obstacle>,
}

impl Store {
    /// Reads at most `limit` changes of articles that the copies do not know of yet, and has the copies
    /// edited that show what changed: puts [`JobKey::EditCopy`] for each. Gives whether more are left.
    pub async fn follow_copies(&self, limit: usize) -> Result<bool, StoreError> {
        self.write(move |engine| engine.follow_copies(limit)).await
    }

    /// The copy; none where that step has no stories, or no message that is known.
    pub async fn copy(&self, id: CopyId) -> Result<Option<Copy>, StoreError> {
        self.read(move |engine| engine.copy(id)).await
    }

    /// Notes that a copy was edited, or why it can't be before somebody mends something, if `job`, its
    /// [`JobKey::EditCopy`], is still as it was claimed; gives whether it was. The job is gone then, or
    /// done `again` at that time; if it was not, a story changed anew and the job is done again.
    pub async fn copy_edited(
        &self,
        id: CopyId,
        job: &Job,
        came: Result<(), Obstacle>,
        again: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let job = *job;
        self.write(move |engine| {
            engine.write(|writes| {
                let noted = engine.copy_edited(writes, id, &job, came, now)?;
                match again.filter(|_| noted) {
                    Some(at) => engine.put_off(writes, &job, at)?,
                    None if noted => engine.drop_job(writes, job.key)?,
                    None => {}
                }
                Ok(noted)
            })
        })
        .await
    }

    /// The copies with an article that a guild's schedules posted, oldest first of each schedule.
    pub async fn copies_of(
        &self,
        article: ArticleId,
        guild: GuildId,
    ) -> Result<Vec<Copy>, StoreError> {
        self.read(move |engine| {
            let found = engine.tables.copies_by_article.scan((article, guild));
            found
                .filter_map(|entry| entry.and_then(|((_, id), ())| engine.copy(id)).transpose())
                .collect()
        })
        .await
    }

    /// The copies of a schedule that could not be edited, oldest first.
    pub async fn copies_in_trouble(&self, schedule: ScheduleId) -> Result<Vec<Copy>, StoreError> {
        self.read(move |engine| {
            let found = engine.tables.copies_in_trouble.scan(schedule);
            found
                .filter_map(|entry| entry.and_then(|(id, ())| engine.copy(id)).transpose())
                .collect()
        })
        .await
    }
}

impl Engine {
    fn copy(&self, id: CopyId) -> Result<Option<Copy>, StoreError> {
        let Some(posted) = self.tables.copies.get(&id)? else {
            return Ok(None);
        };
        let delivery = self.tables.deliveries.get(&id.delivery)?;
        let found = delivery.and_then(|mut delivery| {
            let step = id.step as usize;
            (step < delivery.steps.len())
                .then(|| (delivery.plan.kind, delivery.steps.swap_remove(step)))
        });
        Ok(found.and_then(|(kind, step)| match step.state {
            StepState::Done(channel, message) => Some(Copy {
                id,
                channel,
                message,
                kind,
                stories: step.stories().to_vec(),
                edited_at: posted.edited_at,
                trouble: posted.trouble,
            }),
            _ => None,
        }))
    }

    /// Writes which messages of `new`, in place of `old`, are there or may yet be.
    pub(super) fn put_copies(
        &self,
        writes: &mut Writes,
        old: Option<&Delivery>,
        new: &Delivery,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let tables = &self.tables;
        let id = |step| CopyId {
            delivery: new.id,
            step,
        };
        let before = old.map(followed).unwrap_or_default();
        let after = followed(new);
        for (article, step) in before.difference(&after) {
            let key = (*article, id(*step));
            tables.copies_by_article.remove(writes, &key);
            self.drop_job(writes, JobKey::EditCopy(new.id, *step))?;
        }
        for (article, step) in after.difference(&before) {
            let key = (*article, id(*step));
            tables.copies_by_article.put(writes, &key, &())?;
        }
        let before = old.map(posted).unwrap_or_default();
        for step in posted(new).difference(&before) {
            tables.copies.put(writes, &id(*step), &Posted::default())?;
            let key = JobKey::EditCopy(new.id, *step);
            // A story in it changed while it was being posted.
            if self.tables.jobs.get_in(writes, &key)?.is_some() {
                self.put_job(writes, key, now)?;
            }
        }
        Ok(())
    }

    fn follow_copies(&self, limit: usize) -> Result<bool, StoreError> {
        self.write(|writes| {
            let head = self.head()?;
            let changes: Vec<Change> = values(self.tables.changes.after(&head.followed))
                .take(limit)
                .collect::<Result<_, _>>()?;
            let Some(last) = changes.last() else {
                return Ok(false);
            };
            for change in &changes {
                self.follow(writes, change)?;
            }
            self.count_briefing(writes)?;
            self.change_head(writes, |head| head.followed = last.seq)?;
            Ok(last.seq < head.change_seq)
        })
    }

    /// Has the copies edited that show what changed.
    fn follow(&self, writes: &mut Writes, change: &Change) -> Result<(), StoreError> {
        let guild = match change.kind {
            ChangeKind::Added | ChangeKind::Restored { .. } | ChangeKind::Announced => {
                return Ok(());
            }
            ChangeKind::Revised(_) | ChangeKind::State(_) => None,
            ChangeKind::Hidden(guild) | ChangeKind::Shown(guild) => Some(guild),
        };
        let index = &self.tables.copies_by_article;
        let here = |id: &CopyId| guild.is_none_or(|guild| id.delivery.schedule.guild == guild);
        for entry in index.scan(change.id) {
            let ((_, id), ()) = entry?;
            if here(&id) {
                self.edit_copy(writes, id, change.at)?;
            }
        }
        Ok(())
    }

    /// Has a copy edited; what is not there yet, once it is.
    fn edit_copy(
        &self,
        writes: &mut Writes,
        id: CopyId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let key = JobKey::EditCopy(id.delivery, id.step);
        if self.tables.copies.get(&id)?.is_some() {
            return self.put_job(writes, key, at);
        }
        let delivery = self.tables.deliveries.get(&id.delivery)?;
        let expires_at = delivery.map(|delivery| delivery.expires_at);
        expires_at.map_or(Ok(()), |at| self.put_job(writes, key, at))
    }

    fn copy_edited(
        &self,
        writes: &mut Writes,
        id: CopyId,
        job: &Job,
        came: Result<(), Obstacle>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let tables = &self.tables;
        let ours = job.key == JobKey::EditCopy(id.delivery, id.step);
        if !ours || !self.is_as_claimed(job)? {
            return Ok(false);
        }
        let Some(mut posted) = tables.copies.get(&id)? else {
            return Ok(false);
        };
        posted.trouble = came.err();
        if posted.trouble.is_some() {
            tables.copies_in_trouble.put(writes, &id, &())?;
        } else {
            posted.edited_at = Some(now);
            tables.copies_in_trouble.remove(writes, &id);
        }
        tables.copies.put(writes, &id, &posted)?;
        self.count_briefing(writes)?;
        Ok(true)
    }
}

/// The steps that posted a message with stories.
pub(super) fn posted(delivery: &Delivery) -> BTreeSet<u32> {
    let steps = (0..).zip(&delivery.steps);
    let done = steps.filter(|(_, step)| {
        matches!(step.state, StepState::Done(..)) && !step.stories().is_empty()
    });
    done.map(|(number, _)| number).collect()
}
