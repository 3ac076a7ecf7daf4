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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{
        article::Field,
        view::desk::{
            action::{DraftKey, FormKey},
            form::{MAX_INPUTS, MAX_VALUE, again},
        },
    };

    fn json(form: &Form) -> Value {
        serde_json::to_value(FormBody::new(form)).expect("JSON")
    }

    #[test]
    fn discord_takes_every_form_empty_and_full() {
        let key = DraftKey {
            number: u32::MAX,
            version: u32::MAX,
        };
        for filler in ["", "x", "語", "\u{202E}", "\""] {
            for fields in Field::ALL.chunks(MAX_INPUTS) {
                let text = filler.repeat(MAX_VALUE.into());
                let filled: Vec<_> = fields.iter().map(|field| (*field, text.clone())).collect();
                let form = again(key, &text, &filled).expect("it fits");
                let json = json(&form);
                assert_eq!(local_discord::form_errors(&json), None, "{json:#}");
                assert_eq!(json["custom_id"].as_str(), Some(&*form.key.to_string()));
            }
        }
    }

    #[test]
    fn a_field_is_as_the_form_has_it() {
        let input = |line, value: &str| Input {
            field: Field::Story,
            label: "Story".to_owned(),
            value: value.to_owned(),
            placeholder: "A paragraph a line".to_owned(),
            required: line,
            max_length: 300,
            line,
        };
        let form = Form {
            key: FormKey::New { publish_at: None },
            title: "New story".to_owned(),
            inputs: vec![input(true, ""), input(false, "One.\nTwo.")],
        };
        // In whichever order serde_json keeps the keys of a map: that is a feature of its own.
        insta::with_settings!({sort_maps => true}, {
            insta::assert_json_snapshot!(json(&form));
        });
    }
}
