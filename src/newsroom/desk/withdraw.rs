//! Taking a story from readers, and putting it back.

use super::Person;
use crate::{
    article::{ArticleId, Author, Library, Line, MAX_NOTE_CHARS, Record, State},
    newsroom::{Error, Newsroom, Reader},
    search::fold,
    view::{
        desk::refusal::{DeskRefusal, Words},
        notice::Refusal,
    },
};

/// Withdrawn stories that are looked through while one types.
const LOOKED_AT: usize = 200;

/// What became of a story that was taken away or put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// For all its readers.
    Everywhere,
    /// For the readers of this guild: it is the house's.
    Here,
}

impl Newsroom {
    /// Takes a story from its readers; one of the house from this guild's, where this is not the
    /// desk that edits it.
    pub async fn withdraw(
        &self,
        person: &Person,
        id: ArticleId,
        reason: Option<&str>,
    ) -> Result<Taken, Error> {
        let reason = self::reason(reason)?;
        self.take(person, id, true, reason).await
    }

    /// Puts a story back.
    pub async fn restore(&self, person: &Person, id: ArticleId) -> Result<Taken, Error> {
        self.take(person, id, false, None).await
    }

    async fn take(
        &self,
        person: &Person,
        id: ArticleId,
        away: bool,
        reason: Option<Line>,
    ) -> Result<Taken, Error> {
        let record = self.desk_article_by_id(person, id).await?;
        let (guild, by, now) = (person.guild, person.user, self.clock.now());
        let here = !self.may_edit(guild, id.library);
        let done = match (here, away) {
            (true, _) if record.state != State::Published => {
                return Err(Refusal::Gone(id).into());
            }
            (true, _) => {
                debug_assert_eq!(id.library, Library::House);
                let by = Author::User(by);
                self.store
                    .set_hidden(guild, id.number, away, reason, by, now)
                    .await?
            }
            (false, true) => self.store.withdraw(id, reason, guild, by, now).await?,
            (false, false) => self.store.restore(id, guild, by, now).await?,
        };
        if !done {
            return Err(match (here, away) {
                (true, true) => DeskRefusal::AlreadyHidden(id),
                (true, false) => DeskRefusal::NotHidden(id),
                (false, true) => DeskRefusal::AlreadyWithdrawn(id),
                (false, false) => DeskRefusal::NotWithdrawn(id),
            }
            .into());
        }
        self.catalogue.follow().await?;
        Ok(if here { Taken::Here } else { Taken::Everywhere })
    }

    /// Stories that can be put back here and fit what was typed so far, newest first: withdrawn ones,
    /// and those of the house that this guild hides.
    pub async fn complete_withdrawn(
        &self,
        person: &Person,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<Record>, Error> {
        let mut ids = self
            .store
            .withdrawn(Library::Guild(person.guild), LOOKED_AT)
            .await?;
        if self.may_edit(person.guild, Library::House) {
            ids.extend(self.store.withdrawn(Library::House, LOOKED_AT).await?);
        }
        let reader = Reader {
            guild: Some(person.guild),
        };
        let mut hidden: Vec<_> = self.scope(reader).hidden.iter().copied().collect();
        hidden.sort_unstable();
        ids.extend(hidden.into_iter().rev());
        ids.truncate(LOOKED_AT);
        let typed = fold(typed.trim());
        let fits = |record: &Record| {
            let id = fold(&record.id.to_string());
            fold(record.article.headline.as_str()).contains(&typed) || id.starts_with(&typed)
        };
        let found = self.store.articles_of(ids).await?.into_iter().flatten();
        Ok(found.filter(fits).take(limit).collect())
    }
}

/// A reason as it was typed.
fn reason(typed: Option<&str>) -> Result<Option<Line>, Error> {
    let line = typed.and_then(Line::new);
    match &line {
        Some(line) if line.as_str().chars().count() > MAX_NOTE_CHARS => {
            Err(DeskRefusal::LongWords {
                what: Words::Reason,
                typed: line.to_string(),
            }
            .into())
        }
        _ => Ok(line),
    }
}
