//! Briefings on their way: plan → claim → send → record, each step durable before the next.
//!
//! | file | holds |
//! |---|---|
//! | `publisher` | what it takes of a platform to post |

mod publisher;

pub use self::publisher::{FindError, PostError, Publisher};
