use chrono::{DateTime, Utc};

use super::{ChangeKind, Store, StoreError, engine::Engine, story::Story, table::Writes};
use crate::article::{
    Article, ArticleId, Author, Correction, Library, MAX_ARTICLE_BYTES, MAX_REVISION, Origin,
    Record, Standing, State,
};

/// Articles of many that share a transaction: each takes part of a millisecond, in which nobody reads.
const TOGETHER: usize = 16;

/// An article to be added to a library, or to update the same story there.
///
/// The same story is, in this order: one of the same headline (case and white space aside) and
/// date, one with the same first source link, one that was alone in the same file. Before all of
/// these comes the article of the number that `standing` says, if that is the same story or has
/// the same lede.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// Where it goes.
    pub library: Library,
    /// The text.
    pub article: Article,
    /// Who files it.
    pub author: Author,
    /// Where the text came from.
    pub origin: Origin,
    /// Whether `origin` is a file that holds this article only: then the article that was last
    /// filed alone from that file is the same story, whatever changed in it.
    pub same_file: bool,
    /// Whether it is announced: then it counts as published by the desk, imported or not.
    pub announced: bool,
    /// How it stood in the library that it was exported from. Its state is taken over; of a new
    /// article its revision, too, and since when and under which date readers saw it.
    pub standing: Standing,
    /// Whether every lower number of that library came before it from the same export: then it
    /// is a new article if its number is the next, whatever it is like.
    pub in_order: bool,
    /// Whether an article whose present text somebody wrote on Discord is left as it is.
    pub yields: bool,
}

/// What became of a [`Filing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The article's name.
    pub id: ArticleId,
    /// Whether anything changed.
    pub outcome: Outcome,
    /// The article's revision now.
    pub revision: u32,
    /// The number that it was exported with, where it has another here.
    pub renumbered: Option<u32>,
}

/// Whether a filing changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A new article.
    New,
    /// A new revision of an article, or another state; or it was announced.
    Updated,
    /// The same text and state as before, and nothing to announce: nothing was written.
    Unchanged,
    /// Another text than somebody wrote on Discord, to which it yields: nothing was written.
    Held,
}

/// What a filing comes to.
struct Plan {
    filed: Filed,
    /// The article as it stands.
    old: Option<Record>,
    /// The article as it shall be; none where that is no different.
    new: Option<Record>,
}

impl Filing {
    /// Refuses an article too large for a record.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        fits(&self.article, &[])
    }

    /// The first record of a new article.
    pub(super) fn first(&self, id: ArticleId, now: DateTime<Utc>) -> Record {
        let Standing {
            state,
            revision,
            live_at,
            filed,
            ..
        } = self.standing;
        let live_at = live_at.unwrap_or(now);
        let date = self.article.published.or(filed);
        Record {
            id,
            revision: revision.unwrap_or(1).clamp(1, MAX_REVISION),
            state: state.unwrap_or(State::Published),
            added_by: self.author,
            added_at: now,
            live_at,
            revised_by: self.author,
            revised_at: now,
            origin: self.origin.clone(),
            announced_at: self.announced.then_some(now),
            corrections: Vec::new(),
            withdrawal: None,
            date: date.unwrap_or(live_at.date_naive()),
            article: self.article.clone(),
        }
    }

    /// What becomes of `old`.
    pub(super) fn next(&self, old: &Record, now: DateTime<Utc>) -> Record {
        let mut new = old.clone();
        if let Some(state) = self.standing.state {
            new.set_state(state, now);
        }
        if self.article != old.article {
            new.revision += 1;
            new.revised_by = self.author;
            new.revised_at = now;
            new.origin = self.origin.clone();
            new.date = self.article.published.unwrap_or(old.date);
            new.article = self.article.clone();
        }
        if self.announced {
            new.announced_at.get_or_insert(now);
        }
        new
    }

    /// What is written down of a new article.
    fn added(&self, new: &Record) -> ChangeKind {
        if self.standing == Standing::default() {
            return ChangeKind::Added;
        }
        ChangeKind::Restored {
            revision: new.revision,
            state: new.state,
            live_at: new.live_at,
        }
    }
}

