//! The one way from a request to its answer.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;

use super::{
    answer::Answer,
    commands, controls,
    request::{Asked, Request},
};
use crate::{
    newsroom::{Error, Newsroom},
    view::notice::{self, Refusal},
};

/// Answers every request: a refusal in words, a fault with `reference`, which stands in the log
/// beside its cause, once.
pub(super) async fn answer(request: &Request, newsroom: &Newsroom, reference: &str) -> Answer {
    let answered = AssertUnwindSafe(handle(request, newsroom))
        .catch_unwind()
        .await;
    match answered {
        Ok(Ok(answer)) => answer,
        Ok(Err(Error::Refusal(refusal))) => private(notice::refusal(&refusal)),
        Ok(Err(Error::Fault(fault))) => {
            tracing::error!(reference, %fault, "a request failed");
            private(notice::fault(reference))
        }
        Err(_) => {
            tracing::error!(reference, fault = "a handler panicked", "a request failed");
            private(notice::fault(reference))
        }
    }
}

async fn handle(request: &Request, newsroom: &Newsroom) -> Result<Answer, Error> {
    let reader = request.reader;
    match &request.asked {
        Asked::Command(invocation) => commands::answer(invocation, reader, newsroom).await,
        Asked::Completion(invocation, focused) => {
            commands::complete(invocation, focused, reader, newsroom).await
        }
        Asked::Press(press) => controls::answer(press, reader, newsroom).await,
        Asked::Submit(submitted) if !submitted.is_whole() => Err(Refusal::UnknownControl.into()),
        Asked::Submit(_) => Err(Refusal::UnknownControl.into()),
    }
}

fn private(message: crate::view::Message) -> Answer {
    Answer::Message {
        message,
        private: true,
    }
}
