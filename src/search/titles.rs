//! Headlines and headings in memory, for completion and for words typed instead of a number.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use chrono::{DateTime, NaiveDate, Utc};

use super::words::{WordStarts, fold};
use crate::article::{ArticleId, Card, Library};

/// Headlines that are compared letter by letter when nothing matches.
const CANDIDATES: usize = 1000;
/// How alike two texts must be, from 0 to 1, to be proposed for one another.
const ALIKE: f64 = 0.45;

/// The published articles of every library, by the words of their headlines and headings.
#[derive(Debug, Default)]
pub struct Titles {
    shelves: RwLock<HashMap<Library, Shelf>>,
}

/// One library's articles.
#[derive(Debug, Default)]
struct Shelf {
    cards: BTreeMap<u32, Arc<Card>>,
    by_date: BTreeSet<Place>,
    headlines: WordStarts<u32>,
    headings: WordStarts<(u32, usize)>,
}

/// Newest last: by date, then by the time it went live, then by number.
type Place = (NaiveDate, DateTime<Utc>, u32);

fn place(card: &Card) -> Place {
    (card.date, card.live_at, card.id.number)
}

impl Titles {
    /// Adds articles, or puts them in the place of what went by their numbers.
    pub fn put(&self, cards: Vec<Card>) {
        let mut by_library: HashMap<Library, Vec<Arc<Card>>> = HashMap::new();
        for card in cards {
            by_library
                .entry(card.id.library)
                .or_default()
                .push(Arc::new(card));
        }
        let mut shelves = self.write();
        for (library, cards) in by_library {
            shelves.entry(library).or_default().put(cards);
        }
    }

    /// Takes an article out.
    pub fn remove(&self, id: ArticleId) {
        if let Some(shelf) = self.write().get_mut(&id.library) {
            shelf.remove(id.number);
        }
    }

    /// The card of an article, if readers see it.
    pub fn get(&self, id: ArticleId) -> Option<Arc<Card>> {
        self.read().get(&id.library)?.cards.get(&id.number).cloned()
    }

    /// The newest of these libraries, newest first.
    pub fn newest(&self, libraries: &[Library], limit: usize) -> Vec<Arc<Card>> {
        let shelves = self.read();
        let mut newest: Vec<_> = libraries
            .iter()
            .filter_map(|library| shelves.get(library))
            .flat_map(|shelf| {
                let numbers = shelf.by_date.iter().rev().take(limit);
                numbers.filter_map(|(_, _, number)| shelf.cards.get(number).cloned())
            })
            .collect();
        newest.sort_by_key(|card| std::cmp::Reverse(place(card)));
        newest.truncate(limit);
        newest
    }

    /// Articles whose headline has all words of `typed`, or words that begin so: the headline
    /// itself first, then those with most whole words, then the newest.
    pub fn find(&self, libraries: &[Library], typed: &str, limit: usize) -> Vec<Arc<Card>> {
        let shelves = self.read();
        let whole = fold(typed.trim());
        let mut found: Vec<_> = libraries
            .iter()
            .filter_map(|library| shelves.get(library))
            .flat_map(|shelf| {
                let hits = shelf.headlines.matching(typed).into_iter();
                hits.filter_map(|(number, words)| Some((words, shelf.cards.get(&number)?)))
            })
            .map(|(words, card)| {
                let same = words > 0 && fold(card.headline.as_str()) == whole;
                ((same, words, place(card)), card.clone())
            })
            .collect();
        found.sort_by(|(a, _), (b, _)| b.cmp(a));
        found.truncate(limit);
        found.into_iter().map(|(_, card)| card).collect()
    }

    /// Sections whose heading has all words of `typed`, or words that begin so, of the newest
    /// articles first; each by its place from 0.
    pub fn sections(
        &self,
        libraries: &[Library],
        typed: &str,
        limit: usize,
    ) -> Vec<(Arc<Card>, usize)> {
        let shelves = self.read();
        let mut found: Vec<_> = libraries
            .iter()
            .filter_map(|library| shelves.get(library))
            .flat_map(|shelf| {
                let hits = shelf.headings.matching(typed).into_iter();
                hits.filter_map(|((number, index), words)| {
                    let card = shelf.cards.get(&number)?.clone();
                    Some(((words, place(&card)), card, index))
                })
            })
            .collect();
        found.sort_by(|(a, _, at), (b, _, bt)| b.cmp(a).then(at.cmp(bt)));
        found.truncate(limit);
        found
            .into_iter()
            .map(|(_, card, index)| (card, index))
            .collect()
    }

    /// The articles whose headlines look most like `typed`, for one who mistyped it. Compares letter
    /// by letter: milliseconds, not for an async thread.
    pub fn near(&self, libraries: &[Library], typed: &str, limit: usize) -> Vec<Arc<Card>> {
        let typed = fold(typed.trim());
        let mut near: Vec<_> = self
            .newest(libraries, CANDIDATES)
            .into_iter()
            .map(|card| (likeness(&typed, &fold(card.headline.as_str())), card))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .collect();
        near.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        near.truncate(limit);
        near.into_iter().map(|(_, card)| card).collect()
    }

