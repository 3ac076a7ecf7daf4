//! The best of what matches, pass by pass: each adds what one part of a query counts, the weightiest
//! first, and in between those go that can't be among the best any more. So of words that nearly
//! every story has, few stories are weighed in full.

use chrono::NaiveDate;
use tantivy::{
    DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term,
    postings::Postings,
    query::{Bm25Weight, EnableScoring, Query as Plan, Weight},
    schema::IndexRecordOption,
};

use super::{
    index::Broken,
    plan::{Order, Part, phrase},
    schema::{age, article_id},
};
use crate::{article::ArticleId, search::best::Best};

/// How much more a story of today counts than one of long ago.
const FRESH: f32 = 0.25;
/// Days after which half of that is left.
const HALF: f32 = 365.0;
/// What stories count is whole hundredths: they may differ by so much and count the same.
const SLACK: f32 = 0.02;
/// So many stories are not worth a choice among them.
const FEW: usize = 256;

/// What is found of each segment, by rising numbers.
#[derive(Default)]
pub(super) struct Docs(Vec<Vec<DocId>>);

impl Docs {
    /// What `plan` finds.
    pub(super) fn of(searcher: &Searcher, plan: &dyn Plan) -> tantivy::Result<Self> {
        let weight = plan.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let segments = searcher.segment_readers().iter();
        let docs = segments.map(|segment| {
            let mut docs = Vec::new();
            weight.for_each_no_score(segment, &mut |found| docs.extend_from_slice(found))?;
            if let Some(alive) = segment.alive_bitset() {
                docs.retain(|doc| alive.is_alive(*doc));
            }
            Ok(docs)
        });
        docs.collect::<tantivy::Result<_>>().map(Self)
    }

