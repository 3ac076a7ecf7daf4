//! Where articles stand in the order of all: ranks and dates, without walking the lists.

use chrono::NaiveDate;

use super::{Merged, Place, Titles, on};
use crate::{
    article::ArticleId,
    search::{Filter, Scope},
};

/// In which direction dates follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From the newest to the oldest.
    Back,
    /// From the oldest to the newest.
    Forth,
}

impl Titles {
    /// How many articles within `filter` stand before that one in [`Titles::list`], whether it is
    /// within `filter` itself or not; none where it is not published, or beyond `scope`.
    pub fn rank(&self, scope: &Scope, filter: &Filter, id: ArticleId) -> Option<usize> {
        if !scope.has(id) {
            return None;
        }
        let shelves = self.read();
        let place = shelves.get(&id.library)?.place(id.number)?;
        // Of the same place, the article of the later library stands first.
        let order = |other| scope.libraries.iter().position(|library| *library == other);
        let list = Merged::new(&shelves, scope, filter);
        let newer = list.lists.iter().map(|list| {
            let first = order(list.library) > order(id.library);
            let older = |other: &Place| *other < place || (*other == place && !first);
            let newer = |places: &[Place]| places.len() - places.partition_point(older);
            newer(list.places) - newer(&list.hidden)
        });
        Some(newer.sum())
    }

    /// The dates within `filter` that have articles, each with how many; at most `limit`.
    pub fn dates(
        &self,
        scope: &Scope,
        filter: &Filter,
        way: Way,
        limit: usize,
    ) -> Vec<(NaiveDate, usize)> {
        let mut left = filter.clone();
        let mut dates = Vec::new();
        while dates.len() < limit {
            let Some(date) = self.end(scope, &left, way) else {
                break;
            };
            let day = Filter {
                from: Some(date),
                to: Some(date),
                ..left.clone()
            };
            let count = self.list(scope, &day, 0, 0).total;
            if count > 0 {
                dates.push((date, count));
            }
            let next = match way {
                Way::Back => date.pred_opt().map(|date| left.to = Some(date)),
                Way::Forth => date.succ_opt().map(|date| left.from = Some(date)),
            };
            if next.is_none() {
                break;
            }
        }
        dates
    }

    /// The newest or the oldest date within `filter`, hidden articles counted.
    fn end(&self, scope: &Scope, filter: &Filter, way: Way) -> Option<NaiveDate> {
        let shelves = self.read();
        let within = on(&shelves, scope).map(|(_, shelf)| shelf.within(filter));
        match way {
            Way::Back => within.filter_map(|places| places.last()).max(),
            Way::Forth => within.filter_map(|places| places.first()).min(),
        }
        .map(|(date, ..)| *date)
    }
}
