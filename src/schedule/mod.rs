//! Civil time: zones, times as people type them, and what comes again at them.
//!
//! Pure: what time it is comes in as a parameter. chrono's values at the borders; how clocks are set in
//! a zone is jiff's knowledge, from the database that it brings (decision 11).

mod days;
mod moment;
mod places;
mod recurrence;
mod span;
mod time_of_day;
mod typed;
mod weekday;
mod zone;
mod zones;

pub use self::{
    days::{Days, DaysError},
    moment::{MomentError, MomentFault, moment},
    recurrence::{Occurrence, Recurrence},
    time_of_day::{TimeError, time_of_day},
    zone::{UnknownZone, Zone},
    zones::{Found, find_zones},
};
