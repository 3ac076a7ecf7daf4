//! The process is killed, at random moments and at every [`Failpoint`](super::failpoint): what it
//! acknowledged is there, what it was doing is there whole or not at all, no number is given twice.
//!
//! | variable | is |
//! |---|---|
//! | `NEWSDESK_TEST_KILLS` | how often it is killed at random; 30 |
//! | `NEWSDESK_TEST_SEED` | from which all else follows, but for the moment of the kill; 1 |

use std::{
    env, fmt,
    io::{BufRead, BufReader, Write, stdout},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    str::FromStr,
    thread,
    time::Duration,
};

use super::{Store, chance::Chance, folder::copy_files, model::Model, script::Step};

/// Names the database of the process that is killed.
const DATABASE: &str = "NEWSDESK_TEST_CRASH";
/// The seed of its script, and the step with which it begins.
const SCRIPT: &str = "NEWSDESK_TEST_SCRIPT";
/// Where it stops to be killed: a failpoint, and at which time of passing it.
const STOP: &str = "NEWSDESK_TEST_STOP";
const ACKNOWLEDGED: &str = "acknowledged ";
const STOPPED: &str = "stopped";
/// A process that got so far was not stopped where it should have been.
const TOO_FAR: u64 = 1_000;
/// After so many kills a new database is begun.
const KILLS_EACH: u64 = 10;

fn variable<T: FromStr<Err: fmt::Debug>>(name: &str, default: T) -> T {
    env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Does nothing but as the process that is killed: takes steps, and says which are done.
#[tokio::test]
async fn writer() {
    let Some(path) = env::var_os(DATABASE) else {
        return;
    };
    #[cfg(feature = "failpoints")]
    named::arm();
    let script = env::var(SCRIPT).unwrap();
    let (seed, first) = script.split_once(' ').unwrap();
    let (seed, first): (u64, u64) = (seed.parse().unwrap(), first.parse().unwrap());
    let open = || Store::open(Path::new(&path)).unwrap();
    let mut store = open();
    for number in first..first + TOO_FAR {
        store = Step::of(seed, number)
            .take(number, store, open)
            .await
            .unwrap();
        say(&format!("{ACKNOWLEDGED}{number}"));
    }
}

/// The harness would keep what is printed to itself.
fn say(text: &str) {
    writeln!(stdout(), "\n{text}").unwrap();
}

/// When the process is killed.
enum Moment {
    /// So long after it acknowledged so many steps; from its start where that is none.
    After(u64, Duration),
    /// Where it said that it stopped, for the text in [`STOP`].
    #[cfg_attr(
        not(feature = "failpoints"),
        expect(dead_code, reason = "the places are not there")
    )]
    At(String),
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

    /// Runs a process on the database and kills it; gives the first step not acknowledged.
    fn kill(&self, moment: &Moment) -> u64 {
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args(["--exact", "store::crash::writer", "--nocapture"])
            .env(DATABASE, self.path())
            .env(SCRIPT, format!("{} {}", self.seed, self.next))
            .stdout(Stdio::piped());
        if let Moment::At(stop) = moment {
            command.env(STOP, stop);
        }
        let mut writer = command.spawn().unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let mut next = self.next;
        let mut lines = || {
            let line = lines.next()?.unwrap();
            if let Some(number) = line.strip_prefix(ACKNOWLEDGED) {
                next = number.parse::<u64>().unwrap() + 1;
            }
            Some((line, next))
        };
        match moment {
            Moment::After(steps, time) => {
                let enough = self.next + steps;
                while *steps > 0 && lines().is_some_and(|(_, next)| next < enough) {}
                thread::sleep(*time);
            }
            Moment::At(_) => while lines().is_some_and(|(line, _)| line != STOPPED) {},
        }
        writer.kill().unwrap();
        while lines().is_some() {}
        let status = writer.wait().unwrap();
        assert_eq!(status.code(), None, "it ended by itself");
        next
    }

    /// Kills a process, and compares the database with the model.
    async fn survive(&mut self, moment: &Moment) {
        let next = self.kill(moment);
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
        let seq = store.change_seq().await.unwrap();
        let acknowledged = self.model.seq;
        Step::of(self.seed, next).model(next, &mut self.model, seq);
        assert_eq!(seq, self.model.seq, "{acknowledged} were acknowledged");
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
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::{super::failpoint::Failpoint, *};

    /// Every place, and at which of so many times of passing it a process is stopped.
    const PLACES: [(Failpoint, u64); 13] = [
        (Failpoint::Claiming, 1),
        (Failpoint::Copying, 3),
        (Failpoint::Copied, 1),
        (Failpoint::Entered, 2),
        (Failpoint::Opened, 2),
        (Failpoint::Committing, 60),
        (Failpoint::Committed, 60),
        (Failpoint::Flushed, 20),
        (Failpoint::Synced, 20),
        (Failpoint::Marked, 20),
        (Failpoint::Closed, 2),
        (Failpoint::Sealing, 2),
        (Failpoint::Sealed, 2),
    ];

    /// In the process that is killed: stops for ever where it was told to.
    pub(super) fn arm() {
        let Ok(stop) = env::var(STOP) else { return };
        let (place, time) = stop.split_once(' ').unwrap();
        let time: u64 = time.parse().unwrap();
        let passed = AtomicU64::new(0);
        fail::cfg_callback(place, move || {
            if passed.fetch_add(1, Ordering::Relaxed) + 1 == time {
                say(STOPPED);
                loop {
                    thread::park();
                }
            }
        })
        .unwrap();
    }

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