    /// Those of them that most of `plans` find, and how many of the plans that is.
    pub(super) fn with_most(
        mut self,
        searcher: &Searcher,
        plans: &[Box<dyn Plan>],
    ) -> tantivy::Result<(Self, usize)> {
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let weights = plans.iter().map(|plan| plan.weight(scoring));
        let weights = weights.collect::<tantivy::Result<Vec<_>>>()?;
        let mut counts = Vec::new();
        for (segment, docs) in searcher.segment_readers().iter().zip(&self.0) {
            let mut all = vec![0u8; segment.max_doc() as usize];
            for weight in &weights {
                weight.for_each_no_score(segment, &mut |found| {
                    found.iter().for_each(|doc| all[*doc as usize] += 1);
                })?;
            }
            let own = docs.iter().map(|doc| all[*doc as usize]);
            counts.push(own.collect::<Vec<u8>>());
        }
        let most = counts.iter().flatten().copied().max().unwrap_or_default();
        for (docs, counts) in self.0.iter_mut().zip(counts) {
            let mut counts = counts.into_iter();
            docs.retain(|_| most > 0 && counts.next() == Some(most));
        }
        Ok((self, most.into()))
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    /// The best `limit` of them by `order`.
    pub(super) fn best(
        self,
        searcher: &Searcher,
        order: &Order,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<ArticleId>, Broken> {
        let parts = order.parts.iter().map(|part| Weighed::new(searcher, part));
        let mut parts = parts.collect::<tantivy::Result<Vec<_>>>()?;
        parts.sort_by(|a, b| b.most.total_cmp(&a.most));
        let mut best = Best::new(limit);
        for ((segment_ord, segment), docs) in (0..).zip(searcher.segment_readers()).zip(self.0) {
            let scores = vec![order.base; docs.len()];
            let mut candidates = Candidates { docs, scores };
            candidates.weigh(segment, &parts, limit)?;
            let columns = segment.fast_fields();
            let column = |name| Ok::<_, Broken>(columns.u64(name)?.first_or_default_col(0));
            let (places, numbers) = (column("place")?, column("number")?);
            for (doc_id, score) in candidates.docs.into_iter().zip(candidates.scores) {
                let place = places.get_val(doc_id);
                let rank = (
                    whole(score, age(place, today)),
                    place,
                    numbers.get_val(doc_id),
                );
                best.offer(
                    rank,
                    DocAddress {
                        segment_ord,
                        doc_id,
                    },
                    |_| true,
                );
            }
        }
        let ids = best.into_vec().into_iter().map(|address| {
            let columns = searcher.segment_reader(address.segment_ord).fast_fields();
            let value = |name| {
                let value = columns.u64(name)?.first(address.doc_id);
                Ok::<_, Broken>(value.unwrap_or_default())
            };
            Ok(article_id(value("guild")?, value("number")?))
        });
        ids.collect()
    }
}

/// What a story counts, newer ones a little more; whole, so that what hardly differs is ordered by
/// date and stays in its order.
fn whole(score: f32, age: u32) -> i64 {
    let fresh = 1.0 + FRESH * HALF / (HALF + age as f32);
    #[allow(clippy::cast_possible_truncation)]
    let whole = (score * fresh * 100.0).round() as i64;
    whole
}

/// A part of a query, and what it counts at most.
struct Weighed<'a> {
    counting: Counting<'a>,
    most: f32,
}

enum Counting<'a> {
    /// By how often the word stands in the text, and how long that is.
    Word(&'a Term, Bm25Weight),
    /// By its own measure, and how much more.
    Scored(Box<dyn Weight>, f32),
    /// The same wherever it holds.
    Flat(Box<dyn Weight>),
}

impl<'a> Weighed<'a> {
    fn new(searcher: &Searcher, part: &'a Part) -> tantivy::Result<Self> {
        Ok(match part {
            Part::Word(term, times) => {
                let weight = Bm25Weight::for_terms(searcher, std::slice::from_ref(term))?;
                let weight = weight.boost_by(*times);
                Self {
                    most: weight.max_score(),
                    counting: Counting::Word(term, weight),
                }
            }
            Part::Phrase(field, words, times) => {
                let plan = phrase(*field, words);
                let weight = plan.weight(EnableScoring::enabled_from_searcher(searcher))?;
                let terms = words
                    .iter()
                    .map(|(_, word)| Term::from_field_text(*field, word));
                let most = Bm25Weight::for_terms(searcher, &terms.collect::<Vec<_>>())?;
                Self {
                    most: most.max_score() * times,
                    counting: Counting::Scored(weight, *times),
                }
            }
            Part::Flat(plan, counts) => {
                let weight = plan.weight(EnableScoring::disabled_from_searcher(searcher))?;
                Self {
                    most: *counts,
                    counting: Counting::Flat(weight),
                }
            }
        })
    }
}

/// What is found of a segment, by rising numbers, and what each counts so far.
struct Candidates {
    docs: Vec<DocId>,
    scores: Vec<f32>,
}

impl Candidates {
    /// Adds what all `parts` count, the weightiest first, to those that may be among the best `limit`.
    fn weigh(
        &mut self,
        segment: &SegmentReader,
        parts: &[Weighed<'_>],
        limit: usize,
    ) -> Result<(), Broken> {
        let mut left: f32 = parts.iter().map(|part| part.most).sum();
        for part in parts {
            if self.docs.is_empty() {
                break;
            }
            self.add(segment, part)?;
            left -= part.most;
            self.choose(limit, left);
        }
        Ok(())
    }

    fn add(&mut self, segment: &SegmentReader, part: &Weighed<'_>) -> Result<(), Broken> {
        match &part.counting {
            Counting::Word(term, weight) => {
                let index = segment.inverted_index(term.field())?;
                let postings = index.read_postings(term, IndexRecordOption::WithFreqs)?;
                if let Some(postings) = postings {
                    let norms = segment.get_fieldnorms_reader(term.field())?;
                    self.join(postings, |postings, doc| {
                        weight.score(norms.fieldnorm_id(doc), postings.term_freq())
                    });
                }
            }
            Counting::Scored(weight, times) => {
                self.join(weight.scorer(segment, *times)?, |scorer, _| scorer.score());
            }
            Counting::Flat(weight) => {
                self.join(weight.scorer(segment, 1.0)?, |_, _| part.most);
            }
        }
        Ok(())
    }

    /// Adds `counts` to those that are in `set` too.
    fn join<S: DocSet>(&mut self, mut set: S, mut counts: impl FnMut(&mut S, DocId) -> f32) {
        let mut at = set.doc();
        for (doc, score) in self.docs.iter().zip(&mut self.scores) {
            if at < *doc {
                at = set.seek(*doc);
            }
            if at == *doc {
                *score += counts(&mut set, at);
            } else if at == TERMINATED {
                break;
            }
        }
    }

    /// Lets those go that can't be among the best `limit`, where what is left counts `left` at most.
    fn choose(&mut self, limit: usize, left: f32) {
        if self.docs.len() <= FEW.max(limit) {
            return;
        }
        // Even of today, one that counts less than this stays behind one that is old.
        let enough = |least: f32| (least - SLACK) / (1.0 + FRESH) - left;
        let highest = self.scores.iter().copied().fold(0.0, f32::max);
        if enough(highest) <= 0.0 {
            return;
        }
        let mut sorted = self.scores.clone();
        let (_, least, _) = sorted.select_nth_unstable_by(limit - 1, |a, b| b.total_cmp(a));
        let enough = enough(*least);
        let mut scores = self.scores.iter();
        self.docs
            .retain(|_| scores.next().is_some_and(|score| *score >= enough));
        self.scores.retain(|score| *score >= enough);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The place of the best `limit` by what they count in the end.
    fn best(scores: &[(f32, f32, u32)], limit: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        let counts = |at: &usize| {
            let (now, later, age) = scores[*at];
            (whole(now + later, age), *at)
        };
        order.sort_by_key(|at| std::cmp::Reverse(counts(at)));
        order.truncate(limit);
        order
    }

    proptest! {
        #[test]
        fn none_of_the_best_is_let_go(
            stories in prop::collection::vec((0..=9u8, 0.0..=1.0f32, 0..9000u32), FEW + 1..FEW * 3),
            left in prop::sample::select(vec![0.0f32, 0.1, 1.0, 4.0]),
            limit in 1..40usize,
        ) {
            let stories = stories.into_iter().map(|(now, later, age)| (f32::from(now), later * left, age));
            let stories: Vec<(f32, f32, u32)> = stories.collect();
            let mut candidates = Candidates {
                docs: (0..stories.len() as u32).collect(),
                scores: stories.iter().map(|(now, ..)| *now).collect(),
            };
            candidates.choose(limit, left);
            prop_assert_eq!(candidates.docs.len(), candidates.scores.len());
            prop_assert!(left > 1.0 || limit > 9 || candidates.docs.len() < stories.len());
            for at in best(&stories, limit) {
                prop_assert!(candidates.docs.contains(&(at as u32)), "{:?}", stories[at]);
            }
        }
    }
}
