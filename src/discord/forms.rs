//! Forms that were filled in: what they are for stands in their `custom_id`, and is never trusted.

use std::collections::HashSet;

use serenity::model::application::{ActionRowComponent, ModalInteraction};

/// Most fields of a form.
const MAX_FIELDS: usize = 5;
/// Most characters of a field. Discord doesn't say what it counts: no count gives more of them.
const MAX_CHARS: usize = 4000;

/// A form that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Submitted {
    pub(super) custom_id: String,
    /// What was typed, by the names of the fields, in the form's order.
    pub(super) fields: Vec<(String, String)>,
    /// Whether it was opened from a message that the sender alone sees: that then changes in place.
    pub(super) own: bool,
}

impl Submitted {
    pub(super) fn new(form: &ModalInteraction, own: bool) -> Self {
        let rows = form.data.components.iter();
        let fields = rows.flat_map(|row| &row.components);
        let fields = fields.filter_map(|field| match field {
            ActionRowComponent::InputText(input) => {
                let typed = input.value.clone().unwrap_or_default();
                Some((input.custom_id.clone(), typed))
            }
            _ => None,
        });
        Self {
            custom_id: form.data.custom_id.clone(),
            fields: fields.collect(),
            own,
        }
    }

    /// All that was typed, each field under its name.
    pub(super) fn text(&self) -> String {
        let fields = self.fields.iter();
        let fields: Vec<String> = fields
            .map(|(name, typed)| format!("{name}\n{typed}\n"))
            .collect();
        fields.join("\n")
    }

    /// Whether it is one that Discord can send: it lets no more be typed than a form takes.
    pub(super) fn is_whole(&self) -> bool {
        let mut names = HashSet::new();
        self.fields.len() <= MAX_FIELDS
            && self
                .fields
                .iter()
                .all(|(name, typed)| names.insert(name) && typed.chars().count() <= MAX_CHARS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_taken_than_a_form_takes() {
        let form = |fields: &[(&str, usize)]| Submitted {
            custom_id: "1:form:new:-".to_owned(),
            fields: fields
                .iter()
                .map(|(name, length)| ((*name).to_owned(), "語".repeat(*length)))
                .collect(),
            own: false,
        };
        let names = ["a", "b", "c", "d", "e", "f"];
        for (wanted, fields) in [
            (true, names[..5].iter().map(|name| (*name, 4000)).collect()),
            (false, names.iter().map(|name| (*name, 1)).collect()),
            (false, vec![("a", 4001)]),
            (false, vec![("a", 1), ("a", 1)]),
        ] as [(bool, Vec<_>); 4]
        {
            assert_eq!(form(&fields).is_whole(), wanted, "{fields:?}");
        }
    }
}