    // A panic elsewhere leaves the maps whole: every change of theirs is one call.
    fn read(&self) -> RwLockReadGuard<'_, HashMap<Library, Shelf>> {
        self.shelves.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<Library, Shelf>> {
        self.shelves.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How alike a typed text and a title are, from 0 to 1: the mean over the typed words of the most
/// similar word of the title. Both folded. Nobody means more by what they type than the first few
/// words, of which no more than a beginning is compared: the cost is bounded whatever is typed.
pub(crate) fn likeness(typed: &str, title: &str) -> f64 {
    const WORDS: usize = 8;
    const LETTERS: usize = 20;
    let beginning = |word: &'_ str| word.chars().take(LETTERS).collect::<String>();
    let title: Vec<String> = title.split_whitespace().map(beginning).collect();
    let best = |word: String| {
        let near = title
            .iter()
            .filter(|other| other.len().abs_diff(word.len()) <= word.len() / 2);
        near.map(|other| strsim::normalized_damerau_levenshtein(&word, other))
            .fold(0.0, f64::max)
    };
    let typed = typed.split_whitespace().take(WORDS).map(beginning);
    let alike: Vec<f64> = typed.map(best).collect();
    if alike.is_empty() {
        0.0
    } else {
        alike.iter().sum::<f64>() / alike.len() as f64
    }
}

impl Shelf {
    fn put(&mut self, cards: Vec<Arc<Card>>) {
        let known: Vec<u32> = cards
            .iter()
            .map(|card| card.id.number)
            .filter(|number| self.cards.contains_key(number))
            .collect();
        for number in known {
            self.remove(number);
        }
        self.headlines.extend(
            cards
                .iter()
                .map(|card| (card.headline.as_str(), card.id.number)),
        );
        self.headings.extend(cards.iter().flat_map(|card| {
            let headings = card.headings.iter().enumerate();
            headings.map(|(index, heading)| (heading.as_str(), (card.id.number, index)))
        }));
        self.by_date.extend(cards.iter().map(|card| place(card)));
        self.cards
            .extend(cards.into_iter().map(|card| (card.id.number, card)));
    }

    fn remove(&mut self, number: u32) {
        if let Some(card) = self.cards.remove(&number) {
            self.by_date.remove(&place(&card));
            self.headlines.remove(|key| *key == number);
            self.headings.remove(|(key, _)| *key == number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{GuildId, Line};

    const OWN: Library = Library::Guild(GuildId(7));

    fn card(library: Library, number: u32, day: u32, headline: &str) -> Card {
        Card {
            id: ArticleId { library, number },
            headline: Line::new(headline).expect("a headline"),
            date: NaiveDate::from_ymd_opt(2025, 9, day).expect("a date"),
            live_at: DateTime::UNIX_EPOCH,
            topics: Vec::new(),
            headings: vec![Line::new(&format!("About {headline}")).expect("a heading")],
        }
    }

    fn titles() -> Titles {
        let titles = Titles::default();
        titles.put(vec![
            card(Library::House, 1, 3, "Voyager reaches interstellar space"),
            card(
                Library::House,
                2,
                5,
                "Space telescope shows its first images",
            ),
            card(OWN, 1, 4, "The harbour gets a new crane"),
            card(
                Library::Guild(GuildId(8)),
                1,
                9,
                "Another guild's space news",
            ),
        ]);
        titles
    }

    fn names(cards: &[Arc<Card>]) -> Vec<String> {
        cards.iter().map(|card| card.id.to_string()).collect()
    }

    #[test]
    fn only_the_named_libraries_answer() {
        let titles = titles();
        assert_eq!(
            names(&titles.find(&[OWN, Library::House], "space", 9)),
            ["#H2", "#H1"]
        );
        assert_eq!(
            names(&titles.newest(&[OWN, Library::House], 9)),
            ["#H2", "#1", "#H1"]
        );
        assert_eq!(names(&titles.newest(&[OWN, Library::House], 1)), ["#H2"]);
        assert_eq!(
            names(&titles.near(&[OWN], "anothr guilds space", 9)),
            [""; 0]
        );
    }

    #[test]
    fn the_headline_itself_comes_first_then_whole_words_then_the_newest() {
        let titles = titles();
        titles.put(vec![
            card(Library::House, 3, 9, "Spacewalk"),
            card(Library::House, 4, 1, "Space"),
        ]);
        let found = titles.find(&[Library::House], "space", 9);
        assert_eq!(names(&found), ["#H4", "#H2", "#H1", "#H3"]);
    }

    #[test]
    fn a_changed_article_is_found_by_its_new_words_only() {
        let titles = titles();
        titles.put(vec![card(OWN, 1, 6, "The harbour gets two cranes")]);
        assert_eq!(names(&titles.find(&[OWN], "new", 9)), [""; 0]);
        assert_eq!(names(&titles.find(&[OWN], "two cran", 9)), ["#1"]);
        assert_eq!(titles.sections(&[OWN], "cranes about", 9)[0].1, 0);
        titles.remove(ArticleId {
            library: OWN,
            number: 1,
        });
        assert_eq!(names(&titles.newest(&[OWN], 9)), [""; 0]);
        assert!(titles.sections(&[OWN], "cranes", 9).is_empty());
    }

    #[test]
    fn a_mistyped_headline_finds_its_neighbours() {
        let found = titles().near(&[OWN, Library::House], "voyagr intersteler", 9);
        assert_eq!(names(&found), ["#H1"]);
        assert_eq!(names(&titles().near(&[Library::House], "qqq", 9)), [""; 0]);
    }
}
