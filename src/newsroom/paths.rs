//! Which files paths and patterns name. Blocking.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use super::{files, pattern};

/// A file that was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As it was named.
    pub shown: PathBuf,
    /// Where it is; else why there is none.
    pub path: Result<PathBuf, String>,
}

/// Names with these are patterns, unless a file has such a name.
const WILDCARDS: [char; 3] = ['*', '?', '['];

/// The files that `named` mean as seen from `folder`, in order: each path as [`files::find`] takes
/// it, each pattern by all that match. What names nothing is kept, with the reason.
pub fn find(folder: &Path, named: &[PathBuf]) -> Vec<Found> {
    let of = |named: &PathBuf| match is_pattern(folder, named) {
        true => matching(folder, named),
        false => below(&folder.join(named), named),
    };
    named.iter().flat_map(of).collect()
}

fn is_pattern(folder: &Path, named: &Path) -> bool {
    let text = named.to_str();
    text.is_some_and(|text| text.contains(WILDCARDS)) && !folder.join(named).exists()
}

fn matching(folder: &Path, named: &Path) -> Vec<Found> {
    let none = |why: String| {
        vec![Found {
            shown: named.to_owned(),
            path: Err(why),
        }]
    };
    let matched = match pattern::expand(folder, named) {
        Err(error) => return none(format!("it is no pattern: {}", error.msg)),
        Ok(matched) => matched,
    };
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    // One that names READMEs means them.
    let meant = |found: &Found| files::is_readme(named) || !files::is_readme(&found.shown);
    for Found { shown: at, path } in matched.into_iter().filter(meant) {
        let shown = match at.strip_prefix(folder) {
            Ok(inside) if named.is_relative() => inside.to_owned(),
            _ => at,
        };
        let new = match path {
            Ok(path) => below(&path, &shown),
            why => vec![Found { shown, path: why }],
        };
        let new = new.into_iter();
        found.extend(new.filter(|found| seen.insert(found.shown.clone())));
    }
    if found.is_empty() {
        return none("no file matches this pattern".to_owned());
    }
    found
}

/// The files at and below a path, named from there.
fn below(path: &Path, named: &Path) -> Vec<Found> {
    let found = files::find(&[path.to_owned()]).into_iter();
    let name = |path: PathBuf, inside: Option<&Path>| Found {
        shown: inside.map_or(named.to_owned(), |inside| named.join(inside)),
        path: Ok(path),
    };
    found
        .map(|file| match file.strip_prefix(path) {
            Ok(inside) if !inside.as_os_str().is_empty() => {
                let inside = inside.to_owned();
                name(file, Some(&inside))
            }
            _ => name(file, None),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn paths_folders_and_patterns_are_named_as_they_were_given() {
        let home = tempfile::tempdir().unwrap();
        let base = home.path();
        for folder in ["news/old", "news/.git", "odd[1]"] {
            fs::create_dir_all(base.join(folder)).unwrap();
        }
        for file in [
            "news/a.txt",
            "news/b.txt",
            "news/README.txt",
            "news/old/c.txt",
            "news/old/readme.md",
            "news/.git/d.txt",
            "odd[1]/e.txt",
            "f*.txt",
        ] {
            fs::write(base.join(file), "").unwrap();
        }
        for (folder, named, wanted) in [
            (
                base.to_owned(),
                "news",
                &["news/a.txt", "news/b.txt", "news/old/c.txt"][..],
            ),
            (base.to_owned(), "news/*.txt", &["news/a.txt", "news/b.txt"]),
            (
                base.to_owned(),
                "news/**/*.txt",
                &["news/a.txt", "news/b.txt", "news/old/c.txt"],
            ),
            (
                base.to_owned(),
                "news/*",
                &["news/a.txt", "news/b.txt", "news/old/c.txt"],
            ),
            (base.to_owned(), "*/README.*", &["news/README.txt"]),
            (
                base.to_owned(),
                "news/**",
                &["news/a.txt", "news/b.txt", "news/old/c.txt"],
            ),
            (base.to_owned(), "**/old/**/[!d].txt", &["news/old/c.txt"]),
            (
                base.to_owned(),
                "./n?ws/../news/b*",
                &["news/../news/b.txt"],
            ),
            (base.to_owned(), "odd[1]", &["odd[1]/e.txt"]),
            (base.join("odd[1]"), "*", &["e.txt"]),
            (base.to_owned(), "f*.txt", &["f*.txt"]),
            (base.to_owned(), "missing.txt", &["missing.txt"]),
        ] {
            let found = find(&folder, &[named.into()]);
            let shown: Vec<_> = found
                .iter()
                .map(|found| found.shown.to_str().unwrap())
                .collect();
            assert_eq!(shown, wanted, "{named}");
            for found in found {
                assert_eq!(found.path, Ok(folder.join(found.shown)), "{named}");
            }
        }
        for (named, why) in [
            ("*.md", "no file matches this pattern"),
            ("news/old/*.md", "no file matches this pattern"),
            ("a***", "it is no pattern"),
        ] {
            let found = find(base, &[named.into()]);
            assert_eq!(found.len(), 1);
            assert!(
                found[0].path.as_ref().unwrap_err().starts_with(why),
                "{found:?}"
            );
        }
        let whole = base.join("news/?.txt");
        let found = find(Path::new("/"), std::slice::from_ref(&whole));
        assert_eq!(found[0].shown, base.join("news/a.txt"));
    }

    #[test]
    fn links_that_lead_in_circles_are_left_aside() {
        let home = tempfile::tempdir().unwrap();
        let base = home.path();
        fs::create_dir_all(base.join("news/old")).unwrap();
        fs::write(base.join("news/old/a.txt"), "").unwrap();
        std::os::unix::fs::symlink("..", base.join("news/up")).unwrap();
        std::os::unix::fs::symlink("../..", base.join("news/old/up")).unwrap();
        for named in ["**/*.txt", "**", "*", "news/**/a.*"] {
            let found = find(base, &[named.into()]);
            let shown: Vec<_> = found.iter().map(|found| &found.shown).collect();
            assert_eq!(shown, [Path::new("news/old/a.txt")], "{named}");
        }
        let through = find(base, &["news/*/news/old/*".into()]);
        assert_eq!(through[0].shown, Path::new("news/up/news/old/a.txt"));
    }
}
