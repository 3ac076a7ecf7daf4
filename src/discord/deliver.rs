//! Bringing an answer to Discord in time.

use std::{
    pin::pin,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable};
use reqwest::Method;
use serde::Serialize;
use serenity::model::id::InteractionId;

use super::{
    answer::Answer,
    request::{Asked, Request},
    router,
    sender::{Failure, Sender},
    service::Service,
    wire,
};
use crate::view::{Message, desk::late::late_form};

/// Discord's code for a second first response.
const ALREADY_ACKNOWLEDGED: u64 = 40060;

/// How long Discord waits for the first word, and for the rest.
const FIRST: Duration = Duration::from_secs(3);
const REST: Duration = Duration::from_secs(15 * 60);

/// How a response is tried again that did not come through: at most twice.
fn tries() -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(150))
        .with_max_times(2)
}

/// What an interaction is answered by.
#[derive(Clone, Debug)]
pub(super) struct Ticket {
    pub(super) id: InteractionId,
    pub(super) token: String,
}

impl Ticket {
    /// What a fault of this interaction is called towards the person and in the log.
    pub(super) fn reference(&self) -> String {
        format!("{:08x}", crc32fast::hash(&self.id.get().to_be_bytes()))
    }

    /// Where the first response goes.
    fn callback(&self) -> String {
        format!("/interactions/{}/{}/callback", self.id, self.token)
    }
}

/// Answers a request in time.
pub(super) async fn serve(
    sender: &Sender,
    ticket: &Ticket,
    request: &Request,
    service: &Service,
    patience: Duration,
) {
    let reference = ticket.reference();
    let answering = router::answer(request, service, &reference);
    if let Err(error) = bring(sender, ticket, request, answering, patience).await {
        tracing::warn!(
            reference,
            said = error.said(),
            "an answer did not reach Discord"
        );
    }
}

/// Brings an answer; where it takes longer than `patience`, says first that it does: Discord gives
/// 3 s for the first word and 15 min for the rest.
pub(super) async fn bring(
    sender: &Sender,
    ticket: &Ticket,
    request: &Request,
    answering: impl Future<Output = Answer>,
    patience: Duration,
) -> Result<(), Failure> {
    let mut answering = pin!(answering);
    match tokio::time::timeout(request.patience(patience), &mut answering).await {
        Ok(answer) => respond(sender, ticket, &answer).await,
        Err(_) => late(sender, ticket, request, answering).await,
    }
}

/// Gives the first and only response.
pub(super) async fn respond(
    sender: &Sender,
    ticket: &Ticket,
    answer: &Answer,
) -> Result<(), Failure> {
    open(sender, ticket, &wire::response(answer), answer.message()).await
}

/// Sends the first response and the files of its message.
async fn open(
    sender: &Sender,
    ticket: &Ticket,
    body: &impl Serialize,
    message: Option<&Message>,
) -> Result<(), Failure> {
    let again = AtomicBool::new(false);
    let path = ticket.callback();
    let send = || {
        let first = !again.swap(true, Ordering::Relaxed);
        let sending = write(sender, Method::POST, &path, body, message);
        async move {
            match sending.await {
                // The try before had come through: only its answer was lost.
                Err(failure) if !first && failure.code() == Some(ALREADY_ACKNOWLEDGED) => Ok(()),
                sent => sent,
            }
        }
    };
    until_through(send, FIRST, passes).await
}

/// Tries again what may pass, where Discord said when not before that; not where that is after `time`.
async fn until_through<F: Future<Output = Result<(), Failure>>>(
    send: impl FnMut() -> F,
    time: Duration,
    passes: impl FnMut(&Failure) -> bool,
) -> Result<(), Failure> {
    let after = |failure: &Failure, pause: Option<Duration>| match failure.wait() {
        Some(wait) => pause
            .map(|pause| pause.max(wait))
            .filter(|wait| *wait <= time),
        None => pause,
    };
    send.retry(tries()).when(passes).adjust(after).await
}

