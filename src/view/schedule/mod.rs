//! Schedules: what those see who set up the daily briefing.
//!
//! | file | holds |
//! |---|---|
//! | `action` | what the buttons do, and their `custom_id` |
//! | `names`, `facts`, `controls` | schedules and times in words; what is set; the buttons that each has |
//! | `set` | the answer to `/schedule add` and `edit` |
//! | `list`, `status` | all schedules; how one of them goes |
//! | `outcome`, `obstacle` | what became of a briefing; what keeps one from being posted, and how to mend it |
//! | `copies` | posted messages that can't be brought up to date |
//! | `done`, `preview` | removing, and how to change one; what would be posted |
//! | `refusal`, `refused` | what is refused, and in which words |

pub mod action;
mod controls;
pub mod copies;
pub mod done;
mod facts;
pub mod list;
mod names;
pub mod obstacle;
mod outcome;
pub mod preview;
pub mod refusal;
pub mod refused;
#[cfg(test)]
pub(crate) mod samples;
pub mod set;
pub mod status;

pub use self::names::{choice, spoken};
