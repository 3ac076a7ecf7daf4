//! Embeds of classic messages.

use serde_json::Value;
use twilight_validate::{embed as twilight, message::EMBED_COUNT_LIMIT};

use super::{
    component::address,
    problems::{
        Need::{Optional, Required},
        Problems, units,
    },
};

/// Checks the `embeds` of a message.
pub(crate) fn embeds(problems: &mut Problems, body: &Value) {
    let mut total = 0;
    problems.each(
        body,
        "embeds",
        Optional,
        0..=EMBED_COUNT_LIMIT,
        |problems, embed| {
            total += self::embed(problems, embed);
        },
    );
    if total > twilight::EMBED_TOTAL_LENGTH {
        let message = "Embed size exceeds maximum size of 6000";
        problems.add_at("embeds", "MAX_EMBED_SIZE_EXCEEDED", message);
    }
}

/// Checks one embed; returns how much text it has.
fn embed(problems: &mut Problems, embed: &Value) -> usize {
    let title = problems.text(embed, "title", Optional, 0..=twilight::TITLE_LENGTH);
    let description = problems.text(
        embed,
        "description",
        Optional,
        0..=twilight::DESCRIPTION_LENGTH,
    );
    problems.integer(
        embed,
        "color",
        Optional,
        0..=i64::from(twilight::COLOR_MAXIMUM),
    );
    link(problems, embed, "url");
    let mut total = units(title.unwrap_or_default()) + units(description.unwrap_or_default());
    for (part, key, most) in [
        ("footer", "text", twilight::FOOTER_TEXT_LENGTH),
        ("author", "name", twilight::AUTHOR_NAME_LENGTH),
    ] {
        if let Some(value) = problems.value(embed, part, Optional) {
            let text = problems.at(part, |problems| {
                problems.text(value, key, Required, 1..=most)
            });
            total += units(text.unwrap_or_default());
        }
    }
    for part in ["image", "thumbnail"] {
        if let Some(value) = problems.value(embed, part, Optional) {
            problems.at(part, |problems| link(problems, value, "url"));
        }
    }
    problems.each(
        embed,
        "fields",
        Optional,
        0..=twilight::FIELD_COUNT,
        |problems, field| {
            let name = problems.text(field, "name", Required, 1..=twilight::FIELD_NAME_LENGTH);
            let value = problems.text(field, "value", Required, 1..=twilight::FIELD_VALUE_LENGTH);
            problems.boolean(field, "inline");
            total += units(name.unwrap_or_default()) + units(value.unwrap_or_default());
        },
    );
    let shown = [
        "title",
        "description",
        "author",
        "footer",
        "image",
        "thumbnail",
        "fields",
    ];
    if shown
        .iter()
        .all(|key| embed[key].is_null() || embed[key] == "")
    {
        problems.add_at(
            "description",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        );
    }
    total
}

fn link(problems: &mut Problems, object: &Value, key: &str) {
    if let Some(url) = problems.text(object, key, Optional, 1..=2048) {
        address(problems, key, url, &["http", "https", "attachment"]);
    }
}
