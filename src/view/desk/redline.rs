//! Changed text as an editor marks it: taken words struck through, new ones bold.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::{
    article::Piece,
    view::markup::{Markup, addresses},
};

/// UTF-16 units that a cut takes on a line of its own, after a space.
const CUT: usize = 5;

/// How the lines of a text are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Redline {
    /// One below the other.
    Lines,
    /// The same, as a list.
    List,
    /// Side by side.
    Row,
}

impl Redline {
    fn between(self) -> &'static str {
        match self {
            Self::Lines => "\n",
            Self::List => "\n- ",
            Self::Row => ", ",
        }
    }
}

/// `pieces` in at most `limit` UTF-16 units, and whether that is all of them.
pub(super) fn redline(pieces: &[Piece], layout: Redline, limit: usize) -> (Markup, bool) {
    let mut sheet = Sheet {
        layout,
        limit,
        text: Markup::own(if layout == Redline::List { "- " } else { "" }),
        begun: false,
    };
    let mut replaced = false;
    for piece in pieces {
        let render: fn(&str) -> Markup = match piece {
            Piece::Same(_) => Markup::plain,
            Piece::Taken(_) => Markup::struck,
            Piece::Put(_) => Markup::bold,
        };
        let mut text = Cow::Borrowed(piece.text());
        // An end of a paragraph that alone came or went shows as what editors call it.
        if !matches!(piece, Piece::Same(_)) && text.trim().is_empty() && text.contains('\n') {
            text = Cow::Owned(format!("¶{text}"));
        }
        // Without colours the new words would seem to go on from the old ones.
        if replaced && sheet.begun && matches!(piece, Piece::Put(_)) {
            sheet.text.append("", &Markup::own(" "));
        }
        replaced = matches!(piece, Piece::Taken(_));
        for (at, line) in text.split('\n').enumerate() {
            sheet.begun &= at == 0;
            if !sheet.add(line, render) {
                return (sheet.text, false);
            }
        }
    }
    (sheet.text, true)
}

struct Sheet {
    layout: Redline,
    limit: usize,
    text: Markup,
    /// Whether the line has anything in it.
    begun: bool,
}

impl Sheet {
    /// Adds to the line, as much as fits; whether that is all.
    fn add(&mut self, text: &str, render: fn(&str) -> Markup) -> bool {
        if text.is_empty() {
            return true;
        }
        let between = if self.begun {
            ""
        } else {
            self.layout.between()
        };
        let used = self.text.units() + between.len();
        let room = self.limit.saturating_sub(used + CUT);
        let fitting = fitting(text, render, room);
        let mut added = render(fitting);
        if fitting.len() < text.len() {
            added = Markup::own(format!("{added}…"));
        }
        let first = self.text.is_empty() || self.text.as_str() == "- ";
        self.text.append(if first { "" } else { between }, &added);
        self.begun = true;
        fitting.len() == text.len()
    }
}

/// The longest beginning of `text` that ends between words, outside of its addresses, and takes at
/// most `room` UTF-16 units once it is rendered.
fn fitting(text: &str, render: fn(&str) -> Markup, room: usize) -> &str {
    // Any character is at least one unit.
    let near = text
        .char_indices()
        .nth(room)
        .map_or(text.len(), |(at, _)| at);
    if near == text.len() && render(text).units() <= room {
        return text;
    }
    let inside: Vec<_> = addresses(text).collect();
    let ends = text[..near].split_word_bound_indices().map(|(at, _)| at);
    let ends = ends.filter(|end| !inside.iter().any(|it| it.start < *end && *end < it.end));
    let ends: Vec<usize> = ends.collect();
    let fits = |end: &usize| render(&text[..*end]).units() <= room;
    let count = ends.partition_point(fits);
    count
        .checked_sub(1)
        .map_or("", |last| text[..ends[last]].trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pieces(text: &str) -> Vec<Piece> {
        let pieces = text.split('|').filter(|piece| !piece.is_empty());
        pieces
            .map(|piece| match piece.split_at(1) {
                ("-", taken) => Piece::Taken(taken.to_owned()),
                ("+", put) => Piece::Put(put.to_owned()),
                _ => Piece::Same(piece.to_owned()),
            })
            .collect()
    }

    #[test]
    fn lines_are_marked_each_for_itself_and_cut_between_words() {
        for (given, layout, limit, wanted) in [
            ("a |-b|+c| d\n", Redline::Lines, 99, "a ~~b~~ **c** d"),
            (
                "a\n|-b\nc\n|+d\n",
                Redline::Lines,
                99,
                "a\n~~b~~\n~~c~~\n**d**",
            ),
            ("a\n|-b|+c|\n", Redline::List, 99, "- a\n- ~~b~~ **c**"),
            ("a\n|-b\n|+c\n", Redline::Row, 99, "a, ~~b~~, **c**"),
            ("a|-\n|+ |b\n", Redline::Lines, 99, "a~~¶~~\n b"),
            ("|-one two three", Redline::Lines, 17, "~~one two~~…"),
            ("|+see https://a.example/b", Redline::Lines, 25, "**see**…"),
            ("|-one", Redline::Lines, 5, "…"),
        ] {
            let (text, whole) = redline(&pieces(given), layout, limit);
            assert_eq!(text.as_str(), wanted, "{given:?}");
            assert_eq!(whole, !wanted.ends_with('…'), "{given:?}");
        }
    }

    proptest! {
        #[test]
        fn no_limit_is_exceeded(
            texts in proptest::collection::vec((0..3, r"(\PC|[*_~|<@\\]|\n| |https://a\.b/c){1,40}"), 1..9),
            limit in 0usize..200,
        ) {
            let pieces: Vec<Piece> = texts
                .into_iter()
                .map(|(kind, text)| match kind {
                    0 => Piece::Same(text),
                    1 => Piece::Taken(text),
                    _ => Piece::Put(text),
                })
                .collect();
            for layout in [Redline::Lines, Redline::List, Redline::Row] {
                let (text, _) = redline(&pieces, layout, limit);
                prop_assert!(text.units() <= limit.max(8), "{}", text);
            }
        }
    }
}
