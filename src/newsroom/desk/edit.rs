//! The parts of an article as forms show them.

use std::sync::Arc;

use super::Person;
use crate::{
    article::{ArticleId, Card, EditPart, Field, Record},
    format::form,
    newsroom::{
        Error, Newsroom, Reader,
        limits::some,
        read::{locate, numbered, section_named},
    },
    view::{
        Part,
        action::SectionKey,
        desk::{
            action::{PartChoice, PartKey},
            refusal::DeskRefusal,
        },
        notice::Refusal,
    },
};

/// Stories proposed in the place of an unknown one.
const NEAR: usize = 3;

impl Newsroom {
    /// The article in any state that was typed at the desk: of its own library, or of the house's.
    pub async fn desk_article(&self, person: &Person, typed: &str) -> Result<Record, Error> {
        let reader = Reader {
            guild: Some(person.guild),
        };
        let typed = typed.trim();
        for id in numbered(reader, typed) {
            if let Some(record) = self.store.article(id).await? {
                return Ok(record);
            }
        }
        let found = self.complete_article(reader, typed, 1).await?;
        match found.first().filter(|_| !typed.is_empty()) {
            Some(card) => self.any_article(card.id).await,
            None => {
                let scope = self.scope(reader);
                let near = self.near(&scope, typed, NEAR).await?;
                Err(Refusal::UnknownArticle {
                    typed: typed.to_owned(),
                    part: Part::Summary,
                    near: near.iter().map(|card| Card::clone(card)).collect(),
                }
                .into())
            }
        }
    }

    /// The article of a desk's button, in any state. Another guild's is as good as none.
    pub async fn desk_article_by_id(
        &self,
        person: &Person,
        id: ArticleId,
    ) -> Result<Record, Error> {
        let reader = Reader {
            guild: Some(person.guild),
        };
        if !reader.may_read(id.library) {
            return Err(Refusal::Gone(id).into());
        }
        self.any_article(id).await
    }

    /// An article that this desk may change, by its name.
    pub async fn editable(&self, person: &Person, id: ArticleId) -> Result<Record, Error> {
        let record = self.desk_article_by_id(person, id).await?;
        self.check_editable(person, id)?;
        Ok(record)
    }

    /// The part that was typed, `section` by its heading or a part of it.
    pub fn desk_part(
        &self,
        record: &Record,
        part: Option<&str>,
        section: Option<&str>,
    ) -> Result<Option<PartChoice>, Error> {
        let part = match (some(part), some(section)) {
            (None, None) => return Ok(None),
            (Some("section") | None, Some(typed)) => {
                let index = self.desk_section(record, typed)?;
                let heading = &record.article.sections[index].heading;
                PartKey::Section(SectionKey::new(index, heading))
            }
            (Some("section"), None) => return Ok(Some(PartChoice::More(0))),
            (Some("details"), _) => PartKey::Details,
            (Some("links"), _) => PartKey::Links,
            (Some("lede"), _) => PartKey::Lede,
            (Some("highlights"), _) => PartKey::Highlights,
            (Some("analysis"), _) => PartKey::Analysis,
            (Some(other), _) => {
                return Err(DeskRefusal::UnknownPart {
                    typed: other.to_owned(),
                    record: Arc::new(record.clone()),
                }
                .into());
            }
        };
        Ok(Some(PartChoice::Part(part)))
    }

    fn desk_section(&self, record: &Record, typed: &str) -> Result<usize, Error> {
        if let Some((_, key)) = crate::view::choices::read_section(typed)
            && let Some(index) = locate(record, key)
        {
            return Ok(index);
        }
        // A reader would be led on to read; here it is about editing.
        section_named(&Arc::new(record.clone()), typed).map_err(|error| match error {
            Error::Refusal(Refusal::UnknownSection {
                typed,
                record,
                near,
            }) => DeskRefusal::UnknownSection {
                typed,
                record,
                near,
            }
            .into(),
            Error::Refusal(Refusal::AmbiguousSection { typed, record, fit }) => {
                DeskRefusal::AmbiguousSection { typed, record, fit }.into()
            }
            other => other,
        })
    }

    /// The fields of a part, as they are now. Refused where the part is no more.
    pub fn part_fields(
        &self,
        record: &Record,
        part: PartKey,
    ) -> Result<Vec<(Field, String)>, Error> {
        let part = match part {
            PartKey::Details => EditPart::Details,
            PartKey::Links => EditPart::Links,
            PartKey::Lede => EditPart::Lede,
            PartKey::Highlights => EditPart::Highlights,
            PartKey::Analysis => EditPart::Analysis,
            PartKey::Section(key) => {
                let index = locate(record, key).and_then(|index| u16::try_from(index).ok());
                let gone = || Refusal::ChangedSection(Arc::new(record.clone()));
                EditPart::Section(index.ok_or_else(gone)?)
            }
        };
        let section = match part {
            EditPart::Section(index) => Some(usize::from(index)),
            _ => None,
        };
        Ok(form::print(&record.article, part.fields(), section))
    }
}
