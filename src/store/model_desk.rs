//! What is done at desks, at random, and the desks as one would write them down.

use std::collections::BTreeMap;

use super::{
    Acted, JobKey, NewDraft, Place, Publication, Published, Redraft, Rewritten, Store, StoreError,
    chance::Chance,
    conformance::{article, at, filing, line},
    model::{LIBRARIES, Model},
};
use crate::article::{
    Article, ArticleId, Attempt, Author, ChannelId, Correction, Deed, Draft, DraftId, DraftOrigin,
    DraftStatus, Entry, GuildId, GuildSettings, Library, Line, Record, Set, Source, State,
    TextFormat, UserId, Withdrawal,
};

/// Texts of drafts go up to some pieces.
const MAX_TEXT_CHARS: u64 = 100_000;
/// Nothing of a script comes to be due at its time.
const FAR: i64 = 1_000_000;

/// Something that somebody does at a guild's desk.
#[derive(Clone, Debug)]
pub(super) struct Act {
    guild: GuildId,
    by: UserId,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Keep(String, Option<i64>, bool),
    /// With the draft of that number, at a version so far ahead of its own.
    Draft(u32, u32, With),
    /// With that article.
    Article(ArticleId, To),
    Set(Set),
    Refused(Attempt),
    /// The log channel is told what is to be told.
    Tell,
}

/// What is done with a draft.
#[derive(Clone, Debug)]
enum With {
    Redraft(String, Option<i64>),
    Split(Vec<String>),
    Schedule,
    Unschedule(Option<String>),
    Discard,
    Recover,
    /// As a new story, or over an article at a revision so far ahead of its own.
    Publish(
        Result<Library, (ArticleId, u32)>,
        Box<Article>,
        Option<Line>,
    ),
    Forget,
}

/// What is done to an article.
#[derive(Clone, Debug)]
enum To {
    Withdraw(Option<Line>),
    Restore,
    /// An earlier revision, over one so far ahead of the present one.
    Rewrite(u32, u32),
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    Done,
    Refused,
    Missing,
}

impl Act {
    /// Something, now and then on what stands otherwise by now.
    pub(super) fn any(chance: &mut Chance) -> Self {
        let number = |chance: &mut Chance, below| u32::try_from(1 + chance.below(below)).unwrap();
        let ahead = |chance: &mut Chance| u32::from(chance.below(8) == 0);
        let time = |chance: &mut Chance| (chance.below(2) == 0).then_some(FAR);
        let story = |chance: &mut Chance| ArticleId {
            library: LIBRARIES[chance.below(2) as usize],
            number: number(chance, 8),
        };
        let guild = GuildId(1 + chance.below(2));
        let by = UserId(1 + chance.below(3));
        let what = match chance.below(20) {
            0..=5 => What::Keep(text(chance), time(chance), chance.below(8) == 0),
            6 => What::Article(
                story(chance),
                To::Withdraw((chance.below(2) == 0).then(|| line("Why."))),
            ),
            7 => What::Article(story(chance), To::Restore),
            8 => What::Article(story(chance), To::Rewrite(number(chance, 4), ahead(chance))),
            9 => {
                let channel = (chance.below(4) > 0).then(|| ChannelId(chance.below(3)));
                What::Set(Set::LogChannel(channel))
            }
            10 => What::Set(Set::PrivateAnswers(chance.below(2) == 0)),
            11 => What::Refused(Attempt::Desk),
            12 => What::Tell,
            kind => {
                let with = match (kind, chance.below(4)) {
                    (13, _) => With::Redraft(text(chance), time(chance)),
                    (14, _) => With::Schedule,
                    (15, 0) => With::Unschedule(Some("Why not.".into())),
                    (15, _) => With::Unschedule(None),
                    (16, 0 | 1) => With::Recover,
                    (16, _) => With::Discard,
                    (17, 0) => With::Split(vec![text(chance), text(chance)]),
                    _ => {
                        let place = if chance.below(2) == 0 {
                            Ok(LIBRARIES[chance.below(2) as usize])
                        } else {
                            Err((story(chance), ahead(chance)))
                        };
                        let mut article = article("Desk", Some(1));
                        article.lede = vec![line(&format!("Lede {}", chance.below(3)))];
                        let note = (chance.below(2) == 0).then(|| line("It was wrong."));
                        With::Publish(place, Box::new(article), note)
                    }
                };
                What::Draft(number(chance, 8), ahead(chance), with)
            }
        };
        Self { guild, by, what }
    }

