//! The local Discord as a bot meets it: a real WebSocket and real HTTP.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so")]

mod attachments;
mod bot;
mod commands;
mod components;
mod components_v2;
mod crossposts;
mod deferrals;
mod embeds;
mod faults;
mod forms;
mod forums;
mod gateway;
mod gateway_trouble;
mod guilds;
mod interactions;
mod menus;
mod messages;
mod models;
mod openapi;
mod page;
mod page_control;
mod page_files;
mod page_guard;
mod page_threads;
mod people;
mod permissions;
mod pings;
mod rate_limits;
mod readme;
mod requests;
mod scripts;
mod shards;
mod tab;
mod threads;
mod transport;
