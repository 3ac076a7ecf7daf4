//! The tags of forums by their names, as people know them.

use super::{ids::TagId, thread::Forum};

impl Forum {
    /// The names of all its tags.
    pub(crate) fn tag_names(&self) -> Vec<String> {
        self.tags.iter().map(|tag| tag.name.clone()).collect()
    }

    /// The tag of this name.
    pub(crate) fn tag_named(&self, name: &str) -> Option<TagId> {
        let found = self.tags.iter().find(|tag| tag.name == name);
        found.map(|tag| tag.id)
    }

    /// The names of these tags.
    pub(crate) fn names_of(&self, ids: &[TagId]) -> Vec<String> {
        let own = self.tags.iter().filter(|tag| ids.contains(&tag.id));
        own.map(|tag| tag.name.clone()).collect()
    }
}
