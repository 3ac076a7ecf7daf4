//! The articles of several libraries as one list, from the newest to the oldest.

use std::collections::HashMap;

use super::{Place, Shelf, on};
use crate::{
    article::{ArticleId, Library},
    search::{Filter, Scope},
};

/// What is left of the list; as an iterator, it takes the newest off.
pub(super) struct Merged<'a> {
    pub(super) lists: Vec<List<'a>>,
}

/// The articles of one library, from the oldest to the newest.
pub(super) struct List<'a> {
    pub(super) library: Library,
    pub(super) places: &'a [Place],
    /// Those of them that are hidden, in the same order.
    pub(super) hidden: Vec<Place>,
}

impl<'a> Merged<'a> {
    /// The articles of `scope` within `filter`.
    pub(super) fn new(
        shelves: &'a HashMap<Library, Shelf>,
        scope: &'a Scope,
        filter: &Filter,
    ) -> Self {
        let list = |(library, shelf): (Library, &'a Shelf)| {
            let places = shelf.within(filter);
            let hidden = scope.hidden.iter().filter(|id| id.library == library);
            let hidden = hidden.filter_map(|id| shelf.place(id.number));
            let mut hidden: Vec<Place> = hidden
                .filter(|place| places.binary_search(place).is_ok())
                .collect();
            hidden.sort_unstable();
            List {
                library,
                places,
                hidden,
            }
        };
        Self {
            lists: on(shelves, scope).map(list).collect(),
        }
    }

    /// How many articles are seen.
    pub(super) fn total(&self) -> usize {
        let seen = |list: &List<'_>| list.places.len() - list.hidden.len();
        self.lists.iter().map(seen).sum()
    }

    /// The same without the newest `count`, found by halving what is left to skip.
    pub(super) fn without(mut self, mut count: usize) -> Self {
        loop {
            self.lists.retain(|list| !list.places.is_empty());
            let depth = count.checked_div(self.lists.len()).unwrap_or(0);
            if depth == 0 {
                break;
            }
            // Of the articles at that depth of their lists, the newest: no more than `count` stand
            // before or at it in all lists together.
            let at = |list: &&mut List<'_>| list.places[list.places.len().saturating_sub(depth)];
            let Some(list) = self.lists.iter_mut().max_by_key(at) else {
                break;
            };
            count -= list.cut(depth);
        }
        for _ in 0..count {
            self.next();
        }
        self
    }
}

impl List<'_> {
    /// Takes the newest `count` off; how many of those were seen.
    fn cut(&mut self, count: usize) -> usize {
        let left = self.places.len().saturating_sub(count);
        let oldest = self.places[left];
        let hidden = self.hidden.partition_point(|place| *place < oldest);
        let seen = (self.places.len() - left) - (self.hidden.len() - hidden);
        self.places = &self.places[..left];
        self.hidden.truncate(hidden);
        seen
    }
}

impl Iterator for Merged<'_> {
    type Item = ArticleId;

    fn next(&mut self) -> Option<ArticleId> {
        loop {
            let lists = self.lists.iter_mut();
            let lists = lists.filter(|list| !list.places.is_empty());
            let newest = lists.max_by_key(|list| list.places.last().copied())?;
            let ((.., number), _) = newest.places.split_last()?;
            let id = ArticleId {
                library: newest.library,
                number: *number,
            };
            if newest.cut(1) > 0 {
                return Some(id);
            }
        }
    }
}
