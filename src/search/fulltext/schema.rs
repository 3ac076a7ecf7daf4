//! What the index holds of a story. Texts are indexed, never kept: the store has them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use tantivy::{
    TantivyDocument, Term,
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
    },
};

use super::{
    joined::{JOINED, joined},
    starts::Starts,
    tokens::tokens,
};
use crate::{
    article::{Article, ArticleId, GuildId, Library, Line, Record},
    search::fold,
};

/// Raised whenever what is written here, or how texts become tokens, changes: an index of another
/// version is built anew.
pub(super) const VERSION: u32 = 3;

/// The fields of the index.
#[derive(Clone, Debug)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// One term a story, to replace it by.
    key: Field,
    /// Whose it is.
    library: Field,
    /// Its topics, folded.
    topic: Field,
    /// Its date, in days.
    date: Field,
    /// Its place among the newest.
    pub(super) place: Field,
    /// Its guild; 0 for the house.
    pub(super) guild: Field,
    /// Its number, doubled, and 1 more where it is a guild's.
    pub(super) number: Field,
    /// Every text of it.
    pub(super) text: Field,
    /// The headline once more.
    pub(super) headline: Field,
    /// Highlights, lede and headings once more.
    pub(super) points: Field,
    /// The first letters of every word.
    pub(super) starts: Field,
}

impl Fields {
    pub(super) fn new() -> Self {
        let mut schema = Schema::builder();
        let words = |record| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(JOINED)
                .set_index_option(record);
            TextOptions::default().set_indexing_options(indexing)
        };
        let positions = words(IndexRecordOption::WithFreqsAndPositions);
        let starts = TextFieldIndexing::default()
            .set_tokenizer(JOINED)
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        Self {
            key: schema.add_text_field("key", STRING),
            library: schema.add_text_field("library", STRING),
            topic: schema.add_text_field("topic", STRING),
            date: schema.add_i64_field("date", FAST | INDEXED),
            place: schema.add_u64_field("place", FAST),
            guild: schema.add_u64_field("guild", FAST),
            number: schema.add_u64_field("number", FAST),
            text: schema.add_text_field("text", positions.clone()),
            headline: schema.add_text_field("headline", positions),
            points: schema.add_text_field("points", words(IndexRecordOption::WithFreqs)),
            starts: schema.add_text_field(
                "starts",
                TextOptions::default().set_indexing_options(starts),
            ),
            schema: schema.build(),
        }
    }

    /// The term that only this story has.
    pub(super) fn key(&self, id: ArticleId) -> Term {
        let key = format!("{}.{}", library(id.library), id.number);
        Term::from_field_text(self.key, &key)
    }

    /// The term that every story of that library has.
    pub(super) fn library(&self, of: Library) -> Term {
        Term::from_field_text(self.library, &library(of))
    }

    /// The term that every story of that topic has.
    pub(super) fn topic(&self, topic: &str) -> Term {
        Term::from_field_text(self.topic, &fold(topic.trim()))
    }

    /// The term of a date.
    pub(super) fn date(&self, date: NaiveDate) -> Term {
        Term::from_field_i64(self.date, date.num_days_from_ce().into())
    }

    /// What the index holds of `record`.
    pub(super) fn document(&self, record: &Record) -> TantivyDocument {
        let Record { id, article, .. } = record;
        let mut document = TantivyDocument::new();
        document.add_field_value(self.key, self.key(*id).value().as_str().unwrap_or_default());
        document.add_text(self.library, library(id.library));
        for topic in &article.topics {
            document.add_text(self.topic, fold(topic.as_str().trim()));
        }
        document.add_i64(self.date, record.date.num_days_from_ce().into());
        document.add_u64(self.place, place(record.date, record.live_at));
        let (guild, own) = match id.library {
            Library::House => (0, 0),
            Library::Guild(GuildId(guild)) => (guild, 1),
        };
        document.add_u64(self.guild, guild);
        document.add_u64(self.number, u64::from(id.number) * 2 + own);
        self.add_texts(&mut document, article);
        document
    }

    fn add_texts(&self, document: &mut TantivyDocument, article: &Article) {
        let mut starts = Starts::default();
        let mut add = |line: &Line, again: Option<Field>| {
            let found = tokens(line.as_str());
            starts.add(&found);
            let words = joined(&found);
            if let Some(field) = again {
                document.add_text(field, &words);
            }
            document.add_text(self.text, words);
        };
        add(&article.headline, Some(self.headline));
        for line in article.highlights.iter().chain(&article.lede) {
            add(line, Some(self.points));
        }
        for section in &article.sections {
            add(&section.heading, Some(self.points));
            section.paragraphs.iter().for_each(|line| add(line, None));
        }
        article.analysis.iter().for_each(|line| add(line, None));
        document.add_text(self.starts, starts.joined());
    }
}

/// The article of a hit.
pub(super) fn article_id(guild: u64, number: u64) -> ArticleId {
    let library = if number.is_multiple_of(2) {
        Library::House
    } else {
        Library::Guild(GuildId(guild))
    };
    ArticleId {
        library,
        number: u32::try_from(number / 2).unwrap_or(u32::MAX),
    }
}

/// Seconds of the time of going live that tell two stories of a date apart.
const SECONDS: u32 = 36;

/// Later dates are larger, and of one date what went live later.
fn place(date: NaiveDate, live_at: DateTime<Utc>) -> u64 {
    let days = u64::try_from(date.num_days_from_ce() + (1 << 27)).unwrap_or_default();
    let seconds = u64::try_from(live_at.timestamp()).unwrap_or_default();
    days << SECONDS | seconds.min((1 << SECONDS) - 1)
}

/// The days of a place before `today`; 0 for what is dated later.
pub(super) fn age(place: u64, today: NaiveDate) -> u32 {
    let days = i64::try_from(place >> SECONDS).unwrap_or(i64::MAX) - (1 << 27);
    u32::try_from(i64::from(today.num_days_from_ce()) - days).unwrap_or_default()
}

fn library(library: Library) -> String {
    match library {
        Library::House => "h".to_owned(),
        Library::Guild(GuildId(guild)) => format!("g{guild:x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_goes_by_date_then_going_live() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 9, day).unwrap();
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let places = [
            place(NaiveDate::MIN, at(9)),
            place(day(1), at(-5)),
            place(day(1), at(7)),
            place(day(2), at(0)),
            place(NaiveDate::MAX, DateTime::<Utc>::MAX_UTC),
        ];
        assert!(places.is_sorted());
        assert_eq!([age(places[2], day(11)), age(places[3], day(1))], [10, 0]);
    }

    #[test]
    fn a_story_is_named_by_two_numbers() {
        for library in [
            Library::House,
            Library::Guild(GuildId(0)),
            Library::Guild(GuildId(7)),
        ] {
            let id = ArticleId {
                library,
                number: u32::MAX,
            };
            let fields = Fields::new();
            assert_eq!(fields.key(id), fields.key(id));
            let (guild, own) = match library {
                Library::House => (0, 0),
                Library::Guild(GuildId(guild)) => (guild, 1),
            };
            assert_eq!(article_id(guild, u64::from(id.number) * 2 + own), id);
        }
    }
}
