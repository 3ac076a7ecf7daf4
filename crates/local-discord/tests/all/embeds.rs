//! The limits of embeds: just at each, and one past it.

use serde_json::{Value, json};

use crate::bot::{Town, codes_at};

#[tokio::test]
async fn embeds_are_held_to_their_limits() {
    let town = Town::start().await;
    let text = |length: usize| json!("x".repeat(length));
    let one = |key: &str, value: Value| json!([{"title": "t", key: value}]);
    let fields = |count: usize| json!(vec![json!({"name": "n", "value": "v"}); count]);
    let field = |name: usize, value: usize| json!([{"name": text(name), "value": text(value)}]);
    let long = |rest: usize| json!([{"description": text(4096)}, {"description": text(rest)}]);
    for (fits, exceeds, at) in [
        (
            one("title", text(256)),
            one("title", text(257)),
            "/embeds/0/title",
        ),
        (
            one("description", text(4096)),
            one("description", text(4097)),
            "/embeds/0/description",
        ),
        (
            one("fields", fields(25)),
            one("fields", fields(26)),
            "/embeds/0/fields",
        ),
        (
            one("fields", field(256, 1)),
            one("fields", field(257, 1)),
            "/embeds/0/fields/0/name",
        ),
        (
            one("fields", field(1, 1024)),
            one("fields", field(1, 1025)),
            "/embeds/0/fields/0/value",
        ),
        (
            one("fields", field(1, 1)),
            one("fields", field(1, 0)),
            "/embeds/0/fields/0/value",
        ),
        (
            one("footer", json!({"text": text(2048)})),
            one("footer", json!({"text": text(2049)})),
            "/embeds/0/footer/text",
        ),
        (
            one("author", json!({"name": text(256)})),
            one("author", json!({"name": text(257)})),
            "/embeds/0/author/name",
        ),
        (
            one("color", json!(0xFF_FFFF)),
            one("color", json!(0x100_0000)),
            "/embeds/0/color",
        ),
        (
            one("url", json!("https://example.org")),
            one("url", json!("nowhere")),
            "/embeds/0/url",
        ),
        (
            one("title", text(1)),
            json!([{"color": 1}]),
            "/embeds/0/description",
        ),
        (
            json!(vec![json!({"title": "t"}); 10]),
            json!(vec![json!({"title": "t"}); 11]),
            "/embeds",
        ),
        (long(6000 - 4096), long(6001 - 4096), "/embeds"),
    ] {
        for (embeds, fine) in [(fits, true), (exceeds, false)] {
            let (status, error) = town.say(json!({"embeds": embeds})).await;
            assert_eq!(status, if fine { 200 } else { 400 }, "{at}: {error}");
            assert_eq!(codes_at(&error, at).is_empty(), fine, "{at}: {error}");
        }
    }
}
