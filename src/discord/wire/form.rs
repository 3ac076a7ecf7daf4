//! Forms as the JSON that Discord takes.

use serde::Serialize;

use super::Kind;
use crate::view::desk::form::{Form, Input};

/// A form, each of its fields in a row: the library beneath reads back nothing else.
#[derive(Serialize)]
pub(super) struct FormBody<'a> {
    custom_id: String,
    title: &'a str,
    components: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    r#type: Kind<1>,
    components: [TextInput<'a>; 1],
}

#[derive(Serialize)]
struct TextInput<'a> {
    r#type: Kind<4>,
    custom_id: &'static str,
    style: u8,
    label: &'a str,
    required: bool,
    max_length: u16,
    #[serde(skip_serializing_if = "str::is_empty")]
    value: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    placeholder: &'a str,
}

impl<'a> FormBody<'a> {
    pub(super) fn new(form: &'a Form) -> Self {
        let rows = form.inputs.iter().map(|input| Row {
            r#type: Kind,
            components: [TextInput::new(input)],
        });
        Self {
            custom_id: form.key.to_string(),
            title: &form.title,
            components: rows.collect(),
        }
    }
}

impl<'a> TextInput<'a> {
    fn new(input: &'a Input) -> Self {
        let (line, paragraph) = (1, 2);
        Self {
            r#type: Kind,
            custom_id: input.field.name(),
            style: if input.line { line } else { paragraph },
            label: &input.label,
            required: input.required,
            max_length: input.max_length,
            value: &input.value,
            placeholder: &input.placeholder,
        }
    }
}
