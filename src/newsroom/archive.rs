//! Lists of what was published.

use super::{Error, Newsroom, Reader, limits::limits};
use crate::{
    search::{Filter, Scope, Titles},
    view::{
        archive::{PAGE, Page},
        limits::Anchor,
        notice::Refusal,
    },
};

impl Newsroom {
    /// The page of the stories within `filter` that begins at `at`, the first where none is given.
    pub async fn archive_page(
        &self,
        reader: Reader,
        filter: &Filter,
        at: Option<Anchor>,
    ) -> Result<Page, Error> {
        let scope = self.scope(reader);
        let titles = self.catalogue.titles().await?;
        let total = titles.list(&scope, filter, 0, 0).total;
        if total == 0 && *filter == Filter::default() {
            return Err(Refusal::EmptyLibrary.into());
        }
        let last = total.saturating_sub(1) / PAGE * PAGE;
        let rank = |at: Anchor| {
            let now = titles.rank(&scope, filter, at.article);
            now.unwrap_or(at.rank as usize)
        };
        let rank = at.map_or(0, rank);
        let rank = if rank < total { rank } else { last };
        let whole = |rank: usize| rank.checked_sub(PAGE).filter(|rank| *rank > 0);
        let before = whole(rank);
        let after = Some(rank + PAGE).filter(|after| *after < total);
        let last = after.map(|after| after + (total - after - 1) / PAGE * PAGE);
        let last = last.filter(|last| Some(*last) != after);
        let anchor = |rank: usize| anchor(titles, &scope, filter, rank);
        let shown = titles.list(&scope, filter, rank, PAGE).items;
        Ok(Page {
            limits: limits(filter),
            topic: filter.topic.clone(),
            total,
            rank,
            cards: titles.cards(&shown),
            before: before.and_then(anchor),
            after: after.and_then(anchor),
            last: last.and_then(anchor),
        })
    }
}

/// Where the page begins before which `rank` stories stand.
fn anchor(titles: &Titles, scope: &Scope, filter: &Filter, rank: usize) -> Option<Anchor> {
    let article = titles.list(scope, filter, rank, 1).items.pop()?;
    let rank = u32::try_from(rank).ok()?;
    Some(Anchor { article, rank })
}
