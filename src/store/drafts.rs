//! Drafts as they are kept: a sheet each, the text beside it, and what follows from how it stands.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{JobKey, Store, StoreError, engine::Engine, table::Writes};
use crate::article::{
    ArticleId, Author, Draft, DraftId, DraftOrigin, DraftStatus, GuildId, KEPT_DAYS, Revises,
    Source, UserId,
};

/// How long a draft is kept after it was published or discarded.
const KEPT: TimeDelta = TimeDelta::days(KEPT_DAYS);

/// A draft without its text; see [`Draft`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sheet {
    pub(super) id: DraftId,
    pub(super) version: u32,
    pub(super) author: UserId,
    pub(super) created_at: DateTime<Utc>,
    pub(super) changed_by: UserId,
    pub(super) changed_at: DateTime<Utc>,
    pub(super) origin: DraftOrigin,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) revises: Option<Revises>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) publish_at: Option<DateTime<Utc>>,
    pub(super) status: DraftStatus,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) refused: bool,
    /// In how many pieces its text lies.
    pub(super) pieces: u32,
}

impl Sheet {
    /// The draft with its text.
    pub(super) fn with(self, source: Source) -> Draft {
        Draft {
            id: self.id,
            version: self.version,
            author: self.author,
            created_at: self.created_at,
            changed_by: self.changed_by,
            changed_at: self.changed_at,
            origin: self.origin,
            revises: self.revises,
            note: self.note,
            publish_at: self.publish_at,
            status: self.status,
            refused: self.refused,
            source,
        }
    }

    /// The next version of it; where the program acts by itself, whoever changed it last still did.
    pub(super) fn next(&self, status: DraftStatus, (by, at): (Author, DateTime<Utc>)) -> Self {
        Self {
            version: self.version + 1,
            changed_by: match by {
                Author::User(user) => user,
                Author::Operator => self.changed_by,
            },
            changed_at: at,
            status,
            ..self.clone()
        }
    }

    /// The article that it changes.
    pub(super) fn article(&self) -> Option<ArticleId> {
        self.revises.map(|revises| revises.article)
    }

    /// What is to be done with it by itself, and when.
    pub(super) fn job(&self) -> Option<(JobKey, DateTime<Utc>)> {
        match self.status {
            DraftStatus::Waiting => None,
            DraftStatus::Scheduled => {
                let publish_at = self.publish_at?;
                Some((JobKey::PublishDraft(self.id), publish_at))
            }
            DraftStatus::Published { at, .. } | DraftStatus::Discarded { at, .. } => {
                Some((JobKey::ForgetDraft(self.id), at + KEPT))
            }
        }
    }
}

impl Store {
    /// The draft as it is now, published and discarded ones too; none where that number was never
    /// given, or it was taken away.
    pub async fn draft(&self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        self.read(move |engine| engine.draft(id)).await
    }

    /// The drafts of a guild that are still to be acted on, from the number `from` on downwards, 0
    /// for the newest, at most `limit`.
    pub async fn drafts(
        &self,
        guild: GuildId,
        from: u32,
        limit: usize,
    ) -> Result<Vec<Draft>, StoreError> {
        self.read(move |engine| {
            let number = if from == 0 { u32::MAX } else { from };
            let open = &engine.tables.open_drafts;
            open.down_from(guild, DraftId { guild, number })
                .map(|entry| entry.and_then(|(id, ())| engine.draft(id)))
                .filter_map(Result::transpose)
                .take(limit)
                .collect()
        })
        .await
    }

    /// How many drafts of a guild are still to be acted on.
    pub async fn open_drafts(&self, guild: GuildId) -> Result<u32, StoreError> {
        self.read(move |engine| Ok(engine.desk(guild)?.open_drafts))
            .await
    }

    /// Takes away a draft that was published or discarded, with its text; false where there is none
    /// or it is still to be acted on.
    pub async fn forget_draft(&self, id: DraftId) -> Result<bool, StoreError> {
        self.write(move |engine| {
            engine.write(|writes| {
                let old = engine.tables.drafts.get(&id)?;
                let Some(old) = old.filter(|old| !old.status.is_open()) else {
                    return Ok(false);
                };
                engine.remove_draft(writes, &old)?;
                Ok(true)
            })
        })
        .await
    }
}

impl Engine {
    /// The draft as it is now.
    fn draft(&self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        loop {
            let Some(sheet) = self.tables.drafts.get(&id)? else {
                return Ok(None);
            };
            let text = self.text(id, sheet.pieces);
            // Another version may have taken its place meanwhile.
            if self.tables.drafts.get(&id)?.as_ref() == Some(&sheet) {
                return Ok(Some(sheet.with(text?)));
            }
        }
    }

    /// The draft of a sheet. Only while writing, when nobody else can change its text.
    pub(super) fn whole(&self, sheet: Sheet) -> Result<Draft, StoreError> {
        let source = self.text(sheet.id, sheet.pieces)?;
        Ok(sheet.with(source))
    }

    /// Writes `new` in place of `old` into every table that follows from a draft but its text.
    pub(super) fn put_draft(
        &self,
        writes: &mut Writes,
        old: Option<&Sheet>,
        new: &Sheet,
    ) -> Result<(), StoreError> {
        let was_open = old.is_some_and(|old| old.status.is_open());
        self.count_open(writes, new.id, was_open, new.status.is_open())?;
        let (before, after) = (old.and_then(Sheet::job), new.job());
        if before != after {
            if let Some((key, _)) = before {
                self.drop_job(writes, key)?;
            }
            if let Some((key, due_at)) = after {
                self.put_job(writes, key, due_at)?;
            }
        }
        self.tables.drafts.put(writes, &new.id, new)
    }

    /// Takes a draft and its text away, and what follows from it.
    pub(super) fn remove_draft(&self, writes: &mut Writes, old: &Sheet) -> Result<(), StoreError> {
        self.count_open(writes, old.id, old.status.is_open(), false)?;
        if let Some((key, _)) = old.job() {
            self.drop_job(writes, key)?;
        }
        for piece in 0..old.pieces {
            self.tables.draft_texts.remove(writes, &(old.id, piece));
        }
        self.tables.drafts.remove(writes, &old.id);
        Ok(())
    }

    fn count_open(
        &self,
        writes: &mut Writes,
        id: DraftId,
        was: bool,
        is: bool,
    ) -> Result<(), StoreError> {
        let table = &self.tables.open_drafts;
        match (was, is) {
            (false, true) => {
                table.put(writes, &id, &())?;
                self.change_desk(writes, id.guild, |desk| desk.open_drafts += 1)?;
            }
            (true, false) => {
                table.remove(writes, &id);
                self.change_desk(writes, id.guild, |desk| desk.open_drafts -= 1)?;
            }
            _ => {}
        }
        Ok(())
    }
}
