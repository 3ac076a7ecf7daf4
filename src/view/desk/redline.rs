//! Changed text as an editor marks it: taken words struck through, new ones bold.

use unicode_segmentation::UnicodeSegmentation;

use crate::{
    article::Piece,
    view::markup::{Markup, addresses},
};

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
    for piece in pieces {
        let (text, render): (_, fn(&str) -> Markup) = match piece {
            Piece::Same(text) => (text, Markup::plain),
            Piece::Taken(text) => (text, Markup::struck),
            Piece::Put(text) => (text, Markup::bold),
        };
        // An end of a paragraph that alone came or went shows as what editors call it.
        if !matches!(piece, Piece::Same(_)) && text.trim().is_empty() && text.contains('\n') {
            if !sheet.add("¶", render) {
                return (sheet.text, false);
            }
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                sheet.begun = false;
            }
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
        let cut = "…".len();
        let room = self
            .limit
            .saturating_sub(self.text.units() + between.len() + cut);
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
