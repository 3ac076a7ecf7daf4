//! The seal of a closed database: the length and checksum of each of the engine's files.
//!
//! Opening a file that changed meanwhile, the engine may drop what it can't read without a word, or
//! come back as it was some time ago. So nothing opens that is not, byte for byte, what was closed.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::{failpoint::Failpoint, folder::sync_folder};

/// There while the database is closed.
const SEAL: &str = "closed";
/// The seal before it is whole.
const PART: &str = "closed.part";
const BUFFER_BYTES: usize = 1 << 20;

/// What a seal says of the files beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seal {
    /// Nothing: the database was not closed, or by a program that did not seal.
    Missing,
    /// They are as they were closed.
    Whole,
    /// What is different.
    Broken(String),
}

impl Seal {
    /// Compares `files`, of the folder `path`, with its seal.
    pub(super) fn check(path: &Path, files: &[PathBuf]) -> io::Result<Self> {
        let sealed = match fs::read(path.join(SEAL)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::Missing),
            sealed => sealed?,
        };
        let sealed = String::from_utf8_lossy(&sealed);
        let found = describe(path, files, |_| Ok(()))?;
        if sealed == found {
            return Ok(Self::Whole);
        }
        let lacking = |line: &&str, of: &str| !of.lines().any(|other| other == *line);
        let changed = sealed.lines().find(|line| lacking(line, &found));
        let added = found.lines().find(|line| lacking(line, &sealed));
        Ok(Self::Broken(match (changed, added) {
            (Some(line), _) => format!("a file changed while it was closed ({line})"),
            (None, Some(line)) => format!("a file was added while it was closed ({line})"),
            (None, None) => format!("{SEAL} changed while it was closed"),
        }))
    }

    /// Brings `files` to the disk, and seals them there.
    pub(super) fn put(path: &Path, files: &[PathBuf]) -> io::Result<()> {
        let text = describe(path, files, File::sync_all)?;
        let part = path.join(PART);
        fs::write(&part, text)?;
        File::open(&part)?.sync_all()?;
        Failpoint::Sealing.pass();
        fs::rename(part, path.join(SEAL))?;
        sync_folder(path)
    }

    /// Takes the seal away, durably.
    pub(super) fn remove(path: &Path) -> io::Result<()> {
        fs::remove_file(path.join(SEAL))?;
        sync_folder(path)
    }
}

/// One line a file: its path in the folder, its length in bytes, its CRC-32.
fn describe(
    path: &Path,
    files: &[PathBuf],
    visit: impl Fn(&File) -> io::Result<()>,
) -> io::Result<String> {
    let mut text = String::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    for name in files {
        let mut file = File::open(path.join(name))?;
        visit(&file)?;
        let mut sum = crc32fast::Hasher::new();
        let mut length = 0;
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => {
                    sum.update(&buffer[..read]);
                    length += read;
                }
            }
        }
        let name = name.display();
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name} {length} {:08x}", sum.finalize());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Damage = fn(&Path);

    #[test]
    fn any_difference_breaks_the_seal() {
        let damages: [(Damage, &str); 7] = [
            (|home| fs::write(home.join("a"), "texT").unwrap(), "(a 4 "),
            (|home| fs::write(home.join("a"), "text\0").unwrap(), "(a 4 "),
            (|home| fs::write(home.join("b"), "").unwrap(), "(b 5 "),
            (|home| fs::remove_file(home.join("b")).unwrap(), "(b 5 "),
            (
                |home| fs::write(home.join("c"), "new").unwrap(),
                "added while it was closed (c 3 ",
            ),
            (
                |home| fs::write(home.join(SEAL), "").unwrap(),
                "added while it was closed (a 4 ",
            ),
            (
                |home| {
                    let text = fs::read_to_string(home.join(SEAL)).unwrap();
                    fs::write(home.join(SEAL), text.repeat(2)).unwrap();
                },
                "closed changed",
            ),
        ];
        for (damage, wanted) in damages {
            let home = tempfile::tempdir().unwrap();
            let files = || {
                let names = ["a", "b", "c"].map(PathBuf::from);
                names
                    .into_iter()
                    .filter(|name| home.path().join(name).exists())
            };
            fs::write(home.path().join("a"), "text").unwrap();
            fs::write(home.path().join("b"), "other").unwrap();
            let check = || Seal::check(home.path(), &files().collect::<Vec<_>>()).unwrap();
            assert_eq!(check(), Seal::Missing);
            Seal::put(home.path(), &files().collect::<Vec<_>>()).unwrap();
            assert_eq!(check(), Seal::Whole);
            damage(home.path());
            let Seal::Broken(what) = check() else {
                panic!("{wanted}: {:?}", check());
            };
            assert!(what.contains(wanted), "{what}");
        }
    }
}
