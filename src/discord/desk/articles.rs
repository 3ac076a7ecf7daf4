//! `/desk withdraw`, `/desk restore`, `/desk export`.

use serde::Deserialize;

use super::{Desk, private};
use crate::{
    discord::{answer::Answer, invocation::Invocation},
    newsroom::{
        Error, ExportFormat,
        desk::Taken,
    },
    view::desk::done,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    article: Option<String>,
    reason: Option<String>,
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    Text,
    Jsonl,
}

impl Desk<'_> {
    pub(super) async fn withdraw(self, invocation: &Invocation) -> Result<Answer, Error> {
        let Options {
            article, reason, ..
        } = invocation.read()?;
        let typed = article.unwrap_or_default();
        let record = self.newsroom.desk_article(self.person, &typed).await?;
        let taken = self
            .newsroom
            .withdraw(self.person, record.id, reason.as_deref())
            .await?;
        Ok(private(match taken {
            Taken::Everywhere(record) => done::withdrawn(&record),
            Taken::Here(record) => done::hidden(&record),
        }))
    }

    pub(super) async fn restore(self, invocation: &Invocation) -> Result<Answer, Error> {
        let Options { article, .. } = invocation.read()?;
        let typed = article.unwrap_or_default();
        let record = self.newsroom.desk_article(self.person, &typed).await?;
        let taken = self.newsroom.restore(self.person, record.id).await?;
        Ok(private(match taken {
            Taken::Everywhere(record) => done::restored(&record),
            Taken::Here(record) => done::shown(&record),
        }))
    }

    pub(super) async fn export(self, invocation: &Invocation) -> Result<Answer, Error> {
        let Options {
            article, format, ..
        } = invocation.read()?;
        let Self {
            newsroom, person, ..
        } = self;
        let (format, ending) = match format.unwrap_or(Format::Text) {
            Format::Text => (ExportFormat::Text, "txt"),
            Format::Jsonl => (ExportFormat::Jsonl, "jsonl"),
        };
        let limit = self.upload_limit;
        let (name, text) = match article {
            Some(typed) => {
                let record = newsroom.desk_article(person, &typed).await?;
                let text = newsroom.export_article(person, record.id, format).await?;
                let name = format!("{}.{ending}", record.id.to_string().trim_start_matches('#'));
                (name, Some(text))
            }
            None => {
                let text = newsroom.export_library(person, format, limit).await?;
                (format!("library.{ending}"), text)
            }
        };
        Ok(private(match text {
            Some(text) => done::export(&name, text.into_bytes()),
            None => done::too_large(person.guild),
        }))
    }
}
