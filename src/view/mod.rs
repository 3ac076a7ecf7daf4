//! What people read: articles, notices and choices as message values within Discord's limits.
//!
//! Pure, and the one place for wording. Nothing here knows how a message is sent.

pub mod action;
pub mod archive;
pub mod article;
pub mod briefing;
pub mod choices;
pub mod desk;
pub mod file;
pub mod help;
pub mod limits;
pub mod markup;
pub mod message;
pub mod notice;
mod pages;
mod parts;
pub mod posted;
pub mod schedule;
pub mod search;

pub use self::{
    action::{Action, Part},
    markup::Markup,
    message::Message,
};
