//! Commands as the bot registers them.

use std::collections::HashSet;

use serde_json::Value;
use twilight_validate::command as twilight;

use super::{
    choices,
    problems::{
        Need::{Optional, Required},
        Problems, units,
    },
};

const CHAT_INPUT: u64 = 1;
const SUB_COMMAND: u64 = 1;
const SUB_COMMAND_GROUP: u64 = 2;

/// All text of a command: names, descriptions and values, the longest localisation counting.
const TEXT_IN_TOTAL: usize = 8000;

/// Checks one command.
pub(crate) fn command(problems: &mut Problems, command: &Value) {
    let kind = problems
        .integer(command, "type", Optional, 1..=4)
        .map_or(1, i64::unsigned_abs);
    if kind == CHAT_INPUT {
        name(problems, command);
        described(problems, command);
        options(problems, command, 0);
    } else {
        problems.text(command, "name", Required, 1..=twilight::NAME_LENGTH_MAX);
        problems.text(command, "description", Optional, 0..=0);
        problems.list(command, "options", Optional, 0..=0);
    }
    if let Some(permissions) = problems.value(command, "default_member_permissions", Optional) {
        let digits = permissions.as_str().map(str::parse::<u64>);
        if !matches!(digits, Some(Ok(_))) {
            let message = format!("Value {permissions} is not a set of permissions.");
            problems.add_at("default_member_permissions", "NUMBER_TYPE_COERCE", message);
        }
    }
    for key in ["nsfw", "dm_permission"] {
        problems.boolean(command, key);
    }
    for (key, most) in [("contexts", 2), ("integration_types", 1)] {
        problems.each(command, key, Optional, 1..=3, |problems, one| {
            if one.as_u64().is_none_or(|one| one > most) {
                problems.add(
                    "BASE_TYPE_CHOICES",
                    format!("Value must be between 0 and {most}."),
                );
            }
        });
    }
    if total(command) > TEXT_IN_TOTAL {
        let message = format!("Command exceeds maximum size ({TEXT_IN_TOTAL})");
        problems.add("APPLICATION_COMMAND_TOO_LARGE", message);
    }
}

/// Checks a whole set, as PUT replaces it: each one, their numbers, and that names differ.
pub(crate) fn set(problems: &mut Problems, commands: &[Value]) {
    let mut names = HashSet::new();
    for (index, one) in commands.iter().enumerate() {
        problems.at(index, |problems| {
            command(problems, one);
            let kind = one["type"].as_u64().unwrap_or(CHAT_INPUT);
            if one["name"]
                .as_str()
                .is_some_and(|name| !names.insert((kind, name)))
            {
                let message = "Application command names must be unique";
                problems.add_at("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
            }
        });
    }
}

/// A name that is typed: letters, digits, `-`, `_` and `'`, and lower case where there is one.
fn name(problems: &mut Problems, object: &Value) {
    let most = twilight::NAME_LENGTH_MAX;
    let given = problems.text(object, "name", Required, 1..=most);
    let (code, message) = (
        "APPLICATION_COMMAND_INVALID_NAME",
        "Command name is invalid",
    );
    if given.is_some_and(|text| !text.is_empty() && !can_be_typed(text)) {
        problems.add_at("name", code, message);
    }
    problems.at("name_localizations", |problems| {
        for (locale, text) in localizations(object, "name") {
            if text.is_empty() || units(text) > most || !can_be_typed(text) {
                problems.add_at(locale, code, message);
            }
        }
    });
}

fn can_be_typed(name: &str) -> bool {
    let typed = |char: char| char.is_alphanumeric() || "-_'".contains(char) || combining(char);
    name.chars().all(typed) && name.to_lowercase() == name
}

/// The vowel signs of Devanagari and Thai, whose scripts Discord's pattern lets in whole.
fn combining(char: char) -> bool {
    matches!(char, '\u{0900}'..='\u{097F}' | '\u{0E00}'..='\u{0E7F}')
}

fn described(problems: &mut Problems, object: &Value) {
    problems.text(
        object,
        "description",
        Required,
        1..=twilight::DESCRIPTION_LENGTH_MAX,
    );
    problems.at("description_localizations", |problems| {
        for (locale, text) in localizations(object, "description") {
            if text.is_empty() || units(text) > twilight::DESCRIPTION_LENGTH_MAX {
                let message = "Must be between 1 and 100 in length.";
                problems.add_at(locale, "BASE_TYPE_BAD_LENGTH", message);
            }
        }
    });
}

fn localizations<'v>(
    object: &'v Value,
    key: &str,
) -> impl Iterator<Item = (&'v str, &'v str)> + use<'v> {
    object[format!("{key}_localizations")]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(locale, text)| Some((locale.as_str(), text.as_str()?)))
}

