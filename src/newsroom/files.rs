//! Files of articles: which there are under a path, and what one holds. Blocking.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::format::{Problem, Reading, briefing, decode, json, markdown};

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// The name, but for its ending, of files in a folder that tell about it and hold no article.
const ABOUT: &str = "readme";

/// Reads the articles of a text.
type Reader = fn(&str) -> Reading;

/// The formats by the endings of files.
const READERS: [(&[&str], Reader); 4] = [
    (&["txt"], briefing::read),
    (&["md", "markdown"], markdown::read),
    (&["json"], json::read),
    (&["jsonl", "ndjson"], json::read_lines),
];

/// What reads a file, by its ending; one without an ending is taken for briefing text.
pub fn reader(path: &Path) -> Option<Reader> {
    let Some(ending) = path.extension() else {
        return Some(briefing::read);
    };
    let fits = |known: &&str| ending.eq_ignore_ascii_case(known);
    let mut readers = READERS.iter();
    let (_, reader) = readers.find(|(endings, _)| endings.iter().any(|known| fits(&known)))?;
    Some(*reader)
}

/// Whether a file of a folder is one of articles: by its ending, and no README.
fn is_listed(path: &Path) -> bool {
    let is_about = path
        .file_stem()
        .is_some_and(|stem| stem.eq_ignore_ascii_case(ABOUT));
    path.extension().is_some() && !is_about && reader(path).is_some()
}

/// What a file held.
#[derive(Clone, Debug)]
pub enum Contents {
    /// Its text and the articles in it.
    Text(String, Reading),
    /// It is not text.
    NotText(Problem),
    /// It could not be read at all, and why.
    Unreadable(String),
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
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        // A link to a folder could lead in a circle.
        if hidden || (path.is_dir() && path.is_symlink()) {
            continue;
        }
        if path.is_dir() {
            walk(&path, found);
        } else if is_listed(&path) {
            found.push(path);
        }
    }
}

/// Reads one file.
pub fn read(path: &Path) -> Contents {
    let Some(reader) = reader(path) else {
        let endings: Vec<_> = READERS.iter().flat_map(|(endings, _)| *endings).collect();
        let endings: Vec<_> = endings.iter().map(|ending| format!(".{ending}")).collect();
        let endings = endings.join(", ");
        return Contents::Unreadable(format!(
            "its ending tells no format: a file of articles ends in {endings}"
        ));
    };
    match bytes(path) {
        Err(why) => Contents::Unreadable(why),
        Ok(bytes) => match decode(&bytes) {
            Err(problem) => Contents::NotText(problem),
            Ok(text) => {
                let reading = reader(&text);
                Contents::Text(text, reading)
            }
        },
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let said = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => error.to_string(),
    };
    // Pipes and devices may never end.
    if !fs::metadata(path).map_err(said)?.is_file() {
        return Err("it is no file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(said)?;
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(said)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("it has more than {MAX_BYTES} bytes: split it"));
    }
    Ok(bytes)
}

/// What tells a file that was touched from one that was not: size and time of change.
pub(super) fn stamp(path: &Path) -> Option<String> {
    let data = fs::metadata(path).ok()?;
    let changed = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{}:{}", data.len(), changed.as_nanos()))
}
