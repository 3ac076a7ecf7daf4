//! Keys as bytes whose order is the order of the keys.
//!
//! Every encoding is self-delimiting, so that a tuple of keys keeps its order field by field and
//! the encoding of its first fields is a prefix of the whole.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};

use super::CopyId;
use crate::{
    article::{ArticleId, DraftId, GuildId, Library, UserId},
    briefing::{DeliveryId, ScheduleId},
};

/// A value that can stand in a key.
pub(super) trait Key: Sized {
    /// Appends the encoding.
    fn write(&self, to: &mut Vec<u8>);

    /// Takes one value off the front; none where the bytes are no encoding.
    fn read(from: &mut &[u8]) -> Option<Self>;

    /// The encoding alone.
    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(32);
        self.write(&mut bytes);
        bytes
    }

    /// The value of a whole encoding.
    fn decode(mut bytes: &[u8]) -> Option<Self> {
        let key = Self::read(&mut bytes)?;
        bytes.is_empty().then_some(key)
    }
}

/// Big-endian unsigned integers.
macro_rules! unsigned {
    ($($type:ty),*) => {$(
        impl Key for $type {
            fn write(&self, to: &mut Vec<u8>) {
                to.extend(self.to_be_bytes());
            }

            fn read(from: &mut &[u8]) -> Option<Self> {
                from.split_off(..size_of::<Self>())?.try_into().ok().map(Self::from_be_bytes)
            }
        }
    )*};
}
unsigned!(u8, u32, u64);

/// Big-endian signed integers with the sign bit turned, so that negative ones stand first.
macro_rules! signed {
    ($($type:ty as $unsigned:ty),*) => {$(
        impl Key for $type {
            fn write(&self, to: &mut Vec<u8>) {
                (self.cast_unsigned() ^ Self::MIN.cast_unsigned()).write(to);
            }

            fn read(from: &mut &[u8]) -> Option<Self> {
                let bits = <$unsigned>::read(from)?;
                Some((bits ^ Self::MIN.cast_unsigned()).cast_signed())
            }
        }
    )*};
}
signed!(i32 as u32, i64 as u64);

impl Key for NaiveDate {
    fn write(&self, to: &mut Vec<u8>) {
        self.num_days_from_ce().write(to);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        Self::from_num_days_from_ce_opt(i32::read(from)?)
    }
}

impl Key for NaiveTime {
    fn write(&self, to: &mut Vec<u8>) {
        (self.num_seconds_from_midnight(), self.nanosecond()).write(to);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        let (seconds, nanos) = Key::read(from)?;
        Self::from_num_seconds_from_midnight_opt(seconds, nanos)
    }
}

impl Key for DateTime<Utc> {
    fn write(&self, to: &mut Vec<u8>) {
        (self.timestamp(), self.timestamp_subsec_nanos()).write(to);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        let (seconds, nanos) = Key::read(from)?;
        Self::from_timestamp(seconds, nanos)
    }
}

/// The UTF-8 bytes, a zero byte followed by 255, and two zero bytes at the end.
impl Key for String {
    fn write(&self, to: &mut Vec<u8>) {
        for byte in self.bytes() {
            to.push(byte);
            if byte == 0 {
                to.push(255);
            }
        }
        to.extend([0, 0]);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        let mut text = Vec::new();
        loop {
            match from.split_off_first()? {
                0 => match from.split_off_first()? {
                    0 => return Self::from_utf8(text).ok(),
                    255 => text.push(0),
                    _ => return None,
                },
                byte => text.push(*byte),
            }
        }
    }
}

impl<T: Key> Key for Option<T> {
    fn write(&self, to: &mut Vec<u8>) {
        match self {
            None => to.push(0),
            Some(value) => {
                to.push(1);
                value.write(to);
            }
        }
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        match from.split_off_first()? {
            0 => Some(None),
            1 => T::read(from).map(Some),
            _ => None,
        }
    }
}

/// Snowflakes.
macro_rules! snowflake {
    ($($type:ident),*) => {$(
        impl Key for $type {
            fn write(&self, to: &mut Vec<u8>) {
                self.0.write(to);
            }

            fn read(from: &mut &[u8]) -> Option<Self> {
                Key::read(from).map(Self)
            }
        }
    )*};
}
snowflake!(GuildId, UserId);

impl Key for Library {
    fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::House => to.push(0),
            Self::Guild(guild) => {
                to.push(1);
                guild.write(to);
            }
        }
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        match from.split_off_first()? {
            0 => Some(Self::House),
            1 => GuildId::read(from).map(Self::Guild),
            _ => None,
        }
    }
}

/// Names of two parts, part by part.
macro_rules! name {
    ($($type:ident { $first:ident, $second:ident },)*) => {$(
        impl Key for $type {
            fn write(&self, to: &mut Vec<u8>) {
                self.$first.write(to);
                self.$second.write(to);
            }

            fn read(from: &mut &[u8]) -> Option<Self> {
                let ($first, $second) = Key::read(from)?;
                Some(Self { $first, $second })
            }
        }
    )*};
}
name! {
    ArticleId { library, number },
    DraftId { guild, number },
    ScheduleId { guild, number },
    DeliveryId { schedule, number },
    CopyId { delivery, step },
}

