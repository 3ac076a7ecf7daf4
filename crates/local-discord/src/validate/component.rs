//! Components of messages: the classic rows, and Components V2.

use std::collections::HashSet;

use serde_json::Value;
use twilight_model::channel::message::Component;
use twilight_validate::component::{
    self as twilight, ComponentValidationError, ComponentValidationErrorType,
};

use super::problems::{
    Need::{Optional, Required},
    Problems, units,
};

const ACTION_ROW: u64 = 1;
const BUTTON: u64 = 2;
const TEXT_SELECT: u64 = 3;
const SECTION: u64 = 9;
const TEXT_DISPLAY: u64 = 10;
const THUMBNAIL: u64 = 11;
const MEDIA_GALLERY: u64 = 12;
const FILE: u64 = 13;
const SEPARATOR: u64 = 14;
const CONTAINER: u64 = 17;

const CLASSIC_TOP: &[u64] = &[ACTION_ROW];
const V2_TOP: &[u64] = &[
    ACTION_ROW,
    SECTION,
    TEXT_DISPLAY,
    MEDIA_GALLERY,
    FILE,
    SEPARATOR,
    CONTAINER,
];
const IN_CONTAINER: &[u64] = &[
    ACTION_ROW,
    SECTION,
    TEXT_DISPLAY,
    MEDIA_GALLERY,
    FILE,
    SEPARATOR,
];
const IN_ROW: &[u64] = &[BUTTON, TEXT_SELECT, 5, 6, 7, 8];

/// All the text of a message with Components V2.
const TEXT_IN_TOTAL: usize = 4000;

