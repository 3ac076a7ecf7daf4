//! The one way from a request to its answer.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;

use super::{
    answer::Answer,
    commands, controls,
    desk::{self, Desk},
    request::{Asked, Request},
    service::Service,
};
use crate::{
    newsroom::Error,
    view::{Action, notice},
};

/// Answers every request: a refusal in words, a fault with `reference`, which stands in the log
/// beside its cause, once.
pub(super) async fn answer(request: &Request, service: &Service, reference: &str) -> Answer {
    let answered = AssertUnwindSafe(handle(request, service))
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

async fn handle(request: &Request, service: &Service) -> Result<Answer, Error> {
    let (reader, newsroom) = (request.reader, &service.newsroom);
    let desk = || Desk::of(request, service);
    match &request.asked {
        Asked::Command(invocation) if desk::has(invocation) => desk()?.command(invocation).await,
        Asked::Command(invocation) => commands::answer(invocation, request, newsroom).await,
        Asked::Completion(invocation, focused) if desk::has(invocation) => {
            desk()?.complete(invocation, focused).await
        }
        Asked::Completion(invocation, focused) => {
            commands::complete(invocation, focused, reader, newsroom).await
        }
        Asked::Press(press) => match press.action()? {
            Action::Desk(action) => desk()?.press(action, press).await,
            action => controls::answer(action, press, reader, newsroom).await,
        },
        Asked::Submit(form) => desk()?.submit(form).await,
    }
}

fn private(message: crate::view::Message) -> Answer {
    Answer::Message {
        message,
        private: true,
    }
}
