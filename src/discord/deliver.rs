//! Bringing an answer to Discord in time.

use std::{pin::pin, time::Duration};

use serenity::{http::Http, model::id::InteractionId};

use super::{
    answer::Answer,
    http::said,
    request::{Asked, Request},
    router, wire,
};
use crate::newsroom::Newsroom;

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

/// Answers a request; where that takes longer than `patience`, says first that it does: Discord
/// gives 3 s for the first word and 15 min for the rest.
pub(super) async fn serve(
    http: &Http,
    ticket: &Ticket,
    request: &Request,
    newsroom: &Newsroom,
    patience: Duration,
) {
    let reference = ticket.reference();
    let mut answering = pin!(router::answer(request, newsroom, &reference));
    let delivered = match tokio::time::timeout(patience, &mut answering).await {
        Ok(answer) => respond(http, ticket, &answer).await,
        Err(_) => late(http, ticket, request, answering).await,
    };
    if let Err(error) = delivered {
        tracing::warn!(
            reference,
            said = said(&error),
            "an answer did not reach Discord"
        );
    }
}

/// Gives the first and only response.
pub(super) async fn respond(http: &Http, ticket: &Ticket, answer: &Answer) -> serenity::Result<()> {
    let body = wire::response(answer);
    http.create_interaction_response(ticket.id, &ticket.token, &body, Vec::new())
        .await
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
    http.create_interaction_response(ticket.id, &ticket.token, &deferral, Vec::new())
        .await?;
    match answering.await {
        Answer::Message { message, private }
            if private != request.private() || request.updates() =>
        {
            // A deferral settles who sees the answer: what turned out private takes its place.
            if !request.updates() {
                http.delete_original_interaction_response(&ticket.token)
                    .await?;
            }
            let body = wire::private_message(&message);
            http.create_followup_message(&ticket.token, &body, Vec::new())
                .await?;
        }
        Answer::Message { message, .. } | Answer::Update(message) => {
            let body = wire::message(&message);
            http.edit_original_interaction_response(&ticket.token, &body, Vec::new())
                .await?;
        }
        Answer::Choices(_) => {}
    }
    Ok(())
}
