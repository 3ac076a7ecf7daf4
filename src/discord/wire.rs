//! Messages and answers as the JSON that Discord takes.
//! (<https://discord.com/developers/docs/components/reference>)

use serde_json::{Value, json};

use super::answer::Answer;
use crate::view::{
    Message,
    choices::Choice,
    message::{Block, Button, Look, Menu},
};

/// The one colour of ours: the stripe at a card's side.
const ACCENT: u32 = 0x2F_6F_ED;

const EPHEMERAL: u64 = 1 << 6;
const COMPONENTS_V2: u64 = 1 << 15;

/// A message's body: Components V2, and nothing in it pings anyone.
pub fn message(message: &Message) -> Value {
    body(message, false)
}

/// The body of an interaction's response.
pub(super) fn response(answer: &Answer) -> Value {
    match answer {
        Answer::Message { message, private } => json!({"type": 4, "data": body(message, *private)}),
        Answer::Update(message) => json!({"type": 7, "data": body(message, false)}),
        Answer::Choices(choices) => {
            let choices: Vec<Value> = choices.iter().map(choice).collect();
            json!({"type": 8, "data": {"choices": choices}})
        }
    }
}

/// The body of a response that says that the answer takes longer.
pub(super) fn deferral(updates: bool, private: bool) -> Value {
    if updates {
        return json!({"type": 6});
    }
    json!({"type": 5, "data": {"flags": if private { EPHEMERAL } else { 0 }}})
}

/// The body of a message that only the asker sees.
pub(super) fn private_message(message: &Message) -> Value {
    body(message, true)
}

fn body(message: &Message, private: bool) -> Value {
    let blocks: Vec<Value> = message.blocks().iter().map(block).collect();
    json!({
        "flags": COMPONENTS_V2 | if private { EPHEMERAL } else { 0 },
        "allowed_mentions": {"parse": []},
        "components": [{"type": 17, "accent_color": ACCENT, "components": blocks}],
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Text(text) => json!({"type": 10, "content": text.as_str()}),
        Block::Rule => json!({"type": 14, "divider": true, "spacing": 1}),
        Block::Buttons(buttons) => {
            let buttons: Vec<Value> = buttons.iter().map(button).collect();
            json!({"type": 1, "components": buttons})
        }
        Block::Menu(chosen) => json!({"type": 1, "components": [menu(chosen)]}),
        Block::Entry(text, pressed) => json!({
            "type": 9,
            "components": [{"type": 10, "content": text.as_str()}],
            "accessory": button(pressed),
        }),
    }
}

fn button(button: &Button) -> Value {
    let (primary, secondary) = (1, 2);
    json!({
        "type": 2,
        "style": if button.look == Look::Current { primary } else { secondary },
        "label": button.label,
        "custom_id": button.action.to_string(),
        "disabled": button.look == Look::Absent,
    })
}

fn menu(menu: &Menu) -> Value {
    let options: Vec<Value> = menu
        .options
        .iter()
        .map(|option| json!({"label": option.label, "value": option.value, "default": option.current}))
        .collect();
    json!({
        "type": 3,
        "custom_id": menu.action.to_string(),
        "placeholder": menu.placeholder,
        "options": options,
    })
}

fn choice(choice: &Choice) -> Value {
    json!({"name": choice.name, "value": choice.value})
}
