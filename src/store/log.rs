//! A guild's log: who did what at its desk. An entry is written with what it tells of, and the
//! log channel is told of it after that.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Job, JobKey, Store, StoreError, engine::Engine, table::Writes, values};
use crate::article::{ArticleId, Attempt, Author, Deed, Entry, GuildId, UserId};

/// The same attempt of the same person is not written down again within this time.
const SAME_ATTEMPT: TimeDelta = TimeDelta::minutes(1);

impl Store {
    /// Writes down that somebody tried what they may not; once where they try it again and again.
    pub async fn note_refused(
        &self,
        guild: GuildId,
        attempt: Attempt,
        article: Option<ArticleId>,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.write(move |engine| engine.note_refused(guild, attempt, article, by, now))
            .await
    }

    /// Entries of a guild's log, from the place `from` on downwards, 0 for the newest, at most
    /// `limit`: of everybody and everything, or of one person, of one article, or both.
    pub async fn log(
        &self,
        guild: GuildId,
        who: Option<UserId>,
        article: Option<ArticleId>,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        self.read(move |engine| {
            let from = if from == 0 { u64::MAX } else { from };
            engine.log(guild, who, article, from, limit)
        })
        .await
    }

    /// What a guild's log channel was not told yet, oldest first, at most `limit` entries; where it is
    /// being told something, only that; nothing where there is no such channel.
    pub async fn untold(&self, guild: GuildId, limit: usize) -> Result<Vec<Entry>, StoreError> {
        self.read(move |engine| {
            let desk = engine.desk(guild)?;
            let left = match desk.settings.log_channel {
                Some(_) => desk.told + 1..=desk.telling.unwrap_or(desk.last_entry),
                None => return Ok(Vec::new()),
            };
            let entries = left.take(limit).map(|seq| engine.entry(guild, seq));
            entries.collect()
        })
        .await
    }

    /// Notes that the log channel is going to be told what it was not told yet, up to the place
    /// `seq`, if `job` is still as it was claimed; gives whether it was.
    pub async fn log_telling(
        &self,
        guild: GuildId,
        seq: u64,
        job: &Job,
    ) -> Result<bool, StoreError> {
        let job = *job;
        self.write(move |engine| {
            engine.write(|writes| {
                let claimed = engine.is_as_claimed(&job)?;
                if claimed && engine.desk(guild)?.telling != Some(seq) {
                    engine.change_desk(writes, guild, |desk| desk.telling = Some(seq))?;
                }
                Ok(claimed)
            })
        })
        .await
    }

    /// Notes that the log channel was told everything up to the place `seq`, if `job` is still as
    /// it was claimed; gives whether it was. The job is gone then, or due `now` where more is left.
    pub async fn log_told(
        &self,
        guild: GuildId,
        seq: u64,
        job: &Job,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let job = *job;
        self.write(move |engine| engine.log_told(guild, seq, &job, now))
            .await
    }

    /// Notes why the log channel can't be told, in words for moderators; none where it can.
    pub async fn log_trouble(
        &self,
        guild: GuildId,
        trouble: Option<String>,
    ) -> Result<(), StoreError> {
        self.write(move |engine| engine.log_trouble(guild, trouble))
            .await
    }

    /// Why a guild's log channel can't be told; none where it can, as far as is known.
    pub async fn log_channel_trouble(&self, guild: GuildId) -> Result<Option<String>, StoreError> {
        self.read(move |engine| Ok(engine.desk(guild)?.trouble))
            .await
    }
}

impl Engine {
    /// Adds an entry to a guild's log, and has its log channel told.
    pub(super) fn note(
        &self,
        writes: &mut Writes,
        guild: GuildId,
        (by, at): (Author, DateTime<Utc>),
        article: Option<ArticleId>,
        deed: Deed,
    ) -> Result<(), StoreError> {
        let tables = &self.tables;
        let desk = self.change_desk(writes, guild, |desk| desk.last_entry += 1)?;
        self.change_head(writes, |head| head.entries += 1)?;
        let seq = desk.last_entry;
        if let Some(article) = article {
            let key = (guild, article, seq);
            tables.log_by_article.put(writes, &key, &())?;
        }
        if let Author::User(user) = by {
            tables.log_by_user.put(writes, &(guild, user, seq), &())?;
        }
        if desk.is_behind() {
            self.keep_job(writes, JobKey::TellLog(guild), at)?;
        }
        let entry = Entry {
            seq,
            at,
            by,
            article,
            deed,
        };
        tables.log.put(writes, &(guild, seq), &entry)
    }

    fn note_refused(
        &self,
        guild: GuildId,
        attempt: Attempt,
        article: Option<ArticleId>,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (by, deed) = (Author::User(by), Deed::Refused(attempt));
        self.write(|writes| {
            let last = (guild, self.desk(guild)?.last_entry);
            let again = self.tables.log.get(&last)?.is_some_and(|last| {
                let same = (&last.deed, last.by, last.article) == (&deed, by, article);
                same && now - last.at < SAME_ATTEMPT
            });
            if again {
                return Ok(());
            }
            self.note(writes, guild, (by, now), article, deed)
        })
    }

    fn log(
        &self,
        guild: GuildId,
        who: Option<UserId>,
        article: Option<ArticleId>,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let tables = &self.tables;
        let entry = |seq| self.entry(guild, seq);
        if let Some(article) = article {
            let by = who.map(Author::User);
            let keys = tables
                .log_by_article
                .down_from((guild, article), (guild, article, from));
            let entries = keys.map(|key| key.and_then(|((_, _, seq), ())| entry(seq)));
            let wanted = |entry: &Entry| by.is_none_or(|by| entry.by == by);
            return entries
                .filter(|entry| entry.as_ref().map_or(true, wanted))
                .take(limit)
                .collect();
        }
        if let Some(who) = who {
            let keys = tables
                .log_by_user
                .down_from((guild, who), (guild, who, from));
            let entries = keys.map(|key| key.and_then(|((_, _, seq), ())| entry(seq)));
            return entries.take(limit).collect();
        }
        let entries = tables.log.down_from(guild, (guild, from));
        values(entries).take(limit).collect()
    }

    /// The entry at a place of a guild's log.
    fn entry(&self, guild: GuildId, seq: u64) -> Result<Entry, StoreError> {
        let missing = || StoreError::Damaged(format!("the log's entry {seq} is missing"));
        self.tables.log.get(&(guild, seq))?.ok_or_else(missing)
    }

    fn log_told(
        &self,
        guild: GuildId,
        seq: u64,
        job: &Job,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.write(|writes| {
            if job.key != JobKey::TellLog(guild) || !self.is_as_claimed(job)? {
                return Ok(false);
            }
            let desk = self.change_desk(writes, guild, |desk| {
                desk.told = seq.min(desk.last_entry).max(desk.told);
                desk.telling = None;
                desk.trouble = None;
            })?;
            if desk.is_behind() {
                self.put_job(writes, job.key, now)?;
            } else {
                self.drop_job(writes, job.key)?;
            }
            Ok(true)
        })
    }

    fn log_trouble(&self, guild: GuildId, trouble: Option<String>) -> Result<(), StoreError> {
        self.write(|writes| {
            let old = self.desk(guild)?;
            if old.trouble == trouble {
                return Ok(());
            }
            let desk = self.change_desk(writes, guild, |desk| desk.trouble = trouble)?;
            let last = self.tables.log.get(&(guild, desk.last_entry))?;
            if let Some(last) = last.filter(|_| desk.owes_telling()) {
                self.keep_job(writes, JobKey::TellLog(guild), last.at)?;
            }
            Ok(())
        })
    }
}
