//! What was: revisions, the log, exports.

use std::sync::Arc;

use super::{Person, act::too_large};
use crate::{
    article::{ArticleId, Entry, Library, Record, Standing, State, UserId},
    format::{briefing, json},
    newsroom::{Error, ExportFormat, Newsroom, Reader},
    store::Rewritten,
    view::desk::{done::What, refusal::DeskRefusal},
};

/// An article with all its revisions.
#[derive(Clone, Debug)]
pub struct Past {
    /// As it is now.
    pub present: Arc<Record>,
    /// All of them, the newest first, the present one too.
    pub revisions: Vec<Arc<Record>>,
}

impl Past {
    /// A revision, and the one before it where that is kept.
    pub fn revision(&self, revision: u32) -> Option<(Arc<Record>, Option<Arc<Record>>)> {
        let mut all = self.revisions.iter();
        let found = all.find(|record| record.revision == revision)?;
        Some((found.clone(), all.next().cloned()))
    }
}

impl Newsroom {
    /// The revisions of an article that this desk edits.
    pub async fn past(&self, person: &Person, id: ArticleId) -> Result<Past, Error> {
        let present = Arc::new(self.editable(person, id).await?);
        let earlier = self.store.revisions(id).await?.into_iter().rev();
        // One may have come meanwhile.
        let earlier = earlier.filter(|record| record.revision < present.revision);
        let revisions = [present.clone()].into_iter().chain(earlier.map(Arc::new));
        Ok(Past {
            revisions: revisions.collect(),
            present,
        })
    }

    /// Makes an earlier revision the present one, if that still is `over`.
    pub async fn rewrite(
        &self,
        person: &Person,
        id: ArticleId,
        revision: u32,
        over: u32,
    ) -> Result<Record, Error> {
        self.check_editable(person, id)?;
        let (guild, by, now) = (person.guild, person.user, self.clock.now());
        let rewritten = self
            .store
            .rewrite(id, revision, over, guild, by, now)
            .await
            .map_err(too_large)?;
        match rewritten {
            Rewritten::Done(record) => {
                self.catalogue.follow().await?;
                Ok(*record)
            }
            Rewritten::Outdated(present) => Err(DeskRefusal::Outdated { id, present }.into()),
            Rewritten::Unchanged => Err(DeskRefusal::SameText { id, revision }.into()),
            Rewritten::Missing => Err(DeskRefusal::UnknownRevision { id, revision }.into()),
        }
    }

    /// Lines of the guild's log, newest first, from `from` on downwards; 0: from the newest.
    pub async fn log(
        &self,
        person: &Person,
        who: Option<UserId>,
        article: Option<ArticleId>,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Entry>, Error> {
        let guild = person.guild;
        Ok(self.store.log(guild, who, article, from, limit).await?)
    }

    /// Where the part of the log before the one from `from` on begins; none where that is the first.
    pub async fn log_above(
        &self,
        person: &Person,
        who: Option<UserId>,
        article: Option<ArticleId>,
        from: u64,
        limit: usize,
    ) -> Result<Option<u64>, Error> {
        let guild = person.guild;
        Ok(match from {
            0 => None,
            from => {
                self.store
                    .log_above(guild, who, article, from, limit)
                    .await?
            }
        })
    }

    /// An article as a file's text.
    pub async fn export_article(
        &self,
        person: &Person,
        id: ArticleId,
        format: ExportFormat,
    ) -> Result<String, Error> {
        let record = self.desk_article_by_id(person, id).await?;
        let reader = Reader {
            guild: Some(person.guild),
        };
        let reads = record.state == State::Published && self.scope(reader).has(id);
        if !reads {
            self.check_editable(person, id)?;
        }
        let standing = Standing::of(&record);
        Ok(match format {
            ExportFormat::Text => briefing::write_exported(&record.article, &standing),
            ExportFormat::Jsonl => json::write(&record.article, &standing),
        })
    }

    /// The guild's whole library as a file's text, and what that is; no text where it has more than
    /// `limit` bytes.
    pub async fn export_library(
        &self,
        person: &Person,
        format: ExportFormat,
        limit: usize,
    ) -> Result<(What, Option<String>), Error> {
        let library = Library::Guild(person.guild);
        let mut export = self.export(Some(library), format).await?;
        let mut text = String::new();
        while let Some(part) = export.next().await?
            && text.len() <= limit
        {
            text += &part;
        }
        let what = What::Library {
            library,
            count: export.articles(),
        };
        if text.is_empty() {
            return Err(DeskRefusal::NothingToExport.into());
        }
        Ok((what, Some(text).filter(|text| text.len() <= limit)))
    }
}