    /// That draft is taken away if it is closed.
    pub(super) fn forget(guild: u64, number: u32) -> Self {
        Self {
            guild: GuildId(guild),
            by: UserId(0),
            what: What::Draft(number, 0, With::Forget),
        }
    }

    /// Does it in a store.
    pub(super) async fn take(self, store: &Store, minute: i64) -> Result<Came, StoreError> {
        let (guild, by, now) = (self.guild, self.by, at(minute));
        Ok(match self.what {
            What::Keep(text, publish_at, refused) => {
                let new = new_draft(guild, by, text, publish_at, refused);
                store.keep_draft(new, now).await?;
                Came::Done
            }
            What::Set(set) => {
                store.set(guild, vec![set], by, now).await?;
                Came::Done
            }
            What::Refused(attempt) => {
                store.note_refused(guild, attempt, None, by, now).await?;
                Came::Done
            }
            What::Tell => {
                let lease = chrono::TimeDelta::minutes(1);
                for job in store.claim_due(now, lease, usize::MAX).await? {
                    let JobKey::TellLog(guild) = job.key else {
                        continue;
                    };
                    if let Some(last) = store.untold(guild, 3).await?.last() {
                        store.log_told(guild, last.seq, &job, now).await?;
                    }
                }
                Came::Done
            }
            What::Article(id, to) => {
                let done = match to {
                    To::Withdraw(reason) => store.withdraw(id, reason, guild, by, now).await?,
                    To::Restore => store.restore(id, guild, by, now).await?,
                    To::Rewrite(revision, ahead) => {
                        let present = store.article(id).await?;
                        let over = present.map_or(0, |present| present.revision) + ahead;
                        let rewritten = store.rewrite(id, revision, over, guild, by, now).await?;
                        matches!(rewritten, Rewritten::Done(_))
                    }
                };
                Came::of(done)
            }
            What::Draft(number, ahead, with) => {
                let id = DraftId { guild, number };
                let draft = store.draft(id).await?;
                let version = draft.map_or(0, |draft| draft.version) + ahead;
                with.take(store, (id, version), by, minute).await?
            }
        })
    }
}

impl With {
    async fn take(
        self,
        store: &Store,
        (id, version): (DraftId, u32),
        by: UserId,
        minute: i64,
    ) -> Result<Came, StoreError> {
        let now = at(minute);
        let acted = match self {
            Self::Redraft(text, publish_at) => {
                let redraft = redraft(text, publish_at);
                store.redraft(id, version, redraft, by, now).await?
            }
            Self::Schedule => store.schedule_draft(id, version, by, now).await?,
            Self::Unschedule(why) => {
                let by = why.as_ref().map_or(Author::User(by), |_| Author::Operator);
                store.unschedule_draft(id, version, by, why, now).await?
            }
            Self::Discard => store.discard_draft(id, version, by, now).await?,
            Self::Recover => store.recover_draft(id, version, by, now).await?,
            Self::Forget => return Ok(Came::of(store.forget_draft(id).await?)),
            Self::Split(texts) => {
                let parts = texts.into_iter().map(|text| (source(text), "Part".into()));
                let split = store.split_draft(id, version, parts.collect(), now).await?;
                return Ok(match split {
                    Acted::Done(_) => Came::Done,
                    Acted::Changed(_) => Came::Refused,
                    Acted::Missing => Came::Missing,
                });
            }
            Self::Publish(place, article, note) => {
                let place = match place {
                    Ok(library) => Place::New(library),
                    Err((article, ahead)) => {
                        let present = store.article(article).await?;
                        let over = present.map_or(0, |present| present.revision) + ahead;
                        Place::Over(article, over)
                    }
                };
                let publication = Publication {
                    article: *article,
                    place,
                    note,
                };
                let published = store
                    .publish_draft(id, version, publication, by, now)
                    .await?;
                return Ok(match published {
                    Published::Done(_) => Came::Done,
                    Published::Missing => Came::Missing,
                    Published::Changed(_) | Published::Outdated(_) | Published::Unchanged => {
                        Came::Refused
                    }
                });
            }
        };
        Ok(match acted {
            Acted::Done(_) => Came::Done,
            Acted::Changed(_) => Came::Refused,
            Acted::Missing => Came::Missing,
        })
    }
}

