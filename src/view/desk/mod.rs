//! The desk: what moderators see.

pub mod action;
#[cfg(test)]
pub(crate) mod arbitrary;
mod controls;
mod custom_id;
pub mod form;
pub mod late;
mod names;
pub mod preview;
#[cfg(test)]
pub(crate) mod samples;
pub mod untold;
