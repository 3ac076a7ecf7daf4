//! The zones that are proposed, and what they answer to.

use std::{collections::HashMap, sync::LazyLock};

use chrono::{DateTime, TimeDelta, Utc};

use super::{typed::plain, zone::Zone};

/// Where many people live, from west to east: what is proposed before anything is typed, and first
/// among equals.
pub(super) const WELL_KNOWN: &[&str] = &[
    "UTC",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// Country codes and their names, as the IANA database has them.
const COUNTRIES: &str = include_str!("iso3166.tab");
/// What people call some countries besides.
const NICKNAMES: &[(&str, &str)] = &[
    ("usa", "US"),
    ("america", "US"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("uae", "AE"),
    ("holland", "NL"),
];

/// What North Americans call their time, summer and winter.
const SHORT: &[(&str, &str)] = &[
    ("et", "America/New_York"),
    ("ct", "America/Chicago"),
    ("mt", "America/Denver"),
    ("pt", "America/Los_Angeles"),
];

/// What a zone calls its time half a year from now counts as well.
const HALF_YEAR: TimeDelta = TimeDelta::days(182);

/// A zone that is proposed, and what it answers to, in plain words.
pub(super) struct Place {
    /// Under its name of today.
    pub(super) zone: Zone,
    /// Its place among the well-known; all others after them, the stations in Antarctica last.
    pub(super) rank: usize,
    /// Its names, today's first.
    names: Vec<String>,
    /// The cities that the names end with.
    cities: Vec<String>,
    /// The country's code and names.
    country: Vec<String>,
}

/// Every zone that belongs to a place, and UTC.
pub(super) static PLACES: LazyLock<Vec<Place>> = LazyLock::new(places);

/// How a zone fits what was typed, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Name,
    City,
    Abbreviation,
    Country,
    StartOfCity,
    Words,
}

fn places() -> Vec<Place> {
    let mut places = vec![Place::new(Zone::utc(), "")];
    let mut positions = HashMap::new();
    let mut former = Vec::new();
    for zone in Zone::all() {
        match zone.place() {
            Some((today, country)) if today == zone => {
                positions.insert(zone.name().to_owned(), places.len());
                places.push(Place::new(zone, &country));
            }
            Some((today, _)) => former.push((zone, today)),
            None => {}
        }
    }
    for (zone, today) in former {
        // `EST` and its like are no places.
        let is_place = zone.name().contains(|c: char| c.is_ascii_lowercase());
        if let Some(at) = positions.get(today.name()).filter(|_| is_place) {
            places[*at].add(zone.name());
        }
    }
    places
}

impl Place {
    fn new(zone: Zone, code: &str) -> Self {
        let at = WELL_KNOWN.iter().position(|name| *name == zone.name());
        let is_remote = usize::from(zone.name().starts_with("Antarctica/"));
        let short = SHORT.iter().filter(|(_, name)| *name == zone.name());
        let mut place = Self {
            rank: at.unwrap_or(WELL_KNOWN.len() + is_remote),
            names: Vec::new(),
            cities: short.map(|(short, _)| (*short).to_owned()).collect(),
            country: country(code),
            zone: zone.clone(),
        };
        place.add(zone.name());
        place
    }

    fn add(&mut self, name: &str) {
        self.names.push(words(name));
        self.cities.extend(name.rsplit('/').next().map(words));
    }

    /// How it fits `typed`, which is plain words; none where it doesn't.
    pub(super) fn fit(&self, typed: &str, now: DateTime<Utc>) -> Option<Fit> {
        let is = |texts: &[String]| texts.iter().any(|text| text == typed);
        let mut calls = [Some(now), now.checked_add_signed(HALF_YEAR)]
            .into_iter()
            .flatten();
        let all = || self.names.iter().chain(&self.country);
        let start = |word: &str| {
            let mut words = all().flat_map(|text| text.split(' '));
            words.any(|other| other.starts_with(word))
        };
        if is(&self.names) {
            Some(Fit::Name)
        } else if is(&self.cities) {
            Some(Fit::City)
        } else if calls.any(|at| self.zone.abbreviation(at).eq_ignore_ascii_case(typed)) {
            Some(Fit::Abbreviation)
        } else if is(&self.country) {
            Some(Fit::Country)
        } else if self.cities.iter().any(|city| city.starts_with(typed)) {
            Some(Fit::StartOfCity)
        } else {
            typed.split(' ').all(start).then_some(Fit::Words)
        }
    }

    /// How alike `typed` and the nearest of its names are, in percent.
    pub(super) fn likeness(&self, typed: &str) -> usize {
        let names = self.names.iter().chain(&self.cities).chain(&self.country);
        let alike = names.map(|name| {
            let longest = name.chars().count().max(typed.chars().count());
            100 - 100 * strsim::osa_distance(name, typed) / longest.max(1)
        });
        alike.max().unwrap_or_default()
    }
}

/// The code of a country and what it is called.
fn country(code: &str) -> Vec<String> {
    let lines = COUNTRIES.lines().filter_map(|line| line.split_once('\t'));
    let nicknames = NICKNAMES.iter().map(|(name, code)| (*code, *name));
    let names = lines.chain(nicknames).filter(|(other, _)| *other == code);
    names
        .flat_map(|(code, name)| [words(code), words(name)])
        .collect()
}

/// The words of a text, one space between them.
pub(super) fn words(text: &str) -> String {
    let plain = plain(text).unwrap_or_default();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_well_known_zone_is_one() {
        for known in WELL_KNOWN {
            assert!(PLACES.iter().any(|other| other.zone.name() == *known));
        }
        for (_, name) in SHORT {
            assert!(WELL_KNOWN.contains(name));
        }
    }

    #[test]
    fn names_for_old_programs_are_not_proposed() {
        let proposed: BTreeSet<&str> = PLACES.iter().map(|place| place.zone.name()).collect();
        assert_eq!(proposed.len(), PLACES.len(), "each once");
        assert!(proposed.len() > 400, "{}", proposed.len());
        for name in &proposed {
            let good = *name == "UTC" || (name.contains('/') && !name.starts_with("Etc/"));
            assert!(good && !name.starts_with("US/"), "{name}");
        }
        for name in ["Asia/Calcutta", "EST", "Factory", "Japan"] {
            assert!(!proposed.contains(name), "{name}");
        }
        // Each belongs to a country that has a name.
        for place in PLACES.iter().skip(1) {
            assert!(place.country.len() > 1, "{}", place.zone);
        }
    }
}
