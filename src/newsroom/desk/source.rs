//! Reading what was given: its article, or everything that keeps it from being one.

use std::path::Path;

use chrono::NaiveDate;
use tokio::task::spawn_blocking;

use crate::{
    article::{Article, Field, Source, TextFormat},
    format::{self, Problem, decode, form},
    newsroom::{Error, Fault, files::format_of},
    view::desk::problems::Problem as DraftProblem,
};

/// Reads a text, or lays the fields of a form over `base`, what the draft changes.
pub(super) fn read(
    source: &Source,
    base: Option<&Article>,
    today: NaiveDate,
) -> Result<Article, Vec<DraftProblem>> {
    match source {
        Source::Form {
            fields,
            section,
            kept,
        } => {
            let base = kept.as_deref().or(base);
            let section = section.map(usize::from);
            form::read(base, fields, section, today).map_err(|problems| {
                let told = problems.into_iter();
                told.map(|it| told_of(Some(it.field), it.typed, it.problem))
                    .collect()
            })
        }
        Source::Text { format, text } => {
            let mut reading = format::read(*format, text, 1);
            if reading.entries.len() > 1 {
                return Err(vec![several(text, &reading)]);
            }
            let article = reading.entries.pop().map(|entry| entry.article);
            // There is one of every text, an empty one too.
            article.unwrap_or_else(|| Err(Vec::new())).map_err(|problems| {
                let told = problems.into_iter();
                told.map(|problem| told_of(None, line(text, problem.line), problem))
                    .collect()
            })
        }
    }
}

/// The articles of a text, readable or not, each as a text of its own.
pub(super) fn apart(source: Source) -> Vec<Source> {
    match source {
        Source::Text { format, text } => {
            let parts = format::split(format, &text).into_iter();
            parts
                .map(|(format, text)| Source::Text { format, text })
                .collect()
        }
        form => vec![form],
    }
}

/// Runs what takes milliseconds of a large text on a blocking thread.
pub(super) async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    spawn_blocking(job).await.map_err(|_| Fault::Reading.into())
}

/// What a text is called before it can be read: its headline as typed, or its first words.
pub(super) fn title(source: &Source) -> String {
    form::title(source)
}

/// How the names of files end that the desk takes.
pub const ENDINGS: [&str; 4] = [".txt", ".md", ".json", ".jsonl"];

/// The format of a file, by its name; none where that tells none.
pub fn format_of_file(name: &str) -> Option<TextFormat> {
    format_of(Path::new(name)).ok()
}

/// The text of a file. An error is the line, from 1, that is none.
pub fn decode_file(bytes: &[u8]) -> Result<String, usize> {
    decode(bytes).map_err(|problem| problem.line)
}

fn told_of(field: Option<Field>, typed: String, problem: Problem) -> DraftProblem {
    let Problem {
        what,
        expected,
        remedy,
        line,
        column,
        ..
    } = problem;
    DraftProblem {
        field,
        line,
        column,
        typed,
        what,
        expected,
        remedy,
    }
}

/// That a text has several articles where one is changed.
fn several(text: &str, reading: &format::Reading) -> DraftProblem {
    let at = reading.entries.get(1).map_or(1, |entry| entry.line);
    DraftProblem {
        field: None,
        line: at,
        column: 1,
        typed: line(text, at),
        what: format!("another story begins here: there are {}", reading.entries.len()),
        expected: "one story".to_owned(),
        remedy: "Send only the story that is to be changed.".to_owned(),
    }
}

/// A line of a text, from 1, as it was typed.
fn line(text: &str, number: usize) -> String {
    let lines = text.split('\n').flat_map(|line| {
        // A lone carriage return ends a line as well.
        line.strip_suffix('\r').unwrap_or(line).split('\r')
    });
    let found = lines.skip(number.saturating_sub(1)).next();
    found.unwrap_or_default().to_owned()
}
