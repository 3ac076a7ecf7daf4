//! Discord's limits: each body is walked, and what is wrong becomes error 50035, "Invalid Form
//! Body", with a tree of errors keyed by path.
//!
//! Sources: Discord's reference and OpenAPI description; the numbers come from `twilight-validate`
//! where it has them.

pub(crate) mod choices;
pub(crate) mod command;
mod component;
mod embed;
pub(crate) mod message;
pub(crate) mod modal;
mod problems;
pub(crate) mod thread;

pub(crate) use self::problems::{Problems, snowflake, units};
