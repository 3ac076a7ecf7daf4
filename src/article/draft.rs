//! Drafts: what a person gave the desk, as they gave it, until it is published or discarded.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Article, ArticleId, Author, GuildId, UserId};

/// Days for which a draft is kept after it was published or discarded.
pub const KEPT_DAYS: i64 = 30;

/// A draft's name: its guild, and its number there, from 1, never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DraftId {
    /// Whose desk it lies on.
    pub guild: GuildId,
    /// Its number there.
    pub number: u32,
}

/// A text on its way to readers: kept before it is read, so that nothing typed is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its name.
    pub id: DraftId,
    /// How often it was changed, from 1: what a button acts on is the version that it showed.
    pub version: u32,
    /// Who gave it.
    pub author: UserId,
    /// When it was given.
    pub created_at: DateTime<Utc>,
    /// Who changed it last.
    pub changed_by: UserId,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// How it was given.
    pub origin: DraftOrigin,
    /// The article that it changes; none where it is a new story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revises: Option<Revises>,
    /// What readers are told of the change, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When it shall go live; none for as soon as somebody publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publish_at: Option<DateTime<Utc>>,
    /// How it stands.
    pub status: DraftStatus,
    /// Whether its author was refused with it: then it waits for moderators, and is not theirs to act
    /// on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
    /// The text as given. In the database it lies beside the rest.
    pub source: Source,
}

/// How a draft was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftOrigin {
    /// In a form.
    Form,
    /// As a file of that name.
    File(String),
    /// As a message, of that file where it had one.
    Message(Option<String>),
}

/// What a draft changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revises {
    /// The article.
    pub article: ArticleId,
    /// The revision that its author saw.
    pub revision: u32,
}

/// How a draft stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftStatus {
    /// It waits for somebody to act on it.
    Waiting,
    /// It goes live by itself at its `publish_at`.
    Scheduled,
    /// It became that revision of that article.
    Published {
        /// The article.
        article: ArticleId,
        /// Its revision.
        revision: u32,
        /// Who published it.
        by: Author,
        /// When.
        at: DateTime<Utc>,
    },
    /// Somebody threw it away; its text is kept for [`KEPT_DAYS`].
    Discarded {
        /// Who.
        by: UserId,
        /// When.
        at: DateTime<Utc>,
    },
}

impl DraftStatus {
    /// Whether it is still to be acted on.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Scheduled)
    }
}

/// A text as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A whole text in one of the formats.
    Text {
        /// How it is written.
        format: TextFormat,
        /// The text.
        text: String,
    },
    /// Fields of a form; what they don't show stays as it is in what they change.
    Form {
        /// The fields that the form had, in its order, as typed.
        fields: Vec<(Field, String)>,
        /// The section that [`Field::Heading`] and [`Field::Section`] are of, by its place from 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        section: Option<u16>,
        /// Of a new story, what an earlier text of it had that the form does not show.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<Box<Article>>,
    },
}

/// How the articles of a text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextFormat {
    /// The briefing format.
    Briefing,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
    /// JSON Lines.
    JsonLines,
}

/// A field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The headline: a line.
    Headline,
    /// The date of publication, as people type dates.
    Published,
    /// The highlights, one a line.
    Highlights,
    /// The lede, and the sections, each after a line `## heading`.
    Story,
    /// The paragraphs of the analysis, one a line.
    Analysis,
    /// Who wrote it: a line.
    Byline,
    /// The topics, between commas or one a line.
    Topics,
    /// The addresses of the sources, one a line.
    Sources,
    /// The address of a picture.
    Image,
    /// The paragraphs of the lede, one a line.
    Lede,
    /// A section's heading: a line.
    Heading,
    /// A section's paragraphs, one a line.
    Section,
    /// A whole text in its format, that no form could be filled in from.
    Text,
    /// What readers are told of the change: a line.
    Note,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 14] = [
        Self::Headline,
        Self::Published,
        Self::Highlights,
        Self::Story,
        Self::Analysis,
        Self::Byline,
        Self::Topics,
        Self::Sources,
        Self::Image,
        Self::Lede,
        Self::Heading,
        Self::Section,
        Self::Text,
        Self::Note,
    ];

    /// Its name on the wire, in lower case; it stays what it is.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Published => "published",
            Self::Highlights => "highlights",
            Self::Story => "story",
            Self::Analysis => "analysis",
            Self::Byline => "byline",
            Self::Topics => "topics",
            Self::Sources => "sources",
            Self::Image => "image",
            Self::Lede => "lede",
            Self::Heading => "heading",
            Self::Section => "section",
            Self::Text => "text",
            Self::Note => "note",
        }
    }

    /// The field of that [`name`](Self::name).
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// A part of an article that is edited by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditPart {
    /// Headline, date, byline, topics.
    Details,
    /// Sources and image.
    Links,
    /// The lede.
    Lede,
    /// The list of highlights.
    Highlights,
    /// One section, by its place from 0.
    Section(u16),
    /// The scenario analysis.
    Analysis,
}

impl EditPart {
    /// The fields that its form shows, without the note.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Details => &[
                Field::Headline,
                Field::Published,
                Field::Byline,
                Field::Topics,
            ],
            Self::Links => &[Field::Sources, Field::Image],
            Self::Lede => &[Field::Lede],
            Self::Highlights => &[Field::Highlights],
            Self::Section(_) => &[Field::Heading, Field::Section],
            Self::Analysis => &[Field::Analysis],
        }
    }
}
