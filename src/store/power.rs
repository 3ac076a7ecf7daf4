//! The power fails: what a file system on a block device holds of a database whose process and
//! kernel are gone.
//!
//! The device is a loop device, whose file is copied, while the process stands still, at a moment
//! when nothing is written to it: all that the device was given, and nothing that the kernel still
//! kept. The copy is mounted, which plays the file system's journal back, and opened.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use super::{
    OpenError, Store,
    chance::Chance,
    crash::variable,
    model::Model,
    script::Step,
    writer::{Moment, Writer},
};

const DEVICE_BYTES: u64 = 128 << 20;

/// Runs a command of the system; what it printed, or what it said instead.
fn run(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).output();
    let output = output.map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}

/// A file system that is mounted from a file, until it is dropped.
struct Mounted {
    folder: PathBuf,
}

impl Mounted {
    fn new(device: &Path, folder: &Path) -> Result<Self, String> {
        fs::create_dir_all(folder).unwrap();
        let [device, target] = [device, folder].map(|path| path.to_str().unwrap());
        run("mount", &["-o", "loop", device, target])?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// The counters of the device: what was written, and what is on its way.
    fn written(&self) -> String {
        let folder = self.folder.to_str().unwrap();
        let device = run("findmnt", &["-no", "SOURCE", folder]).unwrap();
        let name = device.strip_prefix("/dev/").unwrap();
        fs::read_to_string(format!("/sys/block/{name}/stat")).unwrap()
    }

    /// Copies the device as it is at one moment.
    fn cut(&self, device: &Path, copy: &Path) {
        loop {
            let before = self.written();
            fs::copy(device, copy).unwrap();
            let on_its_way = before.split_whitespace().nth(8).unwrap();
            if on_its_way == "0" && before == self.written() {
                return;
            }
        }
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let folder = self.folder.to_str().unwrap();
        if let Err(error) = run("umount", &[folder]) {
            println!("{folder}: {error}");
        }
    }
}

/// A file system on a device of its own, on which the power fails again and again.
struct Machine {
    // Unmounted before its file goes.
    disk: Mounted,
    home: tempfile::TempDir,
}

impl Machine {
    fn new() -> Result<Self, String> {
        let home = tempfile::tempdir().unwrap();
        let device = home.path().join("device");
        fs::File::create(&device)
            .and_then(|file| file.set_len(DEVICE_BYTES))
            .unwrap();
        run("mkfs.ext4", &["-q", device.to_str().unwrap()])?;
        let disk = Mounted::new(&device, &home.path().join("disk"))?;
        Ok(Self { disk, home })
    }

    /// Cuts the power while a process writes a new database; tells what is lost.
    async fn survive(&self, seed: u64, moment: &Moment, forgetful: bool) -> Result<(), String> {
        let database = self.disk.folder.join("newsdesk.db");
        if database.exists() {
            fs::remove_dir_all(&database).unwrap();
        }
        run("sync", &["-f", self.disk.folder.to_str().unwrap()]).unwrap();
        let writer = Writer::until(moment, &database, (seed, 0), forgetful);
        let next = writer.pause();
        let copy = self.home.path().join("copy");
        self.disk.cut(&self.home.path().join("device"), &copy);
        writer.kill();

        let disk = Mounted::new(&copy, &self.home.path().join("after")).unwrap();
        let store = Store::open(&disk.folder.join("newsdesk.db"));
        let store = store.map_err(|error: OpenError| error.to_string())?;
        let written = store.written().await.unwrap();
        let mut model = Model::default();
        for number in 0..next {
            Step::of(seed, number).model(number, &mut model, u64::MAX);
        }
        let acknowledged = model.written();
        if written < acknowledged {
            store.close().await;
            return Err(format!(
                "{acknowledged} were acknowledged, {written} are there"
            ));
        }
        for number in next.. {
            if model.written() == written {
                break;
            }
            Step::of(seed, number).model(number, &mut model, written);
        }
        model.check(&store).await;
        store.close().await;
        Ok(())
    }
}

#[tokio::test]
#[ignore = "mounts a loop device, for which one must be root: see .ci/run"]
async fn what_was_acknowledged_outlives_a_power_cut() {
    let machine = match Machine::new() {
        Ok(machine) => machine,
        Err(error) => return println!("skipped, this machine mounts no loop device: {error}"),
    };
    let seed = variable("NEWSDESK_TEST_SEED", 1);
    let cuts = variable("NEWSDESK_TEST_CUTS", 50);
    let mut chance = Chance::new(seed);
    for forgetful in [false, true] {
        let mut lost = 0;
        for cut in 0..cuts {
            let time = Duration::from_micros(chance.below(20_000));
            let moment = Moment::After(chance.below(30), time);
            if let Err(what) = machine.survive(seed + cut, &moment, forgetful).await {
                println!("cut {cut}, forgetful {forgetful}: {what}");
                lost += 1;
            }
        }
        println!("forgetful {forgetful}: {lost} of {cuts} lost something");
        // A disk that is not told to keep what it was given shows that the cut is one.
        assert_eq!(lost > 0, forgetful);
    }
}
