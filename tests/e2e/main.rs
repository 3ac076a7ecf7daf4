//! The bot as people use it: the real serenity client on the local Discord.

mod command_line;
mod commands;
mod controls;
mod desk;
mod faults;
mod isolation;
mod lifecycle;
mod platform;
mod production;
mod proxy;
mod search;
mod trouble;
#[cfg(feature = "failpoints")]
mod waiting;
