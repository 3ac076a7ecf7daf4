use chrono::{DateTime, Utc};

use super::{ChangeKind, StoreError, engine::Engine, story::Story, table::Writes};
use crate::article::{
    Article, ArticleId, Author, Library, MAX_ARTICLE_BYTES, Origin, Record, State,
};

/// An article to be added to a library, or to update the same story there.
///
/// The same story is, in this order: one of the same headline (case and white space aside) and
/// date, one with the same first source link, one that was alone in the same file.
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
}

/// Whether a filing changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A new article.
    New,
    /// A new revision of an article.
    Updated,
    /// The same text as before: nothing was written, but that it was announced.
    Unchanged,
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
        let bytes = self.article.byte_len();
        if bytes <= MAX_ARTICLE_BYTES {
            return Ok(());
        }
        let headline = self.article.headline.to_string();
        Err(StoreError::TooLarge {
            headline,
            bytes,
            max: MAX_ARTICLE_BYTES,
        })
    }

    /// The first revision of a new article.
    fn first(&self, id: ArticleId, now: DateTime<Utc>) -> Record {
        Record {
            id,
            revision: 1,
            state: State::Published,
            added_by: self.author,
            added_at: now,
            live_at: now,
            revised_by: self.author,
            revised_at: now,
            origin: self.origin.clone(),
            announced_at: self.announced.then_some(now),
            date: self.article.published.unwrap_or(now.date_naive()),
            article: self.article.clone(),
        }
    }

    /// The next revision of `old`.
    fn next(&self, old: &Record, now: DateTime<Utc>) -> Record {
        Record {
            revision: old.revision + 1,
            revised_by: self.author,
            revised_at: now,
            origin: self.origin.clone(),
            announced_at: old.announced_at.or(self.announced.then_some(now)),
            date: self.article.published.unwrap_or(old.date),
            article: self.article.clone(),
            ..old.clone()
        }
    }
}

impl Engine {
    /// What [`Engine::file`] would do.
    pub(super) fn plan(&self, filing: &Filing, now: DateTime<Utc>) -> Result<Filed, StoreError> {
        filing.check()?;
        Ok(self.weigh(filing, now)?.filed)
    }

    /// Adds the article, or updates the one that is the same story.
    pub(super) fn file(&self, filing: &Filing, now: DateTime<Utc>) -> Result<Filed, StoreError> {
        filing.check()?;
        self.write(|writes| {
            let Plan { filed, old, new } = self.weigh(filing, now)?;
            if let Some(new) = new {
                let kind = match filed.outcome {
                    Outcome::New => ChangeKind::Added,
                    Outcome::Updated => ChangeKind::Revised(new.revision),
                    Outcome::Unchanged => ChangeKind::Announced,
                };
                if filed.outcome != Outcome::Unchanged {
                    self.note_file(writes, filing, filed.id)?;
                }
                self.put_article(writes, old.as_ref(), &new)?;
                self.put_change(writes, new.id, kind, filing.author, now)?;
            }
            Ok(filed)
        })
    }

    fn weigh(&self, filing: &Filing, now: DateTime<Utc>) -> Result<Plan, StoreError> {
        let Some(old) = self.same_story(filing, now)? else {
            let number = self.shelf(filing.library)?.last_number + 1;
            let id = ArticleId {
                library: filing.library,
                number,
            };
            let filed = Filed {
                id,
                outcome: Outcome::New,
                revision: 1,
            };
            return Ok(Plan {
                filed,
                old: None,
                new: Some(filing.first(id, now)),
            });
        };
        let (id, revision) = (old.id, old.revision);
        if old.article == filing.article {
            let filed = Filed {
                id,
                outcome: Outcome::Unchanged,
                revision,
            };
            let announced = filing.announced && old.announced_at.is_none();
            let new = announced.then(|| Record {
                announced_at: Some(now),
                ..old.clone()
            });
            return Ok(Plan {
                filed,
                old: Some(old),
                new,
            });
        }
        let new = filing.next(&old, now);
        let filed = Filed {
            id,
            outcome: Outcome::Updated,
            revision: new.revision,
        };
        Ok(Plan {
            filed,
            old: Some(old),
            new: Some(new),
        })
    }

    /// The article that `filing` is a text of: the oldest where several answer.
    fn same_story(
        &self,
        filing: &Filing,
        now: DateTime<Utc>,
    ) -> Result<Option<Record>, StoreError> {
        for story in Story::sought(filing, now) {
            if let Some(found) = self.tables.stories.scan((filing.library, story)).next() {
                let ((library, _, number), ()) = found?;
                return self.article(ArticleId { library, number });
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
        for found in stories.scan((filing.library, story.clone())) {
            let (key, ()) = found?;
            stories.remove(writes, &key);
        }
        if filing.same_file {
            stories.put(writes, &(id.library, story, id.number), &())?;
        }
        Ok(())
    }
}
