//! Discord: the only place that knows serenity.
//!
//! An interaction comes in by the [gateway], becomes a [`request`], is answered by the one
//! [`router`] and goes out by [`deliver`]. Handlers, in [`commands`], [`controls`], [`desk`] and [`schedule`], see
//! none of that: they take a request and give an [`Answer`](answer::Answer).

mod answer;
mod bot;
mod channels;
mod commands;
mod controls;
mod declare;
mod deliver;
mod desk;
mod doctor;
mod fetch;
mod forms;
mod gateway;
mod http;
mod invocation;
#[cfg(test)]
mod limits;
mod pace;
mod publisher;
mod register;
mod request;
mod router;
mod schedule;
mod sender;
mod service;
#[cfg(test)]
mod stage;
mod teller;
mod wire;

pub use self::{
    bot::{Bot, BotError, Settings},
    doctor::{Finding, Health, examine},
    http::is_loopback,
    publisher::DiscordPublisher,
    wire::message as wire_message,
};

/// What the log takes of the library beneath, as a filter: connections that fail.
///
/// Its other parts write the contents of interactions, their tokens among them, when a level lets
/// them, and have to be kept to errors.
pub const LOG_FILTER: &str = "serenity::gateway::bridge::shard_queuer=warn";
