use crate::article::{Article, ArticleId, Author, Library, Origin};

/// An article to be added to a library, or to update the same story there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// Where it goes.
    pub library: Library,
    /// The text.
    pub article: Article,
    /// Who files it.
    pub author: Author,
    /// Where the text came from.
    pub origin: Origin,
    /// Whether `origin` is a file that holds this article only: then the article that was filed
    /// alone from that file before is the same story, whatever changed in it.
    pub same_file: bool,
}

/// What became of a [`Filing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The article's name.
    pub id: ArticleId,
    /// Whether anything changed.
    pub outcome: Outcome,
    /// The article's revision now.
    pub revision: u32,
}

/// Whether a filing changed anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A new article.
    New,
    /// A new revision of an article.
    Updated,
    /// The same text as before: nothing was written.
    Unchanged,
}
