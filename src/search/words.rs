use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// `text` without what people leave out when they type: case, accents, compatibility forms.
pub fn fold(text: &str) -> String {
    let bare = text.nfkd().filter(|c| !is_combining_mark(*c));
    bare.flat_map(char::to_lowercase).collect()
}

/// The folded words of `text`.
pub(super) fn words(text: &str) -> Vec<Box<str>> {
    fold(text).unicode_words().map(Into::into).collect()
}

/// Words of a typed text that count: each costs a search.
const MOST: usize = 12;

/// An index from the start of a word to what it stands in: sorted words, binary search.
#[derive(Debug)]
pub(super) struct WordStarts<K> {
    entries: Vec<(Box<str>, K)>,
}

impl<K> Default for WordStarts<K> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<K: Copy + Ord> WordStarts<K> {
    /// Adds the words of many texts at once.
    pub(super) fn extend<'a>(&mut self, texts: impl IntoIterator<Item = (&'a str, K)>) {
        let added = texts
            .into_iter()
            .flat_map(|(text, key)| words(text).into_iter().map(move |word| (word, key)));
        self.entries.extend(added);
        // Mostly sorted already: the sort finds the runs.
        self.entries.sort();
        self.entries.dedup();
    }

    /// Takes out every word of `keys`.
    pub(super) fn remove(&mut self, gone: impl Fn(&K) -> bool) {
        self.entries.retain(|(_, key)| !gone(key));
    }

    /// What has a word that begins with `start`, and whether it is that whole word; unordered.
    pub(super) fn starting<'a>(&'a self, start: &'a str) -> impl Iterator<Item = (K, bool)> + 'a {
        let from = self.entries.partition_point(|(word, _)| &**word < start);
        self.entries[from..]
            .iter()
            .take_while(move |(word, _)| word.starts_with(start))
            .map(move |(word, key)| (*key, word.len() == start.len()))
    }

    /// What has, for every word of `text`, a word that begins with it; and how many are whole.
    pub(super) fn matching(&self, text: &str) -> Vec<(K, usize)> {
        let mut left: Option<Vec<(K, usize)>> = None;
        for start in words(text).into_iter().take(MOST) {
            let mut hits: Vec<(K, bool)> = self.starting(&start).collect();
            // Whole words last, so that they stay when a key is there twice.
            hits.sort_unstable();
            hits.reverse();
            hits.dedup_by_key(|(key, _)| *key);
            hits.reverse();
            left = Some(match left {
                None => hits
                    .iter()
                    .map(|(key, whole)| (*key, usize::from(*whole)))
                    .collect(),
                Some(left) => left
                    .into_iter()
                    .filter_map(|(key, count)| {
                        let at = hits.binary_search_by_key(&key, |(key, _)| *key).ok()?;
                        Some((key, count + usize::from(hits[at].1)))
                    })
                    .collect(),
            });
        }
        left.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> WordStarts<u32> {
        let mut index = WordStarts::default();
        index.extend([
            ("Kim Jong Un attends", 1),
            ("Møns Klint, a cliff", 2),
            ("はやぶさ2帰還", 3),
            ("Kimchi and kim", 4),
        ]);
        index
    }

    #[test]
    fn words_match_by_their_start_in_any_order() {
        for (typed, wanted) in [
            ("kim", vec![(1, 1), (4, 1)]),
            ("KI", vec![(1, 0), (4, 0)]),
            ("att kim", vec![(1, 1)]),
            ("mons", vec![]),
            ("møns", vec![(2, 1)]),
            ("cliff, a", vec![(2, 2)]),
            ("帰", vec![(3, 1)]),
            ("nothing", vec![]),
            ("kim nothing", vec![]),
            ("  ", vec![]),
        ] {
            assert_eq!(index().matching(typed), wanted, "{typed:?}");
        }
    }

    #[test]
    fn what_is_taken_out_is_not_found() {
        let mut index = index();
        index.remove(|key| *key == 4);
        assert_eq!(index.matching("kim"), [(1, 1)]);
    }

    #[test]
    fn folding_takes_accents_and_case() {
        assert_eq!(fold("Élan ＡＢＣ İ"), "elan abc i");
    }
}
