//! An article's cards: its parts in pages, its sections, the menu of them.

use super::{
    action::{Action, Part, SectionKey},
    markup::{Markup, clip},
    message::{Block, Button, MAX_BLOCK_TEXT, MAX_LABEL, Message},
    pages::{Piece, paginate},
    parts,
};
use crate::article::{Article, Record};

/// Stands above every analysis, so that nobody takes it for report.
const ANALYSIS: &str = "-# Analysis, not report: what this might mean.";

/// Whether the article has that part; [`part`] says so where it has not.
pub fn offers(record: &Record, part: Part) -> bool {
    parts::offers(&record.article, part)
}

/// A part of an article; a `page` (from 0) past the last is the last.
pub fn part(record: &Record, part: Part, page: u16) -> Message {
    let article = &record.article;
    let pieces = pieces(article, part);
    let above = match part {
        Part::Analysis if !pieces.is_empty() => ANALYSIS,
        Part::Analysis => "There is no analysis of this story. What there is:",
        Part::Highlights if pieces.is_empty() => {
            "There are no highlights of this story. What there is:"
        }
        _ => "",
    };
    let sheet = Sheet::new(record, Markup::own(above), &pieces, page);
    let (at, last) = (sheet.page, sheet.last);
    let mut card = sheet
        .card
        .rule()
        .buttons(parts::buttons(record, Some((part, at))));
    let turn = |page| Action::Show {
        article: record.id,
        part,
        page,
    };
    card.push(Block::Buttons(turns(at, last, turn)));
    close(card, record, None)
}

/// One section, by its place from 0; none where the article has no such section.
pub fn section(record: &Record, index: usize, page: u16) -> Option<Message> {
    let sections = &record.article.sections;
    let section = sections.get(index)?;
    let heading = Markup::own(format!("### {}", Markup::plain(section.heading.as_str())));
    let pieces: Vec<_> = section.paragraphs.iter().map(Piece::Paragraph).collect();
    let sheet = Sheet::new(record, heading, &pieces, page);
    let (at, last) = (sheet.page, sheet.last);
    let place = format!("-# Section {} of {}", index + 1, sections.len());
    let mut card = sheet
        .card
        .text(Markup::own(place))
        .rule()
        .buttons(parts::buttons(record, None));
    let turn = |index: usize, page| Action::Section {
        article: record.id,
        section: SectionKey::new(index, &sections[index].heading),
        page,
    };
    card.push(Block::Buttons(turns(at, last, |page| turn(index, page))));
    let title = |index: usize| clip(sections[index].heading.as_str(), MAX_LABEL - 2);
    let before = index.checked_sub(1);
    let before = before.map(|before| Button::new(&format!("‹ {}", title(before)), turn(before, 0)));
    let after = Some(index + 1).filter(|after| *after < sections.len());
    let after = after.map(|after| Button::new(&format!("{} ›", title(after)), turn(after, 0)));
    card.push(Block::Buttons(before.into_iter().chain(after).collect()));
    Some(close(card, record, Some(index)))
}

/// The menu of an article's sections from `from` on (from 0), under its headline.
pub fn sections(record: &Record, from: u16) -> Message {
    let count = record.article.sections.len();
    let from = usize::from(from);
    let from = if from < count { from } else { 0 };
    let says = match count {
        0 => "This story has no sections. What there is:".to_owned(),
        1 => "One section.".to_owned(),
        _ => format!("{count} sections."),
    };
    let mut says = Markup::own(says);
    let headings = parts::headings(&record.article);
    if !headings.is_empty() {
        says.append("\n", &headings);
    }
    let mut card = Message::new()
        .text(parts::head(record))
        .text(says)
        .rule()
        .buttons(parts::buttons(record, None));
    if from > 0 {
        let earlier = Action::Sections {
            article: record.id,
            from: 0,
        };
        card.push(Block::Buttons(vec![Button::new(
            "‹ Sections from the first on",
            earlier,
        )]));
    }
    if let Some(menu) = parts::menu(record, from, None) {
        card.push(Block::Menu(menu));
    }
    card.text(parts::foot(record))
}

/// What a part consists of, empty where the article lacks it.
fn pieces(article: &Article, part: Part) -> Vec<Piece<'_>> {
    match part {
        Part::Summary => article.lede.iter().map(Piece::Paragraph).collect(),
        Part::Highlights => article.highlights.iter().map(Piece::Item).collect(),
        Part::Analysis => article.analysis.iter().map(Piece::Paragraph).collect(),
        Part::Story => {
            let lede = article.lede.iter().map(Piece::Paragraph);
            let body = article.sections.iter().flat_map(|section| {
                std::iter::once(Piece::Heading(&section.heading))
                    .chain(section.paragraphs.iter().map(Piece::Paragraph))
            });
            lede.chain(body).collect()
        }
    }
}

/// The upper part of a card: head and one page of text.
struct Sheet {
    card: Message,
    page: u16,
    last: u16,
}

impl Sheet {
    /// Pages `pieces` under the head and `above`, which stands on every page.
    fn new(record: &Record, above: Markup, pieces: &[Piece<'_>], page: u16) -> Self {
        let mut card = Message::new().text(parts::head(record));
        card.push(Block::Text(above));
        let below = parts::foot(record).units() + PLACE + DESK;
        let limit = card.room().saturating_sub(below).min(MAX_BLOCK_TEXT);
        let mut pages = paginate(pieces, limit);
        let last = u16::try_from(pages.len() - 1).unwrap_or(u16::MAX);
        let page = page.min(last);
        card.push(Block::Text(pages.swap_remove(usize::from(page))));
        if last > 0 {
            let place = format!("-# Page {} of {}", page + 1, u32::from(last) + 1);
            card.push(Block::Text(Markup::own(place)));
        }
        Self { card, page, last }
    }
}

/// UTF-16 units that the places of a page and of a section take at most.
const PLACE: usize = 80;
/// UTF-16 units that every card leaves free: what the desk writes under a preview, so that it has
/// the pages that readers get.
pub(super) const DESK: usize = 1000;

/// The buttons to the pages before and after; none where there is one page.
fn turns(page: u16, last: u16, turn: impl Fn(u16) -> Action) -> Vec<Button> {
    let before = page
        .checked_sub(1)
        .map(|before| Button::new(&format!("‹ Page {}", before + 1), turn(before)));
    let after = (page < last)
        .then(|| Button::new(&format!("Page {} ›", u32::from(page) + 2), turn(page + 1)));
    before.into_iter().chain(after).collect()
}

/// The menu of sections, the source and the corrections, at every card's end.
fn close(mut card: Message, record: &Record, current: Option<usize>) -> Message {
    let from = current.map_or(0, |index| {
        parts::menu_start(index, record.article.sections.len())
    });
    if let Some(menu) = parts::menu(record, from, current) {
        card.push(Block::Menu(menu));
    }
    card.text(parts::foot(record))
}