/// Whether it may work later; once more does no harm.
fn passes(failure: &Failure) -> bool {
    matches!(failure, Failure::NotDone { .. } | Failure::Unclear(_))
}

/// Whether it may work later and certainly had no effect.
fn had_no_effect(failure: &Failure) -> bool {
    matches!(failure, Failure::NotDone { .. })
}

/// Sends a body, with the files of `message`.
async fn write(
    sender: &Sender,
    method: Method,
    path: &str,
    body: &impl Serialize,
    message: Option<&Message>,
) -> Result<(), Failure> {
    let body = serde_json::to_string(body);
    let body = body.map_err(|error| Failure::Unclear(error.to_string()))?;
    sender.answer(method, path, Some(body), message).await
}

async fn late(
    sender: &Sender,
    ticket: &Ticket,
    request: &Request,
    answering: impl Future<Output = Answer>,
) -> Result<(), Failure> {
    if let Asked::Completion(..) = request.asked {
        // Completions can't be deferred; a late one is still better than none.
        return respond(sender, ticket, &answering.await).await;
    }
    let deferral = wire::deferral(request.updates(), request.private());
    open(sender, ticket, &deferral, None).await?;
    let (message, private) = match answering.await {
        Answer::Message { message, private } => (message, Some(private)),
        Answer::Form(form) => (late_form(form.key), Some(true)),
        Answer::Update(message) => (message, None),
        Answer::Choices(_) => return Ok(()),
    };
    let in_place = match private {
        // A deferral settles who sees the answer.
        Some(private) => private == request.private() && !request.updates(),
        None => true,
    };
    let webhook = sender.webhook(&ticket.token)?;
    let original = format!("{webhook}/messages/@original");
    if in_place {
        let body = wire::message(&message);
        let edit = || write(sender, Method::PATCH, &original, &body, Some(&message));
        return until_through(edit, REST, passes).await;
    }
    if !request.updates() {
        // What turned out private takes the place of what all would see.
        let delete = || sender.answer(Method::DELETE, &original, None, None);
        until_through(delete, REST, had_no_effect).await?;
    }
    let body = wire::private_message(&message);
    let follow = || write(sender, Method::POST, &webhook, &body, Some(&message));
    until_through(follow, REST, had_no_effect).await
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, collections::VecDeque, time::Instant};

    use super::*;

    /// For so many milliseconds.
    fn limited(wait: u64) -> Result<(), Failure> {
        let (said, wait) = ("429".to_owned(), Some(Duration::from_millis(wait)));
        Err(Failure::NotDone { said, wait })
    }

    fn unclear() -> Result<(), Failure> {
        Err(Failure::Unclear("500".to_owned()))
    }

    /// How it ended with these answers, how many were not asked for, and after how long.
    async fn sent(answers: Vec<Result<(), Failure>>) -> (bool, usize, Duration) {
        let answers = RefCell::new(VecDeque::from(answers));
        let begun = Instant::now();
        let send = async || answers.borrow_mut().pop_front().expect("an answer");
        let through = until_through(send, FIRST, passes).await.is_ok();
        (through, answers.borrow().len(), begun.elapsed())
    }

    #[tokio::test]
    async fn a_limit_is_waited_out_to_the_letter_where_there_is_time() {
        let (through, left, took) = sent(vec![limited(400), limited(600), Ok(())]).await;
        assert_eq!((through, left), (true, 0));
        assert!(took >= Duration::from_secs(1), "{took:?}");
        // It would come too late: nothing is asked any more.
        let (through, left, took) = sent(vec![limited(3001), Ok(())]).await;
        assert_eq!((through, left), (false, 1));
        assert!(took < Duration::from_millis(150), "{took:?}");
        // No more than three tries, with pauses of our own where Discord's are shorter.
        let (through, left, took) = sent(vec![limited(0), unclear(), limited(0), Ok(())]).await;
        assert_eq!((through, left), (false, 1));
        assert!(took >= Duration::from_millis(300), "{took:?}");
    }
}
