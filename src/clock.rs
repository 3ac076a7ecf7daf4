//! The one place that asks what time it is.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::{sync::watch, time};

/// The longest sleep at once: the machine's own clock may be set meanwhile, or the machine asleep.
const NAP: Duration = Duration::from_secs(15);

/// A clock; clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock {
    ahead: watch::Sender<TimeDelta>,
}

impl Clock {
    /// The system's.
    pub fn system() -> Self {
        Self {
            ahead: watch::Sender::new(TimeDelta::zero()),
        }
    }

    /// One that shows `at` now and goes on from there, for tests and the demo.
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        let clock = Self::system();
        clock.set(at);
        clock
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        system_now() + *self.ahead.borrow()
    }

    /// Moves the hands of this clock and its clones to `at`; whoever sleeps until then wakes.
    pub fn set(&self, at: DateTime<Utc>) {
        self.ahead.send_replace(at - system_now());
    }

    /// Moves the hands forward, or back.
    pub fn advance(&self, by: TimeDelta) {
        self.ahead.send_modify(|ahead| *ahead += by);
    }

    /// Waits until this clock shows `at` or later.
    pub async fn sleep_until(&self, at: DateTime<Utc>) {
        let mut moved = self.ahead.subscribe();
        // What is past needs no waiting: a negative wait is none.
        while let Ok(wait) = (at - self.now()).to_std() {
            if wait.is_zero() {
                return;
            }
            tokio::select! {
                () = time::sleep(wait.min(NAP)) => {}
                // This clock holds the other end.
                _ = moved.changed() => {}
            }
        }
    }
}

#[allow(clippy::disallowed_methods)]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sees_another_time_while_the_hands_are_moved() {
        let start = "2025-09-01T08:00:00Z".parse().expect("an instant");
        let clock = Clock::starting_at(start);
        std::thread::scope(|threads| {
            let seen = threads.spawn(|| (0..20_000).map(|_| clock.now()).max());
            while !seen.is_finished() {
                clock.set(start);
            }
            let latest = seen.join().expect("no panic").expect("a time");
            assert!(latest < start + TimeDelta::days(1), "{latest}");
        });
    }

    #[tokio::test]
    async fn sleepers_wake_when_the_hands_are_moved() {
        let start = "2025-09-01T08:00:00Z".parse().expect("an instant");
        let clock = Clock::starting_at(start);
        let hour = TimeDelta::hours(1);
        let mut sleeping = std::pin::pin!(clock.sleep_until(start + hour));
        assert!(futures::poll!(&mut sleeping).is_pending());
        clock.clone().advance(hour / 2);
        assert!(futures::poll!(&mut sleeping).is_pending());
        clock.advance(hour);
        assert!(futures::poll!(&mut sleeping).is_ready());
        assert!(clock.now() >= start + hour);
        clock.set(start);
        assert!(clock.now() < start + hour, "back again");
        clock.sleep_until(start).await;
    }
}
