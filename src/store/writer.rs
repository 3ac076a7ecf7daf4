//! A process that takes the steps of a script, for others to stop it in the middle.

use std::{
    env,
    fs::File,
    io::{self, BufRead, BufReader, Lines, Write, stdout},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use super::{Disk, Store, SystemDisk, script::Step};

/// Names the database of the process.
const DATABASE: &str = "NEWSDESK_TEST_CRASH";
/// The seed of its script, and the step with which it begins.
const SCRIPT: &str = "NEWSDESK_TEST_SCRIPT";
/// Where it stops by itself: a failpoint, and at which time of passing it.
pub(super) const STOP: &str = "NEWSDESK_TEST_STOP";
/// There where its disk forgets to sync.
const FORGETFUL: &str = "NEWSDESK_TEST_FORGETFUL";
const ACKNOWLEDGED: &str = "acknowledged ";
pub(super) const STOPPED: &str = "stopped";
/// A process that got so far was not stopped where it should have been.
const TOO_FAR: u64 = 1_000;

/// When the process is killed.
pub(super) enum Moment {
    /// So long after it acknowledged so many steps; after its start where that is none.
    After(u64, Duration),
    /// Where it stopped by itself, as [`STOP`] told it.
    #[cfg_attr(
        not(feature = "failpoints"),
        expect(dead_code, reason = "there are no failpoints")
    )]
    At(String),
}

/// The running process.
pub(super) struct Writer {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    /// The first step that it did not acknowledge.
    next: u64,
}

impl Writer {
    /// Starts it on the database `path` at the step `first`, and waits for the moment.
    pub(super) fn until(
        moment: &Moment,
        path: &Path,
        (seed, first): (u64, u64),
        forgetful: bool,
    ) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command
            .args(["--exact", "store::writer::process", "--nocapture"])
            .env(DATABASE, path)
            .env(SCRIPT, format!("{seed} {first}"))
            .stdout(Stdio::piped());
        if let Moment::At(stop) = moment {
            command.env(STOP, stop);
        }
        if forgetful {
            command.env(FORGETFUL, "");
        }
        let mut process = command.spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut writer = Self {
            process,
            lines,
            next: first,
        };
        match moment {
            Moment::After(steps, time) => {
                while writer.next < first + steps && writer.line().is_some() {}
                thread::sleep(*time);
            }
            Moment::At(_) => while writer.line().is_some_and(|line| line != STOPPED) {},
        }
        writer
    }

    fn line(&mut self) -> Option<String> {
        let line = self.lines.next()?.unwrap();
        if let Some(number) = line.strip_prefix(ACKNOWLEDGED) {
            self.next = number.parse::<u64>().unwrap() + 1;
        }
        Some(line)
    }

    /// Kills it; gives the first step that it did not acknowledge.
    pub(super) fn kill(mut self) -> u64 {
        self.process.kill().unwrap();
        while self.line().is_some() {}
        let status = self.process.wait().unwrap();
        assert_eq!(status.code(), None, "it ended by itself");
        self.next
    }

    /// Stops it for a while; gives a step before which all were acknowledged.
    pub(super) fn pause(&self) -> u64 {
        let id = self.process.id().to_string();
        let stopped = Command::new("kill").args(["-STOP", &id]).status().unwrap();
        assert!(stopped.success());
        self.next
    }
}

/// Acknowledges what is not on the disk.
struct Forgetful;

impl Disk for Forgetful {
    fn sync(&self, _data: &File) -> io::Result<()> {
        Ok(())
    }
}

/// Does nothing but as that process: takes steps, and says which are done.
#[tokio::test]
async fn process() {
    let Some(path) = env::var_os(DATABASE) else {
        return;
    };
    #[cfg(feature = "failpoints")]
    stop_at_failpoint();
    let script = env::var(SCRIPT).unwrap();
    let (seed, first) = script.split_once(' ').unwrap();
    let (seed, first): (u64, u64) = (seed.parse().unwrap(), first.parse().unwrap());
    let disk: Arc<dyn Disk> = match env::var_os(FORGETFUL) {
        Some(_) => Arc::new(Forgetful),
        None => Arc::new(SystemDisk),
    };
    let open = || Store::open_with(Path::new(&path), Arc::clone(&disk)).unwrap();
    let mut store = open();
    for number in first..first + TOO_FAR {
        let step = Step::of(seed, number);
        store = step.take(number, store, open).await.unwrap();
        say(&format!("{ACKNOWLEDGED}{number}"));
    }
}

/// The harness would keep what is printed to itself.
fn say(text: &str) {
    writeln!(stdout(), "\n{text}").unwrap();
}

/// Stops for ever where it was told to.
#[cfg(feature = "failpoints")]
fn stop_at_failpoint() {
    use std::sync::atomic::{AtomicU64, Ordering};

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
