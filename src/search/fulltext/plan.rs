//! A query as what the index does. What a story must have is looked up in all of its text at once;
//! its headline and main points count again for the order.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{
        BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query as Plan, RangeQuery, TermQuery,
        TermSetQuery,
    },
    schema::{Field, IndexRecordOption},
};

use super::{
    query::{Clause, Query, forms},
    schema::Fields,
    starts::LONGEST_START,
};
use crate::search::{Filter, Scope};

/// How much more a headline and the main points count than the rest.
const HEADLINE: f32 = 3.0;
const POINTS: f32 = 1.0;
/// What a word that is not whole counts, beside the few points of a whole one. One with a typing
/// error counts something in a headline only.
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

/// By what stories are ordered.
#[derive(Default)]
pub(super) struct Order {
    pub(super) parts: Vec<Part>,
    /// What every story counts.
    pub(super) base: f32,
}

/// What counts for the order.
pub(super) enum Part {
    /// A word of a field, so many times what it says about a text.
    Word(Term, f32),
    /// Words at their places in a field, the same.
    Phrase(Field, Vec<(usize, String)>, f32),
    /// Whatever holds, the same for all.
    Flat(Box<dyn Plan>, f32),
}

impl Planner<'_> {
    /// Stories that have everything wanted.
    pub(super) fn all(&self, query: &Query) -> BooleanQuery {
        let mut parts = self.limits(query);
        let having = query.wanted.iter().map(|clause| self.having(clause));
        parts.extend(having.map(|plan| (Occur::Must, plan)));
        BooleanQuery::new(parts)
    }

    /// Stories that may be found, whatever is wanted of them.
    pub(super) fn seen(&self, query: &Query) -> BooleanQuery {
        BooleanQuery::new(self.limits(query))
    }

    /// For each of the wanted, the stories that have it.
    pub(super) fn each(&self, query: &Query) -> Vec<Box<dyn Plan>> {
        let each = query.wanted.iter().map(|clause| self.having(clause));
        each.collect()
    }

    /// What puts the stories in order; `all`: they have everything wanted.
    pub(super) fn order(&self, query: &Query, all: bool) -> Order {
        let mut order = Order::default();
        for clause in &query.wanted {
            self.weigh(clause, all, &mut order);
        }
        order
    }

    /// What holds whatever is wanted.
    fn limits(&self, query: &Query) -> Parts {
        let mut parts = Parts::new();
        let mut must = |plan| parts.push((Occur::Must, plan));
        let libraries = self.scope.libraries.iter();
        let libraries = libraries.map(|library| term(self.fields.library(*library)));
        must(union(libraries.collect()));
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
            Clause::Exact(word) => term(Term::from_field_text(text, word)),
            Clause::Phrase(words) => phrase(text, words),
            Clause::Word(word) => {
                // A whole word begins so, too.
                let mut either = vec![self.starting(word)];
                either.extend(self.forms(text, word));
                either.extend(self.errors(text, word));
                union(either)
            }
        }
    }

    /// What of that counts: where its text has it, and again its headline and main points.
    fn weigh(&self, clause: &Clause, all: bool, order: &mut Order) {
        let Fields {
            text,
            headline,
            points,
            ..
        } = *self.fields;
        let parts = &mut order.parts;
        let word = |field, word: &str, times| Part::Word(Term::from_field_text(field, word), times);
        match clause {
            Clause::Phrase(words) => {
                parts.push(Part::Phrase(text, words.clone(), 1.0));
                parts.push(Part::Phrase(headline, words.clone(), HEADLINE));
            }
            Clause::Exact(exact) | Clause::Word(exact) => {
                parts.push(word(text, exact, 1.0));
                parts.push(word(headline, exact, HEADLINE));
                parts.push(word(points, exact, POINTS));
            }
        }
        let Clause::Word(word) = clause else { return };
        let forms = self.forms(text, word);
        let errors = self.errors(headline, word);
        match all && forms.is_none() && errors.is_none() {
            true => order.base += START,
            false => parts.push(Part::Flat(self.starting(word), START)),
        }
        parts.extend(forms.map(|plan| Part::Flat(plan, FORM)));
        if word.chars().count() >= LONGEST_START {
            parts.push(Part::Flat(starting(headline, word), START * HEADLINE));
        }
        let forms = self.forms(headline, word);
        parts.extend(forms.map(|plan| Part::Flat(plan, FORM * HEADLINE)));
        parts.extend(errors.map(|plan| Part::Flat(plan, NEAR * HEADLINE)));
    }

    /// Texts with a word that begins so.
    fn starting(&self, word: &str) -> Box<dyn Plan> {
        if word.chars().count() <= LONGEST_START {
            term(Term::from_field_text(self.fields.starts, word))
        } else {
            starting(self.fields.text, word)
        }
    }

    /// Texts with other forms of a word, where it has any.
    fn forms(&self, field: Field, word: &str) -> Option<Box<dyn Plan>> {
        let forms = forms(word).into_iter();
        let forms = forms.map(|form| term(Term::from_field_text(field, &form)));
        let forms: Vec<_> = forms.collect();
        (!forms.is_empty()).then(|| union(forms))
    }

    /// Texts with a word but for typing errors, where these are forgiven.
    fn errors(&self, field: Field, word: &str) -> Option<Box<dyn Plan>> {
        let errors = Clause::errors(word);
        (self.near && errors > 0).then(|| -> Box<dyn Plan> {
            let word = Term::from_field_text(field, word);
            Box::new(FuzzyTermQuery::new(word, errors, true))
        })
    }
}

fn union(mut plans: Vec<Box<dyn Plan>>) -> Box<dyn Plan> {
    match plans.pop() {
        Some(only) if plans.is_empty() => only,
        last => {
            plans.extend(last);
            Box::new(BooleanQuery::union(plans))
        }
    }
}

fn term(term: Term) -> Box<dyn Plan> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

pub(super) fn phrase(field: Field, words: &[(usize, String)]) -> Box<dyn Plan> {
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