impl Came {
    fn of(done: bool) -> Self {
        if done { Self::Done } else { Self::Refused }
    }
}

fn text(chance: &mut Chance) -> String {
    let most = [300, 300, 3_000, MAX_TEXT_CHARS][chance.below(4) as usize];
    let length = chance.below(most) as usize;
    chance.text(length)
}

fn source(text: String) -> Source {
    Source::Text {
        format: TextFormat::Briefing,
        text,
    }
}

fn new_draft(
    guild: GuildId,
    author: UserId,
    text: String,
    publish_at: Option<i64>,
    refused: bool,
) -> NewDraft {
    NewDraft {
        guild,
        author,
        origin: DraftOrigin::Form,
        revises: None,
        note: None,
        publish_at: publish_at.map(at),
        source: source(text),
        title: "Title".into(),
        refused,
    }
}

fn redraft(text: String, publish_at: Option<i64>) -> Redraft {
    Redraft {
        source: source(text),
        note: None,
        revises: None,
        publish_at: publish_at.map(at),
    }
}

/// A desk as one would write it down.
#[derive(Default)]
pub(super) struct DeskModel {
    /// By number; none where it was taken away.
    drafts: Vec<Option<Draft>>,
    pub(super) log: Vec<Entry>,
    settings: GuildSettings,
}

impl DeskModel {
    fn keep(&mut self, new: NewDraft, minute: i64) {
        let number = u32::try_from(self.drafts.len()).unwrap() + 1;
        let draft = Draft {
            id: DraftId {
                guild: new.guild,
                number,
            },
            version: 1,
            author: new.author,
            created_at: at(minute),
            changed_by: new.author,
            changed_at: at(minute),
            origin: new.origin,
            revises: new.revises,
            note: new.note,
            publish_at: new.publish_at,
            status: DraftStatus::Waiting,
            source: new.source,
        };
        self.drafts.push(Some(draft));
        let deed = if new.refused {
            Deed::Refused(Attempt::Add(number))
        } else {
            Deed::Drafted(number, new.title)
        };
        self.note(Author::User(new.author), None, deed, minute);
    }

    fn note(&mut self, by: Author, article: Option<ArticleId>, deed: Deed, minute: i64) {
        self.log.push(Entry {
            seq: u64::try_from(self.log.len()).unwrap() + 1,
            at: at(minute),
            by,
            article,
            deed,
        });
    }

    fn place(&mut self, number: u32) -> Option<&mut Option<Draft>> {
        self.drafts.get_mut(number as usize - 1)
    }

    /// Gives a draft a new version.
    fn turn(&mut self, number: u32, status: DraftStatus, by: Author, minute: i64) {
        let draft = self.place(number).and_then(Option::as_mut).unwrap();
        draft.version += 1;
        draft.status = status;
        draft.changed_at = at(minute);
        if let Author::User(user) = by {
            draft.changed_by = user;
        }
    }

    async fn check(&self, guild: GuildId, store: &Store) {
        for (number, draft) in (1..).zip(&self.drafts) {
            let found = store.draft(DraftId { guild, number }).await.unwrap();
            assert!(found == *draft, "draft {number}: {found:?}, {draft:?}");
        }
        let open: Vec<_> = self
            .present()
            .filter(|draft| draft.status.is_open())
            .collect();
        assert!(
            open.iter()
                .rev()
                .copied()
                .eq(&store.drafts(guild, 0, usize::MAX).await.unwrap())
        );
        assert_eq!(store.open_drafts(guild).await.unwrap() as usize, open.len());
        let log = store.log(guild, None, None, 0, usize::MAX).await.unwrap();
        assert!(log.iter().rev().eq(&self.log), "{log:?}, {:?}", self.log);
        assert_eq!(store.guild_settings(guild).await.unwrap(), self.settings);
    }

    fn present(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.iter().flatten()
    }
}

