use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

pub(super) fn every(days: &str, time: &str, zone: &str) -> Recurrence {
    Recurrence {
        time: time.parse().expect("a time"),
        zone: zone.parse().expect("a zone"),
        days: days.parse().expect("days"),
    }
}

pub(super) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// All after `from`, to `to`.
pub(super) fn between(
    recurrence: &Recurrence,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> impl Iterator<Item = Occurrence> {
    let next = |after| recurrence.next(after);
    let all = std::iter::successors(next(from), move |last| next(last.due_at));
    all.take_while(move |occurrence| occurrence.due_at <= to)
}

#[test]
fn an_occurrence_comes_once_on_each_named_day_that_has_its_time() {
    for (days, time, zone, after, wanted) in [
        // Plain days; the very instant of one belongs to the past.
        (
            "daily",
            "08:00:00",
            "Europe/Berlin",
            "2025-09-01T05:59:59Z",
            ["2025-09-01 06:00", "2025-09-02 06:00", "2025-09-03 06:00"],
        ),
        (
            "daily",
            "08:00:00",
            "Europe/Berlin",
            "2025-09-01T06:00:00Z",
            ["2025-09-02 06:00", "2025-09-03 06:00", "2025-09-04 06:00"],
        ),
        (
            "mon,wed",
            "08:00:00",
            "America/New_York",
            "2025-09-01T12:00:00Z",
            ["2025-09-03 12:00", "2025-09-08 12:00", "2025-09-10 12:00"],
        ),
        // The date is the local one.
        (
            "weekends",
            "08:00:00",
            "Pacific/Auckland",
            "2025-09-05T00:00:00Z",
            ["2025-09-05 20:00", "2025-09-06 20:00", "2025-09-12 20:00"],
        ),
        // A gap: the first instant after it.
        (
            "daily",
            "02:30:00",
            "Europe/Berlin",
            "2025-03-29T00:00:00Z",
            ["2025-03-29 01:30", "2025-03-30 01:00", "2025-03-31 00:30"],
        ),
        (
            "daily",
            "02:30:00",
            "America/New_York",
            "2025-03-08T00:00:00Z",
            ["2025-03-08 07:30", "2025-03-09 07:00", "2025-03-10 06:30"],
        ),
        (
            "daily",
            "02:15:00",
            "Australia/Lord_Howe",
            "2025-10-03T00:00:00Z",
            ["2025-10-03 15:45", "2025-10-04 15:30", "2025-10-05 15:15"],
        ),
        // An overlap: the first of two.
        (
            "daily",
            "02:30:00",
            "Europe/Berlin",
            "2025-10-25T00:00:00Z",
            ["2025-10-25 00:30", "2025-10-26 00:30", "2025-10-27 01:30"],
        ),
        (
            "daily",
            "01:30:00",
            "America/New_York",
            "2025-11-01T12:00:00Z",
            ["2025-11-02 05:30", "2025-11-03 06:30", "2025-11-04 06:30"],
        ),
        // An overlap over midnight: the evening comes twice.
        (
            "daily",
            "23:30:00",
            "America/Asuncion",
            "2024-03-23T00:00:00Z",
            ["2024-03-23 02:30", "2024-03-24 02:30", "2024-03-25 03:30"],
        ),
        // A day that never was, and a week's only one.
        (
            "daily",
            "08:00:00",
            "Pacific/Apia",
            "2011-12-28T19:00:00Z",
            ["2011-12-29 18:00", "2011-12-30 18:00", "2011-12-31 18:00"],
        ),
        (
            "fri",
            "08:00:00",
            "Pacific/Apia",
            "2011-12-23T00:00:00Z",
            ["2011-12-23 18:00", "2012-01-05 18:00", "2012-01-12 18:00"],
        ),
        // A gap up to midnight.
        (
            "daily",
            "23:30:00",
            "America/Nuuk",
            "2025-03-29T00:00:00Z",
            ["2025-03-29 01:30", "2025-03-31 00:30", "2025-04-01 00:30"],
        ),
        // Summer time for good.
        (
            "mon",
            "08:00:00",
            "America/Vancouver",
            "2026-10-25T00:00:00Z",
            ["2026-10-26 15:00", "2026-11-02 15:00", "2026-11-09 15:00"],
        ),
    ] {
        let recurrence = every(days, time, zone);
        let after = instant(after);
        let found = between(&recurrence, after, after + TimeDelta::days(40)).take(3);
        let found: Vec<String> = found
            .map(|next| next.due_at.format("%F %R").to_string())
            .collect();
        assert_eq!(found, wanted, "{days} {time} in {zone} after {after}");
    }
}

#[test]
fn an_occurrence_has_its_local_date() {
    let recurrence = every("daily", "08:00:00", "Pacific/Apia");
    let dates = between(
        &recurrence,
        instant("2011-12-28T00:00:00Z"),
        instant("2012-01-01T00:00:00Z"),
    );
    let dates: Vec<String> = dates.map(|next| next.date.to_string()).collect();
    assert_eq!(
        dates,
        ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]
    );
}

