//! The buttons of a schedule: the same ones in the same order wherever it is shown.

use super::action::{ScheduleAct, ScheduleAction};
use crate::{
    briefing::Schedule,
    view::{Action, message::Button},
};

/// A button that does something with a schedule.
pub(super) fn button(label: &str, schedule: &Schedule, act: ScheduleAct) -> Button {
    let action = ScheduleAction::Of(schedule.id.number, act);
    Button::new(label, Action::Schedule(action))
}

/// Leads to how it goes.
pub(super) fn status(schedule: &Schedule) -> Button {
    button("Status", schedule, ScheduleAct::Status { from: 0 })
}

/// What can be done with it: look, post, have it rest or go on, change it.
pub(super) fn all(schedule: &Schedule) -> Vec<Button> {
    let last = schedule.last_delivery;
    let rest = match schedule.paused {
        None => button("Pause", schedule, ScheduleAct::Pause),
        Some(_) => button("Resume", schedule, ScheduleAct::Resume),
    };
    vec![
        button("Preview", schedule, ScheduleAct::Preview { page: 0 }),
        button("Post now", schedule, ScheduleAct::Post { last }),
        rest,
        button("Edit", schedule, ScheduleAct::Edit),
    ]
}