impl Store {
    /// Adds the article, or updates the one that is the same story. Durable when it returns.
    ///
    /// An article without a date gets the day of `now` (UTC) when it is new, and keeps the date
    /// it has on an update. An update keeps the article's number, state and
    /// [`live_at`](Record::live_at), and the text it had as a revision.
    pub async fn file(&self, filing: Filing, now: DateTime<Utc>) -> Result<Filed, StoreError> {
        self.write(move |engine| engine.file(&filing, now)).await
    }

    /// [`Store::file`] for many in order, waiting for the disk once. Each article is atomic; one
    /// that is too large is refused before any is filed.
    pub async fn file_all(
        &self,
        filings: Vec<Filing>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Filed>, StoreError> {
        self.write(move |engine| {
            filings.iter().try_for_each(Filing::check)?;
            let some = filings.chunks(TOGETHER);
            let filed = some.map(|filings| engine.file_together(filings, now));
            Ok(filed.collect::<Result<Vec<_>, _>>()?.concat())
        })
        .await
    }

    /// What [`Store::file`] would do now; writes nothing.
    pub async fn plan(&self, filing: Filing, now: DateTime<Utc>) -> Result<Filed, StoreError> {
        self.read(move |engine| engine.plan(&filing, now)).await
    }
}

impl Engine {
    /// What [`Engine::file`] would do.
    pub(super) fn plan(&self, filing: &Filing, now: DateTime<Utc>) -> Result<Filed, StoreError> {
        filing.check()?;
        Ok(self.weigh(&Writes::default(), filing, now)?.filed)
    }

    /// Adds the article, or updates the one that is the same story.
    pub(super) fn file(&self, filing: &Filing, now: DateTime<Utc>) -> Result<Filed, StoreError> {
        filing.check()?;
        self.write(|writes| self.file_in(writes, filing, now))
    }

    /// [`Engine::file`] for several in order, all or none of them.
    fn file_together(
        &self,
        filings: &[Filing],
        now: DateTime<Utc>,
    ) -> Result<Vec<Filed>, StoreError> {
        self.write(|writes| {
            let file = |filing| self.file_in(writes, filing, now);
            filings.iter().map(file).collect()
        })
    }

    fn file_in(
        &self,
        writes: &mut Writes,
        filing: &Filing,
        now: DateTime<Utc>,
    ) -> Result<Filed, StoreError> {
        let Plan { filed, old, new } = self.weigh(writes, filing, now)?;
        if let Some(new) = new {
            self.put_filed(writes, filing, old.as_ref(), &new, now)?;
        }
        Ok(filed)
    }

    /// Writes what `filing` makes of `old` into every table that follows from it.
    pub(super) fn put_filed(
        &self,
        writes: &mut Writes,
        filing: &Filing,
        old: Option<&Record>,
        new: &Record,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        fits(&new.article, &new.corrections)?;
        let kinds = match old {
            None => vec![filing.added(new)],
            Some(old) => changes(old, new),
        };
        if old.is_none_or(|old| old.revision != new.revision) {
            self.note_file(writes, filing, new.id)?;
        }
        self.put_article(writes, old, new)?;
        self.put_changes(writes, new.id, &kinds, filing.author, now)
    }

