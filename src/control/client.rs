//! The end that asks.

use std::{io, path::Path, time::Duration};

use serde::Serialize;
use tokio::{
    io::BufReader,
    net::{UnixStream, unix::OwnedReadHalf, unix::OwnedWriteHalf},
    time::timeout,
};

use super::{
    frame::{self, Envelope, Frame, LineError, MAX_FRAME, VERSION},
    place::{Place, PlaceError, own_user},
    server::ALIVE,
};

/// How long a newsdesk that runs may be silent: it says regularly that it goes on.
const PATIENCE: Duration = ALIVE.saturating_mul(6);

/// Why a running newsdesk gave no answer. The text is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// Its socket is not to be used.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// Another user's process listens there.
    #[error("the control socket is another user's: only the user who runs newsdesk may control it")]
    Owner,
    /// It does not answer.
    #[error("a newsdesk has the database open and does not answer: wait, or stop it")]
    Silent,
    /// It ended, or was killed.
    #[error("the running newsdesk ended before it was done")]
    Ended,
    /// It says what this program does not know.
    #[error(
        "the running newsdesk answers in a way that this version does not know: use the same version for both, or stop the running one"
    )]
    Unknown,
}

/// A connection to the newsdesk that has the database open.
#[derive(Debug)]
pub struct Client {
    from: BufReader<OwnedReadHalf>,
    to: OwnedWriteHalf,
}

/// Connects to the newsdesk that has the database in the folder `database` open; none where
/// nobody listens.
pub async fn connect(database: &Path) -> Result<Option<Client>, ControlError> {
    let Some(place) = Place::of(database)? else {
        return Ok(None);
    };
    if !place.check()? {
        return Ok(None);
    }
    let address = place.address()?;
    let connected = timeout(PATIENCE, UnixStream::connect(&address.path)).await;
    let stream = match connected.map_err(|_| ControlError::Silent)? {
        Ok(stream) => stream,
        Err(error) => {
            return match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => Ok(None),
                // It was killed between the two.
                io::ErrorKind::ConnectionReset => Err(ControlError::Ended),
                io::ErrorKind::WouldBlock => Err(ControlError::Silent),
                _ => Err(place.failed(error).into()),
            };
        }
    };
    let peer = stream.peer_cred().map(|peer| peer.uid());
    if !peer.is_ok_and(|user| user == own_user()) {
        return Err(ControlError::Owner);
    }
    let (from, to) = stream.into_split();
    let from = BufReader::new(from);
    Ok(Some(Client { from, to }))
}

impl Client {
    /// Asks; the answer comes by [`Client::next`].
    pub async fn ask(&mut self, request: &impl Serialize) -> Result<(), ControlError> {
        let version = VERSION;
        let asked = Envelope { version, request };
        // One who refuses says so without reading: the answer then tells why.
        match timeout(PATIENCE, frame::write(&mut self.to, &asked)).await {
            Ok(_) => Ok(()),
            Err(_) => Err(ControlError::Silent),
        }
    }

    /// The next frame of the answer; none comes after [`Frame::End`].
    pub async fn next(&mut self) -> Result<Frame, ControlError> {
        match timeout(PATIENCE, frame::read(&mut self.from, MAX_FRAME)).await {
            Ok(Ok(frame)) => Ok(frame),
            Ok(Err(LineError::Ended | LineError::Io(_))) => Err(ControlError::Ended),
            Ok(Err(LineError::TooLong | LineError::Unreadable)) => Err(ControlError::Unknown),
            Err(_) => Err(ControlError::Silent),
        }
    }
}
