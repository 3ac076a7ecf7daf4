//! `newsdesk export`: a library as text that `import` reads.

use std::{
    fs::{self, File, Permissions},
    io::{self, ErrorKind, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;

use serde::{Deserialize, Serialize};

use super::{counted, guild_id, reach, request, screen::Screen};
use crate::{
    article::{GuildId, Library},
    config::Config,
    control::{Output, Progress},
    newsroom::{ExportFormat, Newsroom},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Briefing text, or JSON Lines: an article a line
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The guild whose library is exported; the house library if left out
    #[arg(long, value_name = "ID", value_parser = guild_id)]
    guild: Option<u64>,
    /// Export every library
    #[arg(long, conflicts_with = "guild")]
    all: bool,
    /// The file to write, in place of standard output; one that exists is replaced at the end
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Format {
    Text,
    Jsonl,
}

/// An export as it is asked for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    format: Format,
    guild: Option<u64>,
    all: bool,
}

pub(super) async fn run(arguments: Arguments, config: Config) -> anyhow::Result<ExitCode> {
    let path = &config.store.path;
    anyhow::ensure!(
        path.exists(),
        "there is no database at {}: nothing was imported yet, or [store] path names another place",
        path.display()
    );
    let request = request::Request::Export(Request {
        format: arguments.format,
        guild: arguments.guild,
        all: arguments.all,
    });
    match &arguments.output {
        Some(file) => into_file(request, &config, file).await,
        None => to_standard_output(request, &config).await,
    }
}

pub(super) async fn answer(
    newsroom: &Newsroom,
    request: Request,
    output: &Output,
) -> anyhow::Result<u8> {
    let one = request
        .guild
        .map_or(Library::House, |id| Library::Guild(GuildId(id)));
    let format = match request.format {
        Format::Text => ExportFormat::Text,
        Format::Jsonl => ExportFormat::Jsonl,
    };
    let library = (!request.all).then_some(one);
    let mut export = newsroom.export(library, format).await?;
    while let Some(text) = export.next().await? {
        output.text(&text).await?;
        let progress = Progress {
            done: export.articles() as u64,
            all: None,
            said: "articles".to_owned(),
        };
        output.progress(progress).await?;
    }
    Ok(0)
}

/// Nobody who reads any more is no failure.
async fn to_standard_output(
    request: request::Request,
    config: &Config,
) -> anyhow::Result<ExitCode> {
    let is_left = |error: &anyhow::Error| {
        let error = error.downcast_ref::<io::Error>();
        error.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
    };
    // No bar: the text itself goes by.
    let mut screen = Screen::new(true);
    let performed = reach::perform(request, config, &mut screen).await;
    match performed {
        Err(error) if is_left(&error) => Ok(ExitCode::SUCCESS),
        performed => performed,
    }
}

/// A database with a file more, or another in place of one, is none any more.
fn refuse_database(folder: &Path, database: &Path, path: &Path) -> anyhow::Result<()> {
    let is_inside = match (folder.canonicalize(), database.canonicalize()) {
        (Ok(folder), Ok(database)) => folder.starts_with(database),
        _ => false,
    };
    anyhow::ensure!(
        !is_inside,
        "{} lies in the database, where nothing else may stand: choose another folder",
        path.display()
    );
    Ok(())
}

/// Writes a file beside `path` and puts it in its place once it is whole.
async fn into_file(
    request: request::Request,
    config: &Config,
    path: &Path,
) -> anyhow::Result<ExitCode> {
    let name = || format!("{} can't be written", path.display());
    // What a link means is replaced, not the link.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let known = fs::metadata(&place).ok();
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        // A pipe or a device: nothing can take its place.
        let file = File::create(&place).with_context(name)?;
        let mut screen = Screen::into(Box::new(file));
        return reach::perform(request, config, &mut screen)
            .await
            .with_context(name);
    }
    let folder = place.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    // Else the reason would name the file that is to take its place.
    fs::metadata(folder).with_context(|| format!("{}: its folder is not to be found", name()))?;
    refuse_database(folder, &config.store.path, path)?;
    let permissions = known.map_or(Permissions::from_mode(0o666), |known| known.permissions());
    let file = tempfile::Builder::new()
        .permissions(permissions)
        .tempfile_in(folder)
        .with_context(name)?;
    let mut screen = Screen::into(Box::new(file.as_file().try_clone().with_context(name)?));
    let code = reach::perform(request, config, &mut screen)
        .await
        .with_context(name)?;
    file.as_file().sync_all().with_context(name)?;
    file.persist(&place).with_context(name)?;
    let articles = counted(usize::try_from(screen.done())?, "article");
    // Whoever closed the terminal has the file all the same.
    let _ = writeln!(io::stderr(), "{}: {articles}", path.display());
    Ok(code)
}
