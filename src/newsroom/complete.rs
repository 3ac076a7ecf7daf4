//! What fits while one types.

use std::{collections::HashSet, sync::Arc};

use tokio::task::spawn_blocking;

use super::{Error, Fault, Newsroom, Reader, read::numbered};
use crate::{
    article::{ArticleId, Card, Line},
    search::{Filter, Scope, Titles, Topic, fold},
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
        let (typed, scope) = (typed.trim(), self.scope(reader));
        let titles = &self.catalogue.titles;
        if typed.is_empty() {
            let newest = titles.list(&scope, &Filter::default(), 0, limit).items;
            return Ok(self.catalogue.cards(&newest).await?);
        }
        let numbered = numbered(reader, typed).into_iter();
        let mut found: Vec<_> = numbered.filter(|id| titles.has(&scope, *id)).collect();
        found.extend(titles.find(&scope, typed, limit));
        if found.is_empty() {
            return self.near(&scope, typed, limit).await;
        }
        let mut seen = HashSet::new();
        found.retain(|id| seen.insert(*id));
        found.truncate(limit);
        Ok(self.catalogue.cards(&found).await?)
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
            let titles = &self.catalogue.titles;
            let mut others = titles.sections(&self.scope(reader), typed, limit);
            others.retain(|(id, _)| chosen.as_ref().is_none_or(|card| card.id != *id));
            let ids: Vec<ArticleId> = others.iter().map(|(id, _)| *id).collect();
            let cards = self.catalogue.cards(&ids).await?;
            found.extend(others.into_iter().filter_map(|(id, index)| {
                let card = cards.iter().find(|card| card.id == id)?;
                Some((card.clone(), index))
            }));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The topics that fit what was typed so far, those with most stories first; the nearest where
    /// none fits.
    pub async fn topics(
        &self,
        reader: Reader,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<Topic>, Error> {
        let scope = self.scope(reader);
        let found = self.catalogue.titles.topics(&scope, typed, limit);
        if !found.is_empty() {
            return Ok(found);
        }
        let typed = typed.to_owned();
        self.letter_by_letter(move |titles| titles.near_topics(&scope, &typed, limit))
            .await
    }

    /// The topic of that name, as its case and accents do not matter.
    pub fn topic(&self, reader: Reader, typed: &str) -> Option<Topic> {
        self.catalogue.titles.topic(&self.scope(reader), typed)
    }

    /// The articles whose headlines look most like `typed`, for one who mistyped it.
    pub(super) async fn near(
        &self,
        scope: &Scope,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<Arc<Card>>, Error> {
        let (scope, typed) = (scope.clone(), typed.to_owned());
        let near = self
            .letter_by_letter(move |titles| titles.near(&scope, &typed, limit))
            .await?;
        Ok(self.catalogue.cards(&near).await?)
    }

    /// Runs what takes milliseconds on a blocking thread.
    async fn letter_by_letter<T: Send + 'static>(
        &self,
        compare: impl FnOnce(&Titles) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let catalogue = self.catalogue.clone();
        let compared = spawn_blocking(move || compare(&catalogue.titles)).await;
        compared.map_err(|_| Fault::Search.into())
    }
}
