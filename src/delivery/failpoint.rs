//! Named places at which a crash test ends the process; nothing at all without the feature `failpoints`.

/// A place in the life of a delivery; `fail` knows it by the name of the variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failpoint {
    /// Its time has come, nothing is written.
    Due,
    /// It is planned, nothing is sent.
    Planned,
    /// A step is noted as tried, nothing is sent.
    Begun,
    /// A step is done on the platform, which is not noted.
    Sent,
    /// That is noted.
    Recorded,
    /// A copy was edited on the platform, which is not noted.
    Edited,
}

impl Failpoint {
    /// Each of them.
    pub const ALL: [Self; 6] = [
        Self::Due,
        Self::Planned,
        Self::Begun,
        Self::Sent,
        Self::Recorded,
        Self::Edited,
    ];

    /// Runs what a test set up for this place.
    #[cfg(feature = "failpoints")]
    pub(super) fn pass(self) {
        fail::eval(&format!("{self:?}"), |_| ());
    }

    /// Does nothing.
    #[cfg(not(feature = "failpoints"))]
    pub(super) fn pass(self) {}
}

/// Ends the process, as a kill would, where the environment's `NEWSDESK_END_AT` says: at a place, as in
/// `Sent`, or when it is passed for so many times, as in `Sent 3`. For tests.
#[cfg(feature = "failpoints")]
pub fn end_where_told() {
    use std::sync::atomic::{AtomicU64, Ordering};

    let Ok(told) = std::env::var("NEWSDESK_END_AT") else {
        return;
    };
    let (place, times) = told.split_once(' ').unwrap_or((&told, "1"));
    // What can't be set up never ends, and the test that wants it sees that.
    let Ok(times) = times.parse::<u64>() else {
        return;
    };
    let passed = AtomicU64::new(0);
    let _ = fail::cfg_callback(place, move || {
        if passed.fetch_add(1, Ordering::Relaxed) + 1 == times {
            std::process::abort();
        }
    });
}
