//! Whether the tables of the desks agree with each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    JobKey, StoreError,
    counts::agree,
    desks::Desk,
    drafts::Sheet,
    engine::Engine,
    verify::{none_left, same},
};
use crate::article::{Author, DraftStatus, GuildId};

type Desks = BTreeMap<GuildId, Desk>;

impl Engine {
    /// Reads every record of the desks, and gives the number of drafts. A draft tells its text,
    /// whether it is open and what is to be done with it; an entry its places in the indexes.
    pub(super) fn verify_desk(&self) -> Result<usize, StoreError> {
        let desks: Desks = self.tables.desks.all().collect::<Result<_, _>>()?;
        let mut owed = BTreeSet::new();
        for (guild, desk) in &desks {
            same("desk", guild, desk.told <= desk.last_entry)?;
            if desk.owes_telling() {
                owed.insert(JobKey::TellLog(*guild));
            }
        }
        let drafts = self.verify_drafts(&desks, &mut owed)?;
        self.verify_log(&desks)?;
        self.verify_jobs(&desks, owed)?;
        Ok(drafts)
    }

    fn verify_drafts(
        &self,
        desks: &Desks,
        owed: &mut BTreeSet<JobKey>,
    ) -> Result<usize, StoreError> {
        let tables = &self.tables;
        let (mut texts, mut open) = (tables.draft_texts.all(), tables.open_drafts.all());
        let mut counted = BTreeMap::<GuildId, u32>::new();
        let mut drafts = 0;
        for entry in tables.drafts.all() {
            let (id, sheet) = entry?;
            let desk = desks.get(&id.guild);
            let given = desk.is_some_and(|desk| (1..=desk.last_draft).contains(&id.number));
            same(
                "draft",
                &id,
                given && sheet.id == id && self.is_true(&sheet)?,
            )?;
            for piece in 0..sheet.pieces {
                let found = texts.next().transpose()?.map(|(key, _)| key);
                same("text of a draft", &(id, piece), found == Some((id, piece)))?;
            }
            self.text(id, sheet.pieces)?;
            if sheet.status.is_open() {
                let found = open.next().transpose()?.map(|(id, ())| id);
                same("open draft", &id, found == Some(id))?;
                *counted.entry(id.guild).or_default() += 1;
            }
            owed.extend(sheet.job().map(|(key, _)| key));
            drafts += 1;
        }
        none_left(
            "text of a draft",
            texts.next().transpose()?.map(|(key, _)| key),
        )?;
        none_left("open draft", open.next().transpose()?.map(|(id, ())| id))?;
        for (guild, desk) in desks {
            let open = counted.get(guild).copied().unwrap_or_default();
            agree("open drafts", desk.open_drafts, open)?;
        }
        Ok(drafts)
    }

    /// Whether there is what a draft's status speaks of.
    fn is_true(&self, sheet: &Sheet) -> Result<bool, StoreError> {
        match sheet.status {
            DraftStatus::Scheduled => Ok(sheet.publish_at.is_some()),
            DraftStatus::Published {
                article, revision, ..
            } => Ok(self.revision(article, revision)?.is_some()),
            DraftStatus::Waiting | DraftStatus::Discarded { .. } => Ok(true),
        }
    }

    /// Of the indexes every place that an entry tells must be there, and no more than these.
    fn verify_log(&self, desks: &Desks) -> Result<(), StoreError> {
        let tables = &self.tables;
        let (mut by_article, mut by_user) = (0, 0);
        let mut last = BTreeMap::<GuildId, u64>::new();
        for found in tables.log.all() {
            let ((guild, seq), entry) = found?;
            let last = last.entry(guild).or_default();
            *last += 1;
            let mut right = (seq, entry.seq) == (*last, *last) && desks.contains_key(&guild);
            if let Some(article) = entry.article {
                let place = tables.log_by_article.get(&(guild, article, seq))?;
                right &= place.is_some();
                by_article += 1;
            }
            if let Author::User(user) = entry.by {
                right &= tables.log_by_user.get(&(guild, user, seq))?.is_some();
                by_user += 1;
            }
            same("entry", &(guild, seq), right)?;
        }
        let found = tables.log_by_article.all().count();
        agree("entries by article", by_article, found)?;
        agree("entries by user", by_user, tables.log_by_user.all().count())
    }

    /// What is owed must be there; beside it only the telling of a log channel that can't be told.
    fn verify_jobs(&self, desks: &Desks, mut owed: BTreeSet<JobKey>) -> Result<(), StoreError> {
        let tables = &self.tables;
        let mut jobs = 0;
        for entry in tables.jobs.all() {
            let (key, job) = entry?;
            let given_up = |guild| desks.get(guild).is_some_and(Desk::is_behind);
            let wanted =
                owed.remove(&key) || matches!(&key, JobKey::TellLog(guild) if given_up(guild));
            let place = tables.jobs_due.get(&(job.free_at(), key))?;
            same("job", &key, wanted && job.key == key && place.is_some())?;
            jobs += 1;
        }
        none_left("job", owed.pop_first())?;
        agree("jobs by time", jobs, tables.jobs_due.all().count())
    }
}
