//! The desk: what moderators see.

pub mod action;
#[cfg(test)]
pub(crate) mod arbitrary;
pub mod batch;
mod controls;
mod custom_id;
pub mod done;
pub mod drafts;
pub mod form;
pub mod given;
pub mod late;
mod names;
pub mod parts;
pub mod preview;
pub mod problems;
pub mod refusal;
#[cfg(test)]
pub(crate) mod samples;
pub mod untold;
pub mod upload;
