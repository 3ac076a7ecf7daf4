#[cfg(test)]
mod everywhere;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::{days::Days, zone::Zone};

/// What comes again at a local time on days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// The time of day that the clocks there show.
    pub time: NaiveTime,
    /// Where.
    pub zone: Zone,
    /// On which days.
    pub days: Days,
}

/// One time of many: the only one of its recurrence on that date.
///
/// It is known by its date and the recurrence's time. The instant may be another when the zone's clocks are
/// set by other rules, and is reckoned again then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Its local date.
    pub date: NaiveDate,
    /// When it is due.
    pub due_at: DateTime<Utc>,
}

/// Days to look through: wherever there is another occurrence, it comes within four weeks, though the
/// only day of one be skipped.
const DAYS: usize = 28;

impl Recurrence {
    /// The first occurrence after `after`; none where the calendar ends, with the year 9999.
    ///
    /// A date on which the clocks never show the time or a later one has no occurrence.
    pub fn next(&self, after: DateTime<Utc>) -> Option<Occurrence> {
        // Earlier dates had theirs: the clocks show more than its time already.
        let today = self.zone.local(after).date();
        let mut dates = today.iter_days().take(DAYS);
        dates.find_map(|date| self.on(date).filter(|found| found.due_at > after))
    }

    /// The last occurrence that is due at `by` or before; none where the calendar begins.
    pub fn previous(&self, by: DateTime<Utc>) -> Option<Occurrence> {
        let today = self.zone.local(by).date();
        // Where clocks were put back over midnight, tomorrow has begun before.
        let tomorrow = today.succ_opt().unwrap_or(today);
        let mut dates = tomorrow.iter_days().rev().take(DAYS);
        dates.find_map(|date| self.on(date).filter(|found| found.due_at <= by))
    }

    /// The occurrence of a local date; none on a day that is not named, or on which it is skipped.
    pub fn on(&self, date: NaiveDate) -> Option<Occurrence> {
        if !self.days.contains(date.weekday()) {
            return None;
        }
        let due_at = self.zone.resolve(date.and_time(self.time))?;
        Some(Occurrence { date, due_at })
    }
}
