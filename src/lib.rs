//! Newsdesk, the news desk of a Discord community.

pub mod article;
pub mod format;
