//! Lists of what was published.

use std::sync::Arc;

use super::{Error, Newsroom, Reader, limits::limits};
use crate::{
    article::{ArticleId, Card},
    search::{Filter, Listing, Scope},
    view::{
        archive::{PAGE, Page},
        limits::Anchor,
        notice::Refusal,
    },
};

impl Newsroom {
    /// The stories within `filter`, newest first: `limit` of them after the first `from`, and how
    /// many there are in all.
    pub async fn archive(
        &self,
        reader: Reader,
        filter: &Filter,
        from: usize,
        limit: usize,
    ) -> Result<Listing<Arc<Card>>, Error> {
        let scope = self.scope(reader);
        let list = self.catalogue.titles.list(&scope, filter, from, limit);
        Ok(Listing {
            total: list.total,
            items: self.catalogue.cards(&list.items).await?,
        })
    }

    /// The page of the stories within `filter` that begins at `at`, the first where none is given.
    pub async fn archive_page(
        &self,
        reader: Reader,
        filter: &Filter,
        at: Option<Anchor>,
    ) -> Result<Page, Error> {
        let scope = self.scope(reader);
        let titles = &self.catalogue.titles;
        let total = titles.list(&scope, filter, 0, 0).total;
        if total == 0 && *filter == Filter::default() {
            return Err(Refusal::EmptyLibrary.into());
        }
        let last = total.saturating_sub(1) / PAGE * PAGE;
        let rank = at.map_or(0, |at| self.rank(&scope, filter, at));
        let rank = if rank < total { rank } else { last };
        let whole = |rank: usize| rank.checked_sub(PAGE).filter(|rank| *rank > 0);
        let before = whole(rank);
        let after = Some(rank + PAGE).filter(|after| *after < total);
        let last = after.map(|after| after + (total - after - 1) / PAGE * PAGE);
        let last = last.filter(|last| Some(*last) != after);
        let anchor = |rank: usize| self.anchor(&scope, filter, rank);
        let shown = titles.list(&scope, filter, rank, PAGE).items;
        Ok(Page {
            limits: limits(filter),
            topic: filter.topic.clone(),
            total,
            rank,
            cards: self.catalogue.cards(&shown).await?,
            before: before.and_then(anchor),
            after: after.and_then(anchor),
            last: last.and_then(anchor),
        })
    }

    /// How many stories stand before that anchor now.
    fn rank(&self, scope: &Scope, filter: &Filter, at: Anchor) -> usize {
        let now = self.catalogue.titles.rank(scope, filter, at.article);
        now.unwrap_or(at.rank as usize)
    }

    fn anchor(&self, scope: &Scope, filter: &Filter, rank: usize) -> Option<Anchor> {
        let titles = &self.catalogue.titles;
        let article: ArticleId = titles.list(scope, filter, rank, 1).items.pop()?;
        Some(Anchor {
            article,
            rank: u32::try_from(rank).ok()?,
        })
    }
}
