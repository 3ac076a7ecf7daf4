//! By what a message is known: on its way, and where it stands.

use sha2::{Digest, Sha256};

use crate::{article::ChannelId, briefing::DeliveryId};

/// The names of the message of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// For the platform, which takes a message of that name once within minutes: 24 characters.
    pub(super) nonce: String,
    /// For us, who look for it later: from 1 to 2³¹ - 1.
    pub(super) mark: u32,
}

impl Names {
    /// Of the step at `place` of a delivery that goes into `channel`.
    pub(super) fn of(delivery: DeliveryId, channel: ChannelId, place: usize) -> Self {
        let mut hash = Sha256::new();
        for number in [
            delivery.schedule.guild.0,
            delivery.schedule.number.into(),
            delivery.number.into(),
            channel.0,
            place as u64,
        ] {
            hash.update(number.to_be_bytes());
        }
        let hash: [u8; 32] = hash.finalize().into();
        let nonce = hash[..12].iter().map(|byte| format!("{byte:02x}"));
        let [.., a, b, c, d] = hash;
        let mark = u32::from_be_bytes([a, b, c, d]) >> 1;
        Self {
            nonce: nonce.collect(),
            mark: mark.max(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{article::GuildId, briefing::ScheduleId};

    #[test]
    fn every_step_has_names_of_its_own_and_keeps_them() {
        let names = |guild, schedule, number, channel, place| {
            let schedule = ScheduleId {
                guild: GuildId(guild),
                number: schedule,
            };
            Names::of(DeliveryId { schedule, number }, ChannelId(channel), place)
        };
        let all = [
            names(1, 2, 3, 4, 5),
            names(2, 2, 3, 4, 5),
            names(1, 1, 3, 4, 5),
            names(1, 2, 4, 4, 5),
            names(1, 2, 3, 5, 5),
            names(1, 2, 3, 4, 0),
        ];
        let nonces: BTreeSet<_> = all.iter().map(|names| &names.nonce).collect();
        let marks: BTreeSet<_> = all.iter().map(|names| names.mark).collect();
        assert_eq!((nonces.len(), marks.len()), (all.len(), all.len()));
        for names in &all {
            assert_eq!(names.nonce.len(), 24);
            assert!((1..1 << 31).contains(&names.mark));
        }
        // Written down: after an update, what is on its way has to be found.
        assert_eq!(names(1, 2, 3, 4, 5), all[0]);
        insta::assert_debug_snapshot!(all[0]);
    }
}
