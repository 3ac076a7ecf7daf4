//! What of a draft's article its preview shows.

use crate::{article::Article, view::Part};

/// What a preview shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A part, and a page of it from 0.
    Part(Part, u16),
    /// A section by its place from 0, and a page of it from 0.
    Section(usize, u16),
    /// The menu of sections, from this one on.
    Sections(u16),
}

impl Shown {
    /// Where a change is seen first: the summary where that has changed, else the part that has.
    pub fn of_change(old: &Article, new: &Article) -> Self {
        let changed = new.sections.iter().enumerate();
        let mut changed = changed.filter(|(_, section)| !old.sections.contains(section));
        let before = Article {
            highlights: new.highlights.clone(),
            analysis: new.analysis.clone(),
            sections: new.sections.clone(),
            ..old.clone()
        };
        if before != *new {
            Self::Part(Part::Summary, 0)
        } else if old.highlights != new.highlights {
            Self::Part(Part::Highlights, 0)
        } else if let Some((index, _)) = changed.next() {
            Self::Section(index, 0)
        } else if old.sections != new.sections {
            Self::Sections(0)
        } else if old.analysis != new.analysis {
            Self::Part(Part::Analysis, 0)
        } else {
            Self::Part(Part::Summary, 0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::Line, view::desk::samples};

    #[test]
    fn a_change_is_seen_first_where_it_is() {
        let line = |text: &str| Line::new(text).expect("a line");
        let change = |change: &dyn Fn(&mut Article)| {
            let old = samples::record().article;
            let mut new = old.clone();
            change(&mut new);
            Shown::of_change(&old, &new)
        };
        let summary = Shown::Part(Part::Summary, 0);
        assert_eq!(change(&|_| ()), summary);
        for (part, seen) in [
            (
                change(&|new| new.highlights.push(line("It left."))),
                Shown::Part(Part::Highlights, 0),
            ),
            (
                change(&|new| new.analysis.push(line("It may stay."))),
                Shown::Part(Part::Analysis, 0),
            ),
            (change(&|new| new.lede = vec![line("It left.")]), summary),
            (
                change(&|new| {
                    new.lede = vec![line("It left.")];
                    new.analysis.clear();
                }),
                summary,
            ),
            (
                change(&|new| new.sections[1].paragraphs.push(line("It left."))),
                Shown::Section(1, 0),
            ),
            (
                change(&|new| {
                    new.sections[1].heading = line("The way back");
                    new.sections[1].paragraphs = vec![line("It left.")];
                }),
                Shown::Section(1, 0),
            ),
            (
                change(&|new| {
                    new.sections.remove(0);
                }),
                Shown::Sections(0),
            ),
        ] {
            assert_eq!(part, seen);
        }
    }
}
