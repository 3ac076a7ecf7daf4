//! `/desk edit`: the parts of an article, or the whole by a file.

use serde::Deserialize;

use super::{Desk, add::many, drafts::look, private, shown};
use crate::{
    article::{ArticleId, Attempt, DraftOrigin, Field, Record, Revises},
    discord::{answer::Answer, invocation::Invocation},
    newsroom::{
        Error,
        desk::{Given, Kept},
    },
    view::{
        desk::{
            action::{PartChoice, PartKey},
            form, parts,
            refusal::DeskRefusal,
        },
        notice::Refusal,
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    article: String,
    part: Option<String>,
    section: Option<String>,
    note: Option<String>,
}

impl Desk<'_> {
    pub(super) async fn edit(self, invocation: &Invocation) -> Result<Answer, Error> {
        let options: Options = invocation.read()?;
        let Self {
            newsroom, person, ..
        } = self;
        let record = newsroom.desk_article(person, &options.article).await?;
        let record = newsroom.editable(person, record.id).await?;
        if let Some(upload) = invocation.uploads.get("file") {
            let given = Given {
                revises: Some(Revises {
                    article: record.id,
                    revision: record.revision,
                }),
                note: options.note,
                ..self.read(upload, DraftOrigin::File).await?
            };
            return match newsroom.keep(person, given).await? {
                Kept::One(opened) => Ok(private(look(&opened, None))),
                // A change is never parted: it is of one article.
                Kept::Many(drafts) => Ok(private(many(&drafts))),
            };
        }
        let (part, section) = (options.part.as_deref(), options.section.as_deref());
        match newsroom.desk_part(&record, part, section)? {
            Some(PartChoice::Part(part)) => self.form_of(&record, part, options.note.as_deref()),
            Some(PartChoice::More(from)) => Ok(private(parts::menu(&record, from))),
            None => Ok(private(parts::menu(&record, 0))),
        }
    }

    /// What was chosen from the menu of parts; the menu itself from a button.
    pub(super) async fn choose_part(
        self,
        id: ArticleId,
        value: Option<&str>,
        own: bool,
    ) -> Result<Answer, Error> {
        self.admit(Attempt::Story, Some(id)).await?;
        let from = match value.map(str::parse) {
            None => 0,
            Some(Ok(PartChoice::Part(part))) => return self.part_form(id, part).await,
            Some(Ok(PartChoice::More(from))) => from,
            Some(Err(_)) => return Err(Refusal::UnknownControl.into()),
        };
        let record = self.newsroom.editable(self.person, id).await?;
        Ok(shown(parts::menu(&record, from), own))
    }

    /// The form of a part as the article is now.
    pub(super) async fn part_form(self, id: ArticleId, part: PartKey) -> Result<Answer, Error> {
        let record = self.newsroom.editable(self.person, id).await?;
        self.form_of(&record, part, None)
    }

    fn form_of(self, record: &Record, part: PartKey, note: Option<&str>) -> Result<Answer, Error> {
        let fields: Vec<(Field, String)> = self.newsroom.part_fields(record, part)?;
        let named = (record.id, &record.article.headline);
        let form = form::part(
            named,
            record.revision,
            part,
            &fields,
            note.unwrap_or_default(),
        );
        form.map(Answer::Form)
            .map_err(|long| DeskRefusal::PartTooLong(record.id, long).into())
    }
}
