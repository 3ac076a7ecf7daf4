//! What changed between two articles, part by part and word by word.

mod effort;
mod hunks;
mod sections;
mod shortened;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use self::{effort::Effort, hunks::Hunks};
use super::{Article, Line};

/// A part of an article that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub part: Changed,
    /// Its text, in order: what stayed and what was taken make the old one, what stayed and what
    /// was put the new one. Where a part has several texts, each ends with `\n`. None for a date,
    /// and for a section that only moved.
    pub pieces: Vec<Piece>,
}

/// Which part of an article changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// The headline.
    Headline,
    /// The date: as it was, as it is.
    Published(Option<NaiveDate>, Option<NaiveDate>),
    /// Who wrote it.
    Byline,
    /// The topics, each a text.
    Topics,
    /// The sources, each an address.
    Sources,
    /// The address of the picture.
    Image,
    /// The highlights, each a text.
    Highlights,
    /// The paragraphs of the lede.
    Lede,
    /// The heading of a section, which was this one.
    Heading(Line),
    /// The paragraphs of the section that is now under this heading.
    Section(Line),
    /// A section of this heading came in.
    SectionAdded(Line),
    /// The section of this heading went.
    SectionRemoved(Line),
    /// The section of this heading stands elsewhere among the others.
    SectionMoved(Line),
    /// The paragraphs of the analysis.
    Analysis,
}

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// It is in both.
    Same(String),
    /// It was in the old one.
    Taken(String),
    /// It is in the new one.
    Put(String),
}

impl Piece {
    /// Its text.
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::Taken(text) | Self::Put(text) => text,
        }
    }
}

/// What changed from `old` to `new`, in the order of an article's parts; in bounded time for
/// articles of any size.
pub fn differences(old: &Article, new: &Article) -> Vec<Difference> {
    let mut comparison = Comparison::default();
    comparison.line(Changed::Headline, Some(&old.headline), Some(&new.headline));
    if old.published != new.published {
        let part = Changed::Published(old.published, new.published);
        comparison.add(part, Vec::new());
    }
    comparison.line(Changed::Byline, old.byline.as_ref(), new.byline.as_ref());
    comparison.list(Changed::Topics, &old.topics, &new.topics);
    comparison.list(Changed::Sources, &old.sources, &new.sources);
    comparison.line(Changed::Image, old.image.as_ref(), new.image.as_ref());
    comparison.texts(Changed::Highlights, &old.highlights, &new.highlights);
    comparison.texts(Changed::Lede, &old.lede, &new.lede);
    comparison.sections(&old.sections, &new.sections);
    comparison.texts(Changed::Analysis, &old.analysis, &new.analysis);
    comparison.found
}

/// Two articles while they are compared.
#[derive(Default)]
struct Comparison {
    found: Vec<Difference>,
    effort: Effort,
}

impl Comparison {
    fn add(&mut self, part: Changed, pieces: Vec<Piece>) {
        self.found.push(Difference { part, pieces });
    }

    /// A part of one text, or none.
    fn line<T: ToString>(&mut self, part: Changed, old: Option<&T>, new: Option<&T>) {
        let text = |line: Option<&T>| line.map_or(String::new(), T::to_string);
        let (old, new) = (text(old), text(new));
        if old != new {
            let mut hunks = Hunks::default();
            hunks.words(&old, &new, &mut self.effort);
            self.add(part, hunks.pieces());
        }
    }

    /// A part of several texts that stay or go whole.
    fn list<T: ToString>(&mut self, part: Changed, old: &[T], new: &[T]) {
        self.several(part, old, new, |hunks, before, after, _| {
            hunks.changed(before, after);
        });
    }

    /// A part of several texts, word by word.
    fn texts(&mut self, part: Changed, old: &[Line], new: &[Line]) {
        self.several(part, old, new, Hunks::words);
    }

    fn several<T: ToString>(
        &mut self,
        part: Changed,
        old: &[T],
        new: &[T],
        changed: fn(&mut Hunks, &str, &str, &mut Effort),
    ) {
        let (old, new) = (ended(old), ended(new));
        if old == new {
            return;
        }
        let mut hunks = Hunks::default();
        for (alike, before, after) in self.effort.runs(&old, &new) {
            let (before, after) = (old[before].concat(), new[after].concat());
            if alike {
                hunks.same(&before);
            } else {
                changed(&mut hunks, &before, &after, &mut self.effort);
            }
        }
        self.add(part, hunks.pieces());
    }
}

/// Texts, each with its end.
fn ended<T: ToString>(texts: &[T]) -> Vec<String> {
    let ended = texts.iter().map(|text| text.to_string() + "\n");
    ended.collect()
}
