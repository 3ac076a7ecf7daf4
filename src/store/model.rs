//! A plain model of the store, in memory.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Filed, Filing, Outcome, Store, Verified, conformance::at, model_desk::DeskModel,
    model_ledger::BriefingModel,
};
use crate::article::{
    Article, ArticleId, Author, Deed, GuildId, Library, Origin, Outline, Record, State,
};

pub(super) const LIBRARIES: [Library; 2] = [Library::House, Library::Guild(GuildId(1))];

/// The store as one would write it down: everything found by looking at everything.
#[derive(Default)]
pub(super) struct Model {
    articles: BTreeMap<ArticleId, Vec<Record>>,
    /// The article that a file held alone when it was last filed.
    alone: BTreeMap<(Library, String), ArticleId>,
    /// How many revisions of an article stayed where it was exported.
    earlier: BTreeMap<ArticleId, u32>,
    hidden: BTreeSet<(GuildId, ArticleId)>,
    pub(super) desks: BTreeMap<GuildId, DeskModel>,
    /// Every change of an article.
    pub(super) changes: Vec<Changed>,
    pub(super) briefings: BriefingModel,
}

/// That an article changed.
pub(super) struct Changed {
    pub(super) id: ArticleId,
    /// Whether a message with it has to be edited; with a guild, only a message of that guild's.
    pub(super) seen_by: Option<Option<GuildId>>,
    pub(super) minute: i64,
}

/// A new article.
fn first(filing: &Filing, id: ArticleId, minute: i64) -> Record {
    let standing = &filing.standing;
    let live_at = standing.live_at.unwrap_or(at(minute));
    let date = filing.article.published.or(standing.filed);
    Record {
        id,
        revision: standing.revision.unwrap_or(1),
        state: standing.state.unwrap_or(State::Published),
        added_by: filing.author,
        added_at: at(minute),
        live_at,
        revised_by: filing.author,
        revised_at: at(minute),
        origin: filing.origin.clone(),
        announced_at: None,
        corrections: Vec::new(),
        withdrawal: None,
        date: date.unwrap_or(live_at.date_naive()),
        article: filing.article.clone(),
    }
}

impl Model {
    pub(super) fn now(&self, id: ArticleId) -> Option<&Record> {
        self.articles.get(&id)?.last()
    }

    fn present(&self, library: Library) -> impl Iterator<Item = &Record> {
        let revisions = self
            .articles
            .values()
            .filter_map(|revisions| revisions.last());
        revisions.filter(move |record| record.id.library == library)
    }

    fn same_story(&self, filing: &Filing, today: NaiveDate) -> Option<ArticleId> {
        let wanted = &filing.article;
        let find = |same: &dyn Fn(&Record) -> bool| {
            self.present(filing.library)
                .find(|record| same(record))
                .map(|record| record.id)
        };
        let headline = |record: &Record| record.article.headline == wanted.headline;
        let undated = |record: &Record| {
            wanted.published.is_none() && record.article.published.is_none() && headline(record)
        };
        let date = wanted.published.unwrap_or(today);
        let dated = |record: &Record| record.date == date && headline(record);
        let source = |record: &Record| {
            !wanted.sources.is_empty() && record.article.sources.first() == wanted.sources.first()
        };
        let file = || match &filing.origin {
            Origin::File(path) if filing.same_file => {
                self.alone.get(&(filing.library, path.clone())).copied()
            }
            _ => None,
        };
        find(&undated)
            .or_else(|| find(&dated))
            .or_else(|| find(&source))
            .or_else(file)
    }

    /// The article of the number in the file, where it is the same story.
    fn numbered(&self, filing: &Filing, number: u32, today: NaiveDate) -> Option<ArticleId> {
        let library = filing.library;
        let record = self.now(ArticleId { library, number })?;
        let (old, new) = (&record.article, &filing.article);
        let dates = match new.published {
            Some(date) => record.date == date,
            None => old.published.is_none() || record.date == today,
        };
        let source = !new.sources.is_empty() && old.sources.first() == new.sources.first();
        let same = (old.headline == new.headline && dates) || source || old.lede == new.lede;
        same.then_some(record.id)
    }

