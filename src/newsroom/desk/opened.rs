//! A draft as it reads now: what its preview shows, and what publishing it would do.

use super::{
    like::Like,
    source::{read, title},
};
use crate::{
    article::{
        Article, ArticleId, Author, Draft, Field, GuildId, Library, Line, MAX_NOTE_CHARS, Record,
        Revises, Source,
    },
    format::form,
    newsroom::{Error, Newsroom, blocking, read::locate},
    view::{
        action::SectionKey,
        desk::{
            action::DraftKey,
            form::{STORY, again as form_of},
            problems::Problem as DraftProblem,
        },
        notice::Refusal,
    },
};

/// A draft, and what it reads as.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The draft.
    pub draft: Draft,
    /// The article that it changes, as it is now.
    pub present: Option<Record>,
    /// Whether its time to go live is still ahead.
    pub ahead: bool,
    /// The article that readers would get, or what keeps it from being one.
    pub reading: Result<Box<Ready>, Vec<DraftProblem>>,
}

/// A draft that can be published.
#[derive(Clone, Debug)]
pub struct Ready {
    /// As readers would get it.
    pub record: Record,
    /// What readers would be told of the change.
    pub note: Option<Line>,
    /// A story that it is much like, where it is a new one.
    pub like: Option<Like>,
}

impl Opened {
    /// The revision of the article that it lies over; 0 where it is a new story.
    pub fn over(&self) -> u32 {
        self.present.as_ref().map_or(0, |present| present.revision)
    }

    /// Its headline, or its first words.
    pub fn name(&self) -> String {
        match &self.reading {
            Ok(ready) => ready.record.article.headline.to_string(),
            Err(_) => title(&self.draft.source),
        }
    }

    /// The fields of its form: those it was typed into, else those of a whole story where it reads as
    /// one, else its text.
    pub fn fields(&self) -> Vec<(Field, String)> {
        let draft = &self.draft;
        match (&draft.source, &self.reading) {
            (Source::Form { fields, .. }, _) => {
                let note = draft.revises.map(|_| {
                    let note = draft.note.clone().unwrap_or_default();
                    (Field::Note, note)
                });
                fields.iter().cloned().chain(note).collect()
            }
            (Source::Text { .. }, Ok(ready)) => form::print(&ready.record.article, &STORY, None),
            (Source::Text { text, .. }, Err(_)) => vec![(Field::Text, text.clone())],
        }
    }

    /// Whether a form takes its text.
    pub fn fits_form(&self) -> bool {
        form_of(DraftKey::of(&self.draft), "", &self.fields()).is_ok()
    }

    /// Whether the article was changed since its author saw it.
    pub fn is_overtaken(&self) -> bool {
        let seen = self.draft.revises.map_or(0, |revises| revises.revision);
        self.over() != seen
    }

    /// Whether it reads as the article does already, and so does nothing.
    pub fn is_idle(&self) -> bool {
        match (&self.reading, &self.present) {
            (Ok(ready), Some(present)) => ready.record.article == present.article,
            _ => false,
        }
    }
}

impl Newsroom {
    /// Reads a draft as things are now.
    pub async fn open_draft(&self, draft: Draft) -> Result<Opened, Error> {
        let present = match draft.revises {
            None => None,
            Some(Revises { article, .. }) => {
                let present = self.in_reach(draft.id.guild, article).await?;
                if present.is_none() {
                    return Ok(out_of_reach(draft, article));
                }
                present
            }
        };
        let source = self.rebased(&draft, present.as_ref()).await?;
        let today = self.today(Some(draft.id.guild));
        let base = present.as_ref().map(|present| present.article.clone());
        let read = blocking(move || read(&source, base.as_ref(), today)).await?;
        let read = with_note(&draft, read);
        let reading = match read {
            Ok((article, note)) => Ok(Box::new(
                self.ready(&draft, present.as_ref(), article, note).await?,
            )),
            Err(problems) => Err(problems),
        };
        let now = self.clock.now();
        Ok(Opened {
            ahead: draft.publish_at.is_some_and(|at| at > now),
            draft,
            present,
            reading,
        })
    }

