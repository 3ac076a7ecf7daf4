//! `newsdesk check`: what is wrong with files of articles.

use std::{
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde_json::{Value, json};

use super::{counted, problems};
use crate::{
    format::Problem,
    newsroom::{
        files::{self, Contents},
        paths::{self, Found},
    },
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders of them, and patterns such as "news/**/*.txt"
    #[arg(required = true)]
    path: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, json: bool) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let colour = out.is_terminal();
    let (mut articles, mut refused, mut reports) = (0, 0, Vec::new());
    let found = paths::find(Path::new(""), &arguments.path);
    for Found {
        shown: path,
        path: file,
    } in &found
    {
        let contents = match file {
            Ok(file) => files::read(file),
            Err(why) => Contents::Unreadable(why.clone()),
        };
        let (read, told, bad) = tally(&contents);
        articles += read;
        refused += usize::from(bad);
        if json {
            let told: Vec<Value> = told
                .iter()
                .map(|problem| problems::to_json(problem))
                .collect();
            let unreadable = match &contents {
                Contents::Unreadable(why) => Some(why),
                Contents::Text(..) | Contents::NotText(_) => None,
            };
            reports.push(json!({
                "path": path.to_string_lossy(), "articles": read, "problems": told, "unreadable": unreadable,
            }));
            continue;
        }
        match &contents {
            Contents::Unreadable(why) => writeln!(out, "{}: {why}\n", path.display())?,
            Contents::NotText(problem) => write!(
                out,
                "{}",
                problems::render(path, "", std::slice::from_ref(problem), colour)
            )?,
            Contents::Text(text, reading) => {
                let told: Vec<Problem> = told.into_iter().cloned().collect();
                write!(out, "{}", problems::render(path, text, &told, colour))?;
                if let Some(omission) = problems::omission(reading.omitted) {
                    writeln!(out, "{omission}")?;
                }
            }
        }
    }
    if json {
        let report = json!({"files": reports, "articles": articles, "refused_files": refused});
        writeln!(out, "{report}")?;
    } else {
        let (files, read) = (counted(found.len(), "file"), counted(articles, "article"));
        let bad = counted(refused, "file");
        writeln!(out, "{files}: {read} can be read; {bad} with problems")?;
    }
    Ok(if refused == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// How many articles can be read, what is wrong with the others, and whether anything is.
fn tally(contents: &Contents) -> (usize, Vec<&Problem>, bool) {
    match contents {
        Contents::Unreadable(_) => (0, Vec::new(), true),
        Contents::NotText(problem) => (0, vec![problem], true),
        Contents::Text(_, reading) => {
            let read = reading
                .entries
                .iter()
                .filter(|entry| entry.article.is_ok())
                .count();
            (
                read,
                reading.problems().collect(),
                reading.entries.iter().any(|entry| entry.article.is_err()),
            )
        }
    }
}
