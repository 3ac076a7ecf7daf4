//! A text as stretches that stayed, were taken, and were put.

use unicode_segmentation::UnicodeSegmentation;

use super::{Piece, effort::Effort};

/// What stayed, then what was taken and put after it.
#[derive(Default)]
struct Hunk {
    same: String,
    taken: String,
    put: String,
}

/// A text, old and new. Only the last hunk may be one that changes nothing.
#[derive(Default)]
pub(super) struct Hunks(Vec<Hunk>);

impl Hunk {
    fn changes(&self) -> bool {
        !self.taken.is_empty() || !self.put.is_empty()
    }

    /// Characters that changed.
    fn size(&self) -> usize {
        self.taken.chars().count().max(self.put.chars().count())
    }
}

impl Hunks {
    /// Adds what stayed.
    pub(super) fn same(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if !last.changes() => last.same.push_str(text),
            _ => self.0.push(Hunk {
                same: text.to_owned(),
                ..Hunk::default()
            }),
        }
    }

    /// Adds what changed.
    pub(super) fn changed(&mut self, taken: &str, put: &str) {
        if self.0.is_empty() {
            self.0.push(Hunk::default());
        }
        if let Some(last) = self.0.last_mut() {
            last.taken.push_str(taken);
            last.put.push_str(put);
        }
    }

    /// Adds what changed, word by word.
    pub(super) fn words(&mut self, old: &str, new: &str, effort: &mut Effort) {
        let (old, new) = (words(old), words(new));
        let mut found = Self::default();
        for (alike, before, after) in effort.runs(&old, &new) {
            let (before, after) = (old[before].concat(), new[after].concat());
            if alike {
                found.same(&before);
            } else {
                found.changed(&before, &after);
            }
        }
        for hunk in found.joined().0 {
            self.same(&hunk.same);
            self.changed(&hunk.taken, &hunk.put);
        }
    }

    /// Takes scraps that stayed between larger changes to these: one reads by the phrase.
    fn joined(self) -> Self {
        let mut joined: Vec<Hunk> = Vec::new();
        for hunk in self.0 {
            match joined.last_mut() {
                Some(last) if is_scrap(&hunk.same, last.size().min(hunk.size())) => {
                    for (side, more) in [(&mut last.taken, hunk.taken), (&mut last.put, hunk.put)] {
                        side.push_str(&hunk.same);
                        side.push_str(&more);
                    }
                }
                _ => joined.push(hunk),
            }
        }
        Self(joined)
    }

    /// The text's pieces, none of them empty.
    pub(super) fn pieces(self) -> Vec<Piece> {
        let pieces = self.0.into_iter().flat_map(|hunk| {
            [
                Piece::Same(hunk.same),
                Piece::Taken(hunk.taken),
                Piece::Put(hunk.put),
            ]
        });
        pieces.filter(|piece| !piece.text().is_empty()).collect()
    }
}

/// Whether what stayed is too little to stand alone between changes of at least `size` characters.
fn is_scrap(same: &str, size: usize) -> bool {
    let bare = !same.contains(char::is_alphanumeric);
    size > 0 && !same.contains('\n') && (bare || same.trim().chars().count() <= size)
}

/// Words, and what stands between them. A web address is one word: half of one leads nowhere.
fn words(text: &str) -> Vec<&str> {
    let chunks = text.split_inclusive(char::is_whitespace);
    chunks
        .flat_map(|chunk| {
            let word = chunk.trim_end();
            let is_address = word.contains("http://") || word.contains("https://");
            let (whole, rest) = chunk.split_at(if is_address { word.len() } else { 0 });
            let whole = Some(whole).filter(|whole| !whole.is_empty());
            whole.into_iter().chain(rest.split_word_bounds())
        })
        .collect()
}
