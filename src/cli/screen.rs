//! What an answer looks like: text on standard output, and on a terminal how far it has come.

use std::io::{self, IsTerminal as _, Write};

use indicatif::{ProgressBar, ProgressStyle};

use crate::control::{Frame, Progress};

const BAR: &str = "{bar:30} {pos}/{len} {msg}";
/// Where nobody knows how much there is.
const COUNT: &str = "{pos} {msg}";

/// Where frames are shown.
pub(super) struct Screen {
    out: Box<dyn Write + Send>,
    /// None where nobody looks.
    bar: Option<ProgressBar>,
    done: u64,
}

impl Screen {
    /// For people, or for a script that reads JSON.
    pub(super) fn new(json: bool) -> Self {
        Self::of(Box::new(io::stdout()), !json)
    }

    /// With the text going elsewhere.
    pub(super) fn into(out: Box<dyn Write + Send>) -> Self {
        Self::of(out, true)
    }

    fn of(out: Box<dyn Write + Send>, watched: bool) -> Self {
        let watched = watched && io::stderr().is_terminal();
        let bar = watched.then(|| ProgressBar::new(0).with_style(style(COUNT)));
        let done = 0;
        Self { out, bar, done }
    }

    /// How far it had come when it was last said.
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    /// Shows a frame.
    pub(super) fn show(&mut self, frame: Frame) -> io::Result<()> {
        let Self { out, bar, .. } = self;
        match frame {
            Frame::Out(text) => {
                let mut write = || {
                    out.write_all(text.as_bytes())?;
                    out.flush()
                };
                match bar {
                    Some(bar) => bar.suspend(write),
                    None => write(),
                }
            }
            Frame::Progress(progress) => {
                self.advance(progress);
                Ok(())
            }
            Frame::Alive | Frame::End(_) => Ok(()),
        }
    }

    fn advance(&mut self, progress: Progress) {
        self.done = progress.done;
        let Some(bar) = &self.bar else { return };
        if let Some(all) = progress.all.filter(|all| bar.length() != Some(*all)) {
            bar.set_style(style(BAR));
            bar.set_length(all);
        }
        bar.set_position(progress.done);
        bar.set_message(progress.said);
    }

    /// Takes the bar away: what comes now is the last word.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
