//! The limits of buttons and menus: just at each, and one past it.

use serde_json::{Value, json};

use crate::bot::{Town, codes_at};

/// A path in a component, a value that fits, one that exceeds, and where the error stands.
pub(crate) type Case = (&'static str, Value, Value, &'static str);

/// Posts `base` with the value at each case's path.
pub(crate) async fn check(base: Value, cases: Vec<Case>) {
    let town = Town::start().await;
    for (pointer, fits, exceeds, at) in cases {
        for (value, fine) in [(fits, true), (exceeds, false)] {
            let mut body = base.clone();
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            let parent = body.pointer_mut(parent).unwrap();
            match key.parse::<usize>() {
                Ok(index) => parent[index] = value,
                Err(_) => parent[key] = value,
            }
            let (status, error) = town.say(body).await;
            assert_eq!(status, if fine { 200 } else { 400 }, "{pointer}: {error}");
            assert_eq!(codes_at(&error, at).is_empty(), fine, "{pointer}: {error}");
        }
    }
}

pub(crate) fn text(content: &str) -> Value {
    json!({"type": 10, "content": content})
}

pub(crate) fn button(custom_id: &str) -> Value {
    json!({"type": 2, "style": 1, "label": "L", "custom_id": custom_id})
}

fn buttons(count: usize) -> Value {
    (0..count).map(|n| button(&n.to_string())).collect()
}

fn option(value: &str) -> Value {
    json!({"label": "L", "value": value})
}

fn options(count: usize) -> Value {
    (0..count).map(|n| option(&n.to_string())).collect()
}

#[tokio::test]
async fn buttons_and_rows() {
    let base = json!({"content": "c", "components": [{"type": 1, "components": [button("b")]}]});
    let link = |url: &str| json!({"type": 2, "style": 5, "label": "L", "url": url});
    let rows = |count: usize| {
        let row = |n: usize| json!({"type": 1, "components": [button(&n.to_string())]});
        (0..count).map(row).collect::<Value>()
    };
    let select = json!({"type": 3, "custom_id": "s", "options": options(1)});
    let (row, one) = ("/components/0/components", "/components/0/components/0");
    let with = |key: &str, value: Value| {
        let mut button = button("b");
        button[key] = value;
        button
    };
    check(
        base,
        vec![
            ("/components", rows(5), rows(6), "/components"),
            (
                "/components/0",
                json!({"type": 1, "components": [button("b")]}),
                text("t"),
                "/components/0/type",
            ),
            (row, buttons(5), buttons(6), row),
            (row, buttons(1), json!([]), row),
            (row, json!([select]), json!([select, button("b")]), row),
            (
                row,
                buttons(2),
                json!([button("b"), button("b")]),
                "/components/0/components/1/custom_id",
            ),
            (
                one,
                with("label", json!("l".repeat(80))),
                with("label", json!("l".repeat(81))),
                "/components/0/components/0/label",
            ),
            (
                one,
                with("custom_id", json!("c".repeat(100))),
                with("custom_id", json!("c".repeat(101))),
                "/components/0/components/0/custom_id",
            ),
            (
                one,
                with("custom_id", json!("🗞".repeat(50))),
                with("custom_id", json!("🗞".repeat(51))),
                "/components/0/components/0/custom_id",
            ),
            (
                one,
                button("b"),
                with("custom_id", Value::Null),
                "/components/0/components/0/custom_id",
            ),
            (
                one,
                button("b"),
                with("custom_id", json!("")),
                "/components/0/components/0/custom_id",
            ),
            (
                one,
                button("b"),
                with("url", json!("https://example.org")),
                "/components/0/components/0/url",
            ),
            (
                one,
                with("emoji", json!({"name": "🗞"})),
                with("label", Value::Null),
                one,
            ),
            (
                one,
                with("style", json!(4)),
                with("style", json!(7)),
                "/components/0/components/0/style",
            ),
            (
                one,
                link("https://example.org/"),
                link("example.org"),
                "/components/0/components/0/url",
            ),
            (
                one,
                link(&format!("https://e/{}", "p".repeat(502))),
                link(&format!("https://e/{}", "p".repeat(503))),
                "/components/0/components/0/url",
            ),
            (
                one,
                link("https://example.org/"),
                json!({"type": 2, "style": 5, "label": "L", "url": "https://e", "custom_id": "c"}),
                "/components/0/components/0/custom_id",
            ),
            (
                one,
                with("disabled", json!(true)),
                with("disabled", json!("yes")),
                "/components/0/components/0/disabled",
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn selects_and_their_options() {
    let menu = json!({"type": 3, "custom_id": "s", "options": options(2)});
    let base = json!({"content": "c", "components": [{"type": 1, "components": [menu]}]});
    let with = |key: &str, length: usize| {
        let mut one = option("v");
        one[key] = json!("x".repeat(length));
        json!([one])
    };
    let defaults = |count: usize| {
        let one = |n: usize| json!({"label": "L", "value": n.to_string(), "default": n < count});
        (0..3).map(one).collect::<Value>()
    };
    let path = |key: &'static str| key;
    check(
        base,
        vec![
            (
                path("/components/0/components/0/options"),
                options(25),
                options(26),
                "/components/0/components/0/options",
            ),
            (
                "/components/0/components/0/options",
                options(1),
                json!([]),
                "/components/0/components/0/options",
            ),
            (
                "/components/0/components/0/options",
                options(1),
                Value::Null,
                "/components/0/components/0/options",
            ),
            (
                "/components/0/components/0/options",
                with("label", 100),
                with("label", 101),
                "/components/0/components/0/options/0/label",
            ),
            (
                "/components/0/components/0/options",
                with("label", 1),
                with("label", 0),
                "/components/0/components/0/options/0/label",
            ),
            (
                "/components/0/components/0/options",
                with("value", 100),
                with("value", 101),
                "/components/0/components/0/options/0/value",
            ),
            (
                "/components/0/components/0/options",
                with("description", 100),
                with("description", 101),
                "/components/0/components/0/options/0/description",
            ),
            (
                "/components/0/components/0/options",
                options(2),
                json!([option("v"), option("v")]),
                "/components/0/components/0/options/1/value",
            ),
            (
                "/components/0/components/0/options",
                defaults(1),
                defaults(2),
                "/components/0/components/0/options",
            ),
            (
                "/components/0/components/0/placeholder",
                json!("p".repeat(150)),
                json!("p".repeat(151)),
                "/components/0/components/0/placeholder",
            ),
            (
                "/components/0/components/0/max_values",
                json!(2),
                json!(3),
                "/components/0/components/0/max_values",
            ),
            (
                "/components/0/components/0/max_values",
                json!(1),
                json!(0),
                "/components/0/components/0/max_values",
            ),
            (
                "/components/0/components/0/min_values",
                json!(1),
                json!(2),
                "/components/0/components/0/min_values",
            ),
            (
                "/components/0/components/0/min_values",
                json!(0),
                json!(-1),
                "/components/0/components/0/min_values",
            ),
        ],
    )
    .await;
}
