//! `newsdesk export`: a library as text that `import` reads.

use std::{
    fs::{self, File, Permissions},
    io::{self, BufWriter, ErrorKind, Write},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;

use super::{counted, open};
use crate::{
    article::{GuildId, Library},
    clock::Clock,
    config::Config,
    newsroom::{Export, ExportFormat},
};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How articles are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The guild whose library is exported; the house library if left out
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(u64).range(1..))]
    guild: Option<u64>,
    /// Export every library
    #[arg(long, conflicts_with = "guild")]
    all: bool,
    /// The file to write, in place of standard output; one that exists is replaced at the end
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// The briefing text format
    Text,
    /// JSON Lines, an article a line
    Jsonl,
}

impl Arguments {
    /// The library that is exported; none where all are.
    fn library(&self) -> Option<Library> {
        let one = self
            .guild
            .map_or(Library::House, |id| Library::Guild(GuildId(id)));
        (!self.all).then_some(one)
    }

    fn format(&self) -> ExportFormat {
        match self.format {
            Format::Text => ExportFormat::Text,
            Format::Jsonl => ExportFormat::Jsonl,
        }
    }
}

pub(super) async fn run(arguments: Arguments, config: Config) -> anyhow::Result<ExitCode> {
    let path = &config.store.path;
    anyhow::ensure!(
        path.exists(),
        "there is no database at {}: nothing was imported yet, or [store] path names another place",
        path.display()
    );
    let newsroom = open(&config, Clock::system()).await?;
    let exported = async {
        let export = newsroom.export(arguments.library(), arguments.format());
        match &arguments.output {
            Some(file) => into_file(export.await?, file).await,
            None => to_standard_output(export.await?).await,
        }
    };
    let exported = exported.await;
    newsroom.store().close().await;
    exported.map(|()| ExitCode::SUCCESS)
}

/// Writes the whole export.
async fn write(export: &mut Export, out: &mut impl Write) -> anyhow::Result<()> {
    while let Some(text) = export.next().await? {
        out.write_all(text.as_bytes())?;
    }
    Ok(out.flush()?)
}

/// Nobody who reads any more is no failure.
async fn to_standard_output(mut export: Export) -> anyhow::Result<()> {
    let written = write(&mut export, &mut BufWriter::new(io::stdout().lock())).await;
    let is_left = |error: &anyhow::Error| {
        let error = error.downcast_ref::<io::Error>();
        error.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
    };
    written.or_else(|error| if is_left(&error) { Ok(()) } else { Err(error) })
}

/// Writes a file beside `path` and puts it in its place once it is whole.
async fn into_file(mut export: Export, path: &Path) -> anyhow::Result<()> {
    let name = || format!("{} can't be written", path.display());
    // What a link means is replaced, not the link.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let known = fs::metadata(&place).ok();
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        // A pipe or a device: nothing can take its place.
        let mut file = File::create(&place).with_context(name)?;
        return write(&mut export, &mut file).await.with_context(name);
    }
    let folder = place.parent().filter(|folder| *folder != Path::new(""));
    let permissions = known.map_or(Permissions::from_mode(0o666), |known| known.permissions());
    let mut file = tempfile::Builder::new()
        .permissions(permissions)
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .with_context(name)?;
    let mut out = BufWriter::new(file.as_file_mut());
    write(&mut export, &mut out).await.with_context(name)?;
    drop(out);
    file.as_file().sync_all().with_context(name)?;
    file.persist(&place).with_context(name)?;
    let articles = counted(export.articles(), "article");
    // Whoever closed the terminal has the file all the same.
    let _ = writeln!(io::stderr(), "{}: {articles}", path.display());
    Ok(())
}
