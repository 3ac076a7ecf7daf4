use std::fmt;

use chrono::TimeDelta;
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};

use crate::{briefing::MAX_LIMIT, schedule::Zone};

/// The daily briefings: what holds where a schedule or a guild does not say.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Briefing {
    /// The time zone of guilds that set none.
    #[serde(deserialize_with = "zone")]
    pub time_zone: Zone,
    /// How long after its time one is still posted.
    #[serde(deserialize_with = "grace")]
    pub grace: TimeDelta,
    /// Most stories of one.
    #[serde(deserialize_with = "limit")]
    pub limit: u8,
}

impl Default for Briefing {
    fn default() -> Self {
        Self {
            time_zone: Zone::utc(),
            grace: TimeDelta::hours(6),
            limit: MAX_LIMIT,
        }
    }
}

fn zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Zone, D::Error> {
    let name = String::deserialize(deserializer)?;
    let zone = name.parse();
    zone.map_err(|_| D::Error::custom("it must be an IANA time zone, such as \"Europe/Berlin\""))
}

fn grace<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeDelta, D::Error> {
    let text = String::deserialize(deserializer)?;
    let span = humantime::parse_duration(&text).ok();
    let span = span.and_then(|span| TimeDelta::from_std(span).ok());
    let span = span.filter(|span| (TimeDelta::minutes(1)..=TimeDelta::days(1)).contains(span));
    span.ok_or_else(|| D::Error::custom("it must be a time from \"1m\" to \"24h\""))
}

/// A number, or its digits: an environment variable is a text.
fn limit<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    struct Limit;

    impl Visitor<'_> for Limit {
        type Value = u8;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a number from 1 to {MAX_LIMIT}")
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<u8, E> {
            let limit = u8::try_from(number).ok();
            let limit = limit.filter(|limit| (1..=MAX_LIMIT).contains(limit));
            limit.ok_or_else(|| E::custom(format!("it must be a number from 1 to {MAX_LIMIT}")))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<u8, E> {
            self.visit_i64(text.parse().unwrap_or(0))
        }
    }

    deserializer.deserialize_any(Limit)
}