    fn weigh(
        &self,
        writes: &Writes,
        filing: &Filing,
        now: DateTime<Utc>,
    ) -> Result<Plan, StoreError> {
        let next = self.shelf_in(writes, filing.library)?.last_number + 1;
        let old = match filing.standing.number {
            Some(number) if number == next && filing.in_order => None,
            Some(number) => match self.numbered(writes, filing, number, now)? {
                Some(old) => Some(old),
                None => self.same_story(writes, filing, now)?,
            },
            None => self.same_story(writes, filing, now)?,
        };
        let (new, outcome) = match &old {
            None => {
                let library = filing.library;
                let id = ArticleId {
                    library,
                    number: next,
                };
                (filing.first(id, now), Outcome::New)
            }
            Some(old) => {
                let new = filing.next(old, now);
                let outcome = if new == *old {
                    Outcome::Unchanged
                } else {
                    Outcome::Updated
                };
                let by_desk = matches!(old.revised_by, Author::User(_));
                let held = filing.yields && by_desk && filing.article != old.article;
                let outcome = if held { Outcome::Held } else { outcome };
                (new, outcome)
            }
        };
        let filed = Filed {
            id: new.id,
            outcome,
            revision: old
                .as_ref()
                .filter(|_| outcome == Outcome::Held)
                .map_or(new.revision, |old| old.revision),
            renumbered: filing
                .standing
                .number
                .filter(|number| *number != new.id.number),
        };
        Ok(Plan {
            filed,
            old,
            new: matches!(outcome, Outcome::New | Outcome::Updated).then_some(new),
        })
    }

    /// The article of that number, if `filing` is the same story.
    fn numbered(
        &self,
        writes: &Writes,
        filing: &Filing,
        number: u32,
        now: DateTime<Utc>,
    ) -> Result<Option<Record>, StoreError> {
        let id = ArticleId {
            library: filing.library,
            number,
        };
        let is_same = |record: &Record| {
            let told = Story::told(record);
            let sought = Story::sought(filing, now);
            record.article.lede == filing.article.lede
                || sought.iter().any(|story| told.contains(story))
        };
        Ok(self.article_in(writes, id)?.filter(is_same))
    }

    /// The article that `filing` is a text of: the oldest where several answer.
    fn same_story(
        &self,
        writes: &Writes,
        filing: &Filing,
        now: DateTime<Utc>,
    ) -> Result<Option<Record>, StoreError> {
        for story in Story::sought(filing, now) {
            let known = self
                .tables
                .stories
                .keys_in(writes, (filing.library, story))?;
            if let Some((library, _, number)) = known.into_iter().next() {
                return self.article_in(writes, ArticleId { library, number });
            }
        }
        Ok(None)
    }

    /// Remembers or forgets that the article has its file to itself. Only one article can.
    fn note_file(
        &self,
        writes: &mut Writes,
        filing: &Filing,
        id: ArticleId,
    ) -> Result<(), StoreError> {
        let Origin::File(path) = &filing.origin else {
            return Ok(());
        };
        let stories = &self.tables.stories;
        let story = Story::File(path.clone());
        for key in stories.keys_in(writes, (filing.library, story.clone()))? {
            stories.remove(writes, &key);
        }
        if filing.same_file {
            stories.put(writes, &(id.library, story, id.number), &())?;
        }
        Ok(())
    }
}

/// Refuses an article that is too large for a record with what readers are told of its changes.
fn fits(article: &Article, corrections: &[Correction]) -> Result<(), StoreError> {
    let notes = corrections.iter().map(|told| told.note.as_str().len());
    let bytes = article.byte_len() + notes.sum::<usize>();
    if bytes <= MAX_ARTICLE_BYTES {
        return Ok(());
    }
    let headline = article.headline.to_string();
    Err(StoreError::TooLarge {
        headline,
        bytes,
        max: MAX_ARTICLE_BYTES,
    })
}

/// What happened to an article that is `new` now.
fn changes(old: &Record, new: &Record) -> Vec<ChangeKind> {
    let revised = (old.revision != new.revision).then_some(ChangeKind::Revised(new.revision));
    let state = (old.state != new.state).then_some(ChangeKind::State(new.state));
    let announced = old.announced_at != new.announced_at;
    let announced = announced.then_some(ChangeKind::Announced);
    revised.into_iter().chain(state).chain(announced).collect()
}
