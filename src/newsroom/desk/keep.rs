//! What somebody gave the desk: kept before it is read.

use super::{
    Opened, Person,
    act::{BATCH, settled},
    source::{split, title, whole_text},
};
use crate::{
    article::{
        Article, ArticleId, Attempt, Draft, DraftId, DraftOrigin, Field, Revises, Source,
        TextFormat,
    },
    newsroom::{Error, Newsroom, blocking, read::locate},
    store::{Acted, NewDraft, Redraft},
    view::desk::{
        action::{DraftKey, FormKey, PartKey},
        refusal::DeskRefusal,
    },
};

/// Something that was given.
#[derive(Clone, Debug)]
pub struct Given {
    /// How.
    pub origin: DraftOrigin,
    /// What it changes; none where it is a new story.
    pub revises: Option<Revises>,
    /// What readers are to be told of the change.
    pub note: Option<String>,
    /// When it shall go live.
    pub publish_at: Option<chrono::DateTime<chrono::Utc>>,
    /// The text.
    pub source: Source,
}

/// What became of something that was given.
#[derive(Clone, Debug)]
pub enum Kept {
    /// One draft.
    One(Box<Opened>),
    /// A draft for each article of a file.
    Many(Vec<Opened>),
}

impl Given {
    /// A text of a file, or of a message.
    pub fn text(origin: DraftOrigin, format: TextFormat, text: String) -> Self {
        Self {
            origin,
            revises: None,
            note: None,
            publish_at: None,
            source: Source::Text { format, text },
        }
    }
}

impl Newsroom {
    /// Keeps what somebody gave whom Discord let in, and reads it.
    pub async fn keep(&self, person: &Person, given: Given) -> Result<Kept, Error> {
        let is_new = given.revises.is_none();
        let draft = self.keep_draft(person, given, false).await?;
        if let (true, Source::Text { format, text }) = (is_new, draft.source.clone()) {
            let parts = blocking(move || split(format, &text)).await?;
            if parts.len() > BATCH as usize {
                return Err(DeskRefusal::ManyStories {
                    draft: draft.id.number,
                    count: parts.len(),
                    most: BATCH,
                }
                .into());
            }
            if parts.len() > 1 {
                let now = self.clock.now();
                let (id, version) = (draft.id, draft.version);
                let split = self.store.split_draft(id, version, parts, now).await?;
                // Nobody else knows of it yet: what else could have become of it?
                let drafts = settled(id.number, split)?;
                let mut many = Vec::with_capacity(drafts.len());
                for draft in drafts {
                    many.push(self.open_draft(draft).await?);
                }
                return Ok(Kept::Many(many));
            }
        }
        Ok(Kept::One(Box::new(self.open_draft(draft).await?)))
    }

    /// Keeps what somebody typed into a form. Who may not is refused, and the text waits all the
    /// same.
    pub async fn submit(
        &self,
        person: &Person,
        key: FormKey,
        mut fields: Vec<(Field, String)>,
    ) -> Result<Opened, Error> {
        let at = fields.iter().position(|(field, _)| *field == Field::Note);
        let note = at.map(|at| fields.remove(at).1);
        match key {
            FormKey::New { publish_at } => {
                let source = form(fields, None, None);
                let given = Given {
                    origin: DraftOrigin::Form,
                    revises: None,
                    note,
                    publish_at,
                    source,
                };
                self.admit_given(person, given).await
            }
            FormKey::Edit {
                article,
                revision,
                part,
            } => {
                self.submit_part(person, article, revision, part, fields, note)
                    .await
            }
            FormKey::Draft(key) => self.submit_again(person, key, fields, note).await,
        }
    }

    async fn submit_part(
        &self,
        person: &Person,
        article: ArticleId,
        revision: u32,
        part: PartKey,
        fields: Vec<(Field, String)>,
        note: Option<String>,
    ) -> Result<Opened, Error> {
        let section = match part {
            PartKey::Section(key) => {
                // Its place in that revision; where it can't be told, its text waits at the end.
                let record = self.store.revision(article, revision).await?;
                let place = record.as_ref().and_then(|record| locate(record, key));
                Some(place.map_or(key.index, |place| u16::try_from(place).unwrap_or(u16::MAX)))
            }
            _ => None,
        };
        let given = Given {
            origin: DraftOrigin::Form,
            revises: Some(Revises { article, revision }),
            note,
            publish_at: None,
            source: form(fields, section, None),
        };
        self.admit_given(person, given).await
    }

