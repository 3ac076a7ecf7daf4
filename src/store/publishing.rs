//! What the desk does to articles: drafts become revisions, stories are withdrawn and put back.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Acted, Filing, Store, StoreError, drafting::open, drafts::Sheet, engine::Engine, table::Writes,
};
use crate::article::{
    Article, ArticleId, Author, Deed, Draft, DraftId, DraftStatus, GuildId, Library, Line, Origin,
    Record, Standing, State, UserId, Withdrawal,
};

/// What a draft becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The text as it was read.
    pub article: Article,
    /// Where it goes.
    pub place: Place,
    /// The date of a new story whose text names none: the day it is where it is published.
    pub today: NaiveDate,
    /// What readers are told of a change.
    pub note: Option<Line>,
}

/// Where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into a library, as a new story, whatever it is like.
    New(Library),
    /// Over an article that is at this revision.
    Over(ArticleId, u32),
}

/// What became of publishing a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// Readers have it, if they see the article; as it is now.
    Done(Box<Record>),
    /// Nothing was done: the draft is at another version, or was published or discarded.
    Changed(Box<Draft>),
    /// There is no such draft any more, or no such article.
    Missing,
    /// Nothing was done: the article is at this revision by now.
    Outdated(u32),
    /// Nothing was done: the article has that text already.
    Unchanged,
}

/// What became of another text of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rewritten {
    /// It is the present one; the article as it is now.
    Done(Box<Record>),
    /// Nothing was done: the article is at this revision by now.
    Outdated(u32),
    /// Nothing was done: the present text is the same.
    Unchanged,
    /// There is no such article, or no such revision of it here.
    Missing,
}

