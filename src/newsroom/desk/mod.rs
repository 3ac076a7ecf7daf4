//! The desk: what moderators do with drafts, articles and settings.

mod person;
#[cfg_attr(not(test), expect(dead_code, reason = "drafts are opened by it"))]
mod source;

pub use self::{person::Person, source::DraftProblem};
