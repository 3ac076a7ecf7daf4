//! What of a draft's article its preview shows.

use crate::{
    article::{Article, Changed, differences},
    view::Part,
};

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
    /// Where a change is seen first: in the part that alone has changed and is still there, else in
    /// the summary.
    pub fn of_change(old: &Article, new: &Article) -> Self {
        let found = differences(old, new);
        let changed: Vec<&Changed> = found.iter().map(|one| &one.part).collect();
        let only =
            |of: fn(&Changed) -> bool| !changed.is_empty() && changed.iter().all(|&part| of(part));
        let section = |part: &&Changed| match part {
            Changed::Section(heading) | Changed::SectionAdded(heading) => {
                new.sections.iter().position(|one| one.heading == *heading)
            }
            _ => None,
        };
        if only(|part| *part == Changed::Highlights) && !new.highlights.is_empty() {
            Self::Part(Part::Highlights, 0)
        } else if only(|part| *part == Changed::Analysis) && !new.analysis.is_empty() {
            Self::Part(Part::Analysis, 0)
        } else if only(is_of_sections) && !new.sections.is_empty() {
            let first = changed.iter().find_map(section);
            first.map_or(Self::Sections(0), |index| Self::Section(index, 0))
        } else {
            Self::Part(Part::Summary, 0)
        }
    }
}

fn is_of_sections(part: &Changed) -> bool {
    matches!(
        part,
        Changed::Heading(_)
            | Changed::Section(_)
            | Changed::SectionAdded(_)
            | Changed::SectionRemoved(_)
            | Changed::SectionMoved(_)
    )
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
                    new.highlights.push(line("It left."));
                    new.analysis.push(line("It may stay."));
                }),
                summary,
            ),
            (change(&|new| new.analysis.clear()), summary),
            (change(&|new| new.sections.clear()), summary),
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
