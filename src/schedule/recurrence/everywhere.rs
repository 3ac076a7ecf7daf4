//! Every zone of the database, over thirty years.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};

use super::{
    Occurrence, Recurrence,
    tests::{between, every, instant},
};
use crate::schedule::{Days, Zone};

fn begin() -> DateTime<Utc> {
    instant("2010-01-01T00:00:00Z")
}

fn end() -> DateTime<Utc> {
    instant("2040-01-01T00:00:00Z")
}

/// A change of a zone's clocks: when, and seconds ahead of UTC before and after.
struct Change {
    at: DateTime<Utc>,
    before: i32,
    after: i32,
}

/// All changes of the years that are tested, found by looking at the clocks.
fn changes(zone: &Zone) -> Vec<Change> {
    let ahead = |at| zone.offset(at).local_minus_utc();
    let mut changes = Vec::new();
    let mut low = begin();
    while low < end() {
        let high = low + TimeDelta::days(10);
        let (before, after) = (ahead(low), ahead(high));
        if before != after {
            let (mut low, mut high) = (low, high);
            while high - low > TimeDelta::seconds(1) {
                let middle = low + (high - low) / 2;
                if ahead(middle) == before {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            let at = DateTime::from_timestamp(high.timestamp(), 0).expect("an instant");
            changes.push(Change { at, before, after });
        }
        low = high;
    }
    changes
}

/// When `recurrence` is due on `date`, said another way: the first of the instants that it can be,
/// near one change, at which the clocks show its time or more.
fn due(recurrence: &Recurrence, date: NaiveDate, change: &Change) -> Option<DateTime<Utc>> {
    let civil = date.and_time(recurrence.time);
    let ahead = |seconds| civil.and_utc() - TimeDelta::seconds(i64::from(seconds));
    let mut instants = [ahead(change.before), ahead(change.after), change.at];
    instants.sort();
    let shows = |at: &&DateTime<Utc>| {
        let offset = if **at < change.at {
            change.before
        } else {
            change.after
        };
        at.naive_utc() + TimeDelta::seconds(i64::from(offset)) >= civil
    };
    let first = instants.iter().find(shows).copied()?;
    (recurrence.zone.local(first).date() == date).then_some(first)
}

#[test]
fn every_change_of_every_zone_is_survived() {
    let mut seen = 0;
    for zone in Zone::all() {
        for change in changes(&zone) {
            seen += 1;
            let wall = |seconds| change.at.naive_utc() + TimeDelta::seconds(i64::from(seconds));
            let (old, new) = (wall(change.before), wall(change.after));
            let (first, last) = (old.min(new), old.max(new));
            let times = [
                first - TimeDelta::seconds(1),
                first,
                last - TimeDelta::seconds(1),
                last,
            ];
            for time in times {
                let daily = Recurrence {
                    time: time.time(),
                    zone: zone.clone(),
                    days: Days::DAILY,
                };
                let margin = TimeDelta::hours(30);
                let (from, to) = (change.at - margin, change.at + margin);
                let found: Vec<Occurrence> = between(&daily, from, to).collect();
                let days = (-2..=3).map(|days| first.date() + TimeDelta::days(days));
                let wanted = days.filter_map(|date| {
                    let due_at = due(&daily, date, &change)?;
                    (due_at > from && due_at <= to).then_some(Occurrence { date, due_at })
                });
                let wanted: Vec<Occurrence> = wanted.collect();
                assert_eq!(found, wanted, "{zone} {} at {}", daily.time, change.at);
                for by in [change.at, change.at + TimeDelta::minutes(15)] {
                    let last = wanted.iter().rfind(|one| one.due_at <= by).copied();
                    assert_eq!(daily.previous(by), last, "{zone} {} by {by}", daily.time);
                }
                let rising = |pair: &[Occurrence]| {
                    pair[0].due_at < pair[1].due_at && pair[0].date < pair[1].date
                };
                assert!(found.windows(2).all(rising), "{zone} {found:?}");
            }
        }
    }
    assert!(seen > 5_000, "{seen} changes");
}

#[test]
fn every_week_of_every_zone_has_its_day() {
    for (zone, day) in Zone::all()
        .into_iter()
        .zip([Weekday::Fri, Weekday::Sun].iter().cycle())
    {
        let weekly = every(&day.to_string(), "02:30:00", zone.name());
        let mut last: Option<NaiveDate> = None;
        for next in between(&weekly, begin(), end()) {
            assert_eq!(next.date.weekday(), *day, "{zone}");
            let mut missed = last
                .into_iter()
                .flat_map(|last| last.iter_weeks().skip(1))
                .take_while(|date| *date < next.date);
            let exists = |date: NaiveDate| {
                let late = date.and_hms_opt(23, 59, 59).expect("a time");
                zone.resolve(late).is_some()
            };
            assert!(!missed.any(exists), "{zone} before {}", next.date);
            last = Some(next.date);
        }
        let last = last.expect("occurrences");
        assert!(
            last > end().date_naive() - TimeDelta::days(9),
            "{zone} ends on {last}"
        );
    }
}
