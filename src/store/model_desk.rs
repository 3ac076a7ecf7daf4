//! The desks as one would write them down.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{
    Filing, JobKey, NewDraft, Redraft, Store,
    act::{Act, Came, To, What, With, new_draft, redraft},
    conformance::{at, filing},
    model::Model,
    model_briefing::is_ours,
};
use crate::article::{
    Article, ArticleId, Attempt, Author, Correction, Deed, Draft, DraftId, DraftStatus, Entry,
    GuildId, GuildSettings, Library, Line, Origin, Record, State, UserId, Withdrawal,
};

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
            refused: new.refused,
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
            What::Brief(brief) => self.brief(brief, (guild, by), minute),
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

    /// Adds an entry on a schedule to a guild's log.
    pub(super) fn log_briefing(&mut self, guild: GuildId, by: Author, deed: Deed, minute: i64) {
        let desk = self.desks.entry(guild).or_default();
        desk.note(by, None, deed, minute);
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
            origin: Origin::Desk,
            date: article.published.unwrap_or(old.date),
            article,
            ..old
        };
        new.corrections.extend(note.map(|note| Correction {
            revision: new.revision,
            note,
            at: at(minute),
        }));
        self.add_revision(new, minute);
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
                let filing = Filing {
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
        let month = TimeDelta::days(30);
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
        let jobs = jobs.filter(|job| !is_ours(&job.key) && !matches!(job.key, JobKey::TellLog(_)));
        let jobs: BTreeMap<_, _> = jobs.map(|job| (job.key, job.due_at)).collect();
        assert_eq!(jobs, owed);
    }

    /// How many drafts there are.
    pub(super) fn drafts(&self) -> usize {
        let desks = self.desks.values();
        desks.map(|desk| desk.present().count()).sum()
    }
}
