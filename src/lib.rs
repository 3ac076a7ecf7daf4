//! Newsdesk, the news desk of a Discord community.
//!
//! `docs/architecture.md` is the map; a module may use those that stand above it here, never one below.

pub mod article;
pub mod clock;
pub mod config;
pub mod control;
pub mod date;
pub mod format;
pub mod schedule;

pub mod briefing;
pub mod search;
pub mod store;
pub mod view;

pub mod jobs;

pub mod newsroom;

pub mod delivery;

pub mod discord;

pub mod cli;
