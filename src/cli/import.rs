//! `newsdesk import`: articles out of files into a library.

use std::{
    fmt::Write as _,
    io::{self, IsTerminal as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{counted, guild_id, name::Name, problems, reach, request, screen::Screen};
use crate::{
    article::{GuildId, Library},
    config::Config,
    control::{self, Output},
    newsroom::{self, File, FileOutcome, Import, Newsroom, Step, Tally},
    store::{Filed, Outcome},
};

/// Bytes of text that are sent on together.
const PIECE: usize = 32 * 1024;
/// Steps that may wait to be told.
const STEPS: usize = 64;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, folders of them, and patterns such as "news/**/*.txt"
    #[arg(required = true)]
    path: Vec<PathBuf>,
    /// The guild whose library they go into; the house library if left out
    #[arg(long, value_name = "ID", value_parser = guild_id)]
    guild: Option<u64>,
    /// Say what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// The articles count as published by the desk: daily briefings take them up
    #[arg(long)]
    announce: bool,
}

/// An import as it is asked for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    paths: Vec<Name>,
    /// Where relative paths begin.
    folder: Name,
    guild: Option<u64>,
    dry_run: bool,
    announce: bool,
    json: bool,
    colour: bool,
}

pub(super) async fn run(
    arguments: Arguments,
    mut config: Config,
    json: bool,
) -> anyhow::Result<ExitCode> {
    // A dry run leaves nothing behind, not even an empty database.
    let temporary = tempfile::tempdir().context("no temporary folder")?;
    if arguments.dry_run && !config.store.path.exists() {
        config.store.path = temporary.path().join("newsdesk.db");
    }
    let request = Request {
        paths: arguments.path.into_iter().map(Name::from).collect(),
        folder: std::env::current_dir()
            .context("the working folder is gone")?
            .into(),
        guild: arguments.guild,
        dry_run: arguments.dry_run,
        announce: arguments.announce,
        json,
        colour: io::stdout().is_terminal(),
    };
    let request = request::Request::Import(request);
    reach::perform(request, &config, &mut Screen::new(json)).await
}

pub(super) async fn answer(
    newsroom: &Newsroom,
    request: Request,
    output: &Output,
) -> anyhow::Result<u8> {
    let library = request
        .guild
        .map_or(Library::House, |id| Library::Guild(GuildId(id)));
    let import = Import {
        folder: request.folder.into(),
        dry_run: request.dry_run,
        announce: request.announce,
        ..Import::of(
            request.paths.into_iter().map(PathBuf::from).collect(),
            library,
        )
    };
    let (told, steps) = mpsc::channel(STEPS);
    let writer = Writer {
        dry_run: request.dry_run,
        json: request.json,
        colour: request.colour,
        text: String::new(),
        tally: Tally::default(),
        output,
    };
    let importing = newsroom.import_telling(import, told);
    let (imported, written) = tokio::join!(importing, writer.write(steps));
    imported?;
    let tally = written?;
    Ok(u8::from(tally.refused_files > 0))
}

/// Writes what an import does as it goes on.
struct Writer<'a> {
    dry_run: bool,
    json: bool,
    colour: bool,
    /// Not yet sent.
    text: String,
    tally: Tally,
    output: &'a Output,
}

