//! The one way from a request to its answer.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;

use super::{
    answer::Answer,
    commands, controls,
    desk::{self, Desk},
    request::{Asked, Request},
    schedule::{self, Schedules},
    service::Service,
};
use crate::{
    newsroom::Error,
    view::{
        Action, Message,
        desk::refusal::DeskRefusal,
        notice::{self, Refusal},
    },
};

/// Answers every request: a refusal in words, a fault with `reference`, which stands in the log
/// beside its cause, once.
pub(super) async fn answer(request: &Request, service: &Service, reference: &str) -> Answer {
    let answered = AssertUnwindSafe(handle(request, service))
        .catch_unwind()
        .await;
    match answered {
        Ok(Ok(answer)) => answer,
        Ok(Err(Error::Refusal(refusal))) => {
            let message = notice::refusal(&refusal);
            private(if is_unkept(&refusal) {
                with_typed(message, request)
            } else {
                message
            })
        }
        Ok(Err(Error::Fault(fault))) => {
            tracing::error!(reference, %fault, "a request failed");
            private(with_typed(notice::fault(reference), request))
        }
        Err(_) => {
            tracing::error!(reference, fault = "a handler panicked", "a request failed");
            private(with_typed(notice::fault(reference), request))
        }
    }
}

/// Whether a form refused so is kept in no draft: it is another version's, or of no desk.
fn is_unkept(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::UnknownControl => true,
        Refusal::Desk(refusal) => matches!(**refusal, DeskRefusal::NoGuild),
        _ => false,
    }
}

/// The message, with what was typed into the form that it answers: it may be kept nowhere.
fn with_typed(message: Message, request: &Request) -> Message {
    match &request.asked {
        Asked::Submit(form) => notice::with_typed(message, form.text()),
        _ => message,
    }
}

async fn handle(request: &Request, service: &Service) -> Result<Answer, Error> {
    let (reader, newsroom) = (request.reader, &service.newsroom);
    let desk = || Desk::of(request, service);
    let schedules = || Schedules::of(request, service);
    match &request.asked {
        Asked::Command(invocation) if desk::has(invocation) => desk()?.command(invocation).await,
        Asked::Command(invocation) if schedule::has(invocation) => {
            schedules()?.command(invocation).await
        }
        Asked::Command(invocation) => commands::answer(invocation, request, newsroom).await,
        Asked::Completion(invocation, focused) if desk::has(invocation) => {
            desk()?.complete(invocation, focused).await
        }
        Asked::Completion(invocation, focused) if schedule::has(invocation) => {
            schedules()?.complete(invocation, focused).await
        }
        Asked::Completion(invocation, focused) => {
            commands::complete(invocation, focused, reader, newsroom).await
        }
        Asked::Press(press) => match press.action()? {
            Action::Desk(action) => desk()?.press(action, press).await,
            Action::Schedule(action) => schedules()?.press(action, press).await,
            action => controls::answer(action, press, reader, newsroom).await,
        },
        Asked::Submit(form) => desk()?.submit(form).await,
    }
}

fn private(message: Message) -> Answer {
    Answer::Message {
        message,
        private: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::desk::action::DraftKey;

    #[test]
    fn only_a_form_that_is_kept_nowhere_is_given_back() {
        let kept = DraftKey {
            number: 8,
            version: 1,
        };
        for (wanted, refusal) in [
            (true, Refusal::UnknownControl),
            (true, Refusal::Desk(Box::new(DeskRefusal::NoGuild))),
            (
                false,
                Refusal::Desk(Box::new(DeskRefusal::Overtaken { draft: 7, kept })),
            ),
        ] {
            assert_eq!(is_unkept(&refusal), wanted, "{refusal:?}");
        }
    }
}
