//! The menu of an article's parts that can be edited.

use super::action::{DeskAction, PartChoice, PartKey};
use crate::{
    article::{Article, Record},
    view::{
        Action, Markup, Message,
        action::SectionKey,
        markup::clip,
        message::{Block, Button, MAX_OPTION, MAX_OPTIONS, MAX_ROW, Menu, MenuOption},
        parts,
    },
};

/// Parts that stand in the first menu beside the sections.
const FIXED: usize = 5;

/// The story's head, and the menu of its parts; of its sections, those from `from` on (from 0).
pub fn menu(record: &Record, from: u16) -> Message {
    let says = format!(
        "Which part is to change?\n-# The whole: `/desk export article:{0}`, then `/desk edit \
         article:{0} file:`",
        record.id
    );
    Message::new()
        .text(parts::head(record))
        .text(Markup::own(says))
        .menu(choices(record, from))
}

/// The same under `says`, the likely sections as buttons.
pub(super) fn likely(record: &Record, says: Markup, likely: &[usize]) -> Message {
    let mut message = Message::new().text(says);
    let buttons = likely.iter().take(MAX_ROW).filter_map(|&index| {
        let heading = &record.article.sections.get(index)?.heading;
        let part = PartKey::Section(SectionKey::new(index, heading));
        let edit = Action::Desk(DeskAction::Edit(record.id, part));
        Some(Button::new(&format!("§ {heading}"), edit))
    });
    message.push(Block::Buttons(buttons.collect()));
    for block in menu(record, 0).blocks() {
        message.push(block.clone());
    }
    message
}

/// The menu alone. It has the parts before the sections only where it begins with the first, and
/// leads to the other sections where they are too many for one.
fn choices(record: &Record, from: u16) -> Menu {
    let article = &record.article;
    let count = article.sections.len();
    let from = Some(usize::from(from)).filter(|from| *from < count);
    let from = from.unwrap_or(0);
    let room = MAX_OPTIONS - if from == 0 { FIXED } else { 1 };
    let shown = match count - from {
        rest if rest <= room => rest,
        _ => room - 1,
    };
    let next = from + shown;
    let sections = (from..next).map(|index| section(article, index));
    let more = (next < count).then(|| MenuOption {
        label: format!("More: sections {} to {count} …", next + 1),
        value: PartChoice::More(u16::try_from(next).unwrap_or(u16::MAX)).to_string(),
        current: false,
    });
    let options = if from == 0 {
        let (before, after) = fixed(article);
        let options = before.into_iter().chain(sections);
        options.chain([after]).chain(more).collect()
    } else {
        let first = MenuOption {
            label: "‹ The parts from the first on".to_owned(),
            value: PartChoice::More(0).to_string(),
            current: false,
        };
        let options = std::iter::once(first).chain(sections);
        options.chain(more).collect()
    };
    Menu {
        action: Action::Desk(DeskAction::Parts(record.id)),
        placeholder: "Choose a part …".to_owned(),
        options,
    }
}

/// The parts before the sections, and the one after them. What the story lacks can be added.
fn fixed(article: &Article) -> ([MenuOption; FIXED - 1], MenuOption) {
    let option = |part: PartKey, label: &str, there: bool| MenuOption {
        label: if there {
            label.to_owned()
        } else {
            format!("{label} (none yet)")
        },
        value: PartChoice::Part(part).to_string(),
        current: false,
    };
    let links = !article.sources.is_empty() || article.image.is_some();
    let before = [
        option(
            PartKey::Details,
            "Details: headline, date, byline, topics",
            true,
        ),
        option(PartKey::Links, "Links: sources, image", links),
        option(PartKey::Lede, "Lede", true),
        option(
            PartKey::Highlights,
            "Highlights",
            !article.highlights.is_empty(),
        ),
    ];
    let analysis = option(PartKey::Analysis, "Analysis", !article.analysis.is_empty());
    (before, analysis)
}

fn section(article: &Article, index: usize) -> MenuOption {
    let heading = &article.sections[index].heading;
    let key = PartKey::Section(SectionKey::new(index, heading));
    MenuOption {
        label: clip(&format!("§ {heading}"), MAX_OPTION),
        value: PartChoice::Part(key).to_string(),
        current: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::MAX_SECTIONS, view::desk::samples};

    #[test]
    fn every_part_can_be_chosen_and_what_is_missing_added() {
        let message = samples::shown(&menu(&samples::record(), 0));
        insta::assert_snapshot!(message);
    }

    #[test]
    fn every_section_of_many_can_be_reached() {
        for count in [0, 1, 19, 20, 21, 44, 45, 46, MAX_SECTIONS] {
            let mut record = samples::record();
            let section = record.article.sections[0].clone();
            record.article.sections = vec![section; count];
            let (mut met, mut from) = (Vec::new(), Some(0));
            while let Some(at) = from.take() {
                let menu = choices(&record, at);
                assert!((1..=MAX_OPTIONS).contains(&menu.options.len()));
                for option in &menu.options {
                    match option.value.parse().expect("a choice") {
                        PartChoice::Part(PartKey::Section(key)) => met.push(usize::from(key.index)),
                        PartChoice::More(next) if next > at => from = Some(next),
                        _ => {}
                    }
                }
            }
            assert_eq!(met, (0..count).collect::<Vec<_>>(), "{count} sections");
        }
    }

    #[test]
    fn a_menu_past_the_last_section_is_the_first() {
        let record = samples::record();
        assert_eq!(choices(&record, 9999), choices(&record, 0));
    }
}
