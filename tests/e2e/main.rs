//! The bot as people use it: the real serenity client on the local Discord.

mod archive;
mod briefing;
mod briefings;
mod command_line;
mod commands;
mod control;
mod controls;
mod demo;
mod desk;
mod doctor;
mod faults;
mod formats;
mod import;
mod isolation;
mod lifecycle;
mod moderators;
mod platform;
mod production;
mod proxy;
mod schedules;
mod search;
#[path = "../shared/started.rs"]
mod started;
mod story;
mod trouble;
#[cfg(feature = "failpoints")]
mod waiting;
