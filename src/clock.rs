//! The one place that asks what time it is.

use chrono::{DateTime, TimeDelta, Utc};

/// A clock; copies show the same time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    ahead: TimeDelta,
}

impl Clock {
    /// The system's.
    pub fn system() -> Self {
        Self::default()
    }

    /// One that shows `at` now and goes on from there, for the demo.
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        Self {
            ahead: at - Self::system().now(),
        }
    }

    /// The time.
    #[allow(clippy::disallowed_methods)]
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.ahead
    }
}
