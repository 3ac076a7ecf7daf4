//! Files of articles: which there are under a path, and how each is read. Blocking.

use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::article::TextFormat;

pub use super::parts::{Contents, Parts};

/// The name, but for its ending, of files in a folder that tell about it and hold no article.
const ABOUT: &str = "readme";

/// The formats by the endings of files.
const ENDINGS: [(&str, TextFormat); 6] = [
    ("txt", TextFormat::Briefing),
    ("md", TextFormat::Markdown),
    ("markdown", TextFormat::Markdown),
    ("json", TextFormat::Json),
    ("jsonl", TextFormat::JsonLines),
    ("ndjson", TextFormat::JsonLines),
];

/// The format of a file, by its ending; one without an ending is taken for briefing text.
pub(super) fn format_of(path: &Path) -> Result<TextFormat, String> {
    let Some(ending) = path.extension() else {
        return Ok(TextFormat::Briefing);
    };
    let known = ENDINGS
        .iter()
        .find(|(known, _)| ending.eq_ignore_ascii_case(known));
    known.map(|(_, format)| *format).ok_or_else(|| {
        let endings = ENDINGS.map(|(ending, _)| format!(".{ending}")).join(", ");
        format!("its ending tells no format: a file of articles ends in {endings}")
    })
}

/// Whether a file of a folder is one of articles: by its ending, and no README.
fn is_listed(path: &Path) -> bool {
    path.extension().is_some() && !is_readme(path) && format_of(path).is_ok()
}

/// Whether a file tells about the folder that it is in.
pub(super) fn is_readme(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|stem| stem.eq_ignore_ascii_case(ABOUT))
}

/// The files that `paths` name, in order: a file itself, of a folder every file of articles in it
/// and below, by name. What does not exist is kept, so that reading it says so.
pub fn find(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut found);
        } else {
            found.push(path.clone());
        }
    }
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        // Reading the folder as a file then says what is wrong with it.
        found.push(folder.to_owned());
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        // A link to a folder could lead in a circle.
        if is_hidden(&path) || (path.is_dir() && path.is_symlink()) {
            continue;
        }
        if path.is_dir() {
            walk(&path, found);
        } else if is_listed(&path) {
            found.push(path);
        }
    }
}

pub(super) fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// What tells a file that was touched from one that was not: size and time of change.
pub(super) fn stamp(path: &Path) -> Option<String> {
    let data = fs::metadata(path).ok()?;
    let changed = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{}:{}", data.len(), changed.as_nanos()))
}
