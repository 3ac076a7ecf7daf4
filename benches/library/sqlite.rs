//! The same library in SQLite: rows and indexes for what Newsdesk keeps, FTS5 for the full text, by whole
//! words alone or, as Newsdesk has them, by their first letters too.

use std::path::Path;

use newsdesk::article::Article;
use rusqlite::{Connection, Result, params};

pub(crate) struct Sqlite {
    connection: Connection,
}

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE articles (
        number INTEGER PRIMARY KEY,
        headline TEXT NOT NULL,
        date TEXT NOT NULL,
        live_at INTEGER NOT NULL,
        source TEXT,
        revision INTEGER NOT NULL,
        state TEXT NOT NULL,
        article TEXT NOT NULL
    );
    CREATE INDEX by_headline ON articles (headline, date);
    CREATE INDEX by_source ON articles (source);
    CREATE INDEX by_date ON articles (date, live_at, number);
    CREATE TABLE topics (topic TEXT NOT NULL, date TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (topic, date, number)) WITHOUT ROWID;
    CREATE TABLE changes (seq INTEGER PRIMARY KEY, number INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL);
";
const TEXTS: &str = "CREATE VIRTUAL TABLE texts USING fts5 (headline, highlights, lede, body, analysis, tokenize = 'unicode61 remove_diacritics 2'";

/// What FTS5 indexes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Indexed {
    Words,
    /// Words, and their first one, two and three letters.
    Starts,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, indexed: Indexed) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(SCHEMA)?;
        let starts = match indexed {
            Indexed::Words => "",
            Indexed::Starts => ", prefix = '1 2 3'",
        };
        connection.execute_batch(&format!("{TEXTS}{starts});"))?;
        Ok(Self { connection })
    }

    /// Adds the articles in one durable transaction: looks for the same story first, as an import
    /// must.
    pub(crate) fn file_all(&mut self, articles: &[Article]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for article in articles {
            let (headline, date) = (article.headline.as_str(), date(article));
            let source = article.sources.first().map(|source| source.as_str());
            let known = transaction
                .prepare_cached("SELECT number FROM articles WHERE (headline = ?1 AND date = ?2) OR source = ?3")?
                .exists(params![headline, date, source])?;
            assert!(!known, "every article is new");
            let text = serde_json::to_string(article).expect("JSON");
            transaction
                .prepare_cached("INSERT INTO articles (headline, date, live_at, source, revision, state, article) VALUES (?, ?, 0, ?, 1, 'published', ?)")?
                .execute(params![headline, date, source, text])?;
            let number = transaction.last_insert_rowid();
            for topic in &article.topics {
                transaction
                    .prepare_cached("INSERT OR IGNORE INTO topics VALUES (?, ?, ?)")?
                    .execute(params![topic.as_str(), date, number])?;
            }
            transaction
                .prepare_cached("INSERT INTO changes (number, kind, at) VALUES (?, 'added', 0)")?
                .execute([number])?;
            let body: Vec<&str> = article
                .sections
                .iter()
                .flat_map(|section| std::iter::once(&section.heading).chain(&section.paragraphs))
                .map(|line| line.as_str())
                .collect();
            transaction
                .prepare_cached("INSERT INTO texts (rowid, headline, highlights, lede, body, analysis) VALUES (?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    number,
                    headline,
                    joined(&article.highlights),
                    joined(&article.lede),
                    body.join("\n"),
                    joined(&article.analysis),
                ])?;
        }
        transaction.commit()
    }

    /// Headlines with words that begin so, newest first.
    pub(crate) fn complete(&self, typed: &str) -> Result<usize> {
        let query = format!("headline : ({})", starts(typed));
        let mut statement = self.connection.prepare_cached(
            "SELECT a.number, a.headline, a.date FROM texts t JOIN articles a ON a.number = t.rowid
             WHERE texts MATCH ? ORDER BY a.date DESC LIMIT 25",
        )?;
        let rows = statement.query_map([query], |row| row.get::<_, String>(1))?;
        Ok(rows.count())
    }

    /// The best articles that have all these whole words, with the passage that matched.
    pub(crate) fn search(&self, typed: &str, limit: usize) -> Result<usize> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.number, a.headline, a.date, snippet(texts, -1, '**', '**', '…', 32)
             FROM texts t JOIN articles a ON a.number = t.rowid
             WHERE texts MATCH ? ORDER BY bm25(texts, 8, 4, 3, 1, 1) LIMIT ?",
        )?;
        let rows =
            statement.query_map(params![typed, limit as i64], |row| row.get::<_, String>(3))?;
        Ok(rows.count())
    }
}

fn date(article: &Article) -> String {
    article
        .published
        .map_or(String::new(), |date| date.to_string())
}

fn joined(lines: &[newsdesk::article::Line]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
    lines.join("\n")
}

/// Every word as the beginning of one.
fn starts(typed: &str) -> String {
    let words: Vec<String> = typed
        .split_whitespace()
        .map(|word| format!("\"{word}\" *"))
        .collect();
    words.join(" AND ")
}
