//! The process is killed, at random moments and at every [`Failpoint`](super::failpoint): what it
//! acknowledged is there, what it was doing is there whole or not at all, no number is given twice.
//!
//! | variable | is |
//! |---|---|
//! | `NEWSDESK_TEST_KILLS` | how often it is killed at random; 30 |
//! | `NEWSDESK_TEST_SEED` | from which all else follows, but for the moment of the kill; 1 |

use std::{env, fmt, path::PathBuf, str::FromStr, time::Duration};

use super::{
    Store,
    chance::Chance,
    folder::copy_files,
    model::Model,
    script::Step,
    writer::{Moment, Writer},
};

/// After so many kills a new database is begun.
const KILLS_EACH: u64 = 10;

pub(super) fn variable<T: FromStr<Err: fmt::Debug>>(name: &str, default: T) -> T {
    env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// A database whose process is killed again and again, and what must be in it.
struct Victim {
    home: tempfile::TempDir,
    seed: u64,
    /// The first step that was not acknowledged.
    next: u64,
    model: Model,
}

impl Victim {
    fn new(seed: u64) -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            seed,
            next: 0,
            model: Model::default(),
        }
    }

    fn path(&self) -> PathBuf {
        self.home.path().join("newsdesk.db")
    }

    /// Kills a process, and compares the database with the model.
    async fn survive(&mut self, moment: &Moment) {
        let script = (self.seed, self.next);
        let next = Writer::until(moment, &self.path(), script, false).kill();
        for number in self.next..next {
            Step::of(self.seed, number).model(number, &mut self.model, u64::MAX);
        }
        // A copy is opened, so that the next process finds what this one left.
        let scene = tempfile::tempdir().unwrap();
        let copy = scene.path().join("newsdesk.db");
        if self.path().exists() {
            copy_files(&self.path(), &copy).unwrap();
        }
        let store = Store::open(&copy).unwrap();
        let written = store.written().await.unwrap();
        let acknowledged = self.model.written();
        Step::of(self.seed, next).model(next, &mut self.model, written);
        let wanted = self.model.written();
        assert_eq!(written, wanted, "{acknowledged} were acknowledged");
        self.model.check(&store).await;
        store.close().await;
        self.next = next;
    }
}

#[tokio::test]
async fn a_process_killed_at_random_loses_nothing_that_it_acknowledged() {
    let seed = variable("NEWSDESK_TEST_SEED", 1);
    let kills: u64 = variable("NEWSDESK_TEST_KILLS", 30);
    println!("NEWSDESK_TEST_SEED={seed} NEWSDESK_TEST_KILLS={kills}");
    let mut chance = Chance::new(seed);
    let mut victim = Victim::new(seed);
    let mut steps = 0;
    for kill in 0..kills {
        if kill % KILLS_EACH == 0 {
            steps += victim.next;
            victim = Victim::new(seed + kill);
        }
        let steps = chance.below(12);
        let longest = if steps == 0 { 60_000 } else { 3_000 };
        let time = Duration::from_micros(chance.below(longest));
        println!(
            "kill {kill}: {time:?} after {steps} steps from {}",
            victim.next
        );
        victim.survive(&Moment::After(steps, time)).await;
    }
    assert!(steps + victim.next > kills, "hardly anything was written");
}

#[cfg(feature = "failpoints")]
mod named {
    use std::path::Path;

    use super::{super::failpoint::Failpoint, *};

    /// Every place, and at which of so many times of passing it a process is stopped.
    const PLACES: [(Failpoint, u64); 14] = [
        (Failpoint::Claiming, 1),
        (Failpoint::Copying, 3),
        (Failpoint::Copied, 1),
        (Failpoint::Entered, 2),
        (Failpoint::Opened, 2),
        (Failpoint::Discarding, 1),
        (Failpoint::Committing, 60),
        (Failpoint::Committed, 60),
        (Failpoint::Flushed, 20),
        (Failpoint::Synced, 20),
        (Failpoint::Marked, 20),
        (Failpoint::Closed, 2),
        (Failpoint::Sealing, 2),
        (Failpoint::Sealed, 2),
    ];

    /// The files of a folder, by their names and contents.
    fn contents(folder: &Path) -> Vec<(PathBuf, u32)> {
        let mut contents = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let sum = crc32fast::hash(&std::fs::read(&path).unwrap());
                contents.push((path.strip_prefix(folder).unwrap().to_owned(), sum));
            }
        }
        contents.sort();
        contents
    }

    #[tokio::test]
    async fn a_process_killed_at_any_failpoint_loses_nothing_that_it_acknowledged() {
        let seed = variable("NEWSDESK_TEST_SEED", 1);
        println!("NEWSDESK_TEST_SEED={seed}");
        let mut chance = Chance::new(seed);
        for (place, times) in PLACES {
            let mut victim = Victim::new(seed);
            if place != Failpoint::Claiming {
                victim.survive(&Moment::After(5, Duration::ZERO)).await;
            }
            for kill in 0..KILLS_EACH {
                if place == Failpoint::Claiming {
                    victim = Victim::new(seed + kill);
                }
                let stop = format!("{place:?} {}", 1 + chance.below(times));
                println!("kill {kill}: {stop}, steps from {}", victim.next);
                victim.survive(&Moment::At(stop)).await;
            }
        }
    }

    #[tokio::test]
    async fn what_was_not_closed_is_copied_before_the_engine_touches_it() {
        for (place, copied, untouched) in [
            (Failpoint::Copying, false, true),
            (Failpoint::Copied, true, true),
            (Failpoint::Entered, true, true),
            (Failpoint::Opened, true, false),
            (Failpoint::Discarding, false, false),
        ] {
            let mut victim = Victim::new(1);
            victim.survive(&Moment::After(7, Duration::ZERO)).await;
            let left = contents(&victim.path());
            victim.survive(&Moment::At(format!("{place:?} 1"))).await;
            let copy = victim.home.path().join("newsdesk.db.before-recovery");
            assert_eq!(copy.exists(), copied, "{place:?}");
            if copied {
                assert_eq!(contents(&copy), left, "{place:?}");
            }
            if untouched {
                assert_eq!(contents(&victim.path()), left, "{place:?}");
            }
            // The next one that opens it well needs the copy no more.
            victim.survive(&Moment::After(1, Duration::ZERO)).await;
            assert!(!copy.exists(), "{place:?}");
        }
    }
}
