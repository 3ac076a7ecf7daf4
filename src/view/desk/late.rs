//! What stands in a form's place that came too late to be opened.

use super::action::{DeskAction, DraftAct, FormKey};
use crate::view::{
    Action, Markup, Message,
    message::{Block, Button},
};

/// Says that the form can't open any more, and opens it again where a button can.
pub fn late_form(key: FormKey) -> Message {
    let again = match key {
        FormKey::New { .. } => None,
        FormKey::Draft(draft) => Some(DeskAction::Draft(draft, DraftAct::Edit)),
        FormKey::Edit { article, part, .. } => Some(DeskAction::Edit(article, part)),
    };
    let remedy = match again {
        Some(_) => "Nothing was lost. Press the button to try again:",
        None => "Nothing was lost. Give the command again.",
    };
    let says = format!("It took too long for the form to open.\n-# {remedy}");
    let mut message = Message::new().text(Markup::own(says));
    let buttons = again.map(|again| Button::new("Open the form", Action::Desk(again)));
    message.push(Block::Buttons(buttons.into_iter().collect()));
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::desk::{
        action::{DraftKey, PartKey},
        samples,
    };

    #[test]
    fn a_button_opens_the_form_again() {
        let (number, version) = (7, 3);
        let draft = DraftKey { number, version };
        let (article, revision, part) = (samples::id(), 5, PartKey::Lede);
        for (key, wanted) in [
            (FormKey::New { publish_at: None }, None),
            (
                FormKey::Draft(draft),
                Some(DeskAction::Draft(draft, DraftAct::Edit)),
            ),
            (
                FormKey::Edit {
                    article,
                    revision,
                    part,
                },
                Some(DeskAction::Edit(article, part)),
            ),
        ] {
            let message = late_form(key);
            let opens: Vec<_> = message.actions().cloned().collect();
            let wanted: Vec<_> = wanted.map(Action::Desk).into_iter().collect();
            assert_eq!(opens, wanted, "{key:?}");
        }
    }
}
