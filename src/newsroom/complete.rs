//! What fits while one types.

use std::{collections::HashSet, sync::Arc};

use tokio::task::spawn_blocking;

use super::{Error, Fault, Newsroom, Reader, read::numbered};
use crate::{
    article::{Card, Line, Record},
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
        let titles = self.catalogue.titles().await?;
        if typed.is_empty() {
            let newest = titles.list(&scope, &Filter::default(), 0, limit);
            return Ok(titles.cards(&newest.items));
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
        Ok(titles.cards(&found))
    }

    /// Sections that fit what was typed so far, by their place from 0: those of the chosen article
    /// (else of the newest) first, then, where none was chosen, those of others.
    pub async fn complete_section(
        &self,
        reader: Reader,
        article: Option<&str>,
        typed: &str,
        limit: usize,
    ) -> Result<Vec<(Arc<Record>, usize)>, Error> {
        let article = article.map(str::trim).filter(|article| !article.is_empty());
        let chosen = self
            .complete_article(reader, article.unwrap_or_default(), 1)
            .await?
            .pop();
        let scope = self.scope(reader);
        let chosen = self.readable(&scope, chosen.map(|card| card.id)).await?;
        let words = fold(typed.trim());
        let fits = |heading: &Line| fold(heading.as_str()).contains(&words);
        let mut found: Vec<(Arc<Record>, usize)> = Vec::new();
        if let Some(record) = &chosen {
            let sections = record.article.sections.iter().enumerate();
            let fitting = sections.filter(|(_, section)| fits(&section.heading));
            found.extend(fitting.map(|(index, _)| (record.clone(), index)));
        }
        if article.is_none() && !words.is_empty() {
            let others = self
                .catalogue
                .titles()
                .await?
                .sections(&scope, typed, limit);
            let own = chosen.map(|record| record.id);
            for (id, index) in others.into_iter().filter(|(id, _)| Some(*id) != own) {
                let record = self.readable(&scope, Some(id)).await?;
                found.extend(record.map(|record| (record, index)));
            }
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
        let found = self.catalogue.titles().await?.topics(&scope, typed, limit);
        if !found.is_empty() {
            return Ok(found);
        }
        let typed = typed.to_owned();
        self.letter_by_letter(move |titles| titles.near_topics(&scope, &typed, limit))
            .await
    }

    /// The topic of that name, as its case and accents do not matter.
    pub async fn topic(&self, reader: Reader, typed: &str) -> Result<Option<Topic>, Error> {
        let titles = self.catalogue.titles().await?;
        Ok(titles.topic(&self.scope(reader), typed))
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
        Ok(self.catalogue.titles().await?.cards(&near))
    }

    /// Runs what takes milliseconds on a blocking thread.
    async fn letter_by_letter<T: Send + 'static>(
        &self,
        compare: impl FnOnce(&Titles) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let titles = self.catalogue.titles().await?.clone();
        let compared = spawn_blocking(move || compare(&titles)).await;
        compared.map_err(|_| Fault::Search.into())
    }
}
