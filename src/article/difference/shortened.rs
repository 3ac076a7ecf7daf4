//! Changes without what stayed far from them.

use unicode_segmentation::UnicodeSegmentation;

use super::{Difference, Piece};

impl Difference {
    /// The pieces with at most `words` words of what stayed on either side of a change, and `…`
    /// for what is left out.
    pub fn shortened(&self, words: usize) -> Vec<Piece> {
        let last = self.pieces.len().saturating_sub(1);
        let shorten = |(at, piece): (usize, &Piece)| match piece {
            Piece::Same(text) => Piece::Same(shortened(text, words, [at > 0, at < last])),
            changed => changed.clone(),
        };
        self.pieces.iter().enumerate().map(shorten).collect()
    }
}

/// What stayed, without what is far from a change: `near` says whether one stands before it, and
/// after it.
fn shortened(text: &str, words: usize, near: [bool; 2]) -> String {
    let Some((first, rest)) = text.split_once('\n') else {
        return match near {
            [true, true] => match (head(text, 2 * words), head(text, words), tail(text, words)) {
                (Some(_), Some(head), Some(tail)) => format!("{head} … {tail}"),
                _ => text.to_owned(),
            },
            [true, false] => begun(text, words).0,
            [false, _] => ended(text, words).0,
        };
    };
    let (between, last) = match rest.rsplit_once('\n') {
        Some((between, last)) => (Some(between), last),
        None => (None, rest),
    };
    let mut short = String::new();
    let mut told = false;
    if near[0] {
        (short, told) = begun(first, words);
        short.push('\n');
    }
    let (last, cut) = if near[1] {
        ended(last, words)
    } else {
        (String::new(), false)
    };
    // One mark says it.
    if (between.is_some() || !near[0]) && !told && !cut {
        short.push_str("…\n");
    }
    short + &last
}

/// The beginning of a paragraph, and whether it was cut.
fn begun(text: &str, words: usize) -> (String, bool) {
    match head(text, words) {
        Some(head) => (format!("{head} …"), true),
        None => (text.to_owned(), false),
    }
}

/// The end of a paragraph, and whether it was cut.
fn ended(text: &str, words: usize) -> (String, bool) {
    match tail(text, words) {
        Some(tail) => (format!("… {tail}"), true),
        None => (text.to_owned(), false),
    }
}

/// The first words of a text; none where it has no more.
fn head(text: &str, words: usize) -> Option<&str> {
    let mut rest = text.unicode_word_indices().skip(words.saturating_sub(1));
    let (at, word) = rest.next()?;
    rest.next().map(|_| &text[..at + word.len()])
}

/// The last words of a text; none where it has no more.
fn tail(text: &str, words: usize) -> Option<&str> {
    let mut rest = text
        .unicode_word_indices()
        .rev()
        .skip(words.saturating_sub(1));
    let (at, _) = rest.next()?;
    rest.next().map(|_| &text[at..])
}
