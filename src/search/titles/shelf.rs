//! One library's articles, as small as they can be held: headlines, topics, and where words stand.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use chrono::{DateTime, NaiveDate, Utc};

use super::topics::Topics;
use crate::{
    article::{ArticleId, Card, Library, Line, Outline},
    search::{
        Filter,
        words::{WordStarts, fold},
    },
};

/// Newest last: by date, then by the time it went live, then by number.
pub(super) type Place = (NaiveDate, DateTime<Utc>, u32);

/// Takes the places in `gone` out of `order`, both from the oldest to the newest.
pub(super) fn take_out(order: &mut Vec<Place>, gone: &[Place]) {
    let mut gone = gone.iter().peekable();
    order.retain(|place| {
        while gone.next_if(|gone| *gone < place).is_some() {}
        gone.peek() != Some(&place)
    });
}

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
#[derive(Clone, Debug)]
struct Title {
    headline: Line,
    place: Place,
    /// Whether it was neither taken out nor replaced.
    alive: bool,
    /// Whether readers are told of a correction.
    corrected: bool,
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
    pub(super) fn put(&mut self, outlines: &BTreeMap<u32, &Outline>) {
        self.remove(outlines.keys());
        for Outline { card, headings } in outlines.values() {
            let index = self.titles.len() as u32;
            let place = (card.date, card.live_at, card.id.number);
            let words = self.headlines.add(&fold(card.headline.as_str()), index);
            self.titles.push(Title {
                headline: card.headline.clone(),
                place,
                alive: true,
                corrected: card.corrected,
                words: u8::try_from(words).unwrap_or(u8::MAX),
                headings: self.heading_count,
            });
            for heading in headings {
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
            let title = &mut self.titles[self.living.remove(number)? as usize];
            title.alive = false;
            Some(title.place)
        });
        let mut gone: Vec<Place> = taken.collect();
        if !gone.is_empty() {
            gone.sort();
            take_out(&mut self.order, &gone);
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
        self.topics.shrink();
    }

    pub(super) fn has(&self, number: u32) -> bool {
        self.living.contains_key(&number)
    }

    /// The card of an article of `library`, which this is.
    pub(super) fn card(&self, library: Library, number: u32) -> Option<Card> {
        let index = self.living.get(&number)?;
        let title = &self.titles[*index as usize];
        let (date, live_at, _) = title.place;
        Some(Card {
            id: ArticleId { library, number },
            headline: title.headline.clone(),
            date,
            live_at,
            topics: self.topics.of(number).cloned().collect(),
            corrected: title.corrected,
        })
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

    /// Hands over every article whose headline has all words of `typed`, or words that begin so.
    pub(super) fn find(&self, typed: &str, mut found: impl FnMut(Found)) {
        let matches = self.headlines.matching(typed, self.titles.len());
        let typed = matches.typed();
        for (index, whole) in matches.all() {
            if let Some(title) = self.living_title(index) {
                let same = whole == typed && title.words == typed;
                found(Found {
                    rank: (same, whole, title.place),
                    number: title.place.2,
                });
            }
        }
    }

    /// Hands over every section whose heading has all words of `typed`, or words that begin so, by
    /// its place from 0.
    pub(super) fn sections(&self, typed: &str, mut found: impl FnMut(Found, usize)) {
        let matches = self.headings.matching(typed, self.heading_count as usize);
        for (heading, whole) in matches.all() {
            if let Some((title, index)) = self.heading(heading) {
                let rank = (false, whole, title.place);
                let number = title.place.2;
                found(Found { rank, number }, index);
            }
        }
    }

    /// Hands over every article whose headline's words look at least `enough` like those of
    /// `typed`, and how much, from 0 to 1.
    pub(super) fn alike(&self, typed: &str, enough: f32, mut found: impl FnMut(f32, Place)) {
        let likenesses = self.headlines.alike(typed, self.titles.len());
        for (index, likeness) in (0..).zip(likenesses) {
            if let Some(title) = self.living_title(index).filter(|_| likeness >= enough) {
                found(likeness, title.place);
            }
        }
    }

    fn living_title(&self, index: u32) -> Option<&Title> {
        let title = &self.titles[index as usize];
        title.alive.then_some(title)
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
            let Some(title) = self.living_title(index as u32).cloned() else {
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
