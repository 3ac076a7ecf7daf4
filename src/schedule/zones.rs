//! Zones as people look for them: by name, city, country, by what their time is called, or by what time
//! it is there.

use std::cmp::Reverse;

use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::{
    places::{PLACES, Place, WELL_KNOWN, words},
    time_of_day,
    typed::plain,
    zone::Zone,
};

/// A zone that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The zone.
    pub zone: Zone,
    /// What its clocks show now.
    pub local: NaiveDateTime,
    /// How far they are ahead of UTC now.
    pub offset: FixedOffset,
}

/// How alike what was typed and a name must be, in percent, for a mistyped one.
const LIKE: usize = 60;
/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// What zones are ahead of UTC is a multiple of so many minutes.
const STEP: i64 = 15;

/// At most `limit` zones that fit what was typed, the best first: the nearest by name where none
/// does, well-known ones where nothing was typed.
///
/// A time (`8:30`, `8 pm`) finds the zones whose clocks show it now, give or take some minutes; an
/// offset (`UTC+2`) those that are so far ahead now. Names that are kept for old programs only
/// are found where they are typed in full.
pub fn find_zones(typed: &str, now: DateTime<Utc>, limit: usize) -> Vec<Found> {
    let Some(text) = plain(typed) else {
        return Vec::new();
    };
    let mut zones = match ahead(&text, now) {
        _ if text.is_empty() => well_known(),
        Some(wanted) => so_far_ahead(&wanted, now),
        None => named(&text, now),
    };
    if zones.is_empty() {
        zones = like(&words(&text));
    }
    zones.truncate(limit);
    let found = zones.into_iter().map(|zone| Found {
        local: zone.local(now),
        offset: zone.offset(now),
        zone,
    });
    found.collect()
}

fn well_known() -> Vec<Zone> {
    let names = WELL_KNOWN.iter();
    names.filter_map(|name| name.parse().ok()).collect()
}

/// Zones by name, city, country, or what their time is called.
fn named(text: &str, now: DateTime<Utc>) -> Vec<Zone> {
    let typed = words(text);
    if typed.is_empty() {
        return Vec::new();
    }
    let mut zones = ranked(|place| place.fit(&typed, now));
    if let Ok(exact) = text.replace(' ', "_").parse::<Zone>()
        && !zones.contains(&exact)
    {
        // Who types `EST` hardly means the zone of that name, which has no summer time.
        let place = usize::from(!exact.name().contains('/'));
        zones.insert(place.min(zones.len()), exact);
    }
    zones
}

/// Zones that are so far ahead of UTC now.
fn so_far_ahead(wanted: &Ahead, now: DateTime<Utc>) -> Vec<Zone> {
    ranked(|place| {
        let seconds = place.zone.offset(now).local_minus_utc();
        wanted.fit(i64::from(seconds) / 60)
    })
}

/// Zones with a name that is nearly what was typed.
fn like(typed: &str) -> Vec<Zone> {
    ranked(|place| {
        let alike = place.likeness(typed);
        (alike >= LIKE).then_some(Reverse(alike))
    })
}

/// Zones that fit, the smallest fit first; the well-known first among equals.
fn ranked<F: Ord>(fit: impl Fn(&Place) -> Option<F>) -> Vec<Zone> {
    let fits = PLACES.iter().filter_map(|place| Some((fit(place)?, place)));
    let mut fits: Vec<_> = fits.collect();
    fits.sort_by(|(fit, place), (other, second)| fit.cmp(other).then(place.rank.cmp(&second.rank)));
    let zones = fits.into_iter().map(|(_, place)| place.zone.clone());
    zones.collect()
}

/// How far ahead of UTC a zone must be.
struct Ahead {
    minutes: i64,
    /// Minutes whose multiples make no difference, the better reading first.
    cycles: &'static [i64],
}

impl Ahead {
    /// How a zone that is so many minutes ahead fits, from 0, the best.
    fn fit(&self, minutes: i64) -> Option<usize> {
        let mut cycles = self.cycles.iter();
        cycles.position(|cycle| (minutes - self.minutes) % cycle == 0)
    }
}

