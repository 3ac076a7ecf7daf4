//! A demo as a process, for those suites that start one: until it says where it is, and how it is ended.

use std::{process::ExitStatus, time::Duration};

use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout},
};

/// How long it may take to start, and to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// What it says after it has said where its page is.
pub(crate) type Said = Lines<BufReader<ChildStdout>>;

/// Waits until it says where its page is.
pub(crate) async fn address(child: &mut Child) -> (String, Said) {
    let mut said = BufReader::new(child.stdout.take().expect("piped")).lines();
    let address = async {
        while let Some(line) = said.next_line().await.expect("text") {
            if let Some((_, url)) = line.split_once("The demo is at ") {
                return url.to_owned();
            }
        }
        panic!("the demo ended before it had said where it is");
    };
    let url = tokio::time::timeout(PATIENCE, address).await;
    (url.expect("in time"), said)
}

/// Ends it as Ctrl-C does.
pub(crate) async fn interrupted(child: &mut Child) -> ExitStatus {
    let id = child.id().expect("it runs");
    let id = Pid::from_raw(id.cast_signed()).expect("a process");
    kill_process(id, Signal::INT).expect("a signal");
    let ended = tokio::time::timeout(PATIENCE, child.wait()).await;
    ended.expect("in time").expect("a status")
}
