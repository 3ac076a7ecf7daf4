//! The buttons of a draft: the same ones in the same order wherever it is shown.

use super::action::{DeskAction, DraftAct, DraftKey};
use crate::{
    article::{Draft, DraftStatus},
    view::{
        Action,
        message::{Button, Look},
    },
};

/// A button that does something with a draft as it is shown.
pub(super) fn button(label: &str, draft: &Draft, act: DraftAct) -> Button {
    let action = DeskAction::Draft(DraftKey::of(draft), act);
    Button::new(label, Action::Desk(action))
}

/// What brings a draft to readers, or keeps it from them: over which revision of what it changes (0:
/// a new story), and whether its time is still ahead.
pub(super) fn forward(draft: &Draft, over: u32, ahead: bool) -> Button {
    match draft.status {
        DraftStatus::Scheduled => button("Unschedule", draft, DraftAct::Unschedule),
        _ => {
            let label = if ahead { "Schedule" } else { "Publish" };
            button(label, draft, DraftAct::Publish { over }).with_look(Look::Main)
        }
    }
}

/// The buttons to change it and to throw it away.
pub(super) fn edit_or_discard(draft: &Draft) -> [Button; 2] {
    [
        button("Edit", draft, DraftAct::Edit),
        button("Discard", draft, DraftAct::Discard),
    ]
}