    async fn ready(
        &self,
        draft: &Draft,
        present: Option<&Record>,
        article: Article,
        note: Option<Line>,
    ) -> Result<Ready, Error> {
        let (by, now) = (Author::User(draft.changed_by), self.clock.now());
        let now = draft.publish_at.unwrap_or(now).max(now);
        let Some(present) = present else {
            let library = Library::Guild(draft.id.guild);
            let number = self.store.next_number(library).await?;
            let like = self.like(draft.id.guild, &article).await?;
            let id = ArticleId { library, number };
            let today = self.zone(draft.id.guild).local(now).date();
            let record = Record::published(id, article, today, by, now);
            return Ok(Ready { record, note, like });
        };
        let record = present.revised(article, note.clone(), by, now);
        Ok(Ready {
            record,
            note,
            like: None,
        })
    }

    /// The source, its section where it stands now if the article was changed meanwhile.
    async fn rebased(&self, draft: &Draft, present: Option<&Record>) -> Result<Source, Error> {
        let mut source = draft.source.clone();
        if let (
            Source::Form {
                section: Some(section),
                ..
            },
            Some(revises),
            Some(present),
        ) = (&mut source, draft.revises, present)
            && present.revision != revises.revision
        {
            let then = self
                .store
                .revision(revises.article, revises.revision)
                .await?;
            let headed = then
                .as_ref()
                .and_then(|then| then.article.sections.get(usize::from(*section)));
            let place = match headed {
                Some(headed) => locate(
                    present,
                    SectionKey::new(usize::from(*section), &headed.heading),
                ),
                // It was to be a new one, at the end.
                None => Some(present.article.sections.len()),
            };
            // One that is there no more comes back at the end.
            let place = place.unwrap_or(present.article.sections.len());
            *section = u16::try_from(place).unwrap_or(u16::MAX);
        }
        Ok(source)
    }

    /// An article that a guild's desk may change; none where there is none.
    pub(super) async fn in_reach(
        &self,
        guild: GuildId,
        id: ArticleId,
    ) -> Result<Option<Record>, Error> {
        if !self.may_edit(guild, id.library) {
            return Ok(None);
        }
        Ok(self.store.article(id).await?)
    }

    /// An article in any state, by its name.
    pub(super) async fn any_article(&self, id: ArticleId) -> Result<Record, Error> {
        let found = self.store.article(id).await?;
        found.ok_or_else(|| Refusal::Gone(id).into())
    }
}

/// A draft of what is not its desk's to change, or not any more: it waits, and can't be published.
fn out_of_reach(draft: Draft, article: ArticleId) -> Opened {
    let problem = DraftProblem {
        field: None,
        line: 1,
        column: 1,
        typed: String::new(),
        what: format!("{article} is no story that this desk changes"),
        expected: "a story of this community".to_owned(),
        remedy: "Get the text as a file, and add it as a new story.".to_owned(),
    };
    Opened {
        draft,
        present: None,
        ahead: false,
        reading: Err(vec![problem]),
    }
}

/// What was read, with the note to readers; a note that is too long is a problem like others.
fn with_note(
    draft: &Draft,
    read: Result<Article, Vec<DraftProblem>>,
) -> Result<(Article, Option<Line>), Vec<DraftProblem>> {
    let note = draft.note.as_deref().and_then(Line::new);
    let length = note
        .as_ref()
        .map_or(0, |note| note.as_str().chars().count());
    if length <= MAX_NOTE_CHARS {
        return read.map(|article| (article, note));
    }
    let mut problems = read.err().unwrap_or_default();
    problems.push(DraftProblem {
        field: Some(Field::Note),
        line: 1,
        column: MAX_NOTE_CHARS + 1,
        typed: note.map(|note| note.to_string()).unwrap_or_default(),
        what: format!("the note has {length} characters"),
        expected: format!("at most {MAX_NOTE_CHARS}"),
        remedy: "Say in a sentence what was wrong.".to_owned(),
    });
    Err(problems)
}
