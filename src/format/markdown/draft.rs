//! The blocks of an article in the order of the briefing format.

use std::ops::Range;

use super::{
    blocks::{Block, BlockKind, BlockLine},
    front::Front,
};
use crate::{
    article::Line,
    format::briefing::{Field, Kind, Part, Row, field},
};

/// What becomes a row of the briefing format.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) what: What,
    pub(super) text: String,
    /// Where it comes from.
    pub(super) span: Range<usize>,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Field,
    Part(Part),
    Heading,
    Bullet,
    Text,
}

/// An article in pieces.
#[derive(Debug)]
pub(super) struct Draft {
    /// The headline first, if it has one.
    pub(super) pieces: Vec<Piece>,
    pub(super) has_headline: bool,
    pub(super) span: Range<usize>,
}

impl Draft {
    /// The pieces of an article's blocks.
    pub(super) fn new(blocks: &[Block]) -> Self {
        let (headline, rest) = match blocks.split_first() {
            Some((first, rest)) if first.kind == BlockKind::Heading(1) => (Some(first), rest),
            _ => (None, blocks),
        };
        let mut sorter = Sorter::default();
        for block in rest {
            sorter.block(block);
        }
        let start = blocks.first().map_or(0, |block| block.span().start);
        let end = blocks.last().map_or(start, |block| block.span().end);
        let headline = headline.map(|block| piece(What::Heading, &block.text(), block.span()));
        Self {
            has_headline: headline.is_some(),
            pieces: headline.into_iter().chain(sorter.pieces()).collect(),
            span: start..end,
        }
    }

    /// Takes the headline that stands in the front matter, where the text has none.
    pub(super) fn take_headline(&mut self, front: &Front) {
        if let (Some((headline, span)), false) = (front.headline(), self.has_headline) {
            let headline = piece(What::Heading, headline.as_str(), span);
            self.pieces.insert(0, headline);
            self.has_headline = true;
        }
    }
}

/// Puts blocks where the briefing format has them: the highlights before the story, the analysis
/// after it.
#[derive(Default)]
struct Sorter {
    header: Vec<Piece>,
    /// The field on the last line of the header.
    field: Option<Field>,
    highlights: Vec<Piece>,
    story: Vec<Piece>,
    analysis: Vec<Piece>,
    place: Place,
}

/// Where the next block belongs.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Header,
    Highlights,
    Story,
    Analysis,
}

impl Sorter {
    fn block(&mut self, block: &Block) {
        let text = block.text();
        let is_label = match block.kind {
            BlockKind::Heading(_) => true,
            BlockKind::Paragraph => block.lines.len() == 1,
            BlockKind::Item | BlockKind::Verbatim => false,
        };
        if let Some(part) = Part::of(&text).filter(|_| is_label) {
            return self.part(part, piece(What::Part(part), &text, block.span()));
        }
        match block.kind {
            BlockKind::Heading(2) => {
                self.place = Place::Story;
                self.story.push(piece(What::Heading, &text, block.span()));
            }
            BlockKind::Paragraph | BlockKind::Item if self.place == Place::Header => {
                self.header(block);
            }
            // A field that comes too late: refused there.
            BlockKind::Paragraph if matches!(Kind::of(&plain(&text)), Kind::Field(..)) => {
                self.story.push(piece(What::Field, &text, block.span()));
            }
            _ => self.text(block, &block.lines),
        }
    }

    /// A label: what follows belongs to that part.
    fn part(&mut self, part: Part, label: Piece) {
        let (pieces, place) = match part {
            Part::Highlights if self.highlights.is_empty() => {
                (&mut self.highlights, Place::Highlights)
            }
            // The second time: refused there.
            Part::Highlights | Part::Article => (&mut self.story, Place::Story),
            Part::Analysis => (&mut self.analysis, Place::Analysis),
        };
        pieces.push(label);
        self.place = place;
    }

    /// The fields at the start of a block; the rest of it begins the story.
    fn header(&mut self, block: &Block) {
        let mut rest = &block.lines[..];
        while let [line, after @ ..] = rest {
            let Some(piece) = self.field(block.kind, line) else {
                break;
            };
            self.header.push(piece);
            rest = after;
        }
        if !rest.is_empty() {
            self.text(block, rest);
        }
    }

    fn field(&mut self, kind: BlockKind, line: &BlockLine) -> Option<Piece> {
        let text = plain(&line.text);
        let row = Row {
            line: 0,
            text: &text,
            kind: Kind::of(&text),
        };
        let addresses = line.links.join(" ");
        let listed = kind == BlockKind::Item && self.field == Some(Field::Source);
        let text = match field(&row, self.field) {
            // A link is its address here, whatever its text.
            Some((field @ (Field::Source | Field::Image), _)) if !line.links.is_empty() => {
                self.field = Some(field);
                format!("{}: {addresses}", field.label())
            }
            Some((field, _)) => {
                self.field = Some(field);
                text
            }
            None if listed && line.links.len() == 1 => addresses,
            None => return None,
        };
        Some(piece(What::Field, &text, line.span.clone()))
    }

    /// A paragraph.
    fn text(&mut self, block: &Block, lines: &[BlockLine]) {
        let texts: Vec<_> = lines.iter().map(|line| &*line.text).collect();
        let text = unescaped(block.kind, texts.join(" "));
        let span = lines.first().map_or(0, |line| line.span.start)..block.span().end;
        let is_item = block.kind == BlockKind::Item;
        // Under the list of the highlights a story without a label begins.
        if self.place == Place::Highlights && !is_item && self.highlights.len() > 1 {
            let is_story = self.story.is_empty();
            self.place = if is_story { Place::Story } else { self.place };
        }
        if self.place == Place::Header {
            self.place = Place::Story;
        }
        let bullet = lines.first().map_or("", |line| &line.bullet);
        let whole = format!("{bullet}{text}");
        match self.place {
            Place::Highlights if is_item => self.highlights.push(piece(What::Bullet, &text, span)),
            Place::Highlights => self.highlights.push(piece(What::Text, &whole, span)),
            Place::Analysis => self.analysis.push(piece(What::Text, &whole, span)),
            Place::Story | Place::Header => self.story.push(piece(What::Text, &whole, span)),
        }
    }

    fn pieces(self) -> impl Iterator<Item = Piece> {
        let is_labelled = matches!(
            self.story.first(),
            Some(Piece {
                what: What::Part(Part::Article),
                ..
            })
        );
        // The label that ends the highlights.
        let end = self.highlights.last().map(|last| last.span.end);
        let label = end
            .filter(|_| !is_labelled)
            .map(|end| piece(What::Part(Part::Article), "", end..end));
        let parts = self.header.into_iter().chain(self.highlights).chain(label);
        parts.chain(self.story).chain(self.analysis)
    }
}

/// A paragraph without the `\` before its first letter, which only says that it is no label.
fn unescaped(kind: BlockKind, text: String) -> String {
    let rest = text.strip_prefix('\\').filter(|rest| {
        kind == BlockKind::Paragraph && rest.starts_with(|c: char| c.is_alphanumeric())
    });
    rest.map(str::to_owned).unwrap_or(text)
}

fn piece(what: What, text: &str, span: Range<usize>) -> Piece {
    let text = plain(text);
    Piece { what, text, span }
}

/// A text as the lines of the briefing format are: trimmed, on one line.
fn plain(text: &str) -> String {
    Line::new(text).map(String::from).unwrap_or_default()
}
