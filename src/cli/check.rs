//! `newsdesk check`: what is wrong with files of articles.

use std::{
    io::{self, IsTerminal as _, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde_json::{Value, json};

use super::{counted, problems};
use crate::{
    format::Problem,
    newsroom::{
        files::{Contents, Parts},
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
        let mut told = Told::default();
        match file {
            Ok(file) => {
                for contents in Parts::of(file) {
                    told.take(contents, path, json, colour, &mut out)?;
                }
            }
            Err(why) => {
                let contents = Contents::Unreadable(why.clone());
                told.take(contents, path, json, colour, &mut out)?;
            }
        }
        articles += told.articles;
        refused += usize::from(told.is_refused);
        reports.extend(json.then(|| told.into_json(path)));
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

/// What is told of a file.
#[derive(Default)]
struct Told {
    articles: usize,
    is_refused: bool,
    /// For a script.
    problems: Vec<Value>,
    unreadable: Option<String>,
}

impl Told {
    /// Counts what a part of the file holds; what is wrong is printed, or kept for a script.
    fn take(
        &mut self,
        contents: Contents,
        path: &Path,
        json: bool,
        colour: bool,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let (text, problems, omitted) = match contents {
            Contents::Unreadable(why) => {
                self.is_refused = true;
                if !json {
                    writeln!(out, "{}: {why}\n", path.display())?;
                }
                self.unreadable = Some(why);
                return Ok(());
            }
            Contents::NotText(problem) => (String::new(), vec![problem], 0),
            Contents::Text(text, reading) => {
                let entries = reading.entries.iter();
                self.articles += entries.filter(|entry| entry.article.is_ok()).count();
                let problems: Vec<Problem> = reading.problems().cloned().collect();
                (text, problems, reading.omitted)
            }
        };
        self.is_refused |= !problems.is_empty() || omitted > 0;
        if json {
            self.problems.extend(problems.iter().map(problems::to_json));
            return Ok(());
        }
        let shown = problems::render(path, &text, &problems, colour);
        write!(out, "{shown}")?;
        match problems::omission(omitted) {
            Some(omission) => writeln!(out, "{omission}"),
            None => Ok(()),
        }
    }

    fn into_json(self, path: &Path) -> Value {
        json!({
            "path": path.to_string_lossy(),
            "articles": self.articles,
            "problems": self.problems,
            "unreadable": self.unreadable,
        })
    }
}
