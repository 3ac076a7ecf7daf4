//! What fits while one types.

use std::{collections::HashSet, sync::Arc};

use tokio::task::spawn_blocking;

use super::{Error, Fault, Newsroom, Reader, read::numbered};
use crate::{
    article::{Card, Library, Line},
    search::fold,
};

impl Newsroom {
    /// Articles that fit what was typed so far; the newest where nothing was, the nearest where
    /// nothing fits.
    pub async fn complete_article(
        &self,
        reader: Reader,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<Arc<Card>>, Error> {
        let typed = typed.trim();
        let libraries = reader.libraries();
        let titles = &self.catalogue.titles;
        if typed.is_empty() {
            return Ok(titles.newest(&libraries, limit));
        }
        let numbered = numbered(reader, typed).into_iter();
        let mut found: Vec<_> = numbered.filter_map(|id| titles.get(id)).collect();
        found.extend(titles.find(&libraries, typed, limit));
        if found.is_empty() {
            return self.near(&libraries, typed, limit).await;
        }
        let mut seen = HashSet::new();
        found.retain(|card| seen.insert(card.id));
        found.truncate(limit);
        Ok(found)
    }

    /// Sections that fit what was typed so far, by their place from 0: those of the chosen article
    /// (else of the newest) first, then, where none was chosen, those of others.
    pub async fn complete_section(
        &self,
        reader: Reader,
        article: Option<&str>,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<(Arc<Card>, usize)>, Error> {
        let article = article.map(str::trim).filter(|article| !article.is_empty());
        let chosen = self
            .complete_article(reader, article.unwrap_or_default(), 1)
            .await?
            .pop();
        let words = fold(typed.trim());
        let fits = |heading: &Line| fold(heading.as_str()).contains(&words);
        let mut found: Vec<(Arc<Card>, usize)> = Vec::new();
        if let Some(card) = &chosen {
            let headings = card.headings.iter().enumerate();
            let fitting = headings.filter(|(_, heading)| fits(heading));
            found.extend(fitting.map(|(index, _)| (card.clone(), index)));
        }
        if article.is_none() && !words.is_empty() {
            let others = self
                .catalogue
                .titles
                .sections(&reader.libraries(), typed, limit);
            let own = chosen.map(|card| card.id);
            found.extend(others.into_iter().filter(|(card, _)| Some(card.id) != own));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The articles whose headlines look most like `typed`, for one who mistyped it.
    pub(super) async fn near(
        &self,
        libraries: &[Library],
        typed: &str,
        limit: usize,
    ) -> Result<Vec<Arc<Card>>, Error> {
        let (catalogue, libraries) = (self.catalogue.clone(), libraries.to_owned());
        let typed = typed.to_owned();
        let near = spawn_blocking(move || catalogue.titles.near(&libraries, &typed, limit)).await;
        near.map_err(|_| Fault::Search.into())
    }
}
