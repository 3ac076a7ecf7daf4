//! The desk: what moderators see.

pub mod action;
mod changes;
pub mod form;
pub mod history;
pub mod log;
mod names;
mod redline;
pub mod revision;
pub mod settings;
