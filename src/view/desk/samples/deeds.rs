use chrono::{DateTime, Utc};

use crate::article::{Attempt, ChannelId, Deed, RoleId, Set};

/// Every setting as it can be set, with this id and this text.
pub(crate) fn sets(id: u64, text: &str) -> Vec<Set> {
    vec![
        Set::TimeZone(text.to_owned()),
        Set::PrivateAnswers(true),
        Set::PrivateAnswers(false),
        Set::ModeratorRole(Some(RoleId(id))),
        Set::ModeratorRole(None),
        Set::LogChannel(Some(ChannelId(id))),
        Set::LogChannel(None),
    ]
}

/// Everything that can be done at the desk, with this number, text and time.
pub(crate) fn deeds(number: u32, text: &str, at: DateTime<Utc>) -> Vec<Deed> {
    let attempts = [
        Attempt::Add(number),
        Attempt::Edit(number),
        Attempt::Draft(number),
        Attempt::Story,
        Attempt::Desk,
        Attempt::Settings,
        Attempt::Schedules,
    ];
    let owned = || text.to_owned();
    let mut deeds = vec![
        Deed::Drafted(number, owned()),
        Deed::Redrafted(number),
        Deed::Discarded(number),
        Deed::Recovered(number),
        Deed::Scheduled(number, at),
        Deed::Unscheduled(number),
        Deed::NotPublished(number, owned()),
        Deed::Published(owned()),
        Deed::Revised(number, None),
        Deed::Revised(number, Some(owned())),
        Deed::RestoredRevision(number, number),
        Deed::Withdrew(None),
        Deed::Withdrew(Some(owned())),
        Deed::Restored,
        Deed::Hid(None),
        Deed::Hid(Some(owned())),
        Deed::Showed,
        Deed::ScheduleAdded(number),
        Deed::ScheduleChanged(number),
        Deed::SchedulePaused(number),
        Deed::ScheduleResumed(number),
        Deed::ScheduleRemoved(number),
        Deed::ScheduleGaveUp(number),
        Deed::BriefingOrdered(number),
        Deed::BriefingFailed(number, owned()),
        Deed::NotCrossposted(number, owned()),
        Deed::BriefingUncertain(number),
        Deed::BriefingConfirmed(number),
        Deed::BriefingSentAgain(number),
    ];
    deeds.extend(sets(number.into(), text).into_iter().map(Deed::Set));
    deeds.extend(attempts.map(Deed::Refused));
    deeds
}