/// Checks the options of a command (`depth` 0), a group (1) or a subcommand (2).
fn options(problems: &mut Problems, parent: &Value, depth: usize) {
    let mut names = HashSet::new();
    let mut optional = false;
    let length = 0..=twilight::OPTIONS_LIMIT;
    let list = problems.each(parent, "options", Optional, length, |problems, one| {
        option(problems, one, depth);
        if one["name"].as_str().is_some_and(|name| !names.insert(name)) {
            let message = "Option name must be unique";
            problems.add_at(
                "name",
                "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE",
                message,
            );
        }
        let required = one["required"] == true;
        if required && optional {
            let message = "Required options must be placed before non-required options";
            problems.add("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        optional |= !required;
    });
    let nested =
        |one: &&Value| matches!(one["type"].as_u64(), Some(SUB_COMMAND | SUB_COMMAND_GROUP));
    let list = list.unwrap_or_default();
    let count = list.iter().filter(nested).count();
    if count > 0 && count < list.len() {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        problems.add_at(
            "options",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            message,
        );
    }
    if depth == 1 && list.is_empty() {
        problems.add_at("options", "BASE_TYPE_REQUIRED", "This field is required");
    }
}

fn option(problems: &mut Problems, option: &Value, depth: usize) {
    name(problems, option);
    described(problems, option);
    let Some(kind) = problems
        .integer(option, "type", Required, 1..=11)
        .map(i64::unsigned_abs)
    else {
        return;
    };
    problems.boolean(option, "required");
    let autocomplete = problems.boolean(option, "autocomplete") == Some(true);
    let takes_choices = matches!(kind, choices::STRING | choices::INTEGER | choices::NUMBER);
    choices::choices(problems, option, kind);
    let has_choices = option["choices"]
        .as_array()
        .is_some_and(|list| !list.is_empty());
    if (autocomplete || has_choices) && !takes_choices || (autocomplete && has_choices) {
        let message = "Choices and autocomplete exclude each other and need a text or a number";
        problems.add_at(
            "autocomplete",
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
            message,
        );
    }
    bounds(problems, option, kind);
    match kind {
        SUB_COMMAND if depth < 2 => options(problems, option, 2),
        SUB_COMMAND_GROUP if depth == 0 => options(problems, option, 1),
        SUB_COMMAND | SUB_COMMAND_GROUP => {
            let message = "Sub-commands cannot be nested here";
            problems.add_at("type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
        }
        _ => {
            problems.list(option, "options", Optional, 0..=0);
        }
    }
    if depth == 1 && kind != SUB_COMMAND {
        problems.not_among("type", &[SUB_COMMAND]);
    }
}

fn bounds(problems: &mut Problems, option: &Value, kind: u64) {
    let least = problems.integer(option, "min_length", Optional, 0..=6000);
    let most = problems.integer(option, "max_length", Optional, 1..=6000);
    let bounded = least.is_some() || most.is_some();
    if bounded && kind != choices::STRING
        || least.zip(most).is_some_and(|(least, most)| least > most)
    {
        let message = "min_length and max_length bound a text, the smaller first";
        problems.add_at(
            "min_length",
            "APPLICATION_COMMAND_OPTIONS_LENGTH_INVALID",
            message,
        );
    }
    let (least, most) = (&option["min_value"], &option["max_value"]);
    let bounded = !least.is_null() || !most.is_null();
    let crossed = least
        .as_f64()
        .zip(most.as_f64())
        .is_some_and(|(least, most)| least > most);
    if bounded && !matches!(kind, choices::INTEGER | choices::NUMBER) || crossed {
        let message = "min_value and max_value bound a number, the smaller first";
        problems.add_at(
            "min_value",
            "APPLICATION_COMMAND_OPTIONS_VALUE_INVALID",
            message,
        );
    }
}

/// The text of a command or option and everything in it.
fn total(object: &Value) -> usize {
    let longest = |key: &str| {
        let own = object[key].as_str().map_or(0, units);
        localizations(object, key)
            .map(|(_, text)| units(text))
            .fold(own, usize::max)
    };
    let inner = ["options", "choices"]
        .iter()
        .flat_map(|key| object[key].as_array().into_iter().flatten())
        .map(total)
        .sum::<usize>();
    longest("name") + longest("description") + object["value"].as_str().map_or(0, units) + inner
}
