//! Full-text search: an index on disk that follows the store and can be built anew at any time.
//!
//! | file | holds |
//! |---|---|
//! | `tokens` | a text as words, in every script |
//! | `query` | what was typed |
//! | `finder` | where a text has it |
//! | `joined` | tokens on their way into the engine |
//! | `starts` | the beginnings of a story's words |
//! | `schema` | what the index holds of a story |
//! | `plan` | a query as what the index does |
//! | `rank` | the best of what matches |
//! | `index` | [`FullText`]: opening, writing, looking |
//! | `passage` | the part of a story where the words stand best |

mod failpoint;
mod finder;
mod index;
mod joined;
mod passage;
mod plan;
mod query;
mod rank;
mod schema;
mod starts;
mod tokens;

#[cfg(test)]
mod scan;
#[cfg(test)]
mod tests;

pub use self::{
    index::{Broken, Found, FullText, Mark, Reading, Update, Wanted},
    passage::{Passage, Spot},
    query::Query,
};
