//! What is said: a request, then frames until the end, each a line of JSON of bounded length.

use std::io;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    sync::mpsc,
};

/// What both ends must speak alike. Raise it when a program that knows the one before would
/// misread a request or a frame.
pub(super) const VERSION: u32 = 1;
/// Most bytes of a request: as many paths as a command line can hold.
pub(super) const MAX_REQUEST: usize = 8 * 1024 * 1024;
/// Most bytes of a frame: a piece of text, every character of it escaped.
pub(super) const MAX_FRAME: usize = 8 * MAX_TEXT;
/// Most bytes of text in a frame.
const MAX_TEXT: usize = 64 * 1024;
/// Frames that may wait to be taken.
const WAITING: usize = 16;

/// The first line of a client.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Envelope<R> {
    /// Its [`VERSION`].
    pub(super) version: u32,
    pub(super) request: R,
}

/// One thing that a client is told. [`Frame::End`] stays readable in every version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// Text for standard output.
    Out(String),
    /// How far it has come.
    Progress(Progress),
    /// It goes on, there is only nothing to tell.
    Alive,
    /// That was all.
    End(End),
}

/// How far something has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// How many are done.
    pub done: u64,
    /// Of how many, where that is known.
    pub all: Option<u64>,
    /// The rest of the line.
    pub said: String,
}

/// How it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The exit code.
    pub code: u8,
    /// The line for standard error, if it failed.
    #[serde(default)]
    pub error: Option<String>,
}

impl End {
    /// The end of what failed.
    pub fn failed(error: impl ToString) -> Self {
        Self {
            code: 1,
            error: Some(error.to_string()),
        }
    }
}

/// Nobody takes the frames any more: what is under way should stop.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("nobody reads the answer any more")]
pub struct Gone;

/// Where an answer is written to, whoever reads it.
#[derive(Clone, Debug)]
pub struct Output(mpsc::Sender<Frame>);

impl Output {
    /// An output, and what comes out of it.
    pub fn channel() -> (Self, mpsc::Receiver<Frame>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), receiver)
    }

    /// Writes text, in pieces where it is long. Waits for a reader that is slow.
    pub async fn text(&self, text: &str) -> Result<(), Gone> {
        let mut rest = text;
        while !rest.is_empty() {
            let (piece, more) = rest.split_at(rest.floor_char_boundary(MAX_TEXT));
            self.send(Frame::Out(piece.to_owned())).await?;
            rest = more;
        }
        Ok(())
    }

    /// Says how far it has come.
    pub async fn progress(&self, progress: Progress) -> Result<(), Gone> {
        self.send(Frame::Progress(progress)).await
    }

    async fn send(&self, frame: Frame) -> Result<(), Gone> {
        self.0.send(frame).await.map_err(|_| Gone)
    }
}

/// Why no line could be taken from the other end.
#[derive(Debug, thiserror::Error)]
pub(super) enum LineError {
    /// The connection ended before the line did.
    #[error("the connection ended")]
    Ended,
    /// The line has more bytes than may be.
    #[error("the message is too long")]
    TooLong,
    /// It is not what should stand there.
    #[error("the message can't be understood")]
    Unreadable,
    /// The system failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Reads a line of at most `max` bytes as a value.
pub(super) async fn read<T: DeserializeOwned>(
    from: &mut (impl AsyncBufRead + Unpin),
    max: usize,
) -> Result<T, LineError> {
    let mut line = Vec::new();
    from.take(max as u64 + 1)
        .read_until(b'\n', &mut line)
        .await?;
    if line.last() != Some(&b'\n') {
        let too_long = line.len() > max;
        return Err(if too_long {
            LineError::TooLong
        } else {
            LineError::Ended
        });
    }
    serde_json::from_slice(&line).map_err(|_| LineError::Unreadable)
}

/// Writes a value as a line.
pub(super) async fn write(
    to: &mut (impl AsyncWrite + Unpin),
    value: &impl Serialize,
) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    to.write_all(&line).await
}
