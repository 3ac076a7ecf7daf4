//! Finding what a person presses or chooses.

use super::{Message, Refused};
use crate::world::message::{self as record, visit};

/// The `custom_id` of the button of this label.
pub(super) fn button(message: &Message, label: &str) -> Result<String, Refused> {
    let buttons = message.buttons();
    let Some(button) = buttons.iter().find(|button| button.label == label) else {
        let there = buttons.into_iter().map(|button| button.label).collect();
        return Err(Refused::NotThere(label.to_owned(), there));
    };
    match &button.custom_id {
        _ if button.disabled => Err(Refused::Disabled(label.to_owned())),
        None => Err(Refused::Link(label.to_owned())),
        Some(custom_id) => Ok(custom_id.clone()),
    }
}

/// The `custom_id` of the menu that has all these options, and their values.
pub(super) fn options(
    message: &Message,
    labels: &[&str],
) -> Result<(String, Vec<String>), Refused> {
    let menus = message.menus();
    let found = menus.iter().find_map(|menu| {
        let value = |label: &&str| {
            let option = menu.options.iter().find(|option| option.label == *label)?;
            Some(option.value.clone())
        };
        let values = labels.iter().map(value).collect::<Option<_>>()?;
        Some((menu.custom_id.clone(), values))
    });
    found.ok_or_else(|| {
        let there = menus
            .into_iter()
            .flat_map(|menu| menu.options)
            .map(|option| option.label);
        Refused::NotThere(labels.join(", "), there.collect())
    })
}

/// The number of the component with this `custom_id`; 0 where there is none.
pub(super) fn id_of(message: &record::Message, custom_id: &str) -> u64 {
    let mut found = 0;
    for component in &message.body.components {
        visit(component, &mut |one| {
            if one["custom_id"] == custom_id {
                found = one["id"].as_u64().unwrap_or_default();
            }
        });
    }
    found
}