/// Checks the `components` of a message that carries files of these names.
pub(crate) fn components(problems: &mut Problems, body: &Value, v2: bool, files: &[String]) {
    let most = if v2 {
        twilight::COMPONENT_V2_COUNT
    } else {
        twilight::COMPONENT_COUNT
    };
    let mut walk = Walk {
        files,
        ..Walk::default()
    };
    let top = if v2 { V2_TOP } else { CLASSIC_TOP };
    let before = problems.count();
    let list = problems.each(
        body,
        "components",
        Optional,
        0..=most,
        |problems, component| {
            walk.component(problems, component, top);
        },
    );
    problems.at("components", |problems| {
        if v2 && walk.count > twilight::COMPONENT_V2_COUNT {
            let message = format!(
                "Total number of components is {}, the most is 40",
                walk.count
            );
            problems.add("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message);
        }
        if walk.text > TEXT_IN_TOTAL {
            let message = "Components displayable text size exceeds maximum size of 4000";
            problems.add("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message);
        }
    });
    if problems.count() == before {
        second_opinion(problems, list.unwrap_or_default(), v2);
    }
}

/// What this module lets through must also be what twilight can read and finds valid.
fn second_opinion(problems: &mut Problems, list: &[Value], v2: bool) {
    let check = if v2 {
        twilight::component_v2
    } else {
        twilight::component_v1
    };
    for (index, value) in list.iter().enumerate() {
        let verdict = match serde_json::from_value::<Component>(value.clone()) {
            Err(error) => Err(error.to_string()),
            Ok(component) => match check(&component) {
                Err(error) if !too_strict(&error) => Err(error.to_string()),
                _ => Ok(()),
            },
        };
        if let Err(message) = verdict {
            problems.at("components", |problems| {
                problems.add_at(&index.to_string(), "COMPONENT_TYPE_INVALID", message);
            });
        }
    }
}

/// twilight 0.18 allows a Text Display 2,000 characters; Discord's description says 4,000.
fn too_strict(error: &ComponentValidationError) -> bool {
    matches!(
        error.kind(),
        ComponentValidationErrorType::TextDisplayContentTooLong { .. }
    )
}

/// What is counted over all components of a message.
#[derive(Debug, Default)]
struct Walk<'f> {
    files: &'f [String],
    custom_ids: HashSet<String>,
    ids: HashSet<i64>,
    count: usize,
    text: usize,
}

impl Walk<'_> {
    /// Checks one component, which must be of one of the `allowed` types, and what is inside it.
    fn component(&mut self, problems: &mut Problems, component: &Value, allowed: &[u64]) {
        self.count += 1;
        if let Some(id) = problems.integer(component, "id", Optional, 0..=i64::from(i32::MAX))
            && id > 0
            && !self.ids.insert(id)
        {
            problems.add_at(
                "id",
                "COMPONENT_ID_DUPLICATED",
                "Component id cannot be duplicated",
            );
        }
        let Some(kind) = problems.value(component, "type", Required) else {
            return;
        };
        let Some(kind) = kind.as_u64().filter(|kind| allowed.contains(kind)) else {
            return problems.not_among("type", allowed);
        };
        match kind {
            ACTION_ROW => self.action_row(problems, component),
            BUTTON => self.button(problems, component),
            3 | 5..=8 => self.select(problems, component),
            SECTION => self.section(problems, component),
            TEXT_DISPLAY => self.text_display(problems, component),
            THUMBNAIL => self.thumbnail(problems, component),
            MEDIA_GALLERY => {
                problems.each(component, "items", Required, 1..=10, |problems, item| {
                    self.thumbnail(problems, item);
                });
            }
            FILE => {
                self.media(problems, component, "file");
                problems.boolean(component, "spoiler");
            }
            SEPARATOR => {
                problems.boolean(component, "divider");
                problems.integer(component, "spacing", Optional, 1..=2);
            }
            CONTAINER => {
                problems.integer(component, "accent_color", Optional, 0..=0xFF_FFFF);
                problems.boolean(component, "spoiler");
                problems.each(
                    component,
                    "components",
                    Required,
                    1..=40,
                    |problems, child| {
                        self.component(problems, child, IN_CONTAINER);
                    },
                );
            }
            _ => {}
        }
    }

    fn action_row(&mut self, problems: &mut Problems, row: &Value) {
        let children = problems.each(row, "components", Required, 1..=5, |problems, child| {
            self.component(problems, child, IN_ROW);
        });
        let children = children.unwrap_or_default();
        if children.len() > 1 && children.iter().any(|child| child["type"] != BUTTON) {
            let message = "The specified component exceeds the maximum width";
            problems.add_at("components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message);
        }
    }

    fn custom_id(&mut self, problems: &mut Problems, component: &Value) {
        let length = 1..=twilight::COMPONENT_CUSTOM_ID_LENGTH;
        if let Some(custom_id) = problems.text(component, "custom_id", Required, length)
            && !self.custom_ids.insert(custom_id.to_owned())
        {
            let message = "Component custom id cannot be duplicated";
            problems.add_at("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", message);
        }
    }

    fn button(&mut self, problems: &mut Problems, button: &Value) {
        let style = problems
            .integer(button, "style", Required, 1..=6)
            .unwrap_or(1);
        problems.boolean(button, "disabled");
        let most = twilight::COMPONENT_BUTTON_LABEL_LENGTH;
        let label = problems.text(button, "label", Optional, 0..=most);
        let has = |key: &str| !button[key].is_null();
        emoji(problems, button);
        let bare = label.is_none_or(|label| label.trim().is_empty()) && !has("emoji");
        if style != 6 && bare {
            let message = "A button must have a label or an emoji";
            problems.add("BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", message);
        }
        match style {
            5 => {
                if let Some(url) = problems.text(button, "url", Required, 1..=512) {
                    address(problems, "url", url, &["http", "https", "discord"]);
                }
            }
            6 => {
                problems.snowflake(button, "sku_id", Required);
            }
            _ => self.custom_id(problems, button),
        }
        let foreign: &[&str] = match style {
            5 => &["custom_id", "sku_id"],
            6 => &["custom_id", "url", "label", "emoji"],
            _ => &["url", "sku_id"],
        };
        for key in foreign.iter().filter(|key| has(key)) {
            let message = format!("A button of style {style} takes no {key}");
            problems.add_at(key, "BUTTON_COMPONENT_INVALID_FIELD", message);
        }
    }

    fn select(&mut self, problems: &mut Problems, select: &Value) {
        self.custom_id(problems, select);
        problems.text(
            select,
            "placeholder",
            Optional,
            0..=twilight::SELECT_PLACEHOLDER_LENGTH,
        );
        problems.boolean(select, "disabled");
        let least = problems
            .integer(select, "min_values", Optional, 0..=25)
            .unwrap_or(1);
        let most = problems
            .integer(select, "max_values", Optional, 1..=25)
            .unwrap_or(1);
        if least > most {
            let message = "min_values must be at most max_values";
            problems.add_at(
                "min_values",
                "SELECT_COMPONENT_MIN_VALUES_TOO_LARGE",
                message,
            );
        }
        match select["type"] == TEXT_SELECT {
            true => select_options(problems, select, least, most),
            false => select_defaults(problems, select, least, most),
        }
    }

    fn section(&mut self, problems: &mut Problems, section: &Value) {
        problems.each(section, "components", Required, 1..=3, |problems, child| {
            self.component(problems, child, &[TEXT_DISPLAY]);
        });
        if let Some(accessory) = problems.value(section, "accessory", Required) {
            problems.at("accessory", |problems| {
                self.component(problems, accessory, &[BUTTON, THUMBNAIL]);
            });
        }
    }

    fn text_display(&mut self, problems: &mut Problems, display: &Value) {
        if let Some(text) = problems.text(display, "content", Required, 1..=4000) {
            self.text += units(text);
        }
    }

    /// A thumbnail, or one item of a gallery.
    fn thumbnail(&self, problems: &mut Problems, component: &Value) {
        self.media(problems, component, "media");
        problems.text(component, "description", Optional, 0..=1024);
        problems.boolean(component, "spoiler");
    }

    /// An address, or `attachment://` and the name of a file that the message carries.
    fn media(&self, problems: &mut Problems, component: &Value, key: &'static str) {
        let Some(media) = problems.value(component, key, Required) else {
            return;
        };
        problems.at(key, |problems| {
            let Some(url) = problems.text(media, "url", Required, 1..=2048) else {
                return;
            };
            if let Some(name) = url.strip_prefix("attachment://") {
                if self.files.iter().all(|file| file != name) {
                    let code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND";
                    problems.add_at("url", code, format!("There is no attachment {name}"));
                }
            } else if key == "file" {
                address(problems, "url", url, &["attachment"]);
            } else {
                address(problems, "url", url, &["http", "https"]);
            }
        });
    }
}

/// What a menu of users, roles or channels has chosen already.
fn select_defaults(problems: &mut Problems, select: &Value, least: i64, most: i64) {
    let kinds: &[&str] = match select["type"].as_u64() {
        Some(5) => &["user"],
        Some(6) => &["role"],
        Some(7) => &["user", "role"],
        _ => &["channel"],
    };
    let given = problems.each(
        select,
        "default_values",
        Optional,
        0..=25,
        |problems, one| {
            if one["type"]
                .as_str()
                .is_none_or(|kind| !kinds.contains(&kind))
            {
                let message = format!("Value must be one of {kinds:?}");
                problems.add_at("type", "BASE_TYPE_CHOICES", message);
            }
            problems.value(one, "id", Required);
        },
    );
    let count = given.map_or(0, <[Value]>::len) as i64;
    if count > 0 && !(least..=most).contains(&count) {
        let message = format!("From {least} to {most} can be chosen by default");
        problems.add_at(
            "default_values",
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            message,
        );
    }
}

fn select_options(problems: &mut Problems, select: &Value, least: i64, most: i64) {
    let mut values = HashSet::new();
    let mut defaults = 0;
    let options = problems.each(select, "options", Required, 1..=25, |problems, option| {
        problems.text(
            option,
            "label",
            Required,
            1..=twilight::SELECT_OPTION_LABEL_LENGTH,
        );
        let most = twilight::SELECT_OPTION_DESCRIPTION_LENGTH;
        problems.text(option, "description", Optional, 0..=most);
        let length = 1..=twilight::SELECT_OPTION_VALUE_LENGTH;
        if let Some(value) = problems.text(option, "value", Required, length)
            && !values.insert(value)
        {
            let message = "The specified option value is already used";
            problems.add_at("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
        defaults += i64::from(problems.boolean(option, "default") == Some(true));
        emoji(problems, option);
    });
    let count = options.map_or(0, <[Value]>::len) as i64;
    if least > count || most > count {
        let message = format!("There are {count} options to choose from");
        problems.add_at(
            "max_values",
            "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE",
            message,
        );
    }
    if defaults > most {
        let message = "More options are chosen by default than may be chosen";
        problems.add_at(
            "options",
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            message,
        );
    }
}

fn emoji(problems: &mut Problems, component: &Value) {
    if let Some(emoji) = problems.value(component, "emoji", Optional) {
        problems.at("emoji", |problems| {
            problems.snowflake(emoji, "id", Optional);
            let need = if emoji["id"].is_null() {
                Required
            } else {
                Optional
            };
            problems.text(emoji, "name", need, 1..=32);
        });
    }
}

/// Notes an address that does not start with one of `schemes` and a host.
pub(super) fn address(problems: &mut Problems, key: &str, url: &str, schemes: &[&str]) {
    let rest = schemes.iter().find_map(|scheme| {
        url.get(..scheme.len())
            .filter(|start| start.eq_ignore_ascii_case(scheme))
            .and_then(|_| url[scheme.len()..].strip_prefix("://"))
    });
    match rest {
        None => {
            let message = format!("Scheme must be one of ('{}').", schemes.join("', '"));
            problems.add_at(key, "URL_TYPE_INVALID_SCHEME", message);
        }
        Some(rest) if rest.is_empty() || rest.contains(char::is_whitespace) => {
            problems.add_at(key, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        }
        Some(_) => {}
    }
}
