//! Full-text search.

use std::sync::Arc;

use tokio::{sync::OwnedSemaphorePermit, task::spawn_blocking};

use super::{Error, Fault, Newsroom, Reader, limits::limits};
use crate::{
    article::{ArticleId, Card, Record},
    search::{
        Filter, Scope,
        fulltext::{Broken, Found, Passage, Query, Reading, Spot, Wanted},
    },
    view::{
        notice::Refusal,
        search::{self, Building, Handle, Hit, LAST_PAGE, Nothing, PAGE, Results, Search, Taken},
    },
};

/// Stories proposed where nothing was found.
const NEAR: usize = 3;
/// Hits looked at beyond a page, in the place of those that were withdrawn meanwhile.
const SPARE: usize = 10;

impl Newsroom {
    /// A page of the stories that have `typed` within `filter`.
    pub async fn search(
        &self,
        reader: Reader,
        typed: &str,
        filter: &Filter,
    ) -> Result<Results, Error> {
        let search = Search::new(typed, limits(filter));
        let search = search.ok_or_else(|| Refusal::NoWords(typed.to_owned()))?;
        self.results(reader, search, filter, 0).await
    }

    /// A page of a button's search.
    pub async fn search_page(
        &self,
        reader: Reader,
        search: Search,
        page: u16,
    ) -> Result<Results, Error> {
        let filter = self.filter_of(reader, search.limits).await?;
        self.results(reader, search, &filter, page).await
    }

    /// A page of the search that this guild keeps under `key`; it began with `hint`.
    pub async fn asked_page(
        &self,
        reader: Reader,
        key: u64,
        page: u16,
        hint: String,
    ) -> Result<Results, Error> {
        let kept = self.store.ask(reader.guild, key, self.clock.now()).await?;
        let search = kept.and_then(|text| text.parse().ok());
        let search = search.ok_or(Refusal::Forgotten(hint))?;
        self.search_page(reader, search, page).await
    }

    async fn results(
        &self,
        reader: Reader,
        search: Search,
        filter: &Filter,
        page: u16,
    ) -> Result<Results, Error> {
        let query = Arc::new(self.query(&search)?);
        let _turn = self.turn().await?;
        let scope = self.scope(reader);
        let building = self.indexing.progress().building().map(Building);
        let mut page = page.min(LAST_PAGE);
        let mut found = self.find(&query, &scope, filter, page).await?;
        if found.total > 0 && found.total <= usize::from(page) * PAGE {
            page = u16::try_from((found.total - 1) / PAGE).unwrap_or(LAST_PAGE);
            found = self.find(&query, &scope, filter, page).await?;
        }
        let near = found.reading != Reading::All;
        let shown = found.items.iter().skip(usize::from(page) * PAGE).take(PAGE);
        let hits = self.hits(&scope, shown.copied(), &query, near).await?;
        if hits.is_empty() {
            let nothing = self.nothing(reader, search, filter, building).await?;
            return Err(Refusal::NothingFound(Box::new(nothing)).into());
        }
        Ok(Results {
            handle: self.handle(reader, &search).await?,
            search,
            topic: filter.topic.clone(),
            taken: match found.reading {
                Reading::All => Taken::Exactly,
                Reading::Near => Taken::Nearly,
                Reading::Some { count, of } => Taken::Partly { count, of },
            },
            left_out: query.leaves_out(),
            page,
            total: found.total,
            hits,
            building,
        })
    }

    fn query(&self, search: &Search) -> Result<Query, Refusal> {
        let query = Query::new(search.words());
        let typed = || search.words().to_owned();
        match (query.is_empty(), query.only_excludes()) {
            (_, true) => Err(Refusal::OnlyExcluded(typed())),
            (true, _) => Err(Refusal::NoWords(typed())),
            _ => Ok(query),
        }
    }

    /// Waits for one's turn, so that many searches take neither every processor nor every blocking
    /// thread from everything else.
    async fn turn(&self) -> Result<[OwnedSemaphorePermit; 2], Error> {
        let place = self.indexing.line.clone().try_acquire_owned();
        let place = place.map_err(|_| Refusal::Busy)?;
        let turn = self.indexing.turns.clone().acquire_owned().await;
        Ok([place, turn.map_err(|_| Fault::Search)?])
    }

