//! Forms: what a modal answer may hold.

use std::collections::HashSet;

use serde_json::Value;
use twilight_validate::component as twilight;

use super::problems::{
    Need::{Optional, Required},
    Problems,
};

const ACTION_ROW: u64 = 1;
const TEXT_INPUT: u64 = 4;
const TEXT_DISPLAY: u64 = 10;
const LABEL: u64 = 18;

/// Checks the data of a modal answer: one to five rows, each a text input, alone in an action row or
/// inside a Label; Text Displays may stand between.
pub(crate) fn modal(problems: &mut Problems, data: &Value) {
    problems.text(data, "custom_id", Required, 1..=100);
    problems.text(data, "title", Required, 1..=45);
    let mut custom_ids = HashSet::new();
    problems.each(
        data,
        "components",
        Required,
        1..=5,
        |problems, row| match row["type"].as_u64() {
            Some(ACTION_ROW) => {
                problems.each(row, "components", Required, 1..=1, |problems, input| {
                    problems.text(input, "label", Required, 1..=twilight::TEXT_INPUT_LABEL_MAX);
                    text_input(problems, input, &mut custom_ids);
                });
            }
            Some(LABEL) => {
                problems.text(row, "label", Required, 1..=45);
                problems.text(row, "description", Optional, 0..=100);
                if let Some(input) = problems.value(row, "component", Required) {
                    problems.at("component", |problems| {
                        labelled(problems, input, &mut custom_ids)
                    });
                }
            }
            Some(TEXT_DISPLAY) => {
                problems.text(row, "content", Required, 1..=4000);
            }
            _ => problems.not_among("type", &[ACTION_ROW, TEXT_DISPLAY, LABEL]),
        },
    );
}

fn labelled<'v>(problems: &mut Problems, input: &'v Value, custom_ids: &mut HashSet<&'v str>) {
    if input["type"] == TEXT_INPUT && !input["label"].is_null() {
        let message = "A text input inside a Label takes no label";
        problems.add_at("label", "TEXT_INPUT_LABEL_NOT_ALLOWED", message);
    }
    text_input(problems, input, custom_ids);
}

fn text_input<'v>(problems: &mut Problems, input: &'v Value, custom_ids: &mut HashSet<&'v str>) {
    if input["type"] != TEXT_INPUT {
        return problems.not_among("type", &[TEXT_INPUT]);
    }
    if let Some(custom_id) = problems.text(input, "custom_id", Required, 1..=100)
        && !custom_ids.insert(custom_id)
    {
        let message = "Component custom id cannot be duplicated";
        problems.add_at("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", message);
    }
    problems.integer(input, "style", Required, 1..=2);
    problems.boolean(input, "required");
    problems.text(
        input,
        "placeholder",
        Optional,
        0..=twilight::TEXT_INPUT_PLACEHOLDER_MAX,
    );
    let least = problems
        .integer(input, "min_length", Optional, 0..=4000)
        .unwrap_or(0);
    let most = problems
        .integer(input, "max_length", Optional, 1..=4000)
        .unwrap_or(4000);
    if least > most {
        let message = "min_length must be at most max_length";
        problems.add_at("min_length", "TEXT_INPUT_MIN_LENGTH_TOO_LARGE", message);
    }
    problems.text(
        input,
        "value",
        Optional,
        0..=usize::try_from(most).unwrap_or_default(),
    );
}
