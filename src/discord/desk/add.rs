//! `/desk add` and "Add to Newsdesk": new stories.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Desk, drafts::look, private};
use crate::{
    article::{DraftOrigin, Source, TextFormat},
    discord::{
        answer::Answer,
        invocation::{Invocation, Upload},
    },
    newsroom::{
        Error,
        desk::{Given, Kept, format_of_file},
    },
    view::{
        Message,
        desk::{drafts, form, refusal::DeskRefusal},
        notice::Refusal,
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    publish_at: Option<String>,
}

impl Desk<'_> {
    pub(super) async fn add(self, invocation: &Invocation) -> Result<Answer, Error> {
        let options: Options = invocation.read()?;
        let typed = options.publish_at.as_deref();
        let publish_at = self.newsroom.moment(self.person.guild, typed)?;
        match invocation.uploads.get("file") {
            Some(upload) => {
                let given = Given {
                    publish_at,
                    ..self.read(upload, DraftOrigin::File).await?
                };
                self.keep(given).await
            }
            None => new_story(publish_at),
        }
    }

    /// Takes a message's file, where it has one of articles, else its text.
    pub(super) async fn add_message(self, invocation: &Invocation) -> Result<Answer, Error> {
        let target = invocation.target.as_ref().ok_or(Refusal::UnknownCommand)?;
        let of_articles = |upload: &&Upload| format_of_file(&upload.filename).is_ok();
        let upload = target.uploads.iter().find(of_articles);
        let given = match upload {
            Some(upload) => {
                let origin = |name| DraftOrigin::Message(Some(name));
                self.read(upload, origin).await?
            }
            None if target.content.trim().is_empty() => {
                return Err(DeskRefusal::NothingToAdd.into());
            }
            None => Given::text(
                DraftOrigin::Message(None),
                TextFormat::Briefing,
                target.content.clone(),
            ),
        };
        self.keep(given).await
    }

    async fn keep(self, given: Given) -> Result<Answer, Error> {
        let kept = self.newsroom.keep(self.person, given).await?;
        Ok(private(kept_message(&kept)))
    }

    /// Fetches and decodes a file.
    pub(super) async fn read(
        self,
        upload: &Upload,
        origin: impl FnOnce(String) -> DraftOrigin,
    ) -> Result<Given, Error> {
        let name = upload.filename.clone();
        let format = format_of_file(&name)?;
        let limit = self.newsroom.max_file_size();
        let bytes = self.fetcher.fetch(upload, limit).await;
        let bytes = bytes.map_err(|error| refused(error, &name, limit))?;
        let text = self.newsroom.decode(&name, &bytes)?;
        Ok(Given::text(origin(name), format, text))
    }
}
