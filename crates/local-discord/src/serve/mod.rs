//! The port: served, taken down with everything that is connected, and served again.

mod line;

use std::{io, net::SocketAddr};

use axum::Router;
use tokio::{
    net::{TcpListener, TcpSocket},
    sync::Mutex,
    task::JoinHandle,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub(crate) use self::line::Cut;
use self::line::Lines;

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// Serves the routes on one port of the loopback interface.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    routes: Router,
    /// Ends everything in good order.
    shutdown: CancellationToken,
    state: Mutex<State>,
}

/// Up with the one, down with the other.
#[derive(Debug)]
struct State {
    running: Option<Running>,
    /// Holds the port, so that nobody else gets it, and refuses connections.
    reserved: Option<TcpSocket>,
}

impl Server {
    /// Serves `routes` where the listener is, until `shutdown`.
    pub(crate) fn start(
        listener: TcpListener,
        routes: Router,
        shutdown: CancellationToken,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let running = Running::start(listener, routes.clone(), shutdown.clone());
        let state = State {
            running: Some(running),
            reserved: None,
        };
        Ok(Self {
            address,
            routes,
            shutdown,
            state: Mutex::new(state),
        })
    }

    /// Cuts every connection and refuses new ones; nothing where it is down already.
    pub(crate) async fn go_down(&self) -> io::Result<()> {
        let mut state = self.state.lock().await;
        if let Some(running) = state.running.take() {
            running.cut().await;
            let socket = TcpSocket::new_v4()?;
            socket.set_reuseaddr(true)?;
            socket.bind(self.address)?;
            state.reserved = Some(socket);
        }
        Ok(())
    }

    /// Serves again on the same port; nothing where it is up already.
    pub(crate) async fn come_back(&self) -> io::Result<()> {
        let mut state = self.state.lock().await;
        if let Some(socket) = state.reserved.take() {
            let listener = socket.listen(BACKLOG)?;
            let (routes, shutdown) = (self.routes.clone(), self.shutdown.clone());
            state.running = Some(Running::start(listener, routes, shutdown));
        }
        Ok(())
    }

    /// Waits until nothing is served any more, after `shutdown`.
    pub(crate) async fn ended(&self) {
        if let Some(running) = &mut self.state.lock().await.running {
            // An error of the server is no concern any more.
            let _ = (&mut running.serving).await;
        }
    }
}

/// The task that serves, and its connections.
#[derive(Debug)]
struct Running {
    cut: CancellationToken,
    lines: TaskTracker,
    serving: JoinHandle<()>,
}

impl Running {
    fn start(listener: TcpListener, routes: Router, shutdown: CancellationToken) -> Self {
        let (cut, lines) = (CancellationToken::new(), TaskTracker::new());
        let listener = Lines::new(listener, cut.clone(), lines.clone());
        let service = routes.into_make_service_with_connect_info::<Cut>();
        let server =
            axum::serve(listener, service).with_graceful_shutdown(shutdown.cancelled_owned());
        let down = cut.clone();
        let serving = tokio::spawn(async move {
            tokio::select! {
                // The server ends on shutdown alone, never with an error.
                _ = server => {}
                () = down.cancelled() => {}
            }
        });
        Self {
            cut,
            lines,
            serving,
        }
    }

    /// Ends it, answers or not, and waits until the port and all connections are free.
    async fn cut(mut self) {
        self.cut.cancel();
        let _ = (&mut self.serving).await;
        self.lines.close();
        self.lines.wait().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
