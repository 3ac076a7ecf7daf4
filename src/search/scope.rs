use std::{collections::HashSet, sync::Arc};

use crate::article::{ArticleId, Library};

/// What somebody may find: every search takes one, and finds nothing beyond it.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The libraries that they read, their own first.
    pub libraries: Vec<Library>,
    /// Articles of those that are hidden from them.
    pub hidden: Arc<HashSet<ArticleId>>,
}

impl Scope {
    /// Whether they may find that article.
    pub fn has(&self, id: ArticleId) -> bool {
        self.libraries.contains(&id.library) && !self.hidden.contains(&id)
    }
}
