//! One library's articles, as small as they can be held: of a text, only where its words stand.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use chrono::{DateTime, NaiveDate, Utc};

use super::topics::Topics;
use crate::{
    article::Card,
    search::{
        Filter,
        words::{WordStarts, fold},
    },
};

/// Newest last: by date, then by the time it went live, then by number.
pub(super) type Place = (NaiveDate, DateTime<Utc>, u32);

/// Articles that were taken out stay in the words until they are this many.
const DEAD: usize = 64;

/// One library's articles.
///
/// An article that changes is taken out and added anew, so that a number in the words always means
/// the same text.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    titles: Vec<Title>,
    /// By the article's number: its place in `titles`, where it is not dead.
    living: HashMap<u32, u32>,
    /// Of every living article, from the oldest to the newest.
    order: Vec<Place>,
    /// Where words stand in headlines, by place in `titles`.
    headlines: WordStarts,
    /// Where words stand in headings; these are numbered through all articles.
    headings: WordStarts,
    /// How many headings there are, of dead articles too.
    heading_count: u32,
    pub(super) topics: Topics,
}

/// What is known of an article.
#[derive(Clone, Copy, Debug)]
struct Title {
    place: Place,
    /// Different words of its headline.
    words: u8,
    /// Its first heading, in the numbering of all.
    headings: u32,
}

/// An article that was found.
pub(super) struct Found {
    /// The better, the greater.
    pub(super) rank: (bool, u8, Place),
    /// Its number.
    pub(super) number: u32,
}

impl Shelf {
    /// Adds articles, or puts them in the place of what went by their numbers; each number once.
    pub(super) fn put(&mut self, cards: &BTreeMap<u32, &Card>) {
        self.remove(cards.keys());
        for card in cards.values() {
            let index = self.titles.len() as u32;
            let place = (card.date, card.live_at, card.id.number);
            let words = self.headlines.add(&fold(card.headline.as_str()), index);
            self.titles.push(Title {
                place,
                words: u8::try_from(words).unwrap_or(u8::MAX),
                headings: self.heading_count,
            });
            for heading in &card.headings {
                let heading = fold(heading.as_str());
                self.headings.add(&heading, self.heading_count);
                self.heading_count += 1;
            }
            self.topics.add(&card.topics, place);
            self.living.insert(card.id.number, index);
            self.order.push(place);
        }
        // Mostly sorted already: the sort finds the runs.
        self.order.sort();
        self.topics.sort();
        if self.titles.len() > 2 * self.living.len() + DEAD {
            self.bury();
        }
    }

