//! Comparing sequences, within bounds.

use std::{hash::Hash, ops::Range};

use similar::{Algorithm, DiffTag, capture_diff};

/// Items of both sequences that may be looked at for one pair of articles: paragraphs, and words of
/// changed ones. It takes about 5 µs an item at the worst; and nobody reads on through so many changes.
const ITEMS: usize = 10_000;

/// A stretch of two sequences: whether they are alike there, and where it is in both.
pub(super) type Run = (bool, Range<usize>, Range<usize>);

/// How many items may still be looked at.
pub(super) struct Effort(usize);

impl Default for Effort {
    fn default() -> Self {
        Self(ITEMS)
    }
}

impl Effort {
    /// The runs of two sequences, in order, from end to end. Where they differ in more than may be
    /// looked at, that is one run.
    pub(super) fn runs<T: Eq + Hash>(&mut self, old: &[T], new: &[T]) -> Vec<Run> {
        let alike = |(old, new): &(&T, &T)| old == new;
        let before = old.iter().zip(new).take_while(alike).count();
        let (old_rest, new_rest) = (&old[before..], &new[before..]);
        let backwards = old_rest.iter().rev().zip(new_rest.iter().rev());
        let after = backwards.take_while(alike).count();
        let (old_end, new_end) = (old.len() - after, new.len() - after);
        let items = (old_end - before) + (new_end - before);
        let between = match self.0.checked_sub(items) {
            Some(left) => {
                self.0 = left;
                let (old_rest, new_rest) = (before..old_end, before..new_end);
                let found = capture_diff(Algorithm::Myers, old, old_rest, new, new_rest);
                let run = |(tag, old, new)| (tag == DiffTag::Equal, old, new);
                found.iter().map(|it| run(it.as_tag_tuple())).collect()
            }
            None => vec![(false, before..old_end, before..new_end)],
        };
        let mut runs = vec![(true, 0..before, 0..before)];
        runs.extend(between);
        runs.push((true, old_end..old.len(), new_end..new.len()));
        runs.retain(|(_, old, new)| !old.is_empty() || !new.is_empty());
        runs
    }
}
