//! The values of the newsroom: articles, their numbers, libraries and revisions.
//!
//! Nothing here does I/O or reads a clock, and every value that exists is valid:
//! texts are [`Line`]s, addresses are checked [`Link`]s, so no later layer has to look again.

#[cfg(test)]
pub(crate) mod arbitrary;
mod card;
mod difference;
mod draft;
mod entry;
mod id;
mod line;
mod link;
mod record;
mod settings;
mod standing;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub(crate) use self::line::is_invisible;
pub use self::{
    card::{Card, Outline},
    difference::{Changed, Difference, Piece, differences},
    draft::{
        Draft, DraftId, DraftOrigin, DraftStatus, EditPart, Field, KEPT_DAYS, Revises, Source,
        TextFormat,
    },
    entry::{Attempt, Deed, Entry, Set},
    id::{ArticleId, ChannelId, GuildId, Library, MessageId, RoleId, UserId},
    line::Line,
    link::{Link, LinkError},
    record::{Author, Correction, Origin, Record, State, Withdrawal},
    settings::GuildSettings,
    standing::{MAX_REVISION, Standing},
};

/// Most UTF-8 bytes that all texts of one article may have together.
///
/// A record of that size stays below the 128 KB at which sled moves values to files of their own,
/// which its data file's sync does not cover.
pub const MAX_ARTICLE_BYTES: usize = 100_000;
/// Most characters in a headline.
pub const MAX_HEADLINE_CHARS: usize = 250;
/// Most characters in a section's heading.
pub const MAX_HEADING_CHARS: usize = 250;
/// Most characters in a topic.
pub const MAX_TOPIC_CHARS: usize = 50;
/// Most topics of an article.
pub const MAX_TOPICS: usize = 10;
/// Most characters in a byline.
pub const MAX_BYLINE_CHARS: usize = 100;
/// Most source links of an article.
pub const MAX_SOURCES: usize = 10;
/// Most characters of a correction's note or a withdrawal's reason.
pub const MAX_NOTE_CHARS: usize = 300;
/// Most sections of an article.
pub const MAX_SECTIONS: usize = 100;
/// Most highlights of an article.
pub const MAX_HIGHLIGHTS: usize = 50;

/// A news article: plain text in its parts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Article {
    /// What it is called.
    pub headline: Line,
    /// The calendar date of publication; none where the text named none.
    #[serde(default)]
    pub published: Option<NaiveDate>,
    /// Who wrote it.
    #[serde(default)]
    pub byline: Option<Line>,
    /// Subjects it belongs to, in the writer's order, no two alike in lower case.
    #[serde(default)]
    pub topics: Vec<Line>,
    /// Where it comes from.
    #[serde(default)]
    pub sources: Vec<Link>,
    /// A picture.
    #[serde(default)]
    pub image: Option<Link>,
    /// The main points, one line each.
    #[serde(default)]
    pub highlights: Vec<Line>,
    /// The paragraphs before the first heading; never empty.
    pub lede: Vec<Line>,
    /// The body, in order.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// What it might mean: paragraphs of the scenario analysis.
    #[serde(default)]
    pub analysis: Vec<Line>,
}

/// A heading and the paragraphs under it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Section {
    /// The heading.
    pub heading: Line,
    /// The paragraphs; never empty.
    pub paragraphs: Vec<Line>,
}

impl Article {
    /// UTF-8 bytes of all its texts together; see [`MAX_ARTICLE_BYTES`].
    pub fn byte_len(&self) -> usize {
        let lines =
            std::iter::once(&self.headline)
                .chain(&self.byline)
                .chain(&self.topics)
                .chain(&self.highlights)
                .chain(&self.lede)
                .chain(self.sections.iter().flat_map(|section| {
                    std::iter::once(&section.heading).chain(&section.paragraphs)
                }))
                .chain(&self.analysis);
        let links = self.sources.iter().chain(&self.image);
        lines.map(|line| line.as_str().len()).sum::<usize>()
            + links.map(|link| link.as_str().len()).sum::<usize>()
    }
}
