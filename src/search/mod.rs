//! Indexes to find articles by: caches that follow the store and hold nothing of their own.

mod best;
mod filter;
pub mod fulltext;
mod likeness;
mod rising;
mod scope;
mod titles;
mod words;

pub(crate) use self::likeness::likeness;
pub use self::{
    filter::Filter,
    scope::Scope,
    titles::{Listing, Titles, Topic, Way},
    words::fold,
};