    /// What the index has up to that page, without what readers no longer see.
    async fn find(
        &self,
        query: &Arc<Query>,
        scope: &Scope,
        filter: &Filter,
        page: u16,
    ) -> Result<Found, Error> {
        let needed = (usize::from(page) + 1) * PAGE;
        let mut limit = needed + SPARE;
        loop {
            let mut found = self.ask_index(query, scope, filter, limit).await?;
            let asked = found.items.len();
            let titles = self.catalogue.titles().await?;
            found.items.retain(|id| titles.has(scope, *id));
            found.total -= asked - found.items.len();
            if found.items.len() >= needed || asked < limit {
                return Ok(found);
            }
            // So many were withdrawn that the page is not full: there are more behind them.
            limit *= 4;
        }
    }

    /// What the index has, the best `limit` of it.
    async fn ask_index(
        &self,
        query: &Arc<Query>,
        scope: &Scope,
        filter: &Filter,
        limit: usize,
    ) -> Result<Found, Error> {
        let wanted = Wanted {
            query: Query::clone(query),
            filter: filter.clone(),
            scope: scope.clone(),
            today: self.today(None),
            limit,
        };
        let index = self.indexing.index.clone();
        let found = spawn_blocking(move || index.find(&wanted)).await;
        match found.map_err(|_| Fault::Search)? {
            Ok(found) => Ok(found),
            // It was not built yet, or is being built anew.
            Err(Broken::Closed) => Ok(Found::nothing()),
            Err(Broken::Failed(error)) => {
                tracing::error!(error, "the search index failed");
                self.indexing.note_broken();
                Err(Fault::Search.into())
            }
        }
    }

    /// These stories with the passages that have the words.
    async fn hits(
        &self,
        scope: &Scope,
        ids: impl Iterator<Item = ArticleId>,
        query: &Arc<Query>,
        near: bool,
    ) -> Result<Vec<Hit>, Error> {
        let ids: Vec<ArticleId> = ids.collect();
        let records = self.readable_all(scope, &ids).await?;
        let query = query.clone();
        let hits = spawn_blocking(move || {
            records
                .iter()
                .filter_map(|record| hit(record, &query, near))
                .collect()
        });
        hits.await.map_err(|_| Fault::Search.into())
    }

    async fn nothing(
        &self,
        reader: Reader,
        search: Search,
        filter: &Filter,
        building: Option<Building>,
    ) -> Result<Nothing, Error> {
        let near = self.near(&self.scope(reader), search.words(), NEAR).await?;
        let wider = match search.limits.is_none() {
            true => None,
            false => Some(self.handle(reader, &search.wider()).await?),
        };
        Ok(Nothing {
            search,
            topic: filter.topic.clone(),
            wider,
            near: near.iter().map(|card| Card::clone(card)).collect(),
            building,
        })
    }

    /// How controls name that search: it is kept in the database where it does not fit into them.
    async fn handle(&self, reader: Reader, search: &Search) -> Result<Handle, Error> {
        if search.fits() {
            return Ok(Handle::Whole);
        }
        let kept = self
            .store
            .keep_ask(reader.guild, search.to_string(), self.clock.now());
        Ok(Handle::Kept(kept.await?))
    }
}

fn hit(record: &Record, query: &Query, near: bool) -> Option<Hit> {
    let article = &record.article;
    let passage = Passage::of(article, query, near)?;
    let place = match passage.spot {
        Spot::Lede => None,
        Spot::Highlights => Some("Highlights".to_owned()),
        Spot::Section(index) => Some(article.sections.get(index)?.heading.to_string()),
        Spot::Analysis => Some("Analysis".to_owned()),
    };
    Some(Hit {
        card: Arc::new(Card::of(record)),
        passage: search::Passage {
            place,
            text: passage.text,
            marks: passage.marks,
            cut: [passage.cut_before, passage.cut_after],
        },
    })
}
