//! Reaching the newsroom: through the process that has the database open, or by opening it here.

use std::process::ExitCode;

use anyhow::{Context as _, anyhow};

use super::{
    open,
    request::{Place, Request},
    screen::Screen,
    stop,
};
use crate::{
    clock::Clock,
    config::Config,
    control::{self, Client, End, Frame, Output},
    newsroom::Newsroom,
    store::OpenError,
};

/// Has a request answered, and shows the answer.
pub(super) async fn perform(
    request: Request,
    config: &Config,
    screen: &mut Screen,
) -> anyhow::Result<ExitCode> {
    let database = &config.store.path;
    if let Some(client) = control::connect(database).await? {
        return remotely(client, &request, screen).await;
    }
    match open(config, Clock::system()).await {
        Ok(newsroom) => here(newsroom, request, config, screen).await,
        Err(error) if matches!(error.downcast_ref(), Some(OpenError::InUse { .. })) => {
            // It may have begun to listen since.
            match control::connect(database).await? {
                Some(client) => remotely(client, &request, screen).await,
                None => Err(unreachable_owner(config)),
            }
        }
        Err(error) => Err(error),
    }
}

/// The refusal where a process has the database open that can't be asked.
pub(super) fn unreachable_owner(config: &Config) -> anyhow::Error {
    anyhow!(
        "{} is in use by another process that answers at no control socket: wait until it is done \
         (an import, or a newsdesk that is starting), or stop it",
        config.store.path.display()
    )
}

/// In the process that has the database open.
async fn remotely(
    mut client: Client,
    request: &Request,
    screen: &mut Screen,
) -> anyhow::Result<ExitCode> {
    let stop = stop::on_signal()?;
    client.ask(request).await?;
    loop {
        let next = tokio::select! {
            // The other end notices that nobody reads.
            () = stop.cancelled() => return finish(screen, stopped()),
            next = client.next() => next,
        };
        match next {
            Ok(Frame::End(end)) => return finish(screen, end),
            Ok(frame) => screen.show(frame)?,
            Err(error) => {
                screen.clear();
                return Err(error.into());
            }
        }
    }
}

/// In this process, which has opened the database.
async fn here(
    newsroom: Newsroom,
    request: Request,
    config: &Config,
    screen: &mut Screen,
) -> anyhow::Result<ExitCode> {
    let stop = stop::on_signal()?;
    let place = Place {
        newsroom: newsroom.clone(),
        config: config.clone(),
        settings: None,
    };
    let (output, mut frames) = Output::channel();
    let work = tokio::spawn(place.answer(request, output));
    let mut shown = Ok(());
    while shown.is_ok() {
        let frame = tokio::select! {
            () = stop.cancelled() => break,
            frame = frames.recv() => frame,
        };
        let Some(frame) = frame else { break };
        shown = screen.show(frame);
    }
    // The work stops where nobody reads on; the database is closed whatever came before.
    drop(frames);
    let end = work.await;
    newsroom.store().close().await;
    shown?;
    if stop.is_cancelled() {
        return finish(screen, stopped());
    }
    finish(screen, end.context("a defect of this program")?)
}

fn stopped() -> End {
    End::failed("stopped before it was done")
}

fn finish(screen: &Screen, end: End) -> anyhow::Result<ExitCode> {
    screen.clear();
    match end.error {
        Some(error) => Err(anyhow!(error)),
        None => Ok(ExitCode::from(end.code)),
    }
}
