/// Typed words that are compared: nobody means more by what they type than the first few.
pub(super) const WORDS: usize = 8;
/// Letters of a word that are compared: the cost is bounded whatever is typed.
const LETTERS: usize = 20;

/// How alike two folded words are, from 0 to 1; none where their lengths differ too much.
pub(super) fn word_likeness(typed: &str, word: &str) -> Option<f64> {
    (word.len().abs_diff(typed.len()) <= typed.len() / 3).then(|| {
        let (typed, word) = (beginning(typed), beginning(word));
        let longest = typed.chars().count().max(word.chars().count()).max(1);
        1.0 - strsim::osa_distance(typed, word) as f64 / longest as f64
    })
}

fn beginning(word: &str) -> &str {
    let end = word.char_indices().nth(LETTERS);
    end.map_or(word, |(end, _)| &word[..end])
}

/// How alike a typed text and a title are, from 0 to 1: the mean over the typed words of the most
/// similar word of the title. Both folded.
pub(crate) fn likeness(typed: &str, title: &str) -> f64 {
    let best = |word: &str| {
        title
            .split_whitespace()
            .filter_map(|other| word_likeness(word, other))
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
