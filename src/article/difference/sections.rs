//! Which section of an article became which.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

use super::{Changed, Comparison, Piece, ended};
use crate::article::{Line, Section};

/// What a section of the new article was in the old one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Was {
    /// It was not there.
    Absent,
    /// The section at this place, between the same others.
    There(usize),
    /// The section at this place, between others.
    Elsewhere(usize),
}

impl Comparison {
    /// The sections: each beside what it was.
    pub(super) fn sections(&mut self, old: &[Section], new: &[Section]) {
        let were = self.paired(old, new);
        for (section, was) in new.iter().zip(&were) {
            let heading = || section.heading.clone();
            let (Was::There(place) | Was::Elsewhere(place)) = *was else {
                let text = ended(&section.paragraphs).concat();
                self.add(Changed::SectionAdded(heading()), vec![Piece::Put(text)]);
                continue;
            };
            if matches!(was, Was::Elsewhere(_)) {
                self.add(Changed::SectionMoved(heading()), Vec::new());
            }
            let before = &old[place];
            let renamed = Changed::Heading(before.heading.clone());
            self.line(renamed, Some(&before.heading), Some(&section.heading));
            let text = Changed::Section(heading());
            self.texts(text, &before.paragraphs, &section.paragraphs);
        }
        for (place, section) in old.iter().enumerate() {
            if !were.contains(&Was::There(place)) && !were.contains(&Was::Elsewhere(place)) {
                let text = ended(&section.paragraphs).concat();
                let part = Changed::SectionRemoved(section.heading.clone());
                self.add(part, vec![Piece::Taken(text)]);
            }
        }
    }

    /// What each new section was: by its heading, else by its place among the others.
    fn paired(&mut self, old: &[Section], new: &[Section]) -> Vec<Was> {
        let headings = |sections: &[Section]| -> Vec<Line> {
            let headings = sections.iter().map(|section| section.heading.clone());
            headings.collect()
        };
        let runs = self.effort.runs(&headings(old), &headings(new));
        let mut were = vec![Was::Absent; new.len()];
        let mut free: HashSet<usize> = (0..old.len()).collect();
        for (_, before, after) in runs.iter().filter(|(alike, ..)| *alike) {
            for (old, new) in before.clone().zip(after.clone()) {
                were[new] = Was::There(old);
                free.remove(&old);
            }
        }
        for (place, section) in new.iter().enumerate() {
            let same = |at: &usize| free.contains(at) && old[*at].heading == section.heading;
            if let (Was::Absent, Some(at)) = (were[place], (0..old.len()).find(same)) {
                were[place] = Was::Elsewhere(at);
                free.remove(&at);
            }
        }
        for (_, before, after) in runs.into_iter().filter(|(alike, ..)| !alike) {
            let before: Vec<usize> = before.filter(|at| free.contains(at)).collect();
            let absent = |at: &usize| were[*at] == Was::Absent;
            let after: Vec<usize> = after.filter(absent).collect();
            for (at, place) in renamed(&before, &after, |at, place| alike(&old[at], &new[place])) {
                were[place] = Was::There(at);
            }
        }
        were
    }
}

/// Pairs old and new places that are alike, each list in its order, in one pass.
fn renamed(
    mut old: &[usize],
    mut new: &[usize],
    alike: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    while let ([at, more_old @ ..], [place, more_new @ ..]) = (old, new) {
        let paired = alike(*at, *place);
        if paired {
            pairs.push((*at, *place));
        }
        // Where they are not, the longer list has one too many here.
        let (longer, shorter) = (old.len() > new.len(), old.len() < new.len());
        if paired || !shorter {
            old = more_old;
        }
        if paired || !longer {
            new = more_new;
        }
    }
    pairs
}

/// Whether at least half of the words of one section are in the other.
fn alike(old: &Section, new: &Section) -> bool {
    let words = |section: &Section| -> HashSet<String> {
        let texts = section.paragraphs.iter().map(Line::as_str);
        let words = texts.flat_map(UnicodeSegmentation::unicode_words);
        words.map(str::to_owned).collect()
    };
    let (old, new) = (words(old), words(new));
    let common = old.intersection(&new).count();
    common * 2 >= old.len().min(new.len()).max(1)
}
