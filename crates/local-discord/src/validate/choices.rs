//! Completions that the bot offers while a person types.

use std::collections::HashSet;

use serde_json::Value;
use twilight_validate::command as twilight;

use super::problems::{
    Need::{Optional, Required},
    Problems,
};

/// The type numbers of options that take text, whole numbers and numbers.
pub(crate) const STRING: u64 = 3;
pub(crate) const INTEGER: u64 = 4;
pub(crate) const NUMBER: u64 = 10;

/// Checks the data of an autocomplete answer for an option of type `kind`.
pub(crate) fn completions(problems: &mut Problems, data: &Value, kind: u64) {
    problems.each(
        data,
        "choices",
        Required,
        0..=twilight::CHOICES_LIMIT,
        |problems, choice| {
            self::choice(problems, choice, kind);
        },
    );
}

/// Checks the `choices` of an option of type `kind`, whose names must differ.
pub(super) fn choices(problems: &mut Problems, option: &Value, kind: u64) {
    let mut names = HashSet::new();
    problems.each(
        option,
        "choices",
        Optional,
        0..=twilight::CHOICES_LIMIT,
        |problems, choice| {
            self::choice(problems, choice, kind);
            if choice["name"]
                .as_str()
                .is_some_and(|name| !names.insert(name))
            {
                let message = "Option choice name must be unique";
                problems.add_at(
                    "name",
                    "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE",
                    message,
                );
            }
        },
    );
}

fn choice(problems: &mut Problems, choice: &Value, kind: u64) {
    problems.text(
        choice,
        "name",
        Required,
        1..=twilight::OPTION_CHOICE_NAME_LENGTH_MAX,
    );
    match kind {
        STRING => {
            let most = twilight::OPTION_CHOICE_STRING_VALUE_LENGTH_MAX;
            problems.text(choice, "value", Required, 1..=most);
        }
        INTEGER => {
            problems.integer(choice, "value", Required, -(1 << 53)..=1 << 53);
        }
        _ => {
            let value = problems.value(choice, "value", Required);
            if value.is_some_and(|value| !value.is_number()) {
                problems.add_at("value", "NUMBER_TYPE_COERCE", "Value is not float.");
            }
        }
    }
}
