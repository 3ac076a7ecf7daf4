//! `newsdesk import`: articles out of files into a library.

use std::{
    io::{self, IsTerminal as _, Write},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{counted, open, problems};
use crate::{
    article::{GuildId, Library},
    clock::Clock,
    config::Config,
    newsroom::{FileOutcome, Import, Report},
    store::{Filed, Outcome},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files, and folders of them
    #[arg(required = true)]
    path: Vec<PathBuf>,
    /// The guild whose library they go into; the house library if left out
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(u64).range(1..))]
    guild: Option<u64>,
    /// Say what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON object instead of text for people
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(arguments: Arguments, mut config: Config) -> anyhow::Result<ExitCode> {
    // A dry run leaves nothing behind, not even an empty database.
    let temporary = tempfile::tempdir().context("no temporary folder")?;
    if arguments.dry_run && !config.store.path.exists() {
        config.store.path = temporary.path().join("newsdesk.db");
    }
    let newsroom = open(&config, Clock::system()).await?;
    let library = arguments
        .guild
        .map_or(Library::House, |id| Library::Guild(GuildId(id)));
    let import = Import {
        paths: arguments.path,
        library,
        dry_run: arguments.dry_run,
        skip_untouched: false,
    };
    let report = newsroom.import(import).await;
    newsroom.store().close().await;
    let report = report?;
    let mut out = io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", to_json(&report, arguments.dry_run))?;
    } else {
        let colour = out.is_terminal();
        print(&mut out, &report, arguments.dry_run, colour)?;
    }
    let refused = report.refused().next().is_some();
    Ok(if refused {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// New and updated articles.
pub(super) fn counts(report: &Report) -> (usize, usize) {
    (report.count(Outcome::New), report.count(Outcome::Updated))
}

fn print(out: &mut impl Write, report: &Report, dry_run: bool, colour: bool) -> io::Result<()> {
    for file in &report.files {
        let path = file.path.display();
        match &file.outcome {
            FileOutcome::Untouched => writeln!(out, "{path}: not touched since")?,
            FileOutcome::Unreadable(why) => writeln!(out, "{path}: refused: {why}")?,
            FileOutcome::Read {
                filed,
                problems,
                omitted,
                text,
            } => {
                for (headline, filed) in filed {
                    let number = number(filed, dry_run).map(|number| number + " ");
                    let (outcome, number) = (word(filed.outcome), number.unwrap_or_default());
                    let note = renumbered(filed);
                    writeln!(out, "{path}: {outcome} {number}{headline}{note}")?;
                }
                write!(
                    out,
                    "{}",
                    problems::render(&file.path, text, problems, colour)
                )?;
                if let Some(omission) = problems::omission(*omitted) {
                    writeln!(out, "{path}: {omission}")?;
                }
            }
        }
    }
    let (new, updated) = counts(report);
    let unchanged = report.count(Outcome::Unchanged);
    let refused = report.refused().count();
    let would = if dry_run { "would be: " } else { "" };
    let refused = counted(refused, "file");
    writeln!(
        out,
        "{would}{new} new, {updated} updated, {unchanged} unchanged; {refused} refused in whole or part"
    )
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

fn to_json(report: &Report, dry_run: bool) -> Value {
    let article = |(headline, filed): &(String, Filed)| {
        json!({
            "number": number(filed, dry_run),
            "headline": headline,
            "outcome": word(filed.outcome),
            "revision": filed.revision,
            "number_in_file": filed.renumbered,
        })
    };
    let file = |file: &crate::newsroom::File| match &file.outcome {
        FileOutcome::Untouched => json!({"path": file.path, "untouched": true}),
        FileOutcome::Unreadable(why) => json!({"path": file.path, "unreadable": why}),
        FileOutcome::Read {
            filed,
            problems,
            omitted,
            ..
        } => json!({
            "path": file.path,
            "articles": filed.iter().map(article).collect::<Vec<_>>(),
            "problems": problems.iter().map(problems::to_json).collect::<Vec<_>>(),
            "omitted_problems": omitted,
        }),
    };
    let (new, updated) = counts(report);
    json!({
        "files": report.files.iter().map(file).collect::<Vec<_>>(),
        "new": new,
        "updated": updated,
        "unchanged": report.count(Outcome::Unchanged),
        "refused_files": report.refused().count(),
    })
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::New => "new",
        Outcome::Updated => "updated",
        Outcome::Unchanged => "unchanged",
    }
}