    pub(super) fn file(&mut self, filing: &Filing, minute: i64) -> Filed {
        let now = at(minute);
        let today = now.date_naive();
        let library = filing.library;
        let next = u32::try_from(self.present(library).count()).unwrap() + 1;
        let found = match filing.standing.number {
            Some(number) if number == next && filing.in_order => None,
            Some(number) => self
                .numbered(filing, number, today)
                .or_else(|| self.same_story(filing, today)),
            None => self.same_story(filing, today),
        };
        let id = found.unwrap_or(ArticleId {
            library,
            number: next,
        });
        let renumbered = filing.standing.number.filter(|number| *number != id.number);
        let filed = |outcome, revision| Filed {
            id,
            outcome,
            revision,
            renumbered,
        };
        let Some(old) = self.now(id).cloned() else {
            let new = first(filing, id, minute);
            let revision = new.revision;
            self.note(filing, id);
            self.earlier.insert(id, revision - 1);
            self.articles.insert(id, vec![new]);
            self.changed(id, None, minute);
            return filed(Outcome::New, revision);
        };
        let state = filing.standing.state.unwrap_or(old.state);
        let changed = self.set_state(id, state, minute);
        if old.article == filing.article {
            let outcome = if changed {
                Outcome::Updated
            } else {
                Outcome::Unchanged
            };
            return filed(outcome, old.revision);
        }
        let new = Record {
            revision: old.revision + 1,
            revised_by: filing.author,
            revised_at: now,
            origin: filing.origin.clone(),
            date: filing.article.published.unwrap_or(old.date),
            article: Article::clone(&filing.article),
            ..self.now(id).cloned().unwrap()
        };
        self.note(filing, id);
        let revision = new.revision;
        let revisions = self.articles.get_mut(&id).unwrap();
        // The revision that is kept is the one before both changes.
        *revisions.last_mut().unwrap() = old;
        revisions.push(new);
        self.changed(id, Some(None), minute);
        filed(Outcome::Updated, revision)
    }

    /// Remembers which article its file held alone.
    fn note(&mut self, filing: &Filing, id: ArticleId) {
        if let Origin::File(path) = &filing.origin {
            let key = (filing.library, path.clone());
            if filing.same_file {
                self.alone.insert(key, id);
            } else {
                self.alone.remove(&key);
            }
        }
    }

    pub(super) fn set_state(&mut self, id: ArticleId, state: State, minute: i64) -> bool {
        let record = self
            .articles
            .get_mut(&id)
            .and_then(|revisions| revisions.last_mut());
        let Some(record) = record.filter(|record| record.state != state) else {
            return false;
        };
        if record.state == State::Scheduled {
            record.live_at = at(minute);
        }
        if state != State::Withdrawn {
            record.withdrawal = None;
        }
        record.state = state;
        self.changed(id, Some(None), minute);
        true
    }

    /// How many changes and entries of logs there were.
    pub(super) fn written(&self) -> u64 {
        self.seq() + self.entries() + self.briefings.written
    }

    /// How many changes there were.
    fn seq(&self) -> u64 {
        u64::try_from(self.changes.len()).unwrap()
    }

    fn entries(&self) -> u64 {
        let entries: usize = self.desks.values().map(|desk| desk.log.len()).sum();
        u64::try_from(entries).unwrap()
    }

    fn changed(&mut self, id: ArticleId, seen_by: Option<Option<GuildId>>, minute: i64) {
        self.changes.push(Changed {
            id,
            seen_by,
            minute,
        });
    }

    /// The articles that were announced, and when.
    pub(super) fn announced(&self, library: Library) -> BTreeMap<ArticleId, DateTime<Utc>> {
        let present = self.present(library);
        present
            .filter_map(|record| Some((record.id, record.announced_at?)))
            .collect()
    }