/// Tuples, field by field.
macro_rules! tuple {
    ($($field:ident . $index:tt),*) => {
        impl<$($field: Key),*> Key for ($($field,)*) {
            fn write(&self, to: &mut Vec<u8>) {
                $(self.$index.write(to);)*
            }

            fn read(from: &mut &[u8]) -> Option<Self> {
                Some(($($field::read(from)?,)*))
            }
        }
    };
}
tuple!(A.0, B.1);
tuple!(A.0, B.1, C.2);
tuple!(A.0, B.1, C.2, D.3);

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use proptest::prelude::*;

    use super::*;

    fn date() -> impl Strategy<Value = NaiveDate> {
        (-400_000i32..1_500_000).prop_filter_map("a date", NaiveDate::from_num_days_from_ce_opt)
    }

    fn instant() -> impl Strategy<Value = DateTime<Utc>> {
        (-9_000_000_000i64..9_000_000_000, 0u32..1_000_000_000)
            .prop_filter_map("an instant", |(s, n)| DateTime::from_timestamp(s, n))
    }

    fn library() -> impl Strategy<Value = Library> {
        prop_oneof![
            Just(Library::House),
            any::<u64>().prop_map(|guild| Library::Guild(GuildId(guild))),
        ]
    }

    fn time() -> impl Strategy<Value = NaiveTime> {
        // Up to a leap second.
        (0u32..86_400, 0u32..1_000_000_000).prop_filter_map("a time", |(s, n)| {
            NaiveTime::from_num_seconds_from_midnight_opt(s, n)
        })
    }

    fn copy() -> impl Strategy<Value = CopyId> {
        (0u64..3, 0u32..3, any::<u32>(), any::<u32>()).prop_map(|(guild, of, number, step)| {
            let guild = GuildId(guild);
            let schedule = ScheduleId { guild, number: of };
            let delivery = DeliveryId { schedule, number };
            CopyId { delivery, step }
        })
    }

    fn text() -> impl Strategy<Value = String> {
        "[\0\u{1}ab\u{ff}…]{0,4}"
    }

    /// Keys come back as they were, and their bytes stand in the order of the keys.
    fn check<K: Key + Ord + Debug>(a: &K, b: &K) {
        assert_eq!(K::decode(&a.encode()).as_ref(), Some(a));
        assert_eq!(a.encode().cmp(&b.encode()), a.cmp(b), "{a:?} and {b:?}");
    }

    proptest! {
        #[test]
        fn keys_round_trip_and_keep_their_order(
            integers in (any::<[(u8, u32, u64); 2]>(), any::<[(i32, i64); 2]>()),
            newest in [(library(), date(), instant(), any::<u32>()), (library(), date(), instant(), any::<u32>())],
            texts in [(proptest::option::of(text()), text(), any::<u8>()), (proptest::option::of(text()), text(), any::<u8>())],
            ids in [(library(), any::<u32>()), (library(), any::<u32>())],
        ) {
            check(&integers.0[0], &integers.0[1]);
            check(&integers.1[0], &integers.1[1]);
            check(&newest[0], &newest[1]);
            check(&texts[0], &texts[1]);
            let [a, b] = ids.map(|(library, number)| ArticleId { library, number });
            check(&a, &b);
            let [a, b] = integers.0.map(|(_, number, guild)| DraftId { guild: GuildId(guild), number });
            check(&a, &b);
            check(&(a.guild, UserId(b.guild.0)), &(b.guild, UserId(a.guild.0)));
        }

        #[test]
        fn keys_of_briefings_round_trip_and_keep_their_order(
            copies in [copy(), copy()],
            times in [(date(), time()), (date(), time())],
            story in library(),
        ) {
            let [a, b] = copies;
            check(&a, &b);
            check(&a.delivery, &b.delivery);
            check(&a.delivery.schedule, &b.delivery.schedule);
            let occurrence = |copy: CopyId, (date, time)| (copy.delivery.schedule, date, time);
            check(&occurrence(a, times[0]), &occurrence(b, times[1]));
            let article = ArticleId { library: story, number: 1 };
            check(&(article, a), &(article, b));
            // A schedule's copies stand together, a guild's of an article too.
            prop_assert!(a.encode().starts_with(&a.delivery.schedule.encode()));
            let of_guild = (article, a.delivery.schedule.guild).encode();
            prop_assert!((article, a).encode().starts_with(&of_guild));
        }

        #[test]
        fn keys_of_jobs_round_trip(copy in copy()) {
            use super::super::JobKey::{self, EditCopy, ForgetSchedule, PlanBriefing, SendBriefing};
            let delivery = copy.delivery;
            let schedule = delivery.schedule;
            for key in [
                PlanBriefing(schedule),
                SendBriefing(delivery),
                EditCopy(delivery, copy.step),
                ForgetSchedule(schedule),
            ] {
                prop_assert_eq!(JobKey::decode(&key.encode()), Some(key));
            }
        }

        #[test]
        fn the_first_fields_are_a_prefix(first in text(), second in text()) {
            let whole = (first.clone(), second).encode();
            prop_assert!(whole.starts_with(&first.encode()));
        }

        #[test]
        fn bytes_that_are_no_key_are_refused_without_panic(bytes: Vec<u8>) {
            if let Some(key) = <(Library, Option<String>, DateTime<Utc>)>::decode(&bytes) {
                prop_assert_eq!(key.encode(), bytes);
            }
        }
    }

    #[test]
    fn a_key_that_is_cut_or_too_long_is_refused() {
        let whole = (Library::House, 7u32).encode();
        for cut in 0..whole.len() {
            assert_eq!(ArticleId::decode(&whole[..cut]), None, "{cut} bytes");
        }
        assert_eq!(ArticleId::decode(&[whole.as_slice(), &[0]].concat()), None);
    }
}
