//! `/desk withdraw`, `/desk restore`, `/desk export`.

use serde::Deserialize;

use super::{Desk, drafts::said, private};
use crate::{
    article::{Card, TextFormat},
    discord::{answer::Answer, invocation::Invocation},
    newsroom::{Error, ExportFormat, desk::Taken},
    view::{
        desk::done::{Done as Said, Export, What},
        file::File,
    },
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
        let reason = reason.as_deref();
        let taken = self
            .newsroom
            .withdraw(self.person, record.id, reason)
            .await?;
        let card = Card::of(&record);
        let card = &card;
        Ok(private(said(&match taken {
            Taken::Everywhere => Said::Withdrawn { card, reason },
            Taken::Here => Said::Hidden { card, reason },
        })))
    }

    pub(super) async fn restore(self, invocation: &Invocation) -> Result<Answer, Error> {
        let Options { article, .. } = invocation.read()?;
        let typed = article.unwrap_or_default();
        let record = self.newsroom.desk_article(self.person, &typed).await?;
        let taken = self.newsroom.restore(self.person, record.id).await?;
        let card = Card::of(&record);
        Ok(private(said(&match taken {
            Taken::Everywhere => Said::Restored(&card),
            Taken::Here => Said::Shown(&card),
        })))
    }

    pub(super) async fn export(self, invocation: &Invocation) -> Result<Answer, Error> {
        let Options {
            article, format, ..
        } = invocation.read()?;
        let (newsroom, person) = (self.newsroom, self.person);
        let format = format.unwrap_or(Format::Text);
        let (what, text) = match article {
            Some(typed) => {
                let id = newsroom.desk_article(person, &typed).await?.id;
                let text = newsroom.export_article(person, id, format.into()).await?;
                (What::Story(id), Some(text))
            }
            None => {
                let limit = self.upload_limit;
                newsroom
                    .export_library(person, format.into(), limit)
                    .await?
            }
        };
        let export = Export {
            what,
            format: format.into(),
        };
        let fits = text.filter(|text| text.len() <= self.upload_limit);
        let Some(text) = fits else {
            let limit = self.upload_limit as u64;
            return Ok(private(said(&Said::OverLimit(export, limit))));
        };
        let mut message = said(&Said::Exported(export));
        message = message.file(File::new(&name(what, format), text));
        Ok(private(message))
    }
}

fn name(what: What, format: Format) -> String {
    let ending = match format {
        Format::Text => "txt",
        Format::Jsonl => "jsonl",
    };
    match what {
        What::Story(id) => format!("story-{}.{ending}", id.to_string().trim_start_matches('#')),
        What::Library { .. } => format!("library.{ending}"),
    }
}

impl From<Format> for ExportFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Jsonl => Self::Jsonl,
        }
    }
}

impl From<Format> for TextFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Briefing,
            Format::Jsonl => Self::JsonLines,
        }
    }
}
