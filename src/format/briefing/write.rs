use crate::article::Article;

/// The line that stands between two articles of one file.
pub const SEPARATOR: &str = "====";

/// Prints an article, each text on a line; [`read`](super::read) gives the same article back.
/// Ends in a line break.
pub fn write(_article: &Article) -> String {
    unimplemented!()
}

/// Prints the highlights, a bullet and a line each: what stands under the label `Highlights`.
pub fn write_highlights(_article: &Article) -> String {
    unimplemented!()
}

/// Prints lede and sections: what stands under the label `Rewritten Article`.
pub fn write_story(_article: &Article) -> String {
    unimplemented!()
}

/// Prints the analysis, a paragraph a line: what stands under the label `Scenario Analysis`.
pub fn write_analysis(_article: &Article) -> String {
    unimplemented!()
}
