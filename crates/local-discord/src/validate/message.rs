//! A message as the bot sends or edits it: its limits, and what it becomes.

use serde_json::Value;
use twilight_model::channel::message::MessageFlags;
use twilight_validate::message::MESSAGE_CONTENT_LENGTH_MAX;

use super::{
    component, embed,
    problems::{
        Need::{Optional, Required},
        Problems, snowflake,
    },
};
use crate::world::{ids::AttachmentId, message::Body};

/// What a message may set when it is created; an edit may set the first and the last only.
const SETTABLE: MessageFlags = MessageFlags::SUPPRESS_EMBEDS
    .union(MessageFlags::EPHEMERAL)
    .union(MessageFlags::SUPPRESS_NOTIFICATIONS)
    .union(MessageFlags::IS_COMPONENTS_V2);

/// The most files a message carries.
const ATTACHMENTS: usize = 10;

/// The body that `given` makes of `current`; of nothing for a new message. Keys that are not there
/// stay as they are, `null` empties. `files` are the uploads of the same request, `names` are theirs
/// and those of the files that the message has already.
///
/// What is wrong is noted in `problems`, and then the result means nothing.
pub(crate) fn apply(
    problems: &mut Problems,
    given: &Value,
    current: Option<&Body>,
    files: &[AttachmentId],
    names: &[String],
) -> Body {
    let mut body = current.cloned().unwrap_or_default();
    flags(problems, given, current, &mut body);
    let v2 = body.flags.contains(MessageFlags::IS_COMPONENTS_V2);
    if let Some(content) = problems.text(given, "content", Optional, 0..=MESSAGE_CONTENT_LENGTH_MAX)
    {
        content.clone_into(&mut body.content);
    } else if given["content"].is_null() && given.get("content").is_some() {
        body.content.clear();
    }
    embed::embeds(problems, given);
    replace(given, "embeds", &mut body.embeds);
    component::components(problems, given, v2, names);
    replace(given, "components", &mut body.components);
    allowed_mentions(problems, given);
    if let Some(allowed) = given.get("allowed_mentions") {
        body.allowed_mentions = Some(allowed.clone()).filter(|allowed| !allowed.is_null());
    }
    attachments(problems, given, &mut body, files);
    if v2 {
        legacy_fields(problems, given, &body);
    }
    for embed in body.embeds.iter_mut().filter_map(Value::as_object_mut) {
        embed.insert("type".to_owned(), "rich".into());
    }
    body
}

fn replace(given: &Value, key: &str, list: &mut Vec<Value>) {
    if let Some(value) = given.get(key) {
        *list = value.as_array().cloned().unwrap_or_default();
    }
}

/// Flags of a new message; an edit can hide embeds or turn Components V2 on, never off.
fn flags(problems: &mut Problems, given: &Value, current: Option<&Body>, body: &mut Body) {
    let Some(bits) = problems.integer(given, "flags", Optional, 0..=i64::from(u32::MAX)) else {
        return;
    };
    let flags = MessageFlags::from_bits_truncate(bits.unsigned_abs());
    let Some(current) = current else {
        body.flags = flags & SETTABLE;
        return;
    };
    let v2 = MessageFlags::IS_COMPONENTS_V2;
    if current.flags.contains(v2) && !flags.contains(v2) {
        let message = "MessageFlags.IS_COMPONENTS_V2 cannot be removed from a message";
        problems.add_at("flags", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", message);
    }
    let changeable = v2 | MessageFlags::SUPPRESS_EMBEDS;
    body.flags = (current.flags - changeable) | (flags & changeable);
}

fn legacy_fields(problems: &mut Problems, given: &Value, body: &Body) {
    let code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2";
    let used = |key: &str| {
        format!("The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
    };
    if !body.content.is_empty() {
        problems.add_at("content", code, used("content"));
    }
    if !body.embeds.is_empty() {
        problems.add_at("embeds", code, used("embeds"));
    }
    for key in ["poll", "sticker_ids"] {
        if given
            .get(key)
            .is_some_and(|value| !value.is_null() && *value != Value::Array(vec![]))
        {
            problems.add_at(key, code, used(key));
        }
    }
}

/// Discord's rule: a kind of mention is either parsed or listed by id, not both.
fn allowed_mentions(problems: &mut Problems, given: &Value) {
    let Some(allowed) = problems.value(given, "allowed_mentions", Optional) else {
        return;
    };
    problems.at("allowed_mentions", |problems| {
        if !allowed.is_object() {
            return problems.add(
                "DICT_TYPE_CONVERT",
                "Only dictionaries may be used in a DictType",
            );
        }
        problems.boolean(allowed, "replied_user");
        let parse = problems.each(allowed, "parse", Optional, 0..=3, |problems, word| {
            if !["roles", "users", "everyone"]
                .iter()
                .any(|known| word == known)
            {
                let message = "Value must be one of ('roles', 'users', 'everyone').";
                problems.add("BASE_TYPE_CHOICES", message);
            }
        });
        for key in ["roles", "users"] {
            let ids = problems.each(allowed, key, Optional, 0..=100, |problems, id| {
                if snowflake(id).is_none() {
                    problems.add(
                        "NUMBER_TYPE_COERCE",
                        format!("Value {id} is not snowflake."),
                    );
                }
            });
            let parsed = parse.unwrap_or_default().iter().any(|word| word == key);
            if parsed && ids.is_some_and(|ids| !ids.is_empty()) {
                let message =
                    format!("parse:[\"{key}\"] and {key}:[ids...] are mutually exclusive.");
                problems.add("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
            }
        }
    });
}

/// Whether an edit keeps a file that the message has: one that it names, and all where it names none.
pub(crate) fn keeps(given: &Value, id: AttachmentId) -> bool {
    let named = given["attachments"].as_array();
    named.is_none_or(|named| {
        let mut named = named.iter().filter_map(|one| snowflake(&one["id"]));
        named.any(|kept| kept == id.get())
    })
}

/// Keeps the attachments that an edit names and adds the uploads.
fn attachments(problems: &mut Problems, given: &Value, body: &mut Body, files: &[AttachmentId]) {
    let named = problems.each(
        given,
        "attachments",
        Optional,
        0..=ATTACHMENTS,
        |problems, one| {
            problems.text(one, "description", Optional, 0..=1024);
            problems.value(one, "id", Required);
        },
    );
    if named.is_some() {
        body.attachments.retain(|id| keeps(given, *id));
    }
    body.attachments.extend(files);
    if body.attachments.len() > ATTACHMENTS {
        let message = format!("Must be {ATTACHMENTS} or fewer in length.");
        problems.add_at("attachments", "BASE_TYPE_MAX_LENGTH", message);
    }
}
