//! Forms, and filling them in.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Value, json};

use super::{Answer, Member, Refused, member::channel_name};
use crate::{
    hub::Hub,
    validate::units,
    world::{
        ids::*,
        interaction::{Begin, Interaction, Kind},
        message::visit,
    },
};

/// A form that the bot shows to one person.
#[derive(Clone, Debug)]
pub struct Modal {
    hub: Arc<Hub>,
    user: UserId,
    channel: ChannelId,
    source: Option<MessageId>,
    json: Value,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// What stands above it.
    pub label: String,
    /// What the bot calls it.
    pub custom_id: String,
    /// What it is filled in with.
    pub value: String,
    /// What stands in it while it is empty.
    pub placeholder: Option<String>,
    /// Whether it must be filled in.
    pub required: bool,
    /// The shortest text, in UTF-16 units.
    pub min_length: usize,
    /// The longest text, in UTF-16 units.
    pub max_length: usize,
    /// Whether it has several lines.
    pub paragraph: bool,
}

impl Modal {
    pub(crate) fn new(hub: Arc<Hub>, interaction: &Interaction, json: Value) -> Self {
        let Interaction {
            user,
            channel,
            source,
            ..
        } = *interaction;
        Self {
            hub,
            user,
            channel,
            source,
            json,
        }
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.json["title"].as_str().unwrap_or_default()
    }

    /// What the bot calls it.
    pub fn custom_id(&self) -> &str {
        self.json["custom_id"].as_str().unwrap_or_default()
    }

    /// As the bot sent it.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// Its fields, in order.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        for row in self.json["components"].as_array().into_iter().flatten() {
            visit(row, &mut |input| {
                if input["type"] == 4 {
                    fields.push(Field::read(row, input));
                }
            });
        }
        fields
    }
}

impl Field {
    fn read(row: &Value, input: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let length = |key: &str, default| {
            input[key]
                .as_u64()
                .and_then(|length| usize::try_from(length).ok())
                .unwrap_or(default)
        };
        Self {
            label: text(&input["label"])
                .or_else(|| text(&row["label"]))
                .unwrap_or_default(),
            custom_id: text(&input["custom_id"]).unwrap_or_default(),
            value: text(&input["value"]).unwrap_or_default(),
            placeholder: text(&input["placeholder"]),
            required: input["required"] != false,
            min_length: length("min_length", 0),
            max_length: length("max_length", 4000),
            paragraph: input["style"] == 2,
        }
    }

    fn takes(&self, text: &str) -> bool {
        let length = units(text);
        length <= self.max_length
            && if length == 0 {
                !self.required
            } else {
                length >= self.min_length
            }
    }
}

/// A form that is being filled in; [`Submission::send`] sends it.
#[derive(Clone, Debug)]
#[must_use = "nothing happens before it is sent"]
pub struct Submission {
    member: Member,
    modal: Modal,
    texts: BTreeMap<String, String>,
}

impl Submission {
    pub(super) fn new(member: Member, modal: Modal) -> Self {
        Self {
            member,
            modal,
            texts: BTreeMap::new(),
        }
    }

    /// Writes into the field of this label, in place of what it was filled in with.
    pub fn field(mut self, label: &str, text: &str) -> Self {
        self.texts.insert(label.to_owned(), text.to_owned());
        self
    }

    /// Sends the form and waits for the answer.
    ///
    /// # Errors
    /// Where the form is another person's, a field is not there or takes no such text, or the bot
    /// doesn't answer.
    pub async fn send(self) -> Result<Answer, Refused> {
        let Modal {
            hub,
            user,
            channel,
            source,
            json,
        } = &self.modal;
        if *user != self.member.user {
            return Err(Refused::NotVisible(format!(
                "the form {:?}",
                self.modal.title()
            )));
        }
        let components = self.filled()?;
        let interaction = hub.update(|world| {
            if !world.channels.contains_key(channel) {
                return Err(Refused::NotVisible(channel_name(world, *channel)));
            }
            let data = json!({"custom_id": json["custom_id"], "components": components});
            let source = source.filter(|id| world.messages.contains_key(id));
            let (kind, user, channel) = (Kind::Modal, *user, *channel);
            Ok(world.begin(Begin {
                kind,
                user,
                channel,
                source,
                focused: 0,
                data,
            }))
        })?;
        Answer::wait(hub, interaction).await
    }

    /// The rows with what was written, in the shape in which the form has them.
    fn filled(&self) -> Result<Vec<Value>, Refused> {
        let fields = self.modal.fields();
        for label in self.texts.keys() {
            if fields.iter().all(|field| field.label != *label) {
                let there = fields.into_iter().map(|field| field.label).collect();
                return Err(Refused::NotThere(label.clone(), there));
            }
        }
        let mut inputs = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let text = self.texts.get(&field.label).unwrap_or(&field.value);
            if !field.takes(text) {
                return Err(Refused::InvalidField(field.label.clone()));
            }
            let (id, custom_id) = (2 * index + 2, &field.custom_id);
            inputs.push(json!({"type": 4, "id": id, "custom_id": custom_id, "value": text}));
        }
        let rows = self.modal.json["components"]
            .as_array()
            .into_iter()
            .flatten();
        let rows = rows.filter(|row| matches!(row["type"].as_u64(), Some(1 | 18)));
        let row = |(index, (row, input)): (usize, (&Value, Value))| {
            let id = 2 * index + 1;
            match row["type"].as_u64() {
                Some(18) => json!({"type": 18, "id": id, "component": input}),
                _ => json!({"type": 1, "id": id, "components": [input]}),
            }
        };
        Ok(rows.zip(inputs).enumerate().map(row).collect())
    }
}
