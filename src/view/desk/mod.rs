//! The desk: what moderators see.

pub mod action;
#[cfg(test)]
pub(crate) mod arbitrary;
mod changes;
mod controls;
mod custom_id;
pub mod form;
pub mod history;
pub mod log;
mod names;
pub mod preview;
mod redline;
pub mod revision;
#[cfg(test)]
pub(crate) mod samples;
pub mod settings;
