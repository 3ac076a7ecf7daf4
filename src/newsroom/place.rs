//! Where an imported article goes.

use std::collections::HashMap;

use crate::{
    article::{Library, Standing},
    format::Entry,
};

/// Where an article goes, and what holds there of how it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) library: Library,
    pub(super) standing: Standing,
    /// Whether every lower number of its library came before it.
    pub(super) in_order: bool,
}

/// The places of one import's articles.
#[derive(Debug)]
pub(super) struct Places {
    into: Library,
    /// Up to which number each library came without a gap.
    seen: HashMap<Library, u32>,
}

impl Places {
    /// Those of an import into a library.
    pub(super) fn new(into: Library) -> Self {
        Self {
            into,
            seen: HashMap::new(),
        }
    }

    /// The place of an entry.
    ///
    /// An import into the house is the operator's: an article that was exported from a guild goes
    /// back there, where nobody else reads it. In any other library than its own it is a plain
    /// story: what the entry says of its number, state and revision is taken away.
    pub(super) fn take(&mut self, entry: &mut Entry) -> Place {
        let from = entry.standing.library.unwrap_or(self.into);
        let library = match self.into {
            Library::House => from,
            guild @ Library::Guild(_) => guild,
        };
        if from != library {
            entry.standing = Standing::default();
        }
        let seen = self.seen.entry(library).or_default();
        let in_order = entry.standing.number == Some(*seen + 1);
        *seen += u32::from(in_order);
        Place {
            library,
            standing: entry.standing.clone(),
            in_order,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::GuildId, format::json};

    #[test]
    fn what_was_exported_goes_home_or_is_a_plain_story() {
        let (one, two) = (Library::Guild(GuildId(1)), Library::Guild(GuildId(2)));
        for (from, into, library, number) in [
            (None, Library::House, Library::House, Some(7)),
            (None, one, one, Some(7)),
            (
                Some(Library::House),
                Library::House,
                Library::House,
                Some(7),
            ),
            (Some(one), Library::House, one, Some(7)),
            (Some(one), one, one, Some(7)),
            (Some(one), two, two, None),
            (Some(Library::House), two, two, None),
        ] {
            let text = r#"{"headline":"H","lede":"L.","number":7}"#;
            let mut entry = json::read(text).single().unwrap();
            entry.standing.library = from;
            let place = Places::new(into).take(&mut entry);
            assert_eq!(place.library, library, "{from:?} into {into:?}");
            assert_eq!(place.standing.number, number);
            assert_eq!(entry.standing, place.standing);
        }
    }

    #[test]
    fn numbers_are_in_order_without_a_gap_in_each_library() {
        let (one, two) = (Library::Guild(GuildId(1)), Library::Guild(GuildId(2)));
        let mut places = Places::new(Library::House);
        for (library, number, wanted) in [
            (one, Some(1), true),
            (two, Some(1), true),
            (one, Some(2), true),
            (one, Some(2), false),
            (one, None, false),
            (one, Some(4), false),
            (one, Some(3), true),
            (two, Some(3), false),
        ] {
            let mut entry = json::read(r#"{"headline":"H","lede":"L."}"#)
                .single()
                .unwrap();
            entry.standing.library = Some(library);
            entry.standing.number = number;
            assert_eq!(
                places.take(&mut entry).in_order,
                wanted,
                "{library} {number:?}"
            );
        }
    }
}
