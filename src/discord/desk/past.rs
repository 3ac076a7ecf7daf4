//! `/desk history` and `/desk log`.

use serde::Deserialize;

use super::{Desk, private};
use crate::{
    article::{ArticleId, UserId},
    discord::{answer::Answer, invocation::Invocation},
    newsroom::{Error, blocking},
    view::{
        Message,
        desk::{
            history::{self, History},
            log::{self, LogPage},
            refusal::DeskRefusal,
            revision::{self, RevisionView},
        },
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    article: Option<String>,
    who: Option<u64>,
}

impl Desk<'_> {
    pub(super) async fn history_of(self, invocation: &Invocation) -> Result<Answer, Error> {
        let Options { article, .. } = invocation.read()?;
        let typed = article.unwrap_or_default();
        let record = self.newsroom.desk_article(self.person, &typed).await?;
        self.history(record.id, 0).await.map(private)
    }

    pub(super) async fn history(self, id: ArticleId, from: u32) -> Result<Message, Error> {
        let past = self.newsroom.past(self.person, id).await?;
        // They are told where people look first.
        let copies = match from {
            0 => self.newsroom.copies_in_trouble(self.person, id).await?,
            _ => Vec::new(),
        };
        let from = if from == 0 { u32::MAX } else { from };
        let revisions = past.revisions.into_iter();
        let mut revisions = revisions.filter(|record| record.revision <= from);
        let shown = revisions
            .by_ref()
            .take(history::page(&copies) as usize)
            .collect();
        let history = History {
            present: past.present,
            copies,
            revisions: shown,
            before: revisions.next(),
        };
        // Long texts take a while to be compared.
        blocking(move || history::history(&history)).await
    }

    pub(super) async fn revision(self, id: ArticleId, revision: u32) -> Result<Message, Error> {
        let past = self.newsroom.past(self.person, id).await?;
        let (record, before) = past
            .revision(revision)
            .ok_or(DeskRefusal::UnknownRevision { id, revision })?;
        let view = RevisionView {
            record,
            before,
            present: past.present,
        };
        blocking(move || revision::revision(&view)).await
    }

    pub(super) async fn rewrite(
        self,
        id: ArticleId,
        revision: u32,
        over: u32,
    ) -> Result<Message, Error> {
        let record = self
            .newsroom
            .rewrite(self.person, id, revision, over)
            .await?;
        Ok(history::restored(&record, revision))
    }

    pub(super) async fn log_of(self, invocation: &Invocation) -> Result<Answer, Error> {
        let Options { article, who } = invocation.read()?;
        let article = match article {
            Some(typed) => Some(self.newsroom.desk_article(self.person, &typed).await?.id),
            None => None,
        };
        self.log(who.map(UserId), article, 0).await.map(private)
    }

    pub(super) async fn log(
        self,
        who: Option<UserId>,
        article: Option<ArticleId>,
        from: u64,
    ) -> Result<Message, Error> {
        let (newsroom, person) = (self.newsroom, self.person);
        let limit = log::PAGE + 1;
        let mut entries = newsroom.log(person, who, article, from, limit).await?;
        let older = entries.get(log::PAGE).map(|entry| entry.seq);
        entries.truncate(log::PAGE);
        let newer = newsroom
            .log_above(person, who, article, from, log::PAGE)
            .await?;
        Ok(log::log(&LogPage {
            who,
            article,
            entries,
            newer,
            older,
        }))
    }
}
