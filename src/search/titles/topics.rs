//! The topics of one library.

use std::collections::{BTreeSet, HashMap};

use super::shelf::{Place, take_out};
use crate::{
    article::Line,
    search::words::{WordStarts, fold},
};

/// The topics of one library's articles, each with the articles that have it.
#[derive(Debug, Default)]
pub(super) struct Topics {
    topics: Vec<Entry>,
    by_name: HashMap<Box<str>, u32>,
    words: WordStarts,
    /// By the article's number.
    of: HashMap<u32, Box<[u32]>>,
    unsorted: BTreeSet<u32>,
}

#[derive(Debug)]
struct Entry {
    /// As it was first written.
    name: Line,
    /// From the oldest article to the newest.
    order: Vec<Place>,
}

impl Topics {
    /// Adds an article that has none yet; [`Topics::sort`] before asking.
    pub(super) fn add(&mut self, topics: &[Line], place: Place) {
        if topics.is_empty() {
            return;
        }
        let mut own = Vec::with_capacity(topics.len());
        for topic in topics {
            let topic = self.number(topic);
            // Two may be alike for us that are not for the writer.
            if !own.contains(&topic) {
                own.push(topic);
                self.topics[topic as usize].order.push(place);
            }
        }
        self.unsorted.extend(&own);
        self.of.insert(place.2, own.into());
    }

    /// Puts the articles of every topic that was added to in order.
    pub(super) fn sort(&mut self) {
        for topic in std::mem::take(&mut self.unsorted) {
            self.topics[topic as usize].order.sort();
        }
    }

    /// Takes articles out; their places sorted.
    pub(super) fn remove(&mut self, gone: &[Place]) {
        let of = &mut self.of;
        let own = gone.iter().filter_map(|place| of.remove(&place.2));
        let touched: BTreeSet<u32> = own.flatten().collect();
        for topic in touched {
            let order = &mut self.topics[topic as usize].order;
            take_out(order, gone);
        }
    }

    /// Gives back what growing left over.
    pub(super) fn shrink(&mut self) {
        let topics = self.topics.iter_mut();
        topics.for_each(|topic| topic.order.shrink_to_fit());
        self.of.shrink_to_fit();
    }

    /// The articles of a topic, from the oldest to the newest.
    pub(super) fn order(&self, topic: &str) -> &[Place] {
        let number = self.by_name.get(&*fold(topic));
        number.map_or(&[], |number| &self.topics[*number as usize].order)
    }

    /// The topics of an article, in the writer's order.
    pub(super) fn of(&self, number: u32) -> impl Iterator<Item = &Line> {
        let own = self.of.get(&number).map_or(&[][..], |own| own);
        own.iter().map(|topic| &self.topics[*topic as usize].name)
    }

    /// Every topic that has an article: its name, and how many.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Line, usize)> {
        let living = self.topics.iter().filter(|topic| !topic.order.is_empty());
        living.map(|topic| (&topic.name, topic.order.len()))
    }

    /// The topic of that folded name, where it has an article.
    pub(super) fn named(&self, folded: &str) -> Option<(&Line, usize)> {
        let number = self.by_name.get(folded)?;
        let topic = &self.topics[*number as usize];
        (!topic.order.is_empty()).then_some((&topic.name, topic.order.len()))
    }

    /// Those with words that begin as those of `typed` do.
    pub(super) fn find(&self, typed: &str) -> impl Iterator<Item = (&Line, usize)> {
        let matches = self.words.matching(typed, self.topics.len());
        let found: Vec<_> = matches
            .all()
            .map(|(topic, _)| &self.topics[topic as usize])
            .filter(|topic| !topic.order.is_empty())
            .map(|topic| (&topic.name, topic.order.len()))
            .collect();
        found.into_iter()
    }

    fn number(&mut self, topic: &Line) -> u32 {
        let folded = fold(topic.as_str());
        if let Some(number) = self.by_name.get(&*folded) {
            return *number;
        }
        let number = self.topics.len() as u32;
        self.words.add(&folded, number);
        self.topics.push(Entry {
            name: topic.clone(),
            order: Vec::new(),
        });
        self.by_name.insert(folded.into(), number);
        number
    }
}
