use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

/// A Wednesday, 10:15 in Berlin.
const NOW: &str = "2025-09-03T08:15:00Z";

fn read_in(zone: &str, typed: &str, now: &str) -> Result<String, MomentError> {
    let zone = zone.parse().expect("a zone");
    let at = moment(typed, now.parse().expect("an instant"), &zone)?;
    Ok(zone.local(at).format("%F %R").to_string())
}

fn fault(typed: &str) -> Option<MomentFault> {
    let error = read_in("Europe/Berlin", typed, NOW).err()?;
    assert_eq!(error.typed, typed);
    Some(error.fault)
}

#[test]
fn moments_are_read_as_people_type_them() {
    for (typed, wanted) in [
        // A day and a time.
        ("tomorrow 8:00", "2025-09-04 08:00"),
        ("Tomorrow at 8.30 pm", "2025-09-04 20:30"),
        ("8pm tomorrow", "2025-09-04 20:00"),
        ("noon tomorrow", "2025-09-04 12:00"),
        ("tomorrow midnight", "2025-09-04 00:00"),
        ("today 10:16", "2025-09-03 10:16"),
        ("the day after tomorrow at 9", "2025-09-05 09:00"),
        ("in 3 days 8:30", "2025-09-06 08:30"),
        ("in two weeks at noon", "2025-09-17 12:00"),
        // A date.
        ("2025-09-04 08:30", "2025-09-04 08:30"),
        ("2025-09-04T08:30", "2025-09-04 08:30"),
        ("2025-09-04T08:30:00", "2025-09-04 08:30"),
        ("２０２５-０９-０４　０８：３０", "2025-09-04 08:30"),
        ("2 October 2025 8.30 pm", "2025-10-02 20:30"),
        ("8.30 pm, 2 October 2025", "2025-10-02 20:30"),
        ("2 October 2025, 20 h 30", "2025-10-02 20:30"),
        ("October 2nd, 2025 at 0830", "2025-10-02 08:30"),
        ("Thursday, 2 October 2025 @8pm", "2025-10-02 20:00"),
        ("2.10.2025 12 noon", "2025-10-02 12:00"),
        ("13/10/2025 8 a.m.", "2025-10-13 08:00"),
        // The next such date.
        ("2 October 8:30", "2025-10-02 08:30"),
        ("September 3 18:00", "2025-09-03 18:00"),
        ("2 September 18:00", "2026-09-02 18:00"),
        ("October 2 8", "2025-10-02 08:00"),
        ("2 October 0830", "2025-10-02 08:30"),
        // The next such day.
        ("monday 9am", "2025-09-08 09:00"),
        ("9am on Monday", "2025-09-08 09:00"),
        ("this fri 9", "2025-09-05 09:00"),
        ("wednesday 10:16", "2025-09-03 10:16"),
        ("wednesday 10:15", "2025-09-10 10:15"),
        ("wed 9:00", "2025-09-10 09:00"),
        // A time alone.
        ("18:00", "2025-09-03 18:00"),
        ("at 6 pm", "2025-09-03 18:00"),
        ("10:16", "2025-09-03 10:16"),
        ("10:15", "2025-09-04 10:15"),
        ("8", "2025-09-04 08:00"),
        ("2025", "2025-09-03 20:25"),
        ("midnight", "2025-09-04 00:00"),
        // Counted from now.
        ("in 2 hours", "2025-09-03 12:15"),
        ("in 45 minutes", "2025-09-03 11:00"),
        ("in an hour", "2025-09-03 11:15"),
        ("in half an hour", "2025-09-03 10:45"),
        ("in 1h30m", "2025-09-03 11:45"),
        ("in two hours and 5 mins", "2025-09-03 12:20"),
        ("in 48 hours", "2025-09-05 10:15"),
        // With an offset of its own.
        ("2025-09-04T08:30:00Z", "2025-09-04 10:30"),
        ("2025-09-04T08:30Z", "2025-09-04 10:30"),
        ("2025-09-04 08:30 -04:00", "2025-09-04 14:30"),
        ("2025-09-04T08:30:15.5+0200", "2025-09-04 08:30"),
    ] {
        let read = read_in("Europe/Berlin", typed, NOW);
        assert_eq!(read.as_deref(), Ok(wanted), "{typed:?}");
    }
}

#[test]
fn today_is_the_zones() {
    for (zone, wanted) in [
        ("Pacific/Auckland", "2025-09-04 08:00"),
        ("Pacific/Honolulu", "2025-09-03 08:00"),
    ] {
        let read = read_in(zone, "tomorrow 8:00", "2025-09-02T20:00:00Z");
        assert_eq!(read.as_deref(), Ok(wanted), "{zone}");
    }
}

#[test]
fn what_clocks_never_show_is_the_first_instant_after() {
    for (zone, typed, now, wanted) in [
        (
            "Europe/Berlin",
            "2025-03-30 02:30",
            "2025-03-01T00:00:00Z",
            "2025-03-30 03:00",
        ),
        (
            "Europe/Berlin",
            "2:30",
            "2025-03-29T22:00:00Z",
            "2025-03-30 03:00",
        ),
        (
            "Pacific/Apia",
            "2011-12-30 08:00",
            "2011-12-01T00:00:00Z",
            "2011-12-31 00:00",
        ),
        (
            "Pacific/Apia",
            "tomorrow 8:00",
            "2011-12-29T20:00:00Z",
            "2011-12-31 00:00",
        ),
    ] {
        assert_eq!(read_in(zone, typed, now).as_deref(), Ok(wanted), "{typed}");
    }
    // What they show twice is the first: two hours before, not one.
    let zone = "Europe/Berlin".parse().expect("a zone");
    let now = "2025-10-25T22:00:00Z".parse().expect("an instant");
    let at = moment("2:30", now, &zone).expect("a moment");
    assert_eq!(at - now, TimeDelta::minutes(150));
}

