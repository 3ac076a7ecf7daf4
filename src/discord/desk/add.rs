//! `/desk add` and "Add to Newsdesk": new stories.

use serde::Deserialize;

use super::{Desk, drafts::look, private};
use crate::{
    article::{DraftOrigin, TextFormat},
    discord::{
        answer::Answer,
        fetch::FetchError,
        invocation::{Invocation, Upload},
    },
    newsroom::{
        Error,
        desk::{ENDINGS, Given, Kept, Opened, decode_file, format_of_file},
    },
    view::{
        Message,
        desk::{
            batch::{self, Batch, Troubled},
            form,
            refusal::DeskRefusal,
            upload::BadFile,
        },
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
            None => {
                // Nothing stands in it that could be too long.
                let form = form::new_story(publish_at, &[]);
                form.map(Answer::Form)
                    .map_err(|_| Refusal::UnknownCommand.into())
            }
        }
    }

    /// Takes a message's file, where it has one of articles, else its text.
    pub(super) async fn add_message(self, invocation: &Invocation) -> Result<Answer, Error> {
        let target = invocation.target.as_ref().ok_or(Refusal::UnknownCommand)?;
        let of_articles = |upload: &&Upload| format_of_file(&upload.filename).is_some();
        let upload = target.uploads.iter().find(of_articles);
        let given = match upload {
            Some(upload) => {
                let origin = |name| DraftOrigin::Message(Some(name));
                self.read(upload, origin).await?
            }
            None if target.content.trim().is_empty() => {
                return Err(DeskRefusal::EmptyMessage(&ENDINGS).into());
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
        Ok(private(match &kept {
            Kept::One(opened) => look(opened, None),
            Kept::Many(drafts) => many(drafts),
        }))
    }

    /// Fetches a file, and reads it as text.
    pub(super) async fn read(
        self,
        upload: &Upload,
        origin: impl FnOnce(String) -> DraftOrigin,
    ) -> Result<Given, Error> {
        let name = upload.filename.clone();
        let bad = |bad| refused(&name, bad);
        let format = format_of_file(&name).ok_or_else(|| bad(BadFile::Type))?;
        let limit = self.newsroom.max_file();
        let fetched = self.fetcher.fetch(upload, limit as u64).await;
        let bytes = fetched.map_err(|error| bad(because(error)))?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(bad(BadFile::Empty));
        }
        let text = decode_file(&bytes).map_err(|line| bad(BadFile::Encoding { line }))?;
        Ok(Given::text(origin(name), format, text))
    }
}

/// Why a file could not be taken.
fn refused(name: &str, bad: BadFile) -> Error {
    DeskRefusal::File {
        name: name.to_owned(),
        bad,
        accepted: &ENDINGS,
    }
    .into()
}

fn because(error: FetchError) -> BadFile {
    match error {
        FetchError::NotDiscord => BadFile::Foreign,
        FetchError::TooLarge { limit } => BadFile::TooLarge(limit),
        FetchError::Expired => BadFile::Expired,
        FetchError::Encoded => BadFile::Compressed,
        FetchError::Failed => BadFile::Download,
    }
}

/// What became of a file with many articles.
pub(super) fn many(drafts: &[Opened]) -> Message {
    let numbers = || drafts.iter().map(|opened| opened.draft.id.number);
    let troubled = drafts.iter().filter_map(|opened| {
        let problems = opened.reading.as_ref().err()?;
        Some(Troubled {
            draft: opened.draft.id.number,
            name: opened.name(),
            problem: problems.first()?.clone(),
            count: problems.len(),
        })
    });
    let troubled: Vec<Troubled> = troubled.collect();
    let read = drafts
        .iter()
        .filter_map(|opened| opened.reading.as_ref().ok());
    let near = read.filter(|ready| ready.like.is_some()).count();
    let file = drafts.first().map(|opened| &opened.draft.origin);
    batch::batch(&Batch {
        file: match file {
            Some(DraftOrigin::File(name) | DraftOrigin::Message(Some(name))) => name,
            _ => "",
        },
        first: numbers().min().unwrap_or_default(),
        last: numbers().max().unwrap_or_default(),
        ready: drafts.len() - troubled.len() - near,
        near,
        troubled,
    })
}
