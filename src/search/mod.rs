//! Indexes to find articles by: caches that follow the store and hold nothing of their own.

mod titles;
mod words;

pub use self::titles::Titles;
pub(crate) use self::titles::likeness;
pub use self::words::fold;
