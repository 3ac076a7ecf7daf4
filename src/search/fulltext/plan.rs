//! A query as what the index does. What a story must have is looked up in all of its text at once;
//! its headline and main points count again for the order.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{
        BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhraseQuery,
        Query as Plan, RangeQuery, TermQuery, TermSetQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    query::{Clause, Query, forms},
    schema::{Fields, LONGEST_START},
};
use crate::search::{Filter, Scope};

/// How much more a headline and the main points count than the rest.
const HEADLINE: f32 = 3.0;
const POINTS: f32 = 1.0;
/// What a word that is not whole counts, beside the few points of a whole one.
const FORM: f32 = 0.5;
const START: f32 = 0.2;
const NEAR: f32 = 0.1;

type Parts = Vec<(Occur, Box<dyn Plan>)>;

/// Where and among what is looked.
pub(super) struct Planner<'a> {
    pub(super) fields: &'a Fields,
    pub(super) scope: &'a Scope,
    pub(super) filter: &'a Filter,
    /// Whether typing errors are forgiven.
    pub(super) near: bool,
}

impl Planner<'_> {
    /// Stories that have everything wanted.
    pub(super) fn all(&self, query: &Query) -> BooleanQuery {
        let mut parts = self.limits(query);
        for clause in &query.wanted {
            parts.push((Occur::Must, self.having(clause)));
            parts.extend(self.again(clause));
        }
        BooleanQuery::new(parts)
    }

    /// Stories that have at least `count` of what is wanted.
    pub(super) fn some(&self, query: &Query, count: usize) -> BooleanQuery {
        let having = query
            .wanted
            .iter()
            .map(|clause| (Occur::Should, self.having(clause)));
        let enough = BooleanQuery::with_minimum_required_clauses(having.collect(), count);
        let mut parts = self.limits(query);
        parts.push((Occur::Must, Box::new(enough)));
        parts.extend(query.wanted.iter().flat_map(|clause| self.again(clause)));
        BooleanQuery::new(parts)
    }

    /// Stories that have anything wanted; the score is how much of it.
    pub(super) fn count(&self, query: &Query) -> BooleanQuery {
        let one =
            |clause| -> Box<dyn Plan> { Box::new(ConstScoreQuery::new(self.having(clause), 1.0)) };
        let having = query.wanted.iter().map(one).collect();
        let mut parts = self.limits(query);
        parts.push((Occur::Must, Box::new(BooleanQuery::union(having))));
        BooleanQuery::new(parts)
    }

    /// What holds whatever is wanted; it does not count for the order.
    fn limits(&self, query: &Query) -> Parts {
        let mut parts = Parts::new();
        let mut must = |plan: Box<dyn Plan>| {
            parts.push((Occur::Must, Box::new(ConstScoreQuery::new(plan, 0.0))));
        };
        let libraries = self.scope.libraries.iter();
        let libraries = libraries.map(|library| term(self.fields.library(*library)));
        must(Box::new(BooleanQuery::union(libraries.collect())));
        let Filter { topic, from, to } = self.filter;
        if let Some(topic) = topic {
            must(term(self.fields.topic(topic)));
        }
        if from.is_some() || to.is_some() {
            let bound = |date: &Option<_>| match date {
                Some(date) => Bound::Included(self.fields.date(*date)),
                None => Bound::Unbounded,
            };
            must(Box::new(RangeQuery::new(bound(from), bound(to))));
        }
        let unwanted = query.unwanted.iter().map(|clause| self.unwanted(clause));
        parts.extend(unwanted.map(|plan| (Occur::MustNot, plan)));
        if !self.scope.hidden.is_empty() {
            let hidden = self.scope.hidden.iter().map(|id| self.fields.key(*id));
            parts.push((Occur::MustNot, Box::new(TermSetQuery::new(hidden))));
        }
        parts
    }

    /// Stories whose text has what must not be there. A phrase stands twice: the engine takes what it
    /// leaves out step by step, for which phrases alone are not made; a union is.
    fn unwanted(&self, clause: &Clause) -> Box<dyn Plan> {
        match clause {
            Clause::Phrase(_) => {
                let twice = vec![self.having(clause), self.having(clause)];
                Box::new(BooleanQuery::union(twice))
            }
            Clause::Exact(_) | Clause::Word(_) => self.having(clause),
        }
    }

    /// Stories whose text has that.
    fn having(&self, clause: &Clause) -> Box<dyn Plan> {
        let text = self.fields.text;
        match clause {
            Clause::Exact(word) => scored(text, word),
            Clause::Phrase(words) => phrase(text, words),
            Clause::Word(word) => {
                let mut either = vec![scored(text, word), self.starting(word)];
                either.extend(self.alike(text, word));
                Box::new(BooleanQuery::union(either))
            }
        }
    }

    /// What of that counts again.
    fn again(&self, clause: &Clause) -> Parts {
        let (headline, points) = (self.fields.headline, self.fields.points);
        let mut again: Vec<Box<dyn Plan>> = Vec::new();
        match clause {
            Clause::Phrase(words) => again.push(boosted(phrase(headline, words), HEADLINE)),
            Clause::Exact(word) => {
                again.push(boosted(scored(headline, word), HEADLINE));
                again.push(boosted(scored(points, word), POINTS));
            }
            Clause::Word(word) => {
                again.push(boosted(scored(headline, word), HEADLINE));
                again.push(boosted(scored(points, word), POINTS));
                if word.chars().count() >= LONGEST_START {
                    again.push(boosted(starting(headline, word), START * HEADLINE));
                }
                let alike = self.alike(headline, word).into_iter();
                again.extend(alike.map(|plan| boosted(plan, HEADLINE)));
            }
        }
        again
            .into_iter()
            .map(|plan| (Occur::Should, plan))
            .collect()
    }

    /// Texts with a word that begins so.
    fn starting(&self, word: &str) -> Box<dyn Plan> {
        let plan = if word.chars().count() <= LONGEST_START {
            term(Term::from_field_text(self.fields.starts, word))
        } else {
            starting(self.fields.text, word)
        };
        Box::new(ConstScoreQuery::new(plan, START))
    }

    /// Other forms of a word and, where they are forgiven, typing errors.
    fn alike(&self, field: Field, word: &str) -> Vec<Box<dyn Plan>> {
        let mut alike: Vec<Box<dyn Plan>> = Vec::new();
        let forms = forms(word);
        if !forms.is_empty() {
            let forms = forms.iter().map(|form| Term::from_field_text(field, form));
            let forms = TermSetQuery::new(forms);
            alike.push(Box::new(ConstScoreQuery::new(Box::new(forms), FORM)));
        }
        let errors = Clause::errors(word);
        if self.near && errors > 0 {
            let near = FuzzyTermQuery::new(Term::from_field_text(field, word), errors, true);
            alike.push(Box::new(ConstScoreQuery::new(Box::new(near), NEAR)));
        }
        alike
    }
}

fn term(term: Term) -> Box<dyn Plan> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn scored(field: Field, word: &str) -> Box<dyn Plan> {
    let term = Term::from_field_text(field, word);
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn boosted(plan: Box<dyn Plan>, by: f32) -> Box<dyn Plan> {
    Box::new(BoostQuery::new(plan, by))
}

fn phrase(field: Field, words: &[(usize, String)]) -> Box<dyn Plan> {
    let words = words
        .iter()
        .map(|(place, word)| (*place, Term::from_field_text(field, word)));
    Box::new(PhraseQuery::new_with_offset(words.collect()))
}

/// Texts with a word that begins with `word`: every term from it to what no such word reaches.
fn starting(field: Field, word: &str) -> Box<dyn Plan> {
    let end = format!("{word}{}", char::MAX);
    Box::new(RangeQuery::new(
        Bound::Included(Term::from_field_text(field, word)),
        Bound::Excluded(Term::from_field_text(field, &end)),
    ))
}