    /// Takes articles out, where they are there.
    pub(super) fn remove<'a>(&mut self, numbers: impl IntoIterator<Item = &'a u32>) {
        let taken = numbers.into_iter().filter_map(|number| {
            let index = self.living.remove(number)?;
            Some(self.titles[index as usize].place)
        });
        let mut gone: Vec<Place> = taken.collect();
        if !gone.is_empty() {
            gone.sort();
            self.order
                .retain(|place| gone.binary_search(place).is_err());
            self.topics.remove(&gone);
        }
    }

    /// Gives back what growing left over.
    pub(super) fn shrink(&mut self) {
        self.titles.shrink_to_fit();
        self.living.shrink_to_fit();
        self.order.shrink_to_fit();
        self.headlines.shrink();
        self.headings.shrink();
    }

    pub(super) fn has(&self, number: u32) -> bool {
        self.living.contains_key(&number)
    }

    pub(super) fn place(&self, number: u32) -> Option<Place> {
        let index = self.living.get(&number)?;
        Some(self.titles[*index as usize].place)
    }

    /// The places of articles within `filter`, from the oldest to the newest.
    pub(super) fn within(&self, filter: &Filter) -> &[Place] {
        let order = match &filter.topic {
            None => &self.order[..],
            Some(topic) => self.topics.order(topic),
        };
        let from = filter
            .from
            .map_or(0, |from| order.partition_point(|(date, ..)| *date < from));
        let to = filter.to.map_or(order.len(), |to| {
            order.partition_point(|(date, ..)| *date <= to)
        });
        &order[from.min(to)..to]
    }

    /// Articles whose headline has all words of `typed`, or words that begin so; unordered.
    pub(super) fn find(&self, typed: &str) -> impl Iterator<Item = Found> {
        let matches = self.headlines.matching(typed, self.titles.len());
        let typed = matches.typed();
        let found: Vec<Found> = matches
            .all()
            .filter_map(|(index, whole)| {
                let title = self.living_title(index)?;
                let same = whole == typed && title.words == typed;
                Some(Found {
                    rank: (same, whole, title.place),
                    number: title.place.2,
                })
            })
            .collect();
        found.into_iter()
    }

    /// The sections whose heading has all words of `typed`, or words that begin so, each by its
    /// place from 0; unordered.
    pub(super) fn sections(&self, typed: &str) -> impl Iterator<Item = (Found, usize)> {
        let matches = self.headings.matching(typed, self.heading_count as usize);
        let found: Vec<(Found, usize)> = matches
            .all()
            .filter_map(|(heading, whole)| {
                let (title, index) = self.heading(heading)?;
                let found = Found {
                    rank: (false, whole, title.place),
                    number: title.place.2,
                };
                Some((found, index))
            })
            .collect();
        found.into_iter()
    }

    /// Articles by how much the words of their headlines look like those of `typed`, from 0 to 1,
    /// at least `enough`; unordered.
    pub(super) fn alike(&self, typed: &str, enough: f64) -> impl Iterator<Item = (f64, Place)> {
        let likenesses = self.headlines.alike(typed, self.titles.len());
        let alike: Vec<(f64, Place)> = (0..)
            .zip(likenesses)
            .filter(|(_, likeness)| *likeness >= enough)
            .filter_map(|(index, likeness)| Some((likeness, self.living_title(index)?.place)))
            .collect();
        alike.into_iter()
    }

    fn living_title(&self, index: u32) -> Option<&Title> {
        let title = &self.titles[index as usize];
        (self.living.get(&title.place.2) == Some(&index)).then_some(title)
    }

    /// The living article that a heading belongs to, and its place there from 0.
    fn heading(&self, heading: u32) -> Option<(&Title, usize)> {
        // Of articles without headings that share the number, the last is the one that has it.
        let after = self
            .titles
            .partition_point(|title| title.headings <= heading);
        let index = after.checked_sub(1)?;
        let title = self.living_title(index as u32)?;
        Some((title, (heading - title.headings) as usize))
    }

    /// Forgets the words of dead articles.
    fn bury(&mut self) {
        let headings = |shelf: &Self, index: usize| -> Range<u32> {
            let next = shelf.titles.get(index + 1);
            shelf.titles[index].headings..next.map_or(shelf.heading_count, |next| next.headings)
        };
        let mut titles = Vec::with_capacity(self.living.len());
        let mut new_titles = vec![None; self.titles.len()];
        let mut new_headings = vec![None; self.heading_count as usize];
        let mut heading_count = 0;
        for (index, new_title) in new_titles.iter_mut().enumerate() {
            let Some(title) = self.living_title(index as u32).copied() else {
                continue;
            };
            *new_title = Some(titles.len() as u32);
            titles.push(Title {
                headings: heading_count,
                ..title
            });
            for heading in headings(self, index) {
                new_headings[heading as usize] = Some(heading_count);
                heading_count += 1;
            }
        }
        self.headlines.renumber(&new_titles);
        self.headings.renumber(&new_headings);
        self.titles = titles;
        self.heading_count = heading_count;
        self.living = (0..)
            .zip(&self.titles)
            .map(|(index, title)| (title.place.2, index))
            .collect();
    }
}
