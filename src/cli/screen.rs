//! What an answer looks like: text on standard output, and on a terminal how far it has come.

use std::io::{self, IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressStyle};

use crate::control::{Frame, Progress};

const BAR: &str = "{bar:30} {pos}/{len} {msg}";

/// Where frames are shown.
pub(super) struct Screen {
    /// None where nobody looks.
    bar: Option<ProgressBar>,
}

impl Screen {
    /// For people, or for a script that reads JSON.
    pub(super) fn new(json: bool) -> Self {
        let watched = !json && io::stderr().is_terminal();
        let bar = watched.then(|| {
            let style = ProgressStyle::with_template(BAR);
            ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar }
    }

    /// Shows a frame.
    pub(super) fn show(&mut self, frame: Frame) -> io::Result<()> {
        match frame {
            Frame::Out(text) => match &self.bar {
                Some(bar) => bar.suspend(|| write(&text)),
                None => write(&text),
            },
            Frame::Progress(progress) => {
                self.advance(progress);
                Ok(())
            }
            Frame::Alive | Frame::End(_) => Ok(()),
        }
    }

    fn advance(&self, progress: Progress) {
        if let Some(bar) = &self.bar {
            bar.set_length(progress.all);
            bar.set_position(progress.done);
            bar.set_message(progress.said);
        }
    }

    /// Takes the bar away: what comes now is the last word.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
