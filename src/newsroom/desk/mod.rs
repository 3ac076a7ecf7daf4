//! The desk: what moderators do with drafts, articles and settings.

mod person;
mod telling;

pub use self::{
    person::Person,
    telling::{TellError, Telling},
};
