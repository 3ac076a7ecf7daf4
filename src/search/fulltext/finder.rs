//! Where a text has what was typed, and how well.

use std::ops::Range;

use super::{
    query::{self, Clause, Query},
    tokens::{Kind, Token},
};
use crate::search::likeness::Typed;

/// How well a word of a text is the one that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// But for a typing error.
    Near,
    /// It begins so.
    Start,
    /// It is another form of it.
    Form,
    /// It is.
    Whole,
}

/// A place in a text that has what is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Which of the wanted.
    pub(super) clause: usize,
    pub(super) fit: Fit,
    pub(super) range: Range<usize>,
}

/// The wanted, made ready to be looked for in many texts.
pub(super) struct Finders<'a>(Vec<Finder<'a>>);

impl<'a> Finders<'a> {
    /// What finds what `query` wants; `near`: with typing errors.
    pub(super) fn of(query: &'a Query, near: bool) -> Self {
        let finders = query.wanted.iter();
        Self(finders.map(|clause| Finder::of(clause, near)).collect())
    }

    /// Where in a text the wanted stands.
    pub(super) fn matches(&self, text: &[Token]) -> Vec<Match> {
        let finders = self.0.iter().enumerate();
        finders
            .flat_map(|(clause, finder)| {
                let found = finder.find(text).into_iter();
                found.map(move |(fit, range)| Match { clause, fit, range })
            })
            .collect()
    }
}

/// A clause, made ready to be looked for in many texts.
pub(super) struct Finder<'a> {
    clause: &'a Clause,
    forms: Vec<String>,
    /// Where typing errors are forgiven: how many, and in what.
    near: Option<(usize, Typed)>,
}

impl<'a> Finder<'a> {
    /// What finds `clause`; `near`: with typing errors.
    pub(super) fn of(clause: &'a Clause, near: bool) -> Self {
        let (mut forms, mut typed) = (Vec::new(), None);
        if let Clause::Word(word) = clause {
            forms = query::forms(word);
            let errors = usize::from(Clause::errors(word));
            typed = (near && errors > 0).then(|| (errors, Typed::new(word)));
        }
        Self {
            clause,
            forms,
            near: typed,
        }
    }

    /// Where it stands in a text, and how well; all places.
    pub(super) fn find(&self, text: &[Token]) -> Vec<(Fit, Range<usize>)> {
        match self.clause {
            Clause::Word(word) => {
                let words = text.iter().filter(|token| token.kind == Kind::Word);
                words
                    .filter_map(|token| Some((self.fit(word, &token.text)?, token.range.clone())))
                    .collect()
            }
            Clause::Exact(word) => {
                let same = text.iter().filter(|token| token.text == *word);
                same.map(|token| (Fit::Whole, token.range.clone()))
                    .collect()
            }
            Clause::Phrase(phrase) => places(phrase, text),
        }
    }

    /// How well `token` is `word`.
    fn fit(&self, word: &str, token: &str) -> Option<Fit> {
        if token == word {
            Some(Fit::Whole)
        } else if self.forms.iter().any(|form| form == token) {
            Some(Fit::Form)
        } else if token.starts_with(word) {
            Some(Fit::Start)
        } else {
            let (errors, typed) = self.near.as_ref()?;
            let close = word.len().abs_diff(token.len()) <= 4 * errors;
            (close && typed.errors(token).0 <= *errors).then_some(Fit::Near)
        }
    }
}

/// Where all words of a phrase stand at their places.
fn places(phrase: &[(usize, String)], text: &[Token]) -> Vec<(Fit, Range<usize>)> {
    let Some((first, word)) = phrase.first() else {
        return Vec::new();
    };
    let starts = text
        .iter()
        .enumerate()
        .filter(|(_, token)| token.text == *word);
    starts
        .filter_map(|(index, start)| {
            let mut end = start.range.end;
            for (place, word) in &phrase[1..] {
                let wanted = start.position + place - first;
                let rest = text[index..]
                    .iter()
                    .take_while(|token| token.position <= wanted);
                let mut here = rest.filter(|token| token.position == wanted);
                end = here.find(|token| token.text == *word)?.range.end;
            }
            Some((Fit::Whole, start.range.start..end))
        })
        .collect()
}
