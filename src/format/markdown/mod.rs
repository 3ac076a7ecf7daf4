//! Markdown, defined in `docs/markdown-and-json.md`.
//!
//! A text becomes plain blocks, these the rows of the briefing format, and what that says of a row
//! is told of the place in the Markdown that it comes from.

mod blocks;
mod draft;
mod flat;
mod front;
mod html;
mod split;
#[cfg(test)]
mod tests;

pub(super) use self::split::split;
use self::{
    blocks::{Block, BlockKind},
    draft::Draft,
    flat::Flat,
    front::Front,
};
use super::{
    Entry, Problem, Reading,
    briefing::{self, Kind, Row},
    checks,
    problem::{Complaint, Quote},
    report::Report,
};
use crate::article::{Article, Standing};

/// Reads every article of a text: each `# ` begins one, and a line of four or more `=` ends one.
pub fn read(text: &str) -> Reading {
    let mut report = Report::new(text);
    let mut front = Front::read(text, &mut report);
    let blocks = blocks::blocks(text, front.as_ref().map_or(0, |front| front.body));
    let mut drafts: Vec<_> = groups(&blocks).into_iter().map(Draft::new).collect();
    if drafts.is_empty() && front.is_some() {
        drafts.push(Draft::new(&[]));
    }
    if let (Some(first), Some(front)) = (drafts.first_mut(), &front) {
        first.take_headline(front);
    }
    let flat = Flat::new(text, &drafts);
    let mut report = report.on(flat.text());
    let drafts = drafts.iter().zip(flat.rows(&drafts, &report));
    let entries: Vec<_> = drafts
        .map(|(draft, rows)| entry(draft, front.take(), &rows, &flat, &mut report))
        .collect();
    Reading {
        entries: if entries.is_empty() {
            vec![Entry::nothing(nothing())]
        } else {
            entries
        },
        omitted: report.omitted(),
    }
}

/// The blocks of each article.
fn groups(blocks: &[Block]) -> Vec<&[Block]> {
    let begins = |block: &Block| block.kind == BlockKind::Heading(1);
    let pieces = blocks.split(|block| {
        block.kind == BlockKind::Paragraph && Kind::of(&block.text()) == Kind::Separator
    });
    pieces
        .flat_map(|piece| piece.chunk_by(move |_, next| !begins(next)))
        .collect()
}

fn entry(
    draft: &Draft,
    front: Option<Front>,
    rows: &[Row<'_>],
    flat: &Flat,
    report: &mut Report<'_>,
) -> Entry {
    let start = front.as_ref().map_or(draft.span.start, |_| 0);
    let span = start..draft.span.end.max(start);
    let article = match rows.first() {
        Some(first) if draft.has_headline => briefing::article(first, rows, report),
        Some(first) => {
            report.add(first.text, no_headline(first.text));
            None
        }
        None => {
            report.at(span.start..span.start, nothing());
            None
        }
    };
    let mut problems = Vec::new();
    let article = match front {
        Some(mut front) => {
            problems.append(&mut front.problems);
            front.add_to(draft, article, report)
        }
        None => article,
    };
    let line = report.line(span.start);
    if let Err(more) = report.finish() {
        problems.extend(more.into_iter().map(|problem| flat.locate(problem, report)));
        problems.sort_by_key(|problem: &Problem| problem.span.start);
        return Entry::new(line, span, Err(problems));
    }
    let read = match article {
        Some(article) if problems.is_empty() => Ok(article),
        _ => Err(problems),
    };
    Entry::new(line, span, read)
}

fn nothing() -> Complaint {
    Complaint::new(
        "there is no article".to_owned(),
        "at least a line `# ` with the headline and a paragraph under it",
        "Write the headline behind # on the first line and the story below it.",
    )
}

fn no_headline(found: &str) -> Complaint {
    Complaint::new(
        format!("{} stands where the headline should", Quote(found)),
        "the headline first, behind `# `",
        "Write a line with # and the headline above it, or put # before it if it is the headline.",
    )
}

/// An article as far as it was read, with how it stands in its library.
type Read = Option<(Article, Standing)>;