impl Model {
    /// Does it in the model.
    pub(super) fn act(&mut self, act: Act, minute: i64) -> Came {
        let Act { guild, by, what } = act;
        let desk = self.desks.entry(guild).or_default();
        let user = Author::User(by);
        match what {
            What::Keep(text, publish_at, refused) => {
                desk.keep(new_draft(guild, by, text, publish_at, refused), minute);
                Came::Done
            }
            What::Set(set) => {
                if desk.settings.set(&set) {
                    desk.note(user, None, Deed::Set(set), minute);
                }
                Came::Done
            }
            What::Refused(attempt) => {
                // Every act has a minute of its own.
                desk.note(user, None, Deed::Refused(attempt), minute);
                Came::Done
            }
            What::Tell => Came::Done,
            What::Article(id, to) => Came::of(self.act_on_article(guild, by, id, to, minute)),
            What::Draft(number, ahead, with) => {
                let id = DraftId { guild, number };
                self.act_on_draft(id, ahead, with, by, minute)
            }
        }
    }

    /// Adds an entry on an article to a guild's log.
    pub(super) fn log(
        &mut self,
        guild: GuildId,
        by: Author,
        id: ArticleId,
        deed: Deed,
        minute: i64,
    ) {
        let desk = self.desks.entry(guild).or_default();
        desk.note(by, Some(id), deed, minute);
    }

    fn act_on_article(
        &mut self,
        guild: GuildId,
        by: UserId,
        id: ArticleId,
        to: To,
        minute: i64,
    ) -> bool {
        let Some(old) = self.now(id).cloned() else {
            return false;
        };
        let deed = match to {
            To::Withdraw(reason) => {
                if !self.set_state(id, State::Withdrawn, minute) {
                    return false;
                }
                self.now_mut(id).withdrawal = Some(Withdrawal {
                    reason: reason.clone(),
                    by: Author::User(by),
                    at: at(minute),
                });
                Deed::Withdrew(reason.map(Line::into))
            }
            To::Restore => {
                if old.state != State::Withdrawn {
                    return false;
                }
                self.set_state(id, State::Published, minute);
                Deed::Restored
            }
            To::Rewrite(revision, ahead) => {
                let mut all = self.revisions(id).iter();
                let Some(earlier) = all.find(|record| record.revision == revision) else {
                    return false;
                };
                let text = earlier.article.clone();
                if ahead > 0 || !self.revise(id, text, None, by, minute) {
                    return false;
                }
                Deed::RestoredRevision(revision, old.revision + 1)
            }
        };
        self.log(guild, Author::User(by), id, deed, minute);
        true
    }

    /// Another text of an article; false where it has it already.
    fn revise(
        &mut self,
        id: ArticleId,
        article: Article,
        note: Option<Line>,
        by: UserId,
        minute: i64,
    ) -> bool {
        let old = self.now(id).cloned().unwrap();
        if old.article == article {
            return false;
        }
        let mut new = Record {
            revision: old.revision + 1,
            revised_by: Author::User(by),
            revised_at: at(minute),
            origin: crate::article::Origin::Desk,
            date: article.published.unwrap_or(old.date),
            article,
            ..old
        };
        new.corrections.extend(note.map(|note| Correction {
            revision: new.revision,
            note,
            at: at(minute),
        }));
        self.add_revision(new);
        true
    }

