//! How often bots may identify: one in so many seconds, and so many a day.

use std::{collections::VecDeque, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::time::Instant;

/// The window in which sessions are counted.
const DAY: TimeDelta = TimeDelta::days(1);

/// The session start limit of an application, of `max_concurrency` 1.
#[derive(Debug)]
pub(crate) struct Budget {
    /// How many sessions may be begun in a day.
    total: usize,
    /// The least time between two of them, in real time.
    interval: Duration,
    /// The last day's, by the clock that can be moved.
    begun: VecDeque<DateTime<Utc>>,
    last: Option<Instant>,
}

/// Why no session may be begun.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// The last one was begun a moment ago.
    TooSoon,
    /// There were enough for a day: Discord resets the token.
    Spent,
}

impl Budget {
    pub(crate) fn new(total: usize, interval: Duration) -> Self {
        Self {
            total,
            interval,
            begun: VecDeque::new(),
            last: None,
        }
    }

    /// Counts a session that begins now.
    pub(super) fn spend(&mut self, now: DateTime<Utc>) -> Result<(), Denied> {
        self.forget(now);
        if self.begun.len() >= self.total {
            return Err(Denied::Spent);
        }
        let moment = Instant::now();
        if self.last.is_some_and(|last| moment - last < self.interval) {
            return Err(Denied::TooSoon);
        }
        self.last = Some(moment);
        self.begun.push_back(now);
        Ok(())
    }

    /// The `session_start_limit` of `GET /gateway/bot`; `reset_after` in milliseconds.
    pub(crate) fn json(&mut self, now: DateTime<Utc>) -> Value {
        self.forget(now);
        let reset = self.begun.front().map(|first| *first + DAY - now);
        json!({
            "total": self.total,
            "remaining": self.total.saturating_sub(self.begun.len()),
            "reset_after": reset.unwrap_or_default().num_milliseconds(),
            "max_concurrency": 1,
        })
    }

    fn forget(&mut self, now: DateTime<Utc>) {
        self.begun.retain(|moment| *moment > now - DAY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_holds_so_many_sessions() {
        let noon = "2025-09-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let mut budget = Budget::new(2, Duration::ZERO);
        for (hours, spent, remaining) in [
            (0, Ok(()), 1),
            (12, Ok(()), 0),
            (23, Err(Denied::Spent), 0),
            (24, Ok(()), 0),
            (60, Ok(()), 1),
        ] {
            let now = noon + TimeDelta::hours(hours);
            assert_eq!(budget.spend(now), spent, "{hours}");
            assert_eq!(budget.json(now)["remaining"], remaining, "{hours}");
        }
        assert_eq!(
            budget.json(noon + TimeDelta::hours(83))["reset_after"],
            3_600_000
        );
    }

    #[test]
    fn the_next_one_waits() {
        let noon = "2025-09-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let mut budget = Budget::new(1000, Duration::from_secs(600));
        assert_eq!(budget.spend(noon), Ok(()));
        assert_eq!(budget.spend(noon), Err(Denied::TooSoon));
    }
}
