//! Schedules: what people want posted again and again.
//!
//! | file | holds |
//! |---|---|
//! | `wanted` | options as they are typed → a plan, or what is wrong with it |
//! | `find` | the schedule that somebody means |
//! | `act` | making, changing, pausing, removing |
//! | `look` | how schedules go |
//! | `post` | posting now; what people decide about what was posted |
//!
//! Who may: as at the desk, `newsroom/desk/permission.rs`.

mod act;
mod find;
mod look;
mod post;
#[cfg(test)]
mod tests;
mod wanted;

pub use self::{
    act::{Made, Turned},
    find::ChannelNames,
    look::{Course, Going, Page},
    wanted::Wanted,
};