#[test]
fn what_is_no_moment_to_come_says_why() {
    let date = |text: &str| text.parse().expect("a date");
    let at = |text: &str| MomentFault::Past(text.parse().expect("an instant"));
    for (typed, wanted) in [
        ("now", at(NOW)),
        ("today 10:15", at(NOW)),
        ("today 8:00", at("2025-09-03T06:00:00Z")),
        ("3 September 8:00", at("2025-09-03T06:00:00Z")),
        ("2025-09-02 08:30", at("2025-09-02T06:30:00Z")),
        ("2025-09-03T08:15:00Z", at(NOW)),
        ("in 0 minutes", at(NOW)),
        ("tomorrow", MomentFault::NoTime),
        ("Monday", MomentFault::NoTime),
        ("2 October 2025", MomentFault::NoTime),
        ("2 October", MomentFault::NoTime),
        ("2 October 1930", MomentFault::NoTime),
        ("in 3 days", MomentFault::NoTime),
        ("tomorrow 25:00", MomentFault::UnknownTime),
        ("tomorrow 24:00", MomentFault::UnknownTime),
        ("2 October 2025 evening", MomentFault::UnknownTime),
        ("tomorrow 8:30 CET", MomentFault::UnknownTime),
        ("2025-09-04 08:30 Europe/Berlin", MomentFault::UnknownTime),
        // A Thursday.
        ("Monday, 2 October 2025 8:30", MomentFault::UnknownTime),
        (
            "3/4/2026 8:30",
            MomentFault::Ambiguous(date("2026-04-03"), date("2026-03-04")),
        ),
        (
            "3/4/2026",
            MomentFault::Ambiguous(date("2026-04-03"), date("2026-03-04")),
        ),
        ("", MomentFault::Unreadable),
        ("soon", MomentFault::Unreadable),
        ("in", MomentFault::Unreadable),
        ("in 5", MomentFault::Unreadable),
        ("in hours", MomentFault::Unreadable),
        ("in 2 months", MomentFault::Unreadable),
        ("in 99999 hours", MomentFault::Unreadable),
        ("2 hours", MomentFault::Unreadable),
        ("yesterday 8:00", MomentFault::Unreadable),
        ("next monday 9am", MomentFault::Unreadable),
        ("30 February 8:30", MomentFault::Unreadable),
        ("September 2025 8:30", MomentFault::Unreadable),
        ("99999-09-04 08:30", MomentFault::Unreadable),
    ] {
        assert_eq!(fault(typed), Some(wanted), "{typed:?}");
    }
    let endless = "tomorrow ".repeat(100);
    assert_eq!(fault(&endless), Some(MomentFault::Unreadable));
}

#[test]
fn a_refusal_shows_what_would_do() {
    for (typed, example) in [
        ("soon", "2025-09-04 08:30"),
        ("tomorrow 25:00", "2025-09-04 08:30"),
        ("tomorrow", "tomorrow 8:30"),
        (" 2 October ", "2 October 8:30"),
        // That time of today has passed.
        ("today", "2025-09-04 08:30"),
        ("2 September 2025", "2025-09-04 08:30"),
    ] {
        let error = read_in("Europe/Berlin", typed, NOW).expect_err(typed);
        assert_eq!(error.example, example, "{typed:?}");
        assert!(read_in("Europe/Berlin", example, NOW).is_ok(), "{example}");
    }
}

proptest! {
    #[test]
    fn every_minute_to_come_is_read_back(
        minutes in 1i64..30_000_000,
        zone in proptest::sample::select(&["UTC", "Asia/Kathmandu", "America/St_Johns"][..]),
    ) {
        let zone: Zone = zone.parse().expect("a zone");
        let now: DateTime<Utc> = NOW.parse().expect("an instant");
        let at = now + TimeDelta::minutes(minutes);
        for form in ["%F %R", "%FT%R", "%-d %B %Y %-I.%M %p", "%H%M %A, %B %-d, %Y"] {
            let local = zone.local(at);
            let typed = local.format(form).to_string();
            prop_assert_eq!(moment(&typed, now, &zone).ok(), zone.first_from(local), "{}", typed);
        }
    }

    #[test]
    fn no_text_panics_and_every_moment_is_to_come(
        text in r"(in |today |mon |2025-|\PC{0,8})[0-9]{0,5}[:t. -]?(\PC{0,8}|[0-9]{2}|h|days|pm)( 8:30)?",
        seconds in -62_000_000_000i64..250_000_000_000,
    ) {
        let now = DateTime::from_timestamp(seconds, 0).expect("an instant");
        for zone in ["UTC", "Pacific/Apia"] {
            let zone = zone.parse().expect("a zone");
            if let Ok(at) = moment(&text, now, &zone) {
                prop_assert!(at > now);
            }
        }
    }
}