    /// A new story of the desk's.
    pub(super) fn add_story(&mut self, filing: &Filing, minute: i64) -> ArticleId {
        let library = filing.library;
        let number = u32::try_from(self.present(library).count()).unwrap() + 1;
        let id = ArticleId { library, number };
        let record = Record {
            announced_at: Some(at(minute)),
            ..first(filing, id, minute)
        };
        self.earlier.insert(id, 0);
        self.articles.insert(id, vec![record]);
        self.changed(id, None, minute);
        id
    }

    /// A new text of an article that is there.
    pub(super) fn add_revision(&mut self, new: Record, minute: i64) {
        let id = new.id;
        self.articles.get_mut(&id).unwrap().push(new);
        self.changed(id, Some(None), minute);
    }

    /// The revisions of an article, the present one last.
    pub(super) fn revisions(&self, id: ArticleId) -> &[Record] {
        self.articles.get(&id).map_or(&[], Vec::as_slice)
    }

    pub(super) fn now_mut(&mut self, id: ArticleId) -> &mut Record {
        self.articles.get_mut(&id).unwrap().last_mut().unwrap()
    }

    pub(super) fn set_hidden(
        &mut self,
        guild: GuildId,
        number: u32,
        hidden: bool,
        minute: i64,
    ) -> bool {
        let id = ArticleId {
            library: Library::House,
            number,
        };
        let done = self.articles.contains_key(&id)
            && if hidden {
                self.hidden.insert((guild, id))
            } else {
                self.hidden.remove(&(guild, id))
            };
        if done {
            self.changed(id, Some(Some(guild)), minute);
            let deed = if hidden {
                Deed::Hid(None)
            } else {
                Deed::Showed
            };
            self.log(guild, Author::Operator, id, deed, minute);
        }
        done
    }

    /// Compares everything that the store gives.
    pub(super) async fn check(&self, store: &Store) {
        assert_eq!(store.change_seq().await.unwrap(), self.seq());
        let (schedules, deliveries) = self.briefings();
        let verified = Verified {
            articles: self.articles.len(),
            revisions: self.articles.values().map(|all| all.len() - 1).sum(),
            changes: self.seq(),
            drafts: self.drafts(),
            entries: self.entries(),
            schedules,
            deliveries,
        };
        assert_eq!(store.verify().await.unwrap(), verified);
        let changes = store.changes_since(0, usize::MAX).await.unwrap();
        assert!(changes.iter().map(|change| change.seq).eq(1..=self.seq()));
        let libraries: BTreeSet<_> = self.articles.keys().map(|id| id.library).collect();
        assert!(libraries.iter().eq(&store.libraries().await.unwrap()));
        for (id, revisions) in &self.articles {
            let (present, old) = revisions.split_last().unwrap();
            assert_eq!(store.article(*id).await.unwrap().as_ref(), Some(present));
            assert_eq!(store.revisions(*id).await.unwrap(), old);
            let earlier = self.earlier[id] as usize;
            assert_eq!(present.revision as usize, earlier + revisions.len());
        }
        self.check_desks(store).await;
        self.check_briefings(store).await;
        let hidden = store.hidden().await.unwrap();
        assert!(self.hidden.iter().eq(&hidden));
        for library in LIBRARIES {
            let published: Vec<_> = self
                .present(library)
                .filter(|record| record.state == State::Published)
                .collect();
            let outlines: Vec<_> = published.iter().map(|record| Outline::of(record)).collect();
            assert_eq!(
                store.outlines(library, 0, usize::MAX).await.unwrap(),
                outlines
            );
            let newest = published
                .iter()
                .max_by_key(|record| (record.date, record.live_at, record.id.number));
            let newest = newest.map(|record| record.id);
            assert_eq!(store.newest(&[library]).await.unwrap(), newest);
        }
    }
}
