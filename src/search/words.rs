use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    likeness::{self, Typed},
    rising::Rising,
};

/// `text` without what people leave out when they type: case, accents, compatibility forms.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c));
    bare.flat_map(char::to_lowercase).collect()
}

/// The words of a folded text.
pub(super) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.unicode_words()
}

/// Words of a typed text that count: each costs a search.
const MOST: usize = 12;
/// How alike two words must be, from 0 to 1, to count as one mistyped.
const LIKE: f32 = 0.6;

/// An index from the start of a word to what it stands in, which is numbered from 0.
///
/// Numbers are only ever added, the largest last; what is gone is left to the caller to skip.
#[derive(Debug, Default)]
pub(super) struct WordStarts {
    /// Every word with its numbers, rising.
    words: BTreeMap<Box<str>, Rising>,
}

/// What matches a typed text.
pub(super) struct Matches {
    /// By number: how many of the typed words it has, and how many of these as whole words.
    counts: Vec<(u8, u8)>,
    /// How many different words were typed.
    typed: u8,
}

impl Matches {
    /// How many different words were typed, the first dozen.
    pub(super) fn typed(&self) -> u8 {
        self.typed
    }

    /// The numbers that have every word, rising, and how many they have as whole words.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, u8)> {
        let all = (0..).zip(&self.counts);
        let whole = all.filter(|(_, (words, _))| self.typed > 0 && *words == self.typed);
        whole.map(|(number, (_, whole))| (number, *whole))
    }
}

impl WordStarts {
    /// Adds a folded text under `number`, no smaller than any before; how many different words
    /// it has.
    pub(super) fn add(&mut self, folded: &str, number: u32) -> usize {
        let mut different = 0;
        for word in words(folded) {
            let numbers = match self.words.get_mut(word) {
                Some(numbers) => numbers,
                None => self.words.entry(word.into()).or_default(),
            };
            different += usize::from(numbers.push(number));
        }
        different
    }

    /// Gives every number its new one, in the same order; forgets those that have none.
    pub(super) fn renumber(&mut self, new: &[Option<u32>]) {
        self.words.retain(|_, numbers| {
            *numbers = numbers
                .iter()
                .filter_map(|number| new[number as usize])
                .collect();
            !numbers.is_empty()
        });
    }

    /// Gives back what growing left over.
    pub(super) fn shrink(&mut self) {
        self.words.values_mut().for_each(Rising::shrink);
    }

    /// Every word that begins with `start`, with its numbers.
    pub(super) fn starting<'a>(
        &'a self,
        start: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Rising)> {
        let from = (Bound::Included(start), Bound::Unbounded);
        self.words
            .range::<str, _>(from)
            .map(|(word, numbers)| (&**word, numbers))
            .take_while(move |(word, _)| word.starts_with(start))
    }

    /// What of the numbers below `count` has, for every different word of `text`, a word that begins
    /// with it.
    pub(super) fn matching(&self, text: &str, count: usize) -> Matches {
        let mut counts = vec![(0u8, 0u8); count];
        let mut typed = 0;
        let folded = fold(text);
        let mut known = BTreeSet::new();
        for start in words(&folded).filter(|word| known.insert(*word)).take(MOST) {
            for (word, numbers) in self.starting(start) {
                let whole = u8::from(word.len() == start.len());
                // A whole word is the first that begins so.
                for number in numbers.iter() {
                    let (words, wholes) = &mut counts[number as usize];
                    if *words == typed {
                        *words += 1;
                        *wholes += whole;
                    }
                }
            }
            typed += 1;
        }
        Matches { counts, typed }
    }

    /// How much each of the numbers below `count` looks like `text`, from 0 to 1: the mean over the
    /// typed words of its most similar word. Of all words, those are compared that begin with one
    /// of the first two letters that were typed.
    pub(super) fn alike(&self, text: &str, count: usize) -> Vec<f32> {
        let mut sums = vec![0.0; count];
        let folded = fold(text);
        let typed: Vec<&str> = words(&folded).take(likeness::WORDS).collect();
        for word in &typed {
            let mut best = vec![0.0f32; count];
            for (alike, numbers) in self.words_like(word) {
                for number in numbers.iter() {
                    let best = &mut best[number as usize];
                    *best = best.max(alike);
                }
            }
            sums.iter_mut()
                .zip(best)
                .for_each(|(sum, best)| *sum += best);
        }
        sums.iter_mut()
            .for_each(|sum| *sum /= typed.len().max(1) as f32);
        sums
    }

    /// Words that look like `word`, and how much.
    fn words_like<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (f32, &'a Rising)> {
        let starts: BTreeSet<char> = word.chars().take(2).collect();
        let near = starts.into_iter().flat_map(|start| {
            let from = start.to_string();
            let from = (Bound::Included(&*from), Bound::Unbounded);
            self.words
                .range::<str, _>(from)
                .take_while(move |(other, _)| other.starts_with(start))
        });
        let typed = Typed::new(word);
        near.filter_map(move |(other, numbers)| {
            let alike = typed.likeness(other)? as f32;
            (alike >= LIKE).then_some((alike, numbers))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(typed: &str) -> Vec<(u32, u8)> {
        let mut index = WordStarts::default();
        for (number, text) in (0..).zip([
            "",
            "Kim Jong Un attends a parade",
            "Møns Klint: a cliff",
            "帰国",
            "Kimono",
        ]) {
            index.add(&fold(text), number);
        }
        index.matching(typed, 5).all().collect()
    }

    #[test]
    fn words_match_by_their_start_in_any_order() {
        for (typed, wanted) in [
            ("kim", vec![(1, 1), (4, 0)]),
            ("KI", vec![(1, 0), (4, 0)]),
            ("att kim", vec![(1, 1)]),
            ("kim kim", vec![(1, 1), (4, 0)]),
            ("mons", vec![]),
            ("møns", vec![(2, 1)]),
            ("cliff, a", vec![(2, 2)]),
            ("帰", vec![(3, 1)]),
            ("nothing", vec![]),
            ("kim nothing", vec![]),
            ("  ", vec![]),
        ] {
            assert_eq!(matching(typed), wanted, "{typed:?}");
        }
    }

    #[test]
    fn folding_takes_accents_and_case() {
        assert_eq!(fold("Élan ＡＢＣ İ"), "elan abc i");
        assert_eq!(fold("Plain ASCII"), "plain ascii");
    }
}
