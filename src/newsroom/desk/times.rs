//! Times and zones as moderators type them.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::{
    article::GuildId,
    newsroom::{Error, Newsroom, limits::some},
    schedule::{Found, MomentError, MomentFault, Zone, find_zones, moment},
    search::fold,
    view::desk::refusal::{BadTime, DeskRefusal},
};

/// Moments that are proposed before one was typed.
const USUAL: [&str; 6] = [
    "in 1 hour",
    "18:00",
    "tomorrow 8:00",
    "tomorrow 18:00",
    "saturday 9:00",
    "monday 8:00",
];
/// Zones that are looked through for the one of a city.
const CITIES: usize = 25;
/// Zones proposed in the place of an unknown one.
const NEAR: usize = 3;

impl Newsroom {
    /// The moment to come that was typed, in the guild's zone; none where nothing was.
    pub fn moment(
        &self,
        guild: GuildId,
        typed: Option<&str>,
    ) -> Result<Option<DateTime<Utc>>, Error> {
        let read = some(typed).map(|typed| moment(typed, self.clock.now(), &self.zone(guild)));
        read.transpose().map_err(|error| refused(error).into())
    }

    /// Moments to come that fit what was typed so far, in a guild's local time: what it means, else
    /// some that are often meant.
    pub fn moments(&self, guild: GuildId, typed: &str) -> Vec<(String, NaiveDateTime)> {
        let (zone, now) = (self.zone(guild), self.clock.now());
        let read = |typed: &str| {
            let at = moment(typed, now, &zone).ok()?;
            Some((typed.to_owned(), zone.local(at)))
        };
        if let Some(meant) = read(typed.trim()) {
            return vec![meant];
        }
        let begun = fold(typed.trim());
        let usual = USUAL.into_iter().filter(|usual| usual.starts_with(&begun));
        usual.filter_map(read).collect()
    }

    /// What the clocks of a zone show.
    pub fn local_now(&self, zone: &Zone) -> NaiveDateTime {
        zone.local(self.clock.now())
    }

    /// What the clocks of a guild show.
    pub fn local_time(&self, guild: GuildId) -> NaiveDateTime {
        self.zone(guild).local(self.clock.now())
    }

    /// The zone that was typed by its name or by its city alone; an unknown one is refused with the
    /// nearest.
    pub fn known_zone(&self, typed: &str) -> Result<Zone, Error> {
        let now = self.clock.now();
        let of_city = |found: &Found| {
            let city = found.zone.name().rsplit('/').next().unwrap_or_default();
            fold(&city.replace('_', " ")) == fold(typed.trim())
        };
        let found = find_zones(typed, now, CITIES).into_iter();
        let mut cities = found.filter(of_city).map(|found| found.zone);
        let city = cities.next().filter(|_| cities.next().is_none());
        if let Some(zone) = typed.trim().parse().ok().or(city) {
            return Ok(zone);
        }
        let near = find_zones(typed, now, NEAR).into_iter();
        Err(DeskRefusal::UnknownZone {
            typed: typed.to_owned(),
            near: near.map(|found| found.zone.name().to_owned()).collect(),
        }
        .into())
    }

    /// Zones that fit what was typed so far.
    pub fn zones(&self, typed: &str, limit: usize) -> Vec<Found> {
        find_zones(typed, self.clock.now(), limit)
    }
}

fn refused(error: MomentError) -> DeskRefusal {
    let MomentError {
        typed,
        fault,
        example,
    } = error;
    let bad = match fault {
        MomentFault::Unreadable => BadTime::Unreadable,
        MomentFault::NoTime => BadTime::NoTime,
        MomentFault::UnknownTime => BadTime::UnknownTime,
        MomentFault::Ambiguous(a, b) => BadTime::Ambiguous(a, b),
        MomentFault::Past(at) => BadTime::Past(at),
    };
    DeskRefusal::PublishAt {
        typed,
        bad,
        example,
    }
}
