//! The desk: what moderators see.

pub mod action;
#[cfg(test)]
pub(crate) mod arbitrary;
pub mod batch;
mod changes;
mod controls;
mod custom_id;
pub mod done;
pub mod drafts;
pub mod form;
pub mod given;
pub mod history;
pub mod late;
pub mod log;
pub(in crate::view) mod names;
pub mod parts;
pub mod preview;
pub mod problems;
mod redline;
pub mod refusal;
pub mod refused;
pub mod revision;
#[cfg(test)]
pub(crate) mod samples;
pub mod settings;
pub mod shown;
pub mod untold;
pub mod upload;