#[test]
fn the_previous_is_the_last_that_is_due() {
    for (days, time, zone, by, wanted) in [
        (
            "daily",
            "08:00:00",
            "UTC",
            "2025-09-01T08:00:00Z",
            "2025-09-01",
        ),
        (
            "daily",
            "08:00:00",
            "UTC",
            "2025-09-01T07:59:59Z",
            "2025-08-31",
        ),
        (
            "fri",
            "08:00:00",
            "UTC",
            "2025-09-04T12:00:00Z",
            "2025-08-29",
        ),
        (
            "fri",
            "08:00:00",
            "Pacific/Apia",
            "2012-01-04T12:00:00Z",
            "2011-12-23",
        ),
        (
            "daily",
            "02:30:00",
            "Europe/Berlin",
            "2025-03-30T01:00:00Z",
            "2025-03-30",
        ),
        (
            "daily",
            "02:30:00",
            "Europe/Berlin",
            "2025-10-26T01:15:00Z",
            "2025-10-26",
        ),
        // Shown twice: the first was it.
        (
            "daily",
            "00:00:00",
            "America/Havana",
            "2025-11-02T05:15:00Z",
            "2025-11-02",
        ),
        // At 23:15 for the second time: midnight has been.
        (
            "daily",
            "00:00:00",
            "America/St_Johns",
            "2010-11-07T02:45:00Z",
            "2010-11-07",
        ),
    ] {
        let previous = every(days, time, zone).previous(instant(by));
        let date = previous.map(|previous| previous.date.to_string());
        assert_eq!(
            date.as_deref(),
            Some(wanted),
            "{days} {time} in {zone} by {by}"
        );
    }
}

#[test]
fn the_calendar_ends() {
    for zone in ["UTC", "Pacific/Kiritimati", "Europe/Berlin"] {
        let daily = every("daily", "12:00:00", zone);
        let end = between(
            &daily,
            instant("9999-12-29T12:00:00Z"),
            DateTime::<Utc>::MAX_UTC,
        );
        let dates: Vec<String> = end.map(|next| next.date.to_string()).collect();
        assert_eq!(
            dates.last().map(String::as_str),
            Some("9999-12-31"),
            "{zone}"
        );
        assert_eq!(daily.next(DateTime::<Utc>::MAX_UTC), None);
        assert_eq!(daily.previous(DateTime::<Utc>::MIN_UTC), None);
    }
}

#[test]
fn a_recurrence_is_kept_in_words() {
    let weekdays = every("Mon-Fri", "08:30:00", "europe/berlin");
    let kept = r#"{"time":"08:30:00","zone":"Europe/Berlin","days":"weekdays"}"#;
    assert_eq!(serde_json::to_string(&weekdays).expect("text"), kept);
    let read: Recurrence = serde_json::from_str(kept).expect("a recurrence");
    assert_eq!(read, weekdays);
}

proptest! {
    #[test]
    fn nothing_lies_between_the_previous_and_the_next(
        zone in proptest::sample::select(Zone::all()),
        second in 0u32..86_400,
        days in r"(mon|tue|wed|thu|fri|sat|sun)(,(mon|thu|sun)){0,3}|daily|weekends",
        at in -2_000_000_000i64..8_000_000_000,
    ) {
        let recurrence = Recurrence {
            time: NaiveTime::from_num_seconds_from_midnight_opt(second, 0).expect("a time"),
            zone,
            days: days.parse().expect("days"),
        };
        let at = DateTime::from_timestamp(at, 0).expect("an instant");
        let next = recurrence.next(at).expect("a next");
        let previous = recurrence.previous(at).expect("a previous");
        prop_assert!(previous.due_at <= at && at < next.due_at && previous.date < next.date);
        prop_assert_eq!(recurrence.next(previous.due_at), Some(next));
        prop_assert_eq!(recurrence.previous(next.due_at), Some(next));
        // Every date near, in the order of the calendar.
        let dates = (at.date_naive() - TimeDelta::days(16)).iter_days().take(33);
        let all: Vec<Occurrence> = dates.filter_map(|date| recurrence.on(date)).collect();
        let (due, to_come): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.due_at <= at);
        prop_assert_eq!(due.last(), Some(&previous));
        prop_assert_eq!(to_come.first(), Some(&next));
    }
}
