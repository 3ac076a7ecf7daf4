//! The first letters of the words of a story: what `starts` holds of it.

use super::tokens::{Kind, Token};

/// Letters of the longest beginning that has an entry of its own. What begins with more letters is
/// looked up word by word: those are few enough.
pub(super) const LONGEST_START: usize = 3;

/// Bits of a letter.
const LETTER: usize = 21;

/// Beginnings of words, each as a number: its letters in order, the first highest, zero where it has
/// no more. So hundreds are told apart without a text for each.
#[derive(Default)]
pub(super) struct Starts(Vec<u64>);

impl Starts {
    /// Adds the beginnings of the words of a text.
    pub(super) fn add(&mut self, tokens: &[Token]) {
        let words = tokens.iter().filter(|token| token.kind == Kind::Word);
        self.0.extend(words.map(|word| packed(&word.text)));
    }

    /// Each once, with a space between.
    pub(super) fn joined(mut self) -> String {
        unique(&mut self.0);
        let longest = self.0.len();
        for letters in 1..LONGEST_START {
            let rest = LETTER * (LONGEST_START - letters);
            self.0.extend_from_within(..longest);
            let shorter = self.0.iter_mut().rev().take(longest);
            shorter.for_each(|start| *start = *start >> rest << rest);
        }
        unique(&mut self.0);
        let mut text = String::with_capacity(self.0.len() * (LONGEST_START + 1));
        for start in self.0 {
            if !text.is_empty() {
                text.push(' ');
            }
            text.extend(letters(start));
        }
        text
    }
}

fn unique(starts: &mut Vec<u64>) {
    starts.sort_unstable();
    starts.dedup();
}

/// The first letters of `word`.
fn packed(word: &str) -> u64 {
    let letters = word
        .chars()
        .chain(std::iter::repeat('\0'))
        .take(LONGEST_START);
    letters.fold(0, |start, letter| {
        start << LETTER | u64::from(u32::from(letter))
    })
}

/// The letters of a beginning.
fn letters(start: u64) -> impl Iterator<Item = char> {
    (0..LONGEST_START).rev().filter_map(move |place| {
        let letter = start >> (LETTER * place) & ((1 << LETTER) - 1);
        char::from_u32(letter as u32).filter(|letter| *letter != '\0')
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{super::tokens::tokens, *};

    proptest! {
        #[test]
        fn every_word_is_found_by_each_of_its_beginnings(texts in prop::collection::vec(r"([a-z]{1,5}|[東京]{1,2}|[ é𝒳ё'.]|\PC){0,12}", 0..4)) {
            let (mut starts, mut wanted) = (Starts::default(), BTreeSet::new());
            for text in &texts {
                let found = tokens(text);
                starts.add(&found);
                for word in found.iter().filter(|token| token.kind == Kind::Word) {
                    let letters: Vec<char> = word.text.chars().take(LONGEST_START).collect();
                    wanted.extend((1..=letters.len()).map(|count| String::from_iter(&letters[..count])));
                }
            }
            let joined = starts.joined();
            let got: Vec<&str> = joined.split_terminator(' ').collect();
            prop_assert_eq!(got.len(), wanted.len());
            prop_assert!(got.iter().all(|start| wanted.contains(*start)));
        }
    }
}