impl Writer<'_> {
    async fn write(mut self, mut steps: mpsc::Receiver<Step>) -> anyhow::Result<Tally> {
        if self.json {
            self.text.push_str("{\"files\":[");
        }
        while let Some(step) = steps.recv().await {
            match step {
                Step::File(file) if self.json => self.file_as_json(&file),
                Step::File(file) => self.file(&file)?,
                Step::Progress(progress) => {
                    self.send().await?;
                    self.output.progress(shown(progress)).await?;
                }
            }
            if self.text.len() >= PIECE {
                self.send().await?;
            }
        }
        self.summary()?;
        self.send().await?;
        Ok(self.tally)
    }

    async fn send(&mut self) -> Result<(), control::Gone> {
        self.output.text(&std::mem::take(&mut self.text)).await
    }

    fn file(&mut self, file: &File) -> anyhow::Result<()> {
        self.tally.add(file);
        let (out, path) = (&mut self.text, file.path.display());
        match &file.outcome {
            FileOutcome::Untouched => {}
            FileOutcome::Unreadable(why) => writeln!(out, "{path}: refused: {why}\n")?,
            FileOutcome::Read {
                filed,
                problems,
                omitted,
                text,
            } => {
                for (headline, filed) in filed {
                    let number = number(filed, self.dry_run).map(|number| number + " ");
                    let (outcome, number) = (word(filed.outcome), number.unwrap_or_default());
                    let note = renumbered(filed);
                    writeln!(out, "{path}: {outcome} {number}{headline}{note}")?;
                }
                out.push_str(&problems::render(&file.path, text, problems, self.colour));
                if let Some(omission) = problems::omission(*omitted) {
                    writeln!(out, "{path}: {omission}")?;
                }
            }
        }
        Ok(())
    }

    fn file_as_json(&mut self, file: &File) {
        if self.tally.files > 0 {
            self.text.push(',');
        }
        self.tally.add(file);
        self.text.push_str(&to_json(file, self.dry_run).to_string());
    }

    fn summary(&mut self) -> anyhow::Result<()> {
        let Tally {
            new,
            updated,
            unchanged,
            refused_files,
            ..
        } = self.tally;
        if self.json {
            let counts = json!({
                "new": new,
                "updated": updated,
                "unchanged": unchanged,
                "refused_files": refused_files,
            });
            // The counts stand beside the files.
            writeln!(self.text, "],{}", &counts.to_string()[1..])?;
            return Ok(());
        }
        let would = if self.dry_run { "would be: " } else { "" };
        let refused = counted(refused_files, "file");
        writeln!(
            self.text,
            "{would}{new} new, {updated} updated, {unchanged} unchanged; {refused} refused in whole or part"
        )?;
        Ok(())
    }
}

fn shown(progress: newsroom::Progress) -> control::Progress {
    let articles = counted(progress.articles, "article");
    let refused = match progress.refused {
        0 => String::new(),
        refused => format!(", {} refused", counted(refused, "file")),
    };
    control::Progress {
        done: progress.files as u64,
        all: Some(progress.all_files as u64),
        said: format!("files, {articles}{refused}"),
    }
}

/// What an article goes by; a new one gets its number only when it is filed.
fn number(filed: &Filed, dry_run: bool) -> Option<String> {
    let known = !dry_run || filed.outcome != Outcome::New;
    known.then(|| filed.id.to_string())
}

/// That it has another number than in the file.
fn renumbered(filed: &Filed) -> String {
    let number = filed.renumbered;
    number.map_or_else(String::new, |number| {
        format!(" (number {number} in the file)")
    })
}

fn to_json(file: &File, dry_run: bool) -> Value {
    let article = |(headline, filed): &(String, Filed)| {
        json!({
            "number": number(filed, dry_run),
            "headline": headline,
            "outcome": word(filed.outcome),
            "revision": filed.revision,
            "number_in_file": filed.renumbered,
        })
    };
    let path = file.path.to_string_lossy();
    match &file.outcome {
        FileOutcome::Untouched => json!({"path": path, "untouched": true}),
        FileOutcome::Unreadable(why) => json!({"path": path, "unreadable": why}),
        FileOutcome::Read {
            filed,
            problems,
            omitted,
            ..
        } => json!({
            "path": path,
            "articles": filed.iter().map(article).collect::<Vec<_>>(),
            "problems": problems.iter().map(problems::to_json).collect::<Vec<_>>(),
            "omitted_problems": omitted,
        }),
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::New => "new",
        Outcome::Updated => "updated",
        Outcome::Unchanged => "unchanged",
        Outcome::Held => "held",
    }
}
