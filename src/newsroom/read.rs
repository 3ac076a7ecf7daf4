//! Finding what a reader asks for.

use std::sync::Arc;

use super::{Error, Newsroom, Reader};
use crate::{
    article::{ArticleId, Card, Library, Record, State},
    search::{Scope, fold, likeness},
    view::{
        action::{Part, SectionKey},
        choices::read_section,
        notice::Refusal,
    },
};

/// Articles and sections proposed in the place of an unknown one.
const NEAR: usize = 3;
/// How alike a heading must be to be proposed, from 0 to 1.
const ALIKE: f64 = 0.4;

impl Newsroom {
    /// The article that `typed` names for this reader: what completion gave, a number, or words of
    /// its headline; the newest where nothing was typed. `part` is what they want of it.
    pub async fn article(
        &self,
        reader: Reader,
        typed: Option<&str>,
        part: Part,
    ) -> Result<Arc<Record>, Error> {
        let typed = typed.map(str::trim).filter(|typed| !typed.is_empty());
        let scope = self.scope(reader);
        let Some(typed) = typed else {
            let newest = self.catalogue.newest(&scope).await?;
            let newest = self.readable(&scope, newest).await?;
            return newest.ok_or(Refusal::EmptyLibrary.into());
        };
        for id in numbered(reader, typed) {
            if let Some(record) = self.readable(&scope, Some(id)).await? {
                return Ok(record);
            }
        }
        let found = self.catalogue.titles().await?.find(&scope, typed, 1);
        if let Some(record) = self.readable(&scope, found.first().copied()).await? {
            return Ok(record);
        }
        if self.catalogue.newest(&scope).await?.is_none() {
            return Err(Refusal::EmptyLibrary.into());
        }
        let near = self.near(&scope, typed, NEAR).await?;
        let near = near.iter().map(|card| Card::clone(card)).collect();
        Err(Refusal::UnknownArticle {
            typed: typed.to_owned(),
            part,
            near,
        }
        .into())
    }

    /// The article of a button, as it is now. Another guild's is as good as none.
    pub async fn article_by_id(&self, reader: Reader, id: ArticleId) -> Result<Arc<Record>, Error> {
        let id = Some(id).filter(|id| reader.may_read(id.library));
        self.readable(&self.scope(reader), id)
            .await?
            .ok_or_else(|| {
                // The number is the person's own: it came with their button.
                id.map_or(Refusal::UnknownControl, Refusal::Gone).into()
            })
    }

    /// The section that `typed` names, by its place from 0, and its article; no section where
    /// nothing was typed. What completion gave names its own article where none was chosen.
    pub async fn section(
        &self,
        reader: Reader,
        article: Option<&str>,
        typed: Option<&str>,
    ) -> Result<(Arc<Record>, Option<usize>), Error> {
        let Some(typed) = typed.map(str::trim).filter(|typed| !typed.is_empty()) else {
            return Ok((self.article(reader, article, Part::Summary).await?, None));
        };
        if let Some((own, key)) = read_section(typed) {
            let record = self
                .article(reader, article.or(Some(own)), Part::Summary)
                .await?;
            let index = locate(&record, key).ok_or_else(|| changed(&record))?;
            return Ok((record, Some(index)));
        }
        let record = self.article(reader, article, Part::Summary).await?;
        let index = section_named(&record, typed)?;
        Ok((record, Some(index)))
    }

    /// The section of a button, by its place from 0, and its article.
    pub async fn section_by_key(
        &self,
        reader: Reader,
        id: ArticleId,
        key: SectionKey,
    ) -> Result<(Arc<Record>, usize), Error> {
        let record = self.article_by_id(reader, id).await?;
        let index = locate(&record, key).ok_or_else(|| changed(&record))?;
        Ok((record, index))
    }

    /// The card of the newest article; none where nothing was published.
    pub async fn newest(&self, reader: Reader) -> Result<Option<Arc<Card>>, Error> {
        let newest = self.catalogue.newest(&self.scope(reader)).await?;
        Ok(self
            .catalogue
            .titles()
            .await?
            .cards(newest.as_slice())
            .pop())
    }

    /// The articles that `reader` may find.
    pub(super) fn scope(&self, reader: Reader) -> Scope {
        Scope {
            libraries: reader.libraries(),
            hidden: self.catalogue.hidden.from(reader),
        }
    }

    /// The record of a published article within `scope`.
    pub(super) async fn readable(
        &self,
        scope: &Scope,
        id: Option<ArticleId>,
    ) -> Result<Option<Arc<Record>>, Error> {
        let Some(id) = id.filter(|id| scope.has(*id)) else {
            return Ok(None);
        };
        let record = self.catalogue.article(id).await?;
        Ok(record.filter(|record| record.state == State::Published))
    }
}

/// What `typed` means as a number, the likelier first: `#H12` is the house's; `#12` and `12` one's
/// own library's, else the house's. Empty where it is no number.
pub(super) fn numbered(reader: Reader, typed: &str) -> Vec<ArticleId> {
    let bare = typed.strip_prefix('#').unwrap_or(typed);
    let house = bare.strip_prefix(['H', 'h']);
    let digits = house.unwrap_or(bare);
    let number = digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse::<u32>().ok());
    let Some(number) = number.flatten() else {
        return Vec::new();
    };
    let own = reader.guild.filter(|_| house.is_none());
    let libraries = own.map(Library::Guild).into_iter().chain([Library::House]);
    libraries
        .map(|library| ArticleId { library, number })
        .collect()
}

/// The section under that key: at its place, or wherever a heading of that fingerprint stands now.
pub fn locate(record: &Record, key: SectionKey) -> Option<usize> {
    let sections = &record.article.sections;
    let is = |index: usize| {
        let heading = &sections[index].heading;
        SectionKey::new(index, heading).fingerprint == key.fingerprint
    };
    let at = usize::from(key.index);
    if at < sections.len() && is(at) {
        return Some(at);
    }
    let mut elsewhere = (0..sections.len()).filter(|index| is(*index));
    // Of several alike, none is known to be the one.
    elsewhere.next().filter(|_| elsewhere.next().is_none())
}

fn changed(record: &Arc<Record>) -> Error {
    Refusal::ChangedSection(record.clone()).into()
}

/// The one section whose heading is `typed`, or has it as a part.
pub(super) fn section_named(record: &Arc<Record>, typed: &str) -> Result<usize, Error> {
    let folded = fold(typed);
    let headings: Vec<String> = record
        .article
        .sections
        .iter()
        .map(|section| fold(section.heading.as_str()))
        .collect();
    if let Some(index) = headings.iter().position(|heading| *heading == folded) {
        return Ok(index);
    }
    let parts = headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| heading.contains(&folded));
    let fit: Vec<usize> = parts.map(|(index, _)| index).collect();
    let (typed, record) = (typed.to_owned(), record.clone());
    match fit[..] {
        [index] => Ok(index),
        [] => Err(Refusal::UnknownSection {
            near: nearest(&headings, &folded),
            typed,
            record,
        }
        .into()),
        _ => Err(Refusal::AmbiguousSection { fit, typed, record }.into()),
    }
}

/// The headings most like `typed`, best first, by their place. All folded.
fn nearest(headings: &[String], typed: &str) -> Vec<usize> {
    let mut alike: Vec<(f64, usize)> = headings
        .iter()
        .enumerate()
        .map(|(index, heading)| (likeness(typed, heading), index))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    alike
        .into_iter()
        .take(NEAR)
        .map(|(_, index)| index)
        .collect()
}
