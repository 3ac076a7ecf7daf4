//! Whether the tables of the desks agree with each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    JobKey, Lane, StoreError,
    counts::agree,
    desks::Desk,
    drafts::Sheet,
    engine::Engine,
    verify::{none_left, same},
};
use crate::article::{Author, DraftStatus, GuildId};

pub(super) type Desks = BTreeMap<GuildId, Desk>;

/// What is to be done of itself.
#[derive(Default)]
pub(super) struct Jobs {
    /// What must be there.
    pub(super) owed: BTreeSet<JobKey>,
    /// What may be there.
    pub(super) possible: BTreeSet<JobKey>,
}

/// How much of the desks was read.
pub(super) struct Counted {
    pub(super) drafts: usize,
    pub(super) schedules: usize,
    pub(super) deliveries: usize,
}

impl Engine {
    /// Reads every record of the desks. A draft tells its text, whether it is open and what is to be
    /// done with it; an entry its places in the indexes.
    pub(super) fn verify_desks(&self) -> Result<Counted, StoreError> {
        let desks: Desks = self.tables.desks.all().collect::<Result<_, _>>()?;
        let mut jobs = Jobs::default();
        for (guild, desk) in &desks {
            same("desk", guild, desk.told <= desk.last_entry)?;
            let tell = JobKey::TellLog(*guild);
            if desk.owes_telling() {
                jobs.owed.insert(tell);
            } else if desk.is_behind() {
                // One that can't be told may be given up.
                jobs.possible.insert(tell);
            }
        }
        let drafts = self.verify_drafts(&desks, &mut jobs.owed)?;
        self.verify_log(&desks)?;
        let (schedules, deliveries) = self.verify_briefings(&desks, &mut jobs)?;
        self.verify_jobs(jobs)?;
        Ok(Counted {
            drafts,
            schedules,
            deliveries,
        })
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

    /// What is owed must be there, and beside it only what may be.
    fn verify_jobs(&self, Jobs { mut owed, possible }: Jobs) -> Result<(), StoreError> {
        let mut jobs = 0;
        for entry in self.tables.jobs.all() {
            let (key, job) = entry?;
            let wanted = owed.remove(&key) || possible.contains(&key);
            let place = self.due(key.lane()).get(&(job.free_at(), key))?;
            same("job", &key, wanted && job.key == key && place.is_some())?;
            jobs += 1;
        }
        none_left("job", owed.pop_first())?;
        let placed = Lane::ALL.map(|lane| self.due(lane).all().count());
        agree("jobs by time", jobs, placed.iter().sum())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{
        super::{
            Job, NewDraft, Redraft, Store,
            catalogue::{Head, Only, SCHEMA},
            conformance::{article, at, filing, line},
            tampering::{Damage, NAMED, add, copied, each_is_found, engine, remove, replace},
        },
        *,
    };
    use crate::article::{
        ArticleId, ChannelId, Correction, DraftId, DraftOrigin, Library, Set, Source, TextFormat,
        UserId,
    };

    const GUILD: GuildId = GuildId(7);
    const ANN: UserId = UserId(3);
    const STORY: ArticleId = ArticleId {
        library: Library::House,
        number: 1,
    };

    const fn id(number: u32) -> DraftId {
        DraftId {
            guild: GUILD,
            number,
        }
    }

    /// A draft that waits, one that is scheduled, one that was discarded, all in two pieces; and a
    /// story that was withdrawn, of which the log channel is not told.
    async fn database(path: &Path) {
        let store = Store::open(path).unwrap();
        let source = |text: &str| Source::Text {
            format: TextFormat::Briefing,
            text: text.repeat(40_000),
        };
        let filing = filing(Library::House, article("a", Some(1)));
        store.file(filing, at(0)).await.unwrap();
        for _ in 0..3 {
            let new = NewDraft {
                guild: GUILD,
                author: ANN,
                origin: DraftOrigin::Form,
                revises: None,
                note: None,
                publish_at: None,
                source: source("a"),
                title: "a".into(),
                refused: false,
            };
            store.keep_draft(new, at(0)).await.unwrap();
        }
        let redraft = Redraft {
            source: source("b"),
            note: None,
            revises: None,
            publish_at: Some(at(9)),
        };
        store.redraft(id(2), 1, redraft, ANN, at(1)).await.unwrap();
        store.schedule_draft(id(2), 2, ANN, at(1)).await.unwrap();
        store.discard_draft(id(3), 1, ANN, at(2)).await.unwrap();
        let channel = vec![Set::LogChannel(Some(ChannelId(5)))];
        store.set(GUILD, channel, ANN, at(3)).await.unwrap();
        let why = Some(line("Why."));
        store.withdraw(STORY, why, GUILD, ANN, at(4)).await.unwrap();
        store.close().await;
    }

    #[tokio::test]
    async fn every_record_of_a_desk_that_disagrees_with_another_is_found() {
        let home = tempfile::tempdir().unwrap();
        database(home.path()).await;
        let sound = engine(home.path());
        let verified = sound.verify(&|_, _| ()).unwrap();
        assert_eq!((verified.drafts, verified.entries), (3, 8));
        let sheet = sound.tables.drafts.get(&id(1)).unwrap().unwrap();
        drop(sound);
        let early = Correction {
            revision: 2,
            note: line("Why."),
            at: at(2),
        };
        let publish = JobKey::PublishDraft(id(2));
        let stray = Job {
            key: JobKey::ForgetDraft(id(1)),
            due_at: at(1),
            attempt: 0,
            leased_until: None,
        };
        let discarded = DraftStatus::Discarded { by: ANN, at: at(2) };
        let published = DraftStatus::Published {
            article: STORY,
            revision: 2,
            by: Author::Operator,
            at: at(2),
        };
        let damages: [(&str, Damage<'_>); 39] = [
            ("entries of all logs", remove!(desks, GUILD)),
            ("draft", replace!(desks, GUILD, |it| it.last_draft = 2)),
            (
                "open drafts",
                replace!(desks, GUILD, |it| it.open_drafts = 1),
            ),
            (
                "entries of a log",
                replace!(desks, GUILD, |it| it.last_entry = 7),
            ),
            ("desk", replace!(desks, GUILD, |it| it.told = 9)),
            ("job", replace!(desks, GUILD, |it| it.told = 8)),
            (
                "entries of all logs",
                add!(
                    head,
                    Only,
                    Head {
                        schema: SCHEMA,
                        change_seq: 2,
                        entries: 9,
                        ..Head::default()
                    }
                ),
            ),
            ("text of a draft", remove!(drafts, id(1))),
            ("draft", add!(drafts, id(4), sheet)),
            ("draft", add!(drafts, id(2), sheet)),
            (
                "draft",
                replace!(drafts, id(1), |it| it.status = DraftStatus::Scheduled),
            ),
            ("draft", replace!(drafts, id(1), |it| it.status = published)),
            (
                "open draft",
                replace!(drafts, id(1), |it| it.status = discarded),
            ),
            (
                "job",
                replace!(drafts, id(2), |it| it.status = DraftStatus::Waiting),
            ),
            (
                "draft 1 of guild 7",
                replace!(drafts, id(1), |it| it.pieces = 1),
            ),
            (
                "text of a draft",
                replace!(drafts, id(3), |it| it.pieces = 3),
            ),
            ("text of a draft", remove!(draft_texts, (id(2), 1))),
            (
                "text of a draft",
                add!(draft_texts, (id(9), 0), String::new()),
            ),
            ("open drafts", remove!(open_drafts, id(2))),
            ("open drafts", add!(open_drafts, id(3), ())),
            ("entry", remove!(log, (GUILD, 4))),
            ("entries of a log", remove!(log, (GUILD, 8))),
            ("entry", replace!(log, (GUILD, 4), |it| it.seq = 5)),
            (
                "entry",
                replace!(log, (GUILD, 4), |it| it.by = Author::User(UserId(4))),
            ),
            (
                "entry",
                replace!(log, (GUILD, 4), |it| it.article = Some(STORY)),
            ),
            ("entry", remove!(log_by_article, (GUILD, STORY, 8))),
            (
                "entries by article",
                add!(log_by_article, (GUILD, STORY, 7), ()),
            ),
            ("entry", remove!(log_by_user, (GUILD, ANN, 1))),
            (
                "entries by user",
                add!(log_by_user, (GuildId(8), ANN, 1), ()),
            ),
            ("job", remove!(jobs, publish)),
            ("job", remove!(jobs, JobKey::TellLog(GUILD))),
            ("job", add!(jobs, stray.key, stray)),
            ("job", add!(jobs, JobKey::TellLog(GuildId(8)), stray)),
            ("job", replace!(jobs, publish, |it| it.due_at = at(10))),
            ("job", replace!(jobs, publish, |it| it.key = stray.key)),
            ("job", remove!(jobs_due, (at(9), publish))),
            ("jobs by time", add!(jobs_due, (at(9), stray.key), ())),
            (
                "article",
                replace!(articles, STORY, |it| it.withdrawal.as_mut().unwrap().at =
                    at(5)),
            ),
            (
                "article",
                replace!(articles, STORY, |it| it.corrections = vec![early.clone()]),
            ),
        ];
        each_is_found(damages, &NAMED, |scene| copied(home.path(), scene));
    }
}
