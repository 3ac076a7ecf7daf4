//! The end that answers.

use std::{io, path::Path, sync::Arc, time::Duration};

use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, BufReader},
    net::{UnixListener, UnixStream, unix::OwnedReadHalf, unix::OwnedWriteHalf},
    sync::{Semaphore, mpsc},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    frame::{self, End, Envelope, Frame, MAX_REQUEST, Output, VERSION},
    place::{Place, own_user},
};

pub use super::place::PlaceError as ListenError;

/// Clients that are answered at once.
const CLIENTS: usize = 8;
/// How long a client may take to ask.
const ASKING: Duration = Duration::from_secs(5);
/// How long a client may take to read on: somebody may have paused the output.
const READING: Duration = Duration::from_secs(300);
/// How often a client is told that it goes on.
pub(super) const ALIVE: Duration = Duration::from_secs(5);

/// The control socket of an open database. Dropping it removes the socket.
///
/// Only the process that has the database open may listen: what lies there is then a dead
/// process's, and is replaced.
pub struct Listener {
    place: Place,
    socket: UnixListener,
}

impl Listener {
    /// Listens beside the database in the folder `database`, which this process has open.
    pub fn bind(database: &Path) -> Result<Self, ListenError> {
        let missing = || ListenError::Io {
            path: database.to_owned(),
            source: io::ErrorKind::NotFound.into(),
        };
        let place = Place::of(database)?.ok_or_else(missing)?;
        place.make()?;
        place.clear()?;
        let address = place.address()?;
        // Nobody else can enter the folder, so nobody can come before the socket is protected.
        let socket = UnixListener::bind(&address.path).map_err(|error| place.failed(error))?;
        place.protect()?;
        Ok(Self { place, socket })
    }

    /// Answers every request with `answer` until `stop`, then waits for what is under way.
    pub async fn serve<R, A, F>(self, stop: CancellationToken, answer: A)
    where
        R: DeserializeOwned + Send,
        A: Fn(R, Output) -> F + Send + Sync + 'static,
        F: Future<Output = End> + Send + 'static,
    {
        let (answer, clients) = (Arc::new(answer), Arc::new(Semaphore::new(CLIENTS)));
        let tasks = TaskTracker::new();
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                accepted = self.socket.accept() => accepted,
            };
            let stream = match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a control connection could not be taken");
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let peer = stream.peer_cred().map(|peer| peer.uid());
            if !peer.is_ok_and(|user| user == own_user()) {
                refuse(&stream, "only the user who runs newsdesk may control it");
                continue;
            }
            let Ok(place) = clients.clone().try_acquire_owned() else {
                refuse(
                    &stream,
                    "the running newsdesk is busy: try again when another command is done",
                );
                continue;
            };
            let (answer, stop) = (answer.clone(), stop.clone());
            tasks.spawn(async move {
                converse(stream, &*answer, &stop).await;
                drop(place);
            });
        }
        tasks.close();
        tasks.wait().await;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.place.remove();
    }
}

/// Says why there is no answer, without waiting.
fn refuse(stream: &UnixStream, why: &str) {
    let mut line = serde_json::to_vec(&Frame::End(End::failed(why))).unwrap_or_default();
    line.push(b'\n');
    // It fits what the system buffers; one who does not even read that learns nothing.
    let _ = stream.try_write(&line);
}

async fn converse<R, F>(
    stream: UnixStream,
    answer: &(impl Fn(R, Output) -> F + Sync),
    stop: &CancellationToken,
) where
    R: DeserializeOwned + Send,
    F: Future<Output = End> + Send + 'static,
{
    let (from, mut to) = stream.into_split();
    let mut from = BufReader::new(from);
    let asked = tokio::select! {
        () = stop.cancelled() => Err("the running newsdesk is stopping".to_owned()),
        asked = timeout(ASKING, request(&mut from)) => {
            asked.unwrap_or_else(|_| Err("no request came in time".to_owned()))
        }
    };
    let end = match asked {
        Ok(request) => {
            let (output, frames) = Output::channel();
            let work = tokio::spawn(answer(request, output));
            forward(from, &mut to, frames, work, stop).await
        }
        Err(why) => Some(End::failed(why)),
    };
    if let Some(end) = end {
        // A client that is gone by now needs no end.
        let _ = timeout(ASKING, frame::write(&mut to, &Frame::End(end))).await;
    }
}

/// The request of a client, or why there is none.
async fn request<R: DeserializeOwned>(from: &mut BufReader<OwnedReadHalf>) -> Result<R, String> {
    let asked: Envelope<Value> = frame::read(from, MAX_REQUEST)
        .await
        .map_err(|error| error.to_string())?;
    let other = || {
        format!(
            "the running newsdesk is version {}, which this one can't talk to: \
             use the same version for both, or stop the running one",
            env!("CARGO_PKG_VERSION")
        )
    };
    if asked.version != VERSION {
        return Err(other());
    }
    serde_json::from_value(asked.request).map_err(|_| other())
}

/// How it ended that frames were brought to a client.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brought {
    /// It has them all.
    All,
    /// It has some, each whole.
    Some,
    /// It reads no more, or has half of one: nothing can follow.
    Broken,
}

/// Brings the frames to the client until the work is done; gives its end, none where the client is
/// gone. The work notices by itself that nobody reads, and is waited for.
async fn forward(
    from: BufReader<OwnedReadHalf>,
    to: &mut OwnedWriteHalf,
    mut frames: mpsc::Receiver<Frame>,
    work: JoinHandle<End>,
    stop: &CancellationToken,
) -> Option<End> {
    let brought = bring(from, to, &mut frames, stop).await;
    drop(frames);
    let end = work
        .await
        .unwrap_or_else(|_| End::failed("a defect of this program; its log says where"));
    match brought {
        Brought::All => Some(end),
        Brought::Some => Some(End::failed(
            "the running newsdesk was stopped before it was done",
        )),
        Brought::Broken => None,
    }
}

async fn bring(
    mut from: BufReader<OwnedReadHalf>,
    to: &mut OwnedWriteHalf,
    frames: &mut mpsc::Receiver<Frame>,
    stop: &CancellationToken,
) -> Brought {
    let mut byte = [0];
    loop {
        let frame = tokio::select! {
            frame = frames.recv() => match frame {
                Some(frame) => frame,
                None => return Brought::All,
            },
            // A client says nothing after its request: this is its end.
            _ = from.read(&mut byte) => return Brought::Broken,
            () = sleep(ALIVE) => Frame::Alive,
            () = stop.cancelled() => {
                let is_all = frames.is_closed() && frames.is_empty();
                return if is_all { Brought::All } else { Brought::Some };
            }
        };
        let written = tokio::select! {
            // One who reads gets the frame whole.
            biased;
            written = timeout(READING, frame::write(to, &frame)) => written,
            _ = from.read(&mut byte) => return Brought::Broken,
            () = stop.cancelled() => return Brought::Broken,
        };
        if !matches!(written, Ok(Ok(()))) {
            return Brought::Broken;
        }
    }
}
