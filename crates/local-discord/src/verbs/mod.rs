//! People and places as handles: cheap to clone, and what a person's client lets one do or see.

mod answer;
mod begin;
mod channel;
mod command;
mod component;
mod guild;
mod member;
mod message;
mod modal;
mod options;
mod pick;
mod refused;
mod slash;
mod thread;

pub use self::{
    answer::{Answer, Choice, Outcome},
    channel::Channel,
    command::RegisteredCommand,
    guild::{Guild, Role},
    member::Member,
    message::{Button, Menu, MenuOption, Message, Pinged},
    modal::{Field, Modal, Submission},
    options::OptionValue,
    refused::Refused,
    slash::Slash,
};