impl Store {
    /// Makes a new story of a draft, or a new revision of an article, which keeps its state.
    pub async fn publish_draft(
        &self,
        id: DraftId,
        version: u32,
        publication: Publication,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Published, StoreError> {
        self.write(move |engine| {
            let acted = engine.act(id, version, open, |writes, old, ()| {
                engine.publish(writes, old, publication, by, now)
            })?;
            Ok(match acted {
                Acted::Done(published) => published,
                Acted::Changed(draft) => Published::Changed(draft),
                Acted::Missing => Published::Missing,
            })
        })
        .await
    }

    /// Makes the text of an earlier revision the present one again, as a new revision, if the
    /// article is still at the revision `over`. That guild's log is told.
    pub async fn rewrite(
        &self,
        id: ArticleId,
        revision: u32,
        over: u32,
        guild: GuildId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Rewritten, StoreError> {
        self.write(move |engine| {
            engine.write(|writes| engine.rewrite(writes, id, (revision, over), guild, (by, now)))
        })
        .await
    }

    /// Takes an article from readers; false where it was so already or there is none. That guild's
    /// log is told.
    pub async fn withdraw(
        &self,
        id: ArticleId,
        reason: Option<Line>,
        guild: GuildId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let by = Author::User(by);
        self.write(move |engine| {
            engine.write(|writes| {
                let deed = Deed::Withdrew(reason.clone().map(Line::into));
                let withdrawal = Withdrawal {
                    reason,
                    by,
                    at: now,
                };
                let state = (State::Withdrawn, Some(withdrawal));
                let done = engine.put_state(writes, id, state, by, now)?;
                if done {
                    engine.note(writes, guild, (by, now), Some(id), deed)?;
                }
                Ok(done)
            })
        })
        .await
    }

    /// Gives readers a withdrawn article back; false where it is not withdrawn or there is none.
    /// That guild's log is told.
    pub async fn restore(
        &self,
        id: ArticleId,
        guild: GuildId,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let by = Author::User(by);
        self.write(move |engine| {
            engine.write(|writes| {
                let old = engine.article(id)?;
                if old.is_none_or(|old| old.state != State::Withdrawn) {
                    return Ok(false);
                }
                engine.put_state(writes, id, (State::Published, None), by, now)?;
                engine.note(writes, guild, (by, now), Some(id), Deed::Restored)?;
                Ok(true)
            })
        })
        .await
    }
}

impl Engine {
    fn publish(
        &self,
        writes: &mut Writes,
        draft: &Sheet,
        publication: Publication,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Published, StoreError> {
        let Publication {
            article,
            place,
            today,
            note,
        } = publication;
        let signed = (Author::User(by), now);
        let (record, deed) = match place {
            Place::New(library) => {
                let headline = article.headline.to_string();
                let record = self.put_new(writes, library, article, today, signed)?;
                (record, Deed::Published(headline))
            }
            Place::Over(id, over) => {
                let told = note.clone().map(Line::into);
                match self.put_revision(writes, id, over, article, note, signed)? {
                    Rewritten::Done(record) => {
                        let deed = Deed::Revised(record.revision, told);
                        (record, deed)
                    }
                    Rewritten::Outdated(present) => return Ok(Published::Outdated(present)),
                    Rewritten::Unchanged => return Ok(Published::Unchanged),
                    Rewritten::Missing => return Ok(Published::Missing),
                }
            }
        };
        let status = DraftStatus::Published {
            article: record.id,
            revision: record.revision,
            by: signed.0,
            at: now,
        };
        self.put_draft(writes, Some(draft), &draft.next(status, signed))?;
        self.note(writes, draft.id.guild, signed, Some(record.id), deed)?;
        Ok(Published::Done(record))
    }

    fn rewrite(
        &self,
        writes: &mut Writes,
        id: ArticleId,
        (revision, over): (u32, u32),
        guild: GuildId,
        (by, now): (UserId, DateTime<Utc>),
    ) -> Result<Rewritten, StoreError> {
        let Some(earlier) = self.revision(id, revision)? else {
            return Ok(Rewritten::Missing);
        };
        let signed = (Author::User(by), now);
        let rewritten = self.put_revision(writes, id, over, earlier.article, None, signed)?;
        if let Rewritten::Done(record) = &rewritten {
            let deed = Deed::RestoredRevision(revision, record.revision);
            self.note(writes, guild, signed, Some(id), deed)?;
        }
        Ok(rewritten)
    }

    /// Writes a new story of the desk's.
    fn put_new(
        &self,
        writes: &mut Writes,
        library: Library,
        article: Article,
        today: NaiveDate,
        (by, now): (Author, DateTime<Utc>),
    ) -> Result<Box<Record>, StoreError> {
        let number = self.shelf(library)?.last_number + 1;
        let id = ArticleId { library, number };
        let filing = of_desk(library, article, by);
        let record = Record::published(id, filing.article.clone(), today, by, now);
        self.put_filed(writes, &filing, None, &record, now)?;
        Ok(Box::new(record))
    }

    /// Writes a new text of an article that is at the revision `over`.
    fn put_revision(
        &self,
        writes: &mut Writes,
        id: ArticleId,
        over: u32,
        article: Article,
        note: Option<Line>,
        (by, now): (Author, DateTime<Utc>),
    ) -> Result<Rewritten, StoreError> {
        let Some(old) = self.article(id)? else {
            return Ok(Rewritten::Missing);
        };
        if old.revision != over {
            return Ok(Rewritten::Outdated(old.revision));
        }
        if article == old.article {
            return Ok(Rewritten::Unchanged);
        }
        let filing = of_desk(id.library, article, by);
        let new = old.revised(filing.article.clone(), note, by, now);
        self.put_filed(writes, &filing, Some(&old), &new, now)?;
        Ok(Rewritten::Done(Box::new(new)))
    }
}

/// A text that the desk files.
fn of_desk(library: Library, article: Article, author: Author) -> Filing {
    Filing {
        library,
        article,
        author,
        origin: Origin::Desk,
        same_file: false,
        announced: false,
        standing: Standing::default(),
        in_order: false,
        yields: false,
    }
}
