//! Rising numbers, as small as they can be held.

use integer_encoding::VarInt;

/// Numbers of which each is greater than the one before. Kept is what each adds to that: mostly a
/// byte, where a word stands in many texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rising {
    last: u32,
    steps: Vec<u8>,
}

impl Rising {
    /// Adds a number no smaller than the last; false where it is the last.
    pub(super) fn push(&mut self, number: u32) -> bool {
        if number == self.last && !self.is_empty() {
            return false;
        }
        let mut bytes = [0; 5];
        let length = (number - self.last).encode_var(&mut bytes);
        self.steps.extend_from_slice(&bytes[..length]);
        self.last = number;
        true
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let (mut left, mut number) = (&*self.steps, 0);
        std::iter::from_fn(move || {
            let (step, length) = u32::decode_var(left)?;
            left = &left[length..];
            number += step;
            Some(number)
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Gives back what growing left over.
    pub(super) fn shrink(&mut self) {
        self.steps.shrink_to_fit();
    }
}

impl FromIterator<u32> for Rising {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut rising = Self::default();
        for number in numbers {
            rising.push(number);
        }
        rising
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_number_comes_back_once(numbers: Vec<u32>, near in proptest::collection::vec(0u32..300, 0..50)) {
            for numbers in [numbers, near] {
                let wanted: BTreeSet<u32> = numbers.iter().copied().collect();
                let twice = wanted.iter().flat_map(|number| [*number, *number]);
                let rising: Rising = twice.collect();
                prop_assert_eq!(rising.is_empty(), wanted.is_empty());
                prop_assert!(rising.iter().eq(wanted));
            }
        }
    }
}
