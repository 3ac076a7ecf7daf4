//! Posted messages that can't be brought up to date: which, why, and how to mend it.

use super::{obstacle, outcome};
use crate::{
    article::{ChannelId, MessageId},
    briefing::{ChannelKind, DeliveryId, Obstacle},
    view::markup::Markup,
};

/// Copies that are told; the others are counted.
pub const COPIES: usize = 4;
/// UTF-16 units of the reason.
const WHY: usize = 160;

/// A message that should be changed, and can't be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Which briefing.
    pub delivery: DeliveryId,
    /// Where it is: the channel or thread.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// What kind of channel the briefing went into.
    pub kind: ChannelKind,
    /// Why it can't be changed.
    pub why: Obstacle,
}

/// Where they are, why they can't be changed, what to do about it; empty where there are none.
pub(in crate::view) fn copies(copies: &[Copy]) -> Markup {
    if copies.is_empty() {
        return Markup::default();
    }
    let mut told = Markup::own("**Posted before, and can't be brought up to date**");
    for copy in copies.iter().take(COPIES) {
        told.append("\n", &entry(copy));
    }
    let more = copies.len().saturating_sub(COPIES);
    if more > 0 {
        told.append("\n", &Markup::own(format!("-# and {more} more")));
    }
    told
}

fn entry(copy: &Copy) -> Markup {
    let DeliveryId { schedule, number } = copy.delivery;
    let link = outcome::link(schedule.guild, copy.channel, copy.message);
    let open = Markup::link(&format!("{schedule}, briefing {number}"), &link);
    let channel = copy.channel.0;
    let why = Markup::clipped(&obstacle::short(&copy.why, copy.kind), WHY);
    let remedy = remedy(&copy.why);
    Markup::own(format!("-# {open} in <#{channel}> · {why}\n-# {remedy}"))
}

fn remedy(why: &Obstacle) -> &'static str {
    match why {
        Obstacle::Gone | Obstacle::Deleted => {
            "Nothing has to be done: readers don't see it any more."
        }
        Obstacle::Lacks(_) => {
            "Channel settings → Permissions → Newsdesk: allow it there. Newsdesk tries again every hour, for two days."
        }
        Obstacle::Away => "Newsdesk tries again every hour, for two days.",
        _ => "The story's next change tries it anew.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::schedule::samples;

    #[test]
    fn each_says_where_it_is_and_how_to_mend_it() {
        let all = samples::obstacles("Invalid Form Body");
        let all = samples::copies(all.len(), "").into_iter().zip(all);
        let told = all.map(|(copy, why)| copies(&[Copy { why, ..copy }]).to_string());
        insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_long_list_is_cut_with_its_count_and_none_says_nothing() {
        assert!(copies(&[]).is_empty());
        let lines = |count| copies(&samples::copies(count, "")).as_str().lines().count();
        assert_eq!((lines(COPIES), lines(COPIES + 1)), (9, 10));
        let told = copies(&samples::copies(COPIES + 3, ""));
        assert!(told.as_str().ends_with("-# and 3 more"), "{told}");
    }
}