    fn act_on_draft(
        &mut self,
        id: DraftId,
        ahead: u32,
        with: With,
        by: UserId,
        minute: i64,
    ) -> Came {
        let desk = self.desks.entry(id.guild).or_default();
        let Some(place) = desk.place(id.number) else {
            return if matches!(with, With::Forget) {
                Came::Refused
            } else {
                Came::Missing
            };
        };
        let Some(draft) = place.clone() else {
            return if matches!(with, With::Forget) {
                Came::Refused
            } else {
                Came::Missing
            };
        };
        let user = Author::User(by);
        let open = draft.status.is_open();
        use DraftStatus::{Discarded, Scheduled, Waiting};
        if let With::Forget = with {
            if !open {
                *place = None;
            }
            return Came::of(!open);
        }
        let can = match &with {
            With::Schedule => draft.status == Waiting && draft.publish_at.is_some(),
            With::Unschedule(_) => draft.status == Scheduled,
            With::Recover => matches!(draft.status, Discarded { .. }),
            _ => open,
        };
        if ahead > 0 || !can {
            return Came::Refused;
        }
        let number = id.number;
        let (status, by_whom, deed) = match with {
            With::Redraft(text, publish_at) => {
                let Redraft {
                    source, publish_at, ..
                } = redraft(text, publish_at);
                *place = Some(Draft {
                    source,
                    publish_at,
                    ..draft
                });
                (Waiting, user, Deed::Redrafted(number))
            }
            With::Schedule => {
                let deed = Deed::Scheduled(number, draft.publish_at.unwrap());
                (Scheduled, user, deed)
            }
            With::Unschedule(None) => (Waiting, user, Deed::Unscheduled(number)),
            With::Unschedule(Some(why)) => {
                (Waiting, Author::Operator, Deed::NotPublished(number, why))
            }
            With::Discard => {
                let status = Discarded { by, at: at(minute) };
                (status, user, Deed::Discarded(number))
            }
            With::Recover => (Waiting, user, Deed::Recovered(number)),
            With::Split(texts) => {
                *place = None;
                for text in texts {
                    let new = NewDraft {
                        title: "Part".into(),
                        publish_at: draft.publish_at,
                        ..new_draft(id.guild, draft.author, text, None, false)
                    };
                    desk.keep(new, minute);
                }
                return Came::Done;
            }
            With::Publish(place, article, note) => {
                return self.publish(id, place, *article, note, by, minute);
            }
            With::Forget => unreachable!(),
        };
        desk.turn(number, status, by_whom, minute);
        desk.note(by_whom, None, deed, minute);
        Came::Done
    }

    fn publish(
        &mut self,
        id: DraftId,
        place: Result<Library, (ArticleId, u32)>,
        article: Article,
        note: Option<Line>,
        by: UserId,
        minute: i64,
    ) -> Came {
        let (story, deed) = match place {
            Ok(library) => {
                let deed = Deed::Published(article.headline.to_string());
                let filing = super::Filing {
                    author: Author::User(by),
                    ..filing(library, article)
                };
                (self.add_story(&filing, minute), deed)
            }
            Err((story, ahead)) => {
                let told = note.clone().map(Line::into);
                let Some(old) = self.now(story).map(|old| old.revision) else {
                    return Came::Missing;
                };
                if ahead > 0 || !self.revise(story, article, note, by, minute) {
                    return Came::Refused;
                }
                (story, Deed::Revised(old + 1, told))
            }
        };
        let status = DraftStatus::Published {
            article: story,
            revision: self.now(story).unwrap().revision,
            by: Author::User(by),
            at: at(minute),
        };
        let desk = self.desks.entry(id.guild).or_default();
        desk.turn(id.number, status, Author::User(by), minute);
        self.log(id.guild, Author::User(by), story, deed, minute);
        Came::Done
    }

    /// Compares everything that the store gives of the desks.
    pub(super) async fn check_desks(&self, store: &Store) {
        for (guild, desk) in &self.desks {
            desk.check(*guild, store).await;
        }
        let mut owed = BTreeMap::new();
        let month = chrono::TimeDelta::days(30);
        for draft in self.desks.values().flat_map(DeskModel::present) {
            let job = match draft.status {
                DraftStatus::Waiting => continue,
                DraftStatus::Scheduled => {
                    (JobKey::PublishDraft(draft.id), draft.publish_at.unwrap())
                }
                DraftStatus::Published { at, .. } | DraftStatus::Discarded { at, .. } => {
                    (JobKey::ForgetDraft(draft.id), at + month)
                }
            };
            owed.extend([job]);
        }
        let jobs = store.jobs().await.unwrap().into_iter();
        let jobs = jobs.filter(|job| !matches!(job.key, JobKey::TellLog(_)));
        let jobs: BTreeMap<_, _> = jobs.map(|job| (job.key, job.due_at)).collect();
        assert_eq!(jobs, owed);
    }

    /// How many drafts there are.
    pub(super) fn drafts(&self) -> usize {
        let desks = self.desks.values();
        desks.map(|desk| desk.present().count()).sum()
    }
}
