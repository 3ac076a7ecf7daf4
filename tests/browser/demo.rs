//! `newsdesk demo`, as it is started.

use std::process::Stdio;

use tokio::process::{Child, Command};

use crate::started::{Said, address, interrupted};

/// A running demo.
pub(crate) struct Demo {
    child: Child,
    /// Where its page is.
    pub(crate) url: String,
    /// What it says later finds somebody who reads it.
    _said: Said,
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
        let (url, said) = address(&mut child).await;
        Self {
            child,
            url,
            _said: said,
        }
    }

    /// Ends it as Ctrl-C does.
    pub(crate) async fn stop(mut self) {
        let status = interrupted(&mut self.child).await;
        assert!(status.success(), "{status}");
    }
}
