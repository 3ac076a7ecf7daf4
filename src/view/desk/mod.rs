//! The desk: what moderators see.

pub mod action;
pub mod form;