    /// Another text of a draft. What can't be that any more is kept as a draft of its own.
    async fn submit_again(
        &self,
        person: &Person,
        key: DraftKey,
        fields: Vec<(Field, String)>,
        note: Option<String>,
    ) -> Result<Opened, Error> {
        let id = DraftId {
            guild: person.guild,
            number: key.number,
        };
        let Some(draft) = self.store.draft(id).await? else {
            let given = Given {
                origin: DraftOrigin::Form,
                revises: None,
                note,
                publish_at: None,
                source: form(fields, None, None),
            };
            return self.admit_given(person, given).await;
        };
        let given = Given {
            origin: draft.origin.clone(),
            revises: draft.revises,
            note: note.or_else(|| draft.note.clone()),
            publish_at: draft.publish_at,
            source: self.retyped(&draft, fields).await?,
        };
        if !self.may_act(person, &draft) {
            return self.admit_given(person, given).await;
        }
        let change = Redraft {
            source: given.source.clone(),
            note: given.note.clone(),
            revises: given.revises,
            publish_at: given.publish_at,
        };
        let now = self.clock.now();
        let redrafted = self
            .store
            .redraft(id, key.version, change, person.user, now)
            .await?;
        match redrafted {
            Acted::Done(draft) => self.open_draft(draft).await,
            Acted::Changed(_) | Acted::Missing => {
                let kept = self.keep_draft(person, given, false).await?;
                Err(DeskRefusal::Overtaken {
                    draft: key.number,
                    kept: DraftKey::of(&kept),
                }
                .into())
            }
        }
    }

    /// What a draft's source becomes with these fields typed anew.
    async fn retyped(&self, draft: &Draft, fields: Vec<(Field, String)>) -> Result<Source, Error> {
        Ok(match &draft.source {
            Source::Form { section, kept, .. } => form(fields, *section, kept.clone()),
            Source::Text { format, .. } => match whole_text(*format, &fields) {
                Some(text) => text,
                // The form does not show all that the text had.
                None => {
                    let opened = self.open_draft(draft.clone()).await?;
                    let kept = opened.reading.ok();
                    form(
                        fields,
                        None,
                        kept.map(|ready| Box::new(ready.record.article)),
                    )
                }
            },
        })
    }

    /// Keeps it, and reads it for who may; others are told where it waits.
    async fn admit_given(&self, person: &Person, mut given: Given) -> Result<Opened, Error> {
        let revises = given.revises;
        let reached = match revises {
            Some(it) => self.in_reach(person.guild, it.article).await?.is_some(),
            None => true,
        };
        // Through a draft nobody looks at a story that is not this desk's.
        given.revises = revises.filter(|_| reached);
        let may = reached && self.moderates(person);
        let draft = self.keep_draft(person, given, !may).await?;
        if may {
            return self.open_draft(draft).await;
        }
        let number = draft.id.number;
        let attempt = revises.map_or(Attempt::Add(number), |_| Attempt::Edit(number));
        Err(self.may_not(person, attempt, Some(number)))
    }

    async fn keep_draft(
        &self,
        person: &Person,
        given: Given,
        refused: bool,
    ) -> Result<Draft, Error> {
        let Given {
            origin,
            revises,
            note,
            publish_at,
            source,
        } = given;
        let new = NewDraft {
            guild: person.guild,
            author: person.user,
            origin,
            revises,
            note,
            publish_at,
            title: title(&source),
            source,
            refused,
        };
        Ok(self.store.keep_draft(new, self.clock.now()).await?)
    }
}

fn form(fields: Vec<(Field, String)>, section: Option<u16>, kept: Option<Box<Article>>) -> Source {
    Source::Form {
        fields,
        section,
        kept,
    }
}
