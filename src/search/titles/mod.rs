//! Headlines, headings and topics in memory, for completion, lists and words typed instead of a
//! number. The texts themselves stay in the store.

mod merged;
mod places;
mod shelf;
#[cfg(test)]
mod tests;
mod topics;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

pub use self::places::Way;
use self::{
    merged::Merged,
    shelf::{Found, Place, Shelf},
    topics::Topics,
};
use super::{Filter, Scope, best::Best, likeness::likeness, words::fold};
use crate::article::{ArticleId, Card, Library, Line, Outline};

/// How alike two texts must be, from 0 to 1, to be proposed for one another.
const ALIKE: f64 = 0.45;
/// Topics that are compared letter by letter when none matches.
const CANDIDATES: usize = 2000;

/// The published articles of every library.
/// Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    shelves: Arc<RwLock<HashMap<Library, Shelf>>>,
}

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing<T> {
    /// How many there are in the whole list.
    pub total: usize,
    /// Those of this part.
    pub items: Vec<T>,
}

/// A topic as readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// As it was first written.
    pub name: String,
    /// Articles that have it.
    pub count: usize,
}

impl Titles {
    /// Adds articles, or puts them in the place of what went by their numbers.
    pub fn put(&self, outlines: &[Outline]) {
        let mut by_library: HashMap<Library, BTreeMap<u32, &Outline>> = HashMap::new();
        for outline in outlines {
            let ArticleId { library, number } = outline.card.id;
            let library = by_library.entry(library).or_default();
            library.insert(number, outline);
        }
        let mut shelves = self.write();
        for (library, outlines) in by_library {
            shelves.entry(library).or_default().put(&outlines);
        }
    }

    /// Takes an article out.
    pub fn remove(&self, id: ArticleId) {
        if let Some(shelf) = self.write().get_mut(&id.library) {
            shelf.remove(&[id.number]);
        }
    }

    /// Gives back the memory that growing left over.
    pub fn shrink(&self) {
        self.write().values_mut().for_each(Shelf::shrink);
    }

    /// Whether that article is published and within `scope`.
    pub fn has(&self, scope: &Scope, id: ArticleId) -> bool {
        let shelves = self.read();
        scope.has(id)
            && shelves
                .get(&id.library)
                .is_some_and(|shelf| shelf.has(id.number))
    }

    /// The cards of these articles, without those that are not published.
    pub fn cards(&self, ids: &[ArticleId]) -> Vec<Arc<Card>> {
        let shelves = self.read();
        let card = |id: &ArticleId| shelves.get(&id.library)?.card(id.library, id.number);
        ids.iter().filter_map(card).map(Arc::new).collect()
    }

    /// The articles within `filter`, newest first, `limit` of them after the first `from`.
    pub fn list(
        &self,
        scope: &Scope,
        filter: &Filter,
        from: usize,
        limit: usize,
    ) -> Listing<ArticleId> {
        let shelves = self.read();
        let list = Merged::new(&shelves, scope, filter);
        Listing {
            total: list.total(),
            items: list.without(from).take(limit).collect(),
        }
    }

    /// Articles whose headline has all words of `typed`, or words that begin so: the headline
    /// itself first, then those with most whole words, then the newest.
    pub fn find(&self, scope: &Scope, typed: &str, limit: usize) -> Vec<ArticleId> {
        let mut best = Best::new(limit);
        for (library, shelf) in on(&self.read(), scope) {
            shelf.find(typed, |Found { rank, number }| {
                best.offer(rank, ArticleId { library, number }, |id| scope.has(*id));
            });
        }
        best.into_vec()
    }

    /// Sections whose heading has all words of `typed`, or words that begin so, of the newest
    /// articles first; each by its place from 0.
    pub fn sections(&self, scope: &Scope, typed: &str, limit: usize) -> Vec<(ArticleId, usize)> {
        let mut best = Best::new(limit);
        for (library, shelf) in on(&self.read(), scope) {
            shelf.sections(typed, |Found { rank, number }, index| {
                let section = (ArticleId { library, number }, index);
                best.offer((rank, Reverse(index)), section, |(id, _)| scope.has(*id));
            });
        }
        best.into_vec()
    }

