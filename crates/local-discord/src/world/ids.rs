//! Snowflakes: Discord's ids, which carry the moment of their making in their upper 42 bits.

use chrono::{DateTime, Utc};
use twilight_model::id::{Id, marker};

pub(crate) type AttachmentId = Id<marker::AttachmentMarker>;
pub(crate) type ApplicationId = Id<marker::ApplicationMarker>;
pub(crate) type ChannelId = Id<marker::ChannelMarker>;
pub(crate) type CommandId = Id<marker::CommandMarker>;
pub(crate) type GuildId = Id<marker::GuildMarker>;
pub(crate) type InteractionId = Id<marker::InteractionMarker>;
pub(crate) type MessageId = Id<marker::MessageMarker>;
pub(crate) type RoleId = Id<marker::RoleMarker>;
pub(crate) type TagId = Id<marker::TagMarker>;
pub(crate) type UserId = Id<marker::UserMarker>;

/// The first second of 2015, from which snowflakes count their milliseconds.
const EPOCH_MILLIS: i64 = 1_420_070_400_000;

/// Gives snowflakes that always grow, even where the clock is moved back.
#[derive(Debug, Default)]
pub(crate) struct Snowflakes {
    last: u64,
}

impl Snowflakes {
    /// The next id, made at `now`.
    pub(crate) fn next<T>(&mut self, now: DateTime<Utc>) -> Id<T> {
        let millis = u64::try_from(now.timestamp_millis() - EPOCH_MILLIS).unwrap_or_default();
        self.last = (millis << 22).max(self.last + 1);
        Id::new(self.last)
    }
}

#[cfg(test)]
mod tests {
    use twilight_model::id::marker::GenericMarker;

    use super::*;

    #[test]
    fn snowflakes_carry_their_time_and_grow() {
        let noon = "2025-09-01T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
        let mut snowflakes = Snowflakes::default();
        let first = snowflakes.next::<GenericMarker>(noon).get();
        assert_eq!((first >> 22) as i64 + EPOCH_MILLIS, noon.timestamp_millis());
        let mut last = first;
        for moment in [noon, noon - chrono::Duration::days(1), noon] {
            let next = snowflakes.next::<GenericMarker>(moment).get();
            assert!(next > last);
            last = next;
        }
    }
}