/// What is meant by an offset, or by what time it is somewhere; none where the text is neither.
fn ahead(text: &str, now: DateTime<Utc>) -> Option<Ahead> {
    if let Some(minutes) = offset(text) {
        // No two offsets are so far from each other.
        let cycles = &[2 * DAY];
        return Some(Ahead { minutes, cycles });
    }
    let time = time_of_day::read(text)?;
    // `8:30` may be in the evening; `08:30` and `8:30 am` are not.
    let is_whole = text.starts_with('0') || !text.ends_with(|c: char| c.is_ascii_digit());
    let minutes = minute_of_day(time) - minute_of_day(now.time());
    Some(Ahead {
        minutes: (minutes + STEP / 2).div_euclid(STEP) * STEP,
        cycles: if is_whole || time.hour() > 12 {
            &[DAY]
        } else {
            &[DAY, DAY / 2]
        },
    })
}

fn minute_of_day(time: NaiveTime) -> i64 {
    i64::from(time.hour() * 60 + time.minute())
}

/// Reads `UTC+2`, `gmt -3:30`, `+0530` as minutes.
fn offset(text: &str) -> Option<i64> {
    let bare = ["utc", "gmt"]
        .iter()
        .find_map(|name| text.strip_prefix(name));
    let bare = bare.unwrap_or(text).trim_start();
    let (sign, clock) = match bare.strip_prefix('+') {
        Some(clock) => (1, clock),
        None => (-1, bare.strip_prefix(['-', '\u{2212}'])?),
    };
    let clock =
        time_of_day::read(clock).filter(|_| clock.ends_with(|c: char| c.is_ascii_digit()))?;
    Some(sign * minute_of_day(clock))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2025-09-03T06:32:00Z".parse().expect("an instant")
    }

    fn found(typed: &str, limit: usize) -> Vec<String> {
        let found = find_zones(typed, now(), limit);
        found.iter().map(|found| found.zone.to_string()).collect()
    }

    #[test]
    fn the_best_comes_first() {
        for (typed, wanted) in [
            // Names, in part and in other spellings.
            ("Europe/Berlin", "Europe/Berlin"),
            ("europe berlin", "Europe/Berlin"),
            ("berlin", "Europe/Berlin"),
            ("BERL", "Europe/Berlin"),
            ("new york", "America/New_York"),
            ("new_york", "America/New_York"),
            ("são paulo", "America/Sao_Paulo"),
            ("Bogotá", "America/Bogota"),
            ("buenos aires", "America/Argentina/Buenos_Aires"),
            ("port-au-prince", "America/Port-au-Prince"),
            ("utc", "UTC"),
            // Former names.
            ("kiev", "Europe/Kyiv"),
            ("Calcutta", "Asia/Kolkata"),
            ("saigon", "Asia/Ho_Chi_Minh"),
            // Countries.
            ("germany", "Europe/Berlin"),
            ("Berlin, Germany", "Europe/Berlin"),
            ("UK", "Europe/London"),
            ("gb", "Europe/London"),
            ("usa", "America/Los_Angeles"),
            ("côte d'ivoire", "Africa/Abidjan"),
            ("Türkiye", "Europe/Istanbul"),
            ("japan", "Asia/Tokyo"),
            ("india", "Asia/Kolkata"),
            // What a time is called, summer and winter.
            ("EST", "America/New_York"),
            ("edt", "America/New_York"),
            ("PT", "America/Los_Angeles"),
            ("us pacific", "America/Los_Angeles"),
            ("eastern", "America/New_York"),
            ("CEST", "Europe/Berlin"),
            ("cet", "Europe/Berlin"),
            ("bst", "Europe/London"),
            ("IST", "Asia/Kolkata"),
            ("jst", "Asia/Tokyo"),
            ("AEST", "Australia/Sydney"),
            ("gmt", "Europe/London"),
            // Typed in full.
            ("us/pacific", "US/Pacific"),
            ("Asia/Calcutta", "Asia/Calcutta"),
            ("etc/gmt+5", "Etc/GMT+5"),
            // Mistyped.
            ("berln", "Europe/Berlin"),
            ("new yrok", "America/New_York"),
            ("Europ/Berlin", "Europe/Berlin"),
            ("germny", "Europe/Berlin"),
            ("Kathmandoo", "Asia/Kathmandu"),
            // What time it is there.
            ("8:30", "Europe/Berlin"),
            ("08:30", "Europe/Berlin"),
            ("8.36 am", "Europe/Berlin"),
            ("7:30", "Europe/London"),
            ("06:32", "UTC"),
            ("2:30", "America/New_York"),
            ("12:02", "Asia/Kolkata"),
            ("12:17", "Asia/Kathmandu"),
            ("18:30", "Pacific/Auckland"),
            ("6:30 pm", "Pacific/Auckland"),
            ("23:30", "America/Los_Angeles"),
            ("19:30", "Pacific/Apia"),
            // How far it is ahead.
            ("UTC+2", "Europe/Berlin"),
            ("+02:00", "Europe/Berlin"),
            ("gmt-4", "America/New_York"),
            ("utc −4", "America/New_York"),
            ("UTC+05:45", "Asia/Kathmandu"),
            ("+0", "UTC"),
        ] {
            assert_eq!(found(typed, 1), [wanted], "{typed:?}");
        }
    }

    #[test]
    fn a_time_that_may_be_in_the_evening_finds_both() {
        let both = found("8:30", 500);
        for (zone, wanted) in [
            ("Europe/Berlin", true),
            ("Pacific/Honolulu", true),
            ("Europe/London", false),
        ] {
            assert_eq!(both.contains(&zone.to_owned()), wanted, "{zone}");
        }
        let morning = found("08:30", 500);
        assert!(!morning.contains(&"Pacific/Honolulu".to_owned()));
        assert!(both.starts_with(&morning), "the morning first");
        assert_eq!(found("8:30 am", 500), morning);
        assert_eq!(found("20:30", 1), ["Pacific/Honolulu"]);
    }

    #[test]
    fn a_time_is_looked_for_on_both_sides_of_the_date_line() {
        let [time, offset] = ["19:30", "utc+13"].map(|typed| found(typed, 500));
        let [east, west] = ["Pacific/Apia", "Pacific/Pago_Pago"].map(str::to_owned);
        assert!(time.contains(&east) && time.contains(&west));
        assert!(offset.contains(&east) && !offset.contains(&west));
    }

    #[test]
    fn a_name_for_old_programs_is_found_where_it_is_typed_in_full() {
        for (typed, wanted) in [
            ("est", ["America/New_York", "EST"]),
            ("Asia/Calcutta", ["Asia/Calcutta", "Asia/Kolkata"]),
        ] {
            assert_eq!(found(typed, 2), wanted, "{typed:?}");
        }
    }

    #[test]
    fn a_zone_comes_with_its_time_and_offset_of_now() {
        let found = find_zones("kathmandu", now(), 1);
        let wanted = Found {
            zone: "Asia/Kathmandu".parse().expect("a zone"),
            local: "2025-09-03T12:17:00".parse().expect("a time"),
            offset: "+05:45".parse().expect("an offset"),
        };
        assert_eq!(found, [wanted]);
    }

    #[test]
    fn what_fits_nothing_finds_nothing() {
        for typed in ["xqzw", "/", "?", "utc+13:30", "8:30:15", &"a".repeat(500)] {
            assert_eq!(found(typed, 25), [""; 0], "{typed:?}");
        }
        assert_eq!(found("berlin", 0), [""; 0]);
    }

    #[test]
    fn nothing_typed_finds_the_well_known() {
        assert_eq!(found("  ", 25), WELL_KNOWN);
        assert_eq!(found("", 3), WELL_KNOWN[..3]);
    }

    proptest! {
        #[test]
        fn no_text_panics_and_no_zone_comes_twice(
            text in r"(utc|gmt)?[-+]?[0-9]{0,4}[: /]?(\PC{0,12}|e?st|new|am)",
            limit in 0usize..30,
        ) {
            let found = find_zones(&text, now(), limit);
            prop_assert!(found.len() <= limit);
            let names: BTreeSet<&str> = found.iter().map(|found| found.zone.name()).collect();
            prop_assert_eq!(names.len(), found.len());
        }
    }
}
