//! The desk: what moderators do with drafts, articles and settings.

mod person;

pub use self::person::Person;
