//! Times and zones as moderators type them.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::{
    article::GuildId,
    newsroom::{Error, Newsroom, limits::some},
    schedule::{Found, MomentError, MomentFault, Zone, find_zones, moment},
    view::desk::refusal::{BadTime, DeskRefusal},
};

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
        read.transpose()
            .map_err(|error| refused(error).into())
    }

    /// What the clocks of a guild show.
    pub fn local_time(&self, guild: GuildId) -> NaiveDateTime {
        self.zone(guild).local(self.clock.now())
    }

    /// The zone that was typed, or what completion gave; an unknown one is refused with the nearest.
    pub fn known_zone(&self, typed: &str) -> Result<Zone, Error> {
        typed.trim().parse().map_err(|_| {
            let near = find_zones(typed, self.clock.now(), NEAR);
            DeskRefusal::UnknownZone {
                typed: typed.to_owned(),
                near: near.into_iter().map(|found| found.zone.name().to_owned()).collect(),
            }
            .into()
        })
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
