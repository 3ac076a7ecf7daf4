//! What a pattern matches, folder by folder. Blocking.
//!
//! Walked here: the crate that reads patterns follows links below `**`, where two that lead in a
//! circle have no end, and leaves out in silence what it may not look into.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Component, Path, PathBuf},
};

use super::{files, parts::said, paths::Found};

/// A pattern leaves hidden files aside.
const MATCHING: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// A part of a pattern, between two `/`.
enum Part<'a> {
    /// A name as it stands.
    Name(&'a OsStr),
    /// Every name that matches.
    Names(glob::Pattern),
    /// Any folders, or none: `**`.
    Below,
}

/// What `pattern` matches as seen from `folder`, in order, and what can't be looked into.
pub(super) fn expand(folder: &Path, pattern: &Path) -> Result<Vec<Found>, glob::PatternError> {
    let parts: Vec<_> = pattern.components().map(part).collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    walk(folder, &parts, &mut found);
    Ok(found)
}

fn part(component: Component<'_>) -> Result<Part<'_>, glob::PatternError> {
    let name = component.as_os_str();
    Ok(match name.to_str() {
        Some("**") => Part::Below,
        Some(text) if text != glob::Pattern::escape(text) => Part::Names(glob::Pattern::new(text)?),
        _ => Part::Name(name),
    })
}

fn walk(at: &Path, parts: &[Part<'_>], found: &mut Vec<Found>) {
    let Some((part, rest)) = parts.split_first() else {
        return found.push(Found {
            shown: at.to_owned(),
            path: Ok(here(at).to_owned()),
        });
    };
    match part {
        Part::Name(name) => {
            let at = at.join(name);
            if at.exists() {
                walk(&at, rest, found);
            }
        }
        Part::Names(pattern) => {
            let matches = |name: &OsStr| pattern.matches_with(&name.to_string_lossy(), MATCHING);
            for path in entries(at, found) {
                let is_meant = path.file_name().is_some_and(matches);
                if is_meant && (rest.is_empty() || path.is_dir()) {
                    walk(&path, rest, found);
                }
            }
        }
        Part::Below => {
            walk(at, rest, found);
            if rest.is_empty() {
                return;
            }
            for path in entries(at, found) {
                if path.is_dir() && !path.is_symlink() && !files::is_hidden(&path) {
                    walk(&path, parts, found);
                }
            }
        }
    }
}

/// What is in a folder, by name; why that can't be told is added to `found`.
fn entries(folder: &Path, found: &mut Vec<Found>) -> Vec<PathBuf> {
    let read = fs::read_dir(here(folder));
    match read.and_then(|entries| entries.collect::<io::Result<Vec<_>>>()) {
        Ok(entries) => {
            let names = entries.iter().map(|entry| folder.join(entry.file_name()));
            let mut paths: Vec<_> = names.collect();
            paths.sort();
            paths
        }
        Err(error) => {
            found.push(Found {
                shown: folder.to_owned(),
                path: Err(said(error)),
            });
            Vec::new()
        }
    }
}

/// The working folder has an empty path.
fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        return Path::new(".");
    }
    folder
}
