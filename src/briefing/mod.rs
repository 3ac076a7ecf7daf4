//! The daily briefing as values: what a guild wants posted when, and how far one posting of it is.
//!
//! | file | holds |
//! |---|---|
//! | `schedule` | a schedule: channel, time, days, what goes into it |
//! | `delivery` | one posting of a schedule, step by step |
//! | `event` | what can happen to it, and what becomes of it then: the state machine of `docs/delivery.md` |
//! | `obstacle` | why it could not be posted |
//!
//! Pure: what time it is comes in as a parameter.

mod delivery;
mod event;
mod obstacle;
mod schedule;
#[cfg(test)]
mod tests;

pub use self::{
    delivery::{Cause, Delivery, DeliveryId, Outcome, Step, StepKind, StepState},
    event::Event,
    obstacle::{Obstacle, Right},
    schedule::{
        ChannelKind, Due, MAX_LIMIT, MAX_SCHEDULES, PAUSED_AFTER, Pause, Plan, Schedule,
        ScheduleId, WhenEmpty,
    },
};
