//! `newsdesk demo`, as it is started.

use std::{process::Stdio, time::Duration};

use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

/// How long it may take to start, and to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running demo.
pub(crate) struct Demo {
    child: Child,
    /// Where its page is.
    pub(crate) url: String,
    /// What it says later finds somebody who reads it.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Demo {
    pub(crate) async fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsdesk"));
        command
            .arg("demo")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let mut child = command.spawn().expect("the demo");
        let mut said = BufReader::new(child.stdout.take().expect("piped")).lines();
        let address = async {
            while let Some(line) = said.next_line().await.expect("text") {
                if let Some((_, url)) = line.split_once("The demo is at ") {
                    return url.to_owned();
                }
            }
            panic!("the demo ended before it had said where it is");
        };
        let url = tokio::time::timeout(PATIENCE, address)
            .await
            .expect("in time");
        Self {
            child,
            url,
            _said: said,
        }
    }

    /// Ends it as Ctrl-C does.
    pub(crate) async fn stop(mut self) {
        let id = self.child.id().expect("it runs");
        let id = Pid::from_raw(id.cast_signed()).expect("a process");
        kill_process(id, Signal::INT).expect("a signal");
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        let status = ended.expect("in time").expect("a status");
        assert!(status.success(), "{status}");
    }
}