    /// The articles whose headlines look most like `typed`, for one who mistyped it. Compares letter
    /// by letter: milliseconds, not for an async thread.
    pub fn near(&self, scope: &Scope, typed: &str, limit: usize) -> Vec<ArticleId> {
        let mut best = Best::new(limit);
        for (library, shelf) in on(&self.read(), scope) {
            shelf.alike(typed, ALIKE as f32, |likeness, place| {
                let (per_mille, number) = ((likeness * 1000.0) as u32, place.2);
                let id = ArticleId { library, number };
                best.offer((per_mille, place), id, |id| scope.has(*id));
            });
        }
        best.into_vec()
    }

    /// The topic that `typed` is the name of, as [`fold`] compares.
    pub fn topic(&self, scope: &Scope, typed: &str) -> Option<Topic> {
        let wanted = fold(typed.trim());
        let shelves = self.read();
        let found = counted(&shelves, scope, |topics| {
            topics.named(&wanted).into_iter().collect()
        });
        found.first().map(topic)
    }

    /// The topics with words that begin as those of `typed` do, all where nothing was typed; those
    /// with most articles first.
    pub fn topics(&self, scope: &Scope, typed: &str, limit: usize) -> Vec<Topic> {
        let shelves = self.read();
        let found = counted(&shelves, scope, |topics| match typed.trim() {
            "" => topics.all().collect(),
            typed => topics.find(typed).collect(),
        });
        let mut best = Best::new(limit);
        for (name, count) in found {
            best.offer((count, Reverse(name.as_str())), (name, count), |_| true);
        }
        best.into_vec().iter().map(topic).collect()
    }

    /// The topics that look most like `typed`. Compares letter by letter: not for an async thread.
    pub fn near_topics(&self, scope: &Scope, typed: &str, limit: usize) -> Vec<Topic> {
        let typed = fold(typed.trim());
        let mut near: Vec<(f64, Topic)> = self
            .topics(scope, "", CANDIDATES)
            .into_iter()
            .map(|topic| (likeness(&typed, &fold(&topic.name)), topic))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .collect();
        near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        near.truncate(limit);
        near.into_iter().map(|(_, topic)| topic).collect()
    }

    // A panic elsewhere leaves the maps whole: every change of theirs is one call.
    fn read(&self) -> RwLockReadGuard<'_, HashMap<Library, Shelf>> {
        self.shelves.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<Library, Shelf>> {
        self.shelves.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The shelves of the libraries in `scope`.
fn on<'a>(
    shelves: &'a HashMap<Library, Shelf>,
    scope: &'a Scope,
) -> impl Iterator<Item = (Library, &'a Shelf)> {
    let libraries = scope.libraries.iter();
    libraries.filter_map(|library| Some((*library, shelves.get(library)?)))
}

/// The topics that `of` picks of each library's, with the articles that are seen; those that have
/// any.
fn counted<'a>(
    shelves: &'a HashMap<Library, Shelf>,
    scope: &'a Scope,
    of: impl Fn(&'a Topics) -> Vec<(&'a Line, usize)>,
) -> Vec<(&'a Line, usize)> {
    let mut lists: Vec<Vec<(&Line, usize)>> = on(shelves, scope)
        .map(|(library, shelf)| {
            let mut hidden: HashMap<&str, usize> = HashMap::new();
            let ids = scope.hidden.iter().filter(|id| id.library == library);
            for topic in ids.flat_map(|id| shelf.topics.of(id.number)) {
                *hidden.entry(topic.as_str()).or_default() += 1;
            }
            let mut topics = of(&shelf.topics);
            topics.retain_mut(|(name, count)| {
                *count -= hidden.get(name.as_str()).unwrap_or(&0);
                *count > 0
            });
            topics
        })
        .filter(|topics| !topics.is_empty())
        .collect();
    if lists.len() < 2 {
        return lists.pop().unwrap_or_default();
    }
    let mut merged: HashMap<String, (&Line, usize)> = HashMap::new();
    for (name, count) in lists.into_iter().flatten() {
        merged.entry(fold(name.as_str())).or_insert((name, 0)).1 += count;
    }
    merged.into_values().collect()
}

fn topic((name, count): &(&Line, usize)) -> Topic {
    Topic {
        name: name.to_string(),
        count: *count,
    }
}
