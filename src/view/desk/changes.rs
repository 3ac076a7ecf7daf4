//! What changed between two revisions, in few words.

use crate::{
    article::{Changed, Difference, Line, Piece},
    view::markup::Markup,
};

/// UTF-16 units of a heading.
const HEADING: usize = 60;

/// The parts that changed and how, side by side, in at most `limit` UTF-16 units; empty where none did.
pub(super) fn changes(differences: &[Difference], limit: usize) -> Markup {
    let mut list = Markup::default();
    for (at, difference) in differences.iter().enumerate() {
        let change = change(difference);
        let left = differences.len() - at;
        let more = Markup::own(format!("and {left} more"));
        let room = limit.saturating_sub(list.units() + "; ".len() * 2 + more.units());
        if change.units() > room {
            list.append("; ", &more);
            break;
        }
        list.append("; ", &change);
    }
    list
}

fn change(difference: &Difference) -> Markup {
    let section = |heading: &Line, how: &str| {
        let heading = Markup::quoted(heading.as_str(), HEADING);
        Markup::own(format!("section {heading}{how}"))
    };
    let part = match &difference.part {
        Changed::Heading(was) => return section(was, " renamed"),
        Changed::Section(heading) => return section(heading, ""),
        Changed::SectionAdded(heading) => return section(heading, " added"),
        Changed::SectionRemoved(heading) => return section(heading, " removed"),
        Changed::SectionMoved(heading) => return section(heading, " moved"),
        Changed::Highlights => return Markup::own(highlights(&difference.pieces)),
        Changed::Headline => "headline",
        Changed::Published(..) => "date",
        Changed::Byline => "byline",
        Changed::Topics => "topics",
        Changed::Sources => "sources",
        Changed::Image => "image",
        Changed::Lede => "lede",
        Changed::Analysis => "analysis",
    };
    let pieces = &difference.pieces;
    Markup::own(match &pieces[..] {
        [Piece::Put(_)] => format!("{part} added"),
        [Piece::Taken(_)] => format!("{part} removed"),
        _ => part.to_owned(),
    })
}

/// How many highlights came or went, where no other changed.
fn highlights(pieces: &[Piece]) -> String {
    let lines = |text: &str| text.matches('\n').count();
    // A whole one ends with its line's end, and what stayed before it with another's.
    let mut whole = true;
    let (mut put, mut taken) = (0, 0);
    for piece in pieces {
        whole &= piece.text().ends_with('\n');
        match piece {
            Piece::Same(_) => {}
            Piece::Put(text) => put += lines(text),
            Piece::Taken(text) => taken += lines(text),
        }
    }
    let count = |count: usize, how: &str| match count {
        1 => format!("1 highlight {how}"),
        _ => format!("{count} highlights {how}"),
    };
    match (put, taken) {
        (put, 0) if whole => count(put, "added"),
        (0, taken) if whole => count(taken, "removed"),
        _ => "highlights".to_owned(),
    }
}
