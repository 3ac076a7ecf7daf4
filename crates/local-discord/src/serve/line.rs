//! Connections that can be cut in the middle of anything.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};
use tokio_util::{
    sync::{CancellationToken, WaitForCancellationFutureOwned},
    task::{TaskTracker, task_tracker::TaskTrackerToken},
};

/// Accepts connections, all of which end when `cut` is cancelled.
#[derive(Debug)]
pub(super) struct Lines {
    listener: TcpListener,
    cut: CancellationToken,
    open: TaskTracker,
}

impl Lines {
    /// `open` counts the connections that are not yet dropped.
    pub(super) fn new(listener: TcpListener, cut: CancellationToken, open: TaskTracker) -> Self {
        Self {
            listener,
            cut,
            open,
        }
    }
}

impl Listener for Lines {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // A bot that asks again at once would wait 40 ms for its own acknowledgement; where the
        // option is refused it only waits.
        let _ = stream.set_nodelay(true);
        let cut = self.cut.child_token();
        let line = Line {
            stream,
            ended: Box::pin(cut.clone().cancelled_owned()),
            cut: Cut(cut),
            _open: self.open.token(),
        };
        (line, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Line {
    stream: TcpStream,
    ended: Pin<Box<WaitForCancellationFutureOwned>>,
    cut: Cut,
    _open: TaskTrackerToken,
}

/// Cuts the connection that a request came by: what is not yet answered stays so.
#[derive(Clone, Debug)]
pub(crate) struct Cut(CancellationToken);

impl Cut {
    /// Cuts it.
    pub(crate) fn now(&self) {
        self.0.cancel();
    }
}

impl Connected<IncomingStream<'_, Lines>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.io().cut.clone()
    }
}

impl Line {
    /// The stream, while it is not cut.
    fn whole(&mut self, context: &mut Context<'_>) -> io::Result<Pin<&mut TcpStream>> {
        match self.ended.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::ErrorKind::ConnectionAborted.into()),
            Poll::Pending => Ok(Pin::new(&mut self.stream)),
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.whole(context)?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.whole(context)?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.whole(context)?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.whole(context)?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.whole(context)?.poll_shutdown(context)
    }
}
