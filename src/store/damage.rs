//! The files of a closed database are damaged: flipped bits, zeroed sectors, cut ends. Whatever
//! the engine makes of it, the store refuses it, or has everything.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{OpenError, Store, chance::Chance, model::Model, script::Step};

const SEED: u64 = 1;
const STEPS: u64 = 60;
const SECTOR_BYTES: usize = 512;
/// The files that are not the engine's.
const MARKS: [&str; 3] = ["newsdesk", "closed", "acknowledged"];
/// Damages of each kind.
const DAMAGES: u64 = 100;

/// Where the database is, beside room for a copy.
fn database(home: &Path) -> PathBuf {
    home.join("newsdesk.db")
}

/// How the database was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    Closed,
    /// As a process that is killed leaves it.
    Open,
}

/// The files of a database, in memory.
struct Original {
    files: Vec<(String, Vec<u8>)>,
    /// Which of them has the articles.
    data: usize,
    /// How much was written.
    written: u64,
}

impl Original {
    async fn new(left: Left) -> Self {
        let home = tempfile::tempdir().unwrap();
        let open = || Store::open(&database(home.path())).unwrap();
        let mut store = open();
        let mut number = 0;
        while number < STEPS {
            let step = Step::of(SEED, number);
            store = step.take(number, store, open).await.unwrap();
            number += 1;
        }
        let written = store.written().await.unwrap();
        if left == Left::Closed {
            store.close().await;
        }
        let files = fs::read_dir(database(home.path()))
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.is_file()).map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        });
        let mut files: Vec<_> = files.collect();
        files.sort();
        let data = files.iter().position(|(name, _)| name == "db").unwrap();
        Self {
            files,
            data,
            written,
        }
    }

    /// Writes the database into the folder [`database`].
    fn restore(&self, home: &Path) {
        let folder = database(home);
        fs::create_dir(&folder).unwrap();
        for (name, bytes) in &self.files {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }

    /// A copy with one file damaged somewhere.
    fn damaged(&self, kind: Kind, chance: &mut Chance) -> (tempfile::TempDir, String) {
        let home = tempfile::tempdir().unwrap();
        self.restore(home.path());
        loop {
            let any = chance.below(self.files.len() as u64) as usize;
            let (name, bytes) = &self.files[if chance.below(2) == 0 { self.data } else { any }];
            if MARKS.contains(&name.as_str()) {
                continue;
            }
            let used = bytes.len() - bytes.iter().rev().take_while(|byte| **byte == 0).count();
            let place = chance.below(used as u64) as usize;
            let mut damaged = bytes.clone();
            kind.apply(&mut damaged, place, chance);
            if damaged != *bytes {
                fs::write(database(home.path()).join(name), damaged).unwrap();
                return (home, format!("{kind:?} at {place} of {name}"));
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Flip,
    Zero,
    Cut,
}

impl Kind {
    fn apply(self, bytes: &mut Vec<u8>, place: usize, chance: &mut Chance) {
        match self {
            Self::Flip => bytes[place] ^= 1 << chance.below(8),
            Self::Zero => {
                let start = place - place % SECTOR_BYTES;
                let end = bytes.len().min(start + SECTOR_BYTES);
                bytes[start..end].fill(0);
            }
            Self::Cut => bytes.truncate(place),
        }
    }
}

/// Opens a database and compares everything in it with what the script has written by then; gives
/// how much that is.
async fn read(home: &Path) -> Result<u64, OpenError> {
    let store = Store::open(&database(home))?;
    let written = store.written().await.unwrap();
    let mut model = Model::default();
    for number in 0..STEPS {
        Step::of(SEED, number).model(number, &mut model, written);
    }
    assert_eq!(model.written(), written);
    model.check(&store).await;
    store.close().await;
    Ok(written)
}

#[tokio::test]
async fn what_changed_while_it_was_closed_is_refused() {
    let original = Original::new(Left::Closed).await;
    let home = tempfile::tempdir().unwrap();
    original.restore(home.path());
    assert_eq!(read(home.path()).await.unwrap(), original.written);
    let mut chance = Chance::new(SEED);
    for kind in [Kind::Flip, Kind::Zero, Kind::Cut] {
        for _ in 0..DAMAGES {
            let (home, what) = original.damaged(kind, &mut chance);
            let error = read(home.path()).await.expect_err(&what);
            assert!(
                matches!(error, OpenError::Damaged { .. }),
                "{what}: {error}"
            );
        }
    }
}

/// Without a seal the engine's recovery decides, and mends what it can.
#[tokio::test]
async fn what_changed_after_an_unclean_stop_is_refused_or_whole() {
    let original = Original::new(Left::Open).await;
    let mut chance = Chance::new(SEED);
    for kind in [Kind::Flip, Kind::Zero, Kind::Cut] {
        for _ in 0..DAMAGES {
            let (home, what) = original.damaged(kind, &mut chance);
            match read(home.path()).await {
                Ok(written) => assert_eq!(written, original.written, "{what}"),
                Err(error) => {
                    assert!(
                        matches!(error, OpenError::Damaged { .. }),
                        "{what}: {error}"
                    );
                    let copy = home.path().join("newsdesk.db.before-recovery");
                    assert!(copy.join("db").exists(), "{what}");
                }
            }
        }
    }
}
