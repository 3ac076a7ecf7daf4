//! Long texts in pages.

use unicode_segmentation::UnicodeSegmentation;

use super::markup::{Markup, addresses};
use crate::article::Line;

/// A remainder below this is not worth starting a long paragraph in.
const SCRAP: usize = 400;

/// A paragraph of a paged text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'a> {
    /// Stands above what follows it, on the same page.
    Heading(&'a Line),
    /// Plain text.
    Paragraph(&'a Line),
    /// One of a list.
    Item(&'a Line),
}

impl<'a> Piece<'a> {
    fn mark(self) -> &'static str {
        match self {
            Self::Heading(_) => "### ",
            Self::Paragraph(_) => "",
            Self::Item(_) => "- ",
        }
    }

    fn text(self) -> &'a str {
        match self {
            Self::Heading(line) | Self::Paragraph(line) | Self::Item(line) => line.as_str(),
        }
    }

    fn render(self) -> Markup {
        let mut markup = Markup::own(self.mark());
        markup.append("", &Markup::plain(self.text()));
        markup
    }
}

/// `pieces` in pages of at most `limit` UTF-16 units, at least one.
///
/// A page ends between paragraphs where it can, else between sentences, then words, then graphemes.
pub(super) fn paginate(pieces: &[Piece<'_>], limit: usize) -> Vec<Markup> {
    let mut pages = Pages {
        limit,
        done: Vec::new(),
        page: Markup::default(),
    };
    let mut heading = None;
    for piece in pieces {
        if let (Piece::Heading(_), None) = (piece, &heading) {
            heading = Some(piece.render());
            continue;
        }
        pages.add(heading.take(), *piece);
    }
    if let Some(heading) = heading {
        pages.fit(heading);
    }
    pages.finish()
}

struct Pages {
    limit: usize,
    done: Vec<Markup>,
    page: Markup,
}

impl Pages {
    /// UTF-16 units that still fit on this page after the gap.
    fn room(&self) -> usize {
        let gap = if self.page.is_empty() { 0 } else { GAP.len() };
        self.limit.saturating_sub(self.page.units() + gap)
    }

    fn turn(&mut self) {
        if !self.page.is_empty() {
            self.done.push(std::mem::take(&mut self.page));
        }
    }

    /// Adds what is known to be no longer than a page.
    fn fit(&mut self, text: Markup) {
        if text.units() > self.room() {
            self.turn();
        }
        self.page.append(GAP, &text);
    }

    fn add(&mut self, heading: Option<Markup>, piece: Piece<'_>) {
        let above = heading
            .as_ref()
            .map_or(0, |heading| heading.units() + GAP.len());
        let whole = piece.render();
        let size = above + whole.units();
        if size > self.room() && (size <= self.limit || self.room() < above + SCRAP) {
            self.turn();
        }
        if let Some(heading) = heading {
            self.page.append(GAP, &heading);
        }
        if whole.units() <= self.room() {
            self.page.append(GAP, &whole);
            return;
        }
        let (mut mark, mut rest) = (piece.mark(), piece.text());
        while !rest.is_empty() {
            let room = self.room().saturating_sub(mark.len());
            let (head, tail) = split(rest, room);
            if head.is_empty() {
                self.turn();
                continue;
            }
            let mut text = Markup::own(mark);
            text.append("", &Markup::plain(head));
            self.page.append(GAP, &text);
            (mark, rest) = ("", tail);
            if !rest.is_empty() {
                self.turn();
            }
        }
    }

    fn finish(mut self) -> Vec<Markup> {
        self.turn();
        if self.done.is_empty() {
            self.done.push(Markup::default());
        }
        self.done
    }
}

const GAP: &str = "\n\n";

/// The longest head of `text` that ends at the best kind of boundary within `limit` UTF-16 units
/// once escaped, and the rest, both trimmed. An empty head: not even a grapheme fits.
fn split(text: &str, limit: usize) -> (&str, &str) {
    // One character is at least one unit, and escaping only adds.
    let window = text
        .char_indices()
        .nth(limit + 1)
        .map_or(text.len(), |(at, _)| at);
    let near = &text[..window];
    let fits = |end: usize| Markup::plain(near[..end].trim_end()).units() <= limit;
    let inside: Vec<_> = addresses(near).collect();
    let outside = |end: &usize| {
        !inside
            .iter()
            .any(|range| range.start < *end && *end < range.end)
    };
    let ends = |starts: &mut dyn Iterator<Item = usize>| -> Option<usize> {
        let ends: Vec<usize> = starts.filter(|end| *end > 0).collect();
        let count = ends.partition_point(|end| fits(*end));
        count.checked_sub(1).map(|last| ends[last])
    };
    // The end of a window that was cut is no boundary.
    let end = (window == text.len()).then_some(window);
    let sentences = near
        .split_sentence_bound_indices()
        .map(|(at, _)| at)
        .chain(end);
    let words = near.split_word_bound_indices().map(|(at, _)| at).chain(end);
    let graphemes = near
        .grapheme_indices(true)
        .map(|(at, grapheme)| at + grapheme.len());
    let characters = near.char_indices().map(|(at, c)| at + c.len_utf8());
    // A sentence may end far above the limit: a third of the room is too much to give away.
    let enough = |end: &usize| Markup::plain(&near[..*end]).units() * 3 >= limit * 2;
    let end = ends(&mut sentences.filter(outside))
        .filter(enough)
        .or_else(|| ends(&mut words.filter(outside)))
        .or_else(|| ends(&mut graphemes.into_iter()))
        .or_else(|| ends(&mut characters.into_iter()).filter(|_| limit >= 4))
        .unwrap_or(0);
    (text[..end].trim_end(), text[end..].trim_start())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::view::markup::units;

    fn line(text: &str) -> Line {
        Line::new(text).expect("a line")
    }

    fn pages(text: &str, limit: usize) -> Vec<String> {
        let line = line(text);
        let pages = paginate(&[Piece::Paragraph(&line)], limit);
        pages.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_page_ends_at_the_best_boundary() {
        assert_eq!(pages("One two. Three four.", 40), ["One two. Three four."]);
        assert_eq!(
            pages("One two. Three four.", 12),
            ["One two.", "Three four."]
        );
        assert_eq!(pages("一二三。四五六。", 5), ["一二三。", "四五六。"]);
        assert_eq!(pages("aaaa bbbb cccc", 10), ["aaaa bbbb", "cccc"]);
        assert_eq!(pages("aaaaaaaaaaaa", 5), ["aaaaa", "aaaaa", "aa"]);
        assert_eq!(pages("👩‍👩‍👧👩‍👩‍👧", 9), ["👩‍👩‍👧", "👩‍👩‍👧"]);
        let address = "see https://a.example/?q=one.Two now";
        assert_eq!(
            pages(address, 30),
            ["see", "https://a.example/?q=one.Two", "now"]
        );
    }

    #[test]
    fn a_heading_stays_with_its_paragraph() {
        let (first, heading, second) = (line(&"a ".repeat(20)), line("Heading"), line("b b b b"));
        let pieces = [
            Piece::Paragraph(&first),
            Piece::Heading(&heading),
            Piece::Paragraph(&second),
        ];
        let pages = paginate(&pieces, 55);
        assert_eq!(pages.len(), 2);
        assert_eq!(pages[1].as_str(), "### Heading\n\nb b b b");
    }

    proptest! {
        #[test]
        fn no_page_is_too_long_and_no_word_is_lost(
            texts in proptest::collection::vec(r"(\PC| |[*_<@]|[.。] ?|https://a\.b/c){1,300}", 1..6),
            limit in 40usize..200,
        ) {
            let lines: Vec<Line> = texts.iter().filter_map(|text| Line::new(text)).collect();
            let pieces: Vec<_> = lines.iter().map(Piece::Paragraph).collect();
            let pages = paginate(&pieces, limit);
            for page in &pages {
                prop_assert!(units(page.as_str()) <= limit);
            }
            let bare = |text: &str| -> String {
                text.chars().filter(|c| c.is_alphanumeric()).collect()
            };
            let wanted: String = lines.iter().map(|line| bare(line.as_str())).collect();
            let read: String = pages.iter().map(|page| bare(page.as_str())).collect();
            prop_assert_eq!(read, wanted);
        }
    }
}
