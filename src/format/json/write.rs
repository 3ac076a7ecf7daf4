use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    article::{Article, Line, Link, Section, Standing},
    format::stamp::Stamp,
};

/// Prints an article and how it stands in its library as an object on a line;
/// [`read_lines`](super::read_lines) gives the same back. Ends in a line break.
pub fn write(article: &Article, standing: &Standing) -> String {
    let said = |stamp: Stamp| stamp.write(standing);
    let object = Object {
        headline: &article.headline,
        published: article.published,
        highlights: &article.highlights,
        lede: &article.lede,
        sections: &article.sections,
        analysis: &article.analysis,
        topics: &article.topics,
        sources: &article.sources,
        image: article.image.as_ref(),
        byline: article.byline.as_ref(),
        number: standing.number,
        library: said(Stamp::Library),
        state: said(Stamp::State),
        revision: standing.revision,
        live_at: said(Stamp::Live),
        filed: said(Stamp::Filed),
    };
    // Texts and numbers always become JSON.
    let mut line = serde_json::to_string(&object).unwrap_or_default();
    line.push('\n');
    line
}

/// The keys in their order; what is not there has none.
#[derive(Serialize)]
struct Object<'a> {
    headline: &'a Line,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<NaiveDate>,
    #[serde(skip_serializing_if = "<[Line]>::is_empty")]
    highlights: &'a [Line],
    lede: &'a [Line],
    #[serde(skip_serializing_if = "<[Section]>::is_empty")]
    sections: &'a [Section],
    #[serde(skip_serializing_if = "<[Line]>::is_empty")]
    analysis: &'a [Line],
    #[serde(skip_serializing_if = "<[Line]>::is_empty")]
    topics: &'a [Line],
    #[serde(skip_serializing_if = "<[Link]>::is_empty")]
    sources: &'a [Link],
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<&'a Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    library: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    live_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filed: Option<String>,
}
