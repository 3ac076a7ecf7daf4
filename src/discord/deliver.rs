//! Bringing an answer to Discord in time.

use std::{
    pin::pin,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use backon::{ExponentialBuilder, Retryable};
use serde::Serialize;
use serenity::{
    builder::CreateAttachment,
    http::{Http, Route},
    model::id::InteractionId,
};

use super::{
    answer::Answer,
    http::{code, passes, said},
    request::{Asked, Request},
    router, wire,
};
use crate::{
    newsroom::Newsroom,
    view::{Message, desk::late::late_form},
};

/// Discord's code for a second first response.
const ALREADY_ACKNOWLEDGED: isize = 40060;

/// How a response is tried again that did not come through: at most twice, inside the 3 s.
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
}

/// Answers a request in time.
pub(super) async fn serve(
    http: &Http,
    ticket: &Ticket,
    request: &Request,
    newsroom: &Newsroom,
    patience: Duration,
) {
    let reference = ticket.reference();
    let answering = router::answer(request, newsroom, &reference);
    if let Err(error) = bring(http, ticket, request, answering, patience).await {
        tracing::warn!(
            reference,
            said = said(&error),
            "an answer did not reach Discord"
        );
    }
}

/// Brings an answer; where it takes longer than `patience`, says first that it does: Discord gives
/// 3 s for the first word and 15 min for the rest.
pub(super) async fn bring(
    http: &Http,
    ticket: &Ticket,
    request: &Request,
    answering: impl Future<Output = Answer>,
    patience: Duration,
) -> serenity::Result<()> {
    let mut answering = pin!(answering);
    match tokio::time::timeout(request.patience(patience), &mut answering).await {
        Ok(answer) => respond(http, ticket, &answer).await,
        Err(_) => late(http, ticket, request, answering).await,
    }
}

/// Gives the first and only response.
pub(super) async fn respond(http: &Http, ticket: &Ticket, answer: &Answer) -> serenity::Result<()> {
    open(http, ticket, &wire::response(answer), answer.message()).await
}

/// Sends the first response and the files of its message, and lets the rate limiter forget the
/// interaction: it keeps a bucket for each, and no other request ever falls into it.
async fn open(
    http: &Http,
    ticket: &Ticket,
    body: &impl Serialize,
    message: Option<&Message>,
) -> serenity::Result<()> {
    let again = AtomicBool::new(false);
    let send = || {
        let files = message.map(files).unwrap_or_default();
        http.create_interaction_response(ticket.id, &ticket.token, body, files)
    };
    let sent = send
        .retry(tries())
        .when(passes)
        .notify(|_, _| again.store(true, Ordering::Relaxed))
        .await;
    let opened = match sent {
        // The try before had come through: only its answer was lost.
        Err(error)
            if again.load(Ordering::Relaxed) && code(&error) == Some(ALREADY_ACKNOWLEDGED) =>
        {
            Ok(())
        }
        sent => sent,
    };
    if let Some(limiter) = &http.ratelimiter {
        let route = Route::InteractionResponse {
            interaction_id: ticket.id,
            token: &ticket.token,
        };
        let buckets = limiter.routes();
        buckets.write().await.remove(&route.ratelimiting_bucket());
    }
    opened
}

async fn late(
    http: &Http,
    ticket: &Ticket,
    request: &Request,
    answering: impl Future<Output = Answer>,
) -> serenity::Result<()> {
    if let Asked::Completion(..) = request.asked {
        // Completions can't be deferred; a late one is still better than none.
        return respond(http, ticket, &answering.await).await;
    }
    let deferral = wire::deferral(request.updates(), request.private());
    open(http, ticket, &deferral, None).await?;
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
    if in_place {
        let body = wire::message(&message);
        let edit = || {
            let files = files(&message);
            http.edit_original_interaction_response(&ticket.token, &body, files)
        };
        edit.retry(tries()).when(passes).await?;
        return Ok(());
    }
    if !request.updates() {
        // What turned out private takes the place of what all would see.
        http.delete_original_interaction_response(&ticket.token)
            .await?;
    }
    let body = wire::private_message(&message);
    http.create_followup_message(&ticket.token, &body, files(&message))
        .await?;
    Ok(())
}

/// What is sent beside a message's body.
pub(super) fn files(message: &Message) -> Vec<CreateAttachment> {
    let files = message.files();
    files
        .map(|file| CreateAttachment::bytes(file.bytes(), file.name()))
        .collect()
}

#[cfg(test)]
mod tests {
    use serenity::http::HttpBuilder;
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn the_rate_limiter_forgets_every_interaction() {
        // Nobody answers there: the limiter takes a bucket before it asks, whatever comes of it.
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        drop(listener);
        let client = reqwest::Client::builder()
            .no_proxy()
            .resolve("discord.com", address);
        let http = HttpBuilder::new("a.b.c")
            .client(client.build().expect("a client"))
            .build();
        let buckets = http.ratelimiter.as_ref().expect("a limiter").routes();
        for id in 1..=200 {
            let ticket = Ticket {
                id: InteractionId::new(id),
                token: format!("token-{id}"),
            };
            let answer = Answer::Choices(Vec::new());
            let answered = respond(&http, &ticket, &answer).await;
            let said = said(&answered.expect_err("nobody"));
            assert!(
                said.starts_with("no connection with discord.com: "),
                "{said}"
            );
            assert_eq!(buckets.read().await.len(), 0, "after {id} interactions");
        }
        // What is asked for again and again keeps its bucket.
        assert!(http.get_gateway().await.is_err());
        assert!(http.get_current_application_info().await.is_err());
        assert!(!buckets.read().await.is_empty());
    }
}
