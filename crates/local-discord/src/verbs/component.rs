//! Finding what a person presses or chooses.

use serde_json::Value;

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
pub(super) fn options(message: &Message, labels: &[&str]) -> Result<(String, Vec<Value>), Refused> {
    let menus = message.menus();
    let found = menus.iter().find_map(|menu| {
        let value = |label: &&str| {
            let option = menu.options.iter().find(|option| option.label == *label)?;
            Some(Value::from(option.value.clone()))
        };
        Some((menu, labels.iter().map(value).collect::<Option<Vec<_>>>()?))
    });
    let Some((menu, values)) = found else {
        let there = menus
            .into_iter()
            .flat_map(|menu| menu.options)
            .map(|option| option.label);
        return Err(Refused::NotThere(labels.join(", "), there.collect()));
    };
    let range = menu.min_values..=menu.max_values;
    if menu.disabled {
        Err(Refused::Disabled(menu.custom_id.clone()))
    } else if !range.contains(&(values.len() as u64)) {
        Err(Refused::WrongCount(menu.min_values, menu.max_values))
    } else {
        Ok((menu.custom_id.clone(), values))
    }
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
