/// Typed words that are compared: nobody means more by what they type than the first few.
pub(super) const WORDS: usize = 8;
/// Letters of a word that are compared: the cost is bounded whatever is typed.
const LETTERS: usize = 64;

/// A folded word that was typed, made ready to be compared with many.
pub(super) struct Typed {
    bytes: usize,
    letters: usize,
    /// Of every plain letter, a bit for each place at which it stands.
    plain: [u64; 128],
    /// Of every other.
    others: Vec<(char, u64)>,
}

impl Typed {
    pub(super) fn new(word: &str) -> Self {
        let mut typed = Self {
            bytes: word.len(),
            letters: 0,
            plain: [0; 128],
            others: Vec::new(),
        };
        for letter in word.chars().take(LETTERS) {
            let place = 1 << typed.letters;
            typed.letters += 1;
            match typed.plain.get_mut(letter as usize) {
                Some(places) => *places |= place,
                None => typed.others.push((letter, place)),
            }
        }
        typed
    }

    /// How alike it and a folded word are, from 0 to 1; none where their lengths differ too much.
    pub(super) fn likeness(&self, word: &str) -> Option<f64> {
        (word.len().abs_diff(self.bytes) <= self.bytes / 3).then(|| {
            let (errors, letters) = self.errors(word);
            1.0 - errors as f64 / letters.max(self.letters).max(1) as f64
        })
    }

    /// Letters that are missing, too many, wrong or swapped, and the letters of `word`: Hyyrö's
    /// algorithm, a column of the table at once in the bits of a number.
    pub(super) fn errors(&self, word: &str) -> (usize, usize) {
        let last = 1u64 << self.letters.saturating_sub(1);
        let (mut errors, mut letters) = (self.letters, 0);
        let (mut more, mut less, mut same, mut before) = (u64::MAX, 0u64, 0u64, 0u64);
        for letter in word.chars().take(LETTERS) {
            letters += 1;
            let places = self.places(letter);
            let swapped = ((!same & places) << 1) & before;
            same = ((places & more).wrapping_add(more) ^ more) | places | less | swapped;
            let (up, down) = (less | !(same | more), same & more);
            errors += usize::from(up & last != 0);
            errors -= usize::from(down & last != 0);
            let (up, down) = (up << 1 | 1, down << 1);
            (more, less) = (down | !(same | up), up & same);
            before = places;
        }
        (if self.letters == 0 { letters } else { errors }, letters)
    }

    fn places(&self, letter: char) -> u64 {
        match self.plain.get(letter as usize) {
            Some(places) => *places,
            None => {
                let same = self.others.iter().filter(|(other, _)| *other == letter);
                same.fold(0, |places, (_, place)| places | place)
            }
        }
    }
}

/// How alike a typed text and a title are, from 0 to 1: the mean over the typed words of the most
/// similar word of the title. Both folded.
pub(crate) fn likeness(typed: &str, title: &str) -> f64 {
    let best = |word: &str| {
        let typed = Typed::new(word);
        let alike = title.split_whitespace();
        alike
            .filter_map(|other| typed.likeness(other))
            .fold(0.0, f64::max)
    };
    let typed = typed.split_whitespace().take(WORDS);
    let alike: Vec<f64> = typed.map(best).collect();
    if alike.is_empty() {
        0.0
    } else {
        alike.iter().sum::<f64>() / alike.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn errors_are_counted_as_a_table_counts_them(
            typed in "[abcé東]{0,12}|[a-c]{60,70}",
            word in "[abcé東]{0,12}|[a-c]{60,70}",
        ) {
            let beginning = |word: &str| word.chars().take(LETTERS).collect::<String>();
            let (errors, letters) = Typed::new(&typed).errors(&word);
            let (typed, word) = (beginning(&typed), beginning(&word));
            prop_assert_eq!(errors, strsim::osa_distance(&typed, &word));
            prop_assert_eq!(letters, word.chars().count());
        }
    }
}
