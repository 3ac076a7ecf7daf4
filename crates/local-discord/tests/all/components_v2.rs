//! The limits of Components V2: just at each, and one past it.

use serde_json::{Value, json};

use crate::{
    bot::{Town, V2, codes_at},
    components::{button, check, text},
};

#[tokio::test]
async fn components_v2() {
    let base = json!({"flags": V2, "components": [text("t")]});
    let texts = |count: usize, length: usize| json!(vec![text(&"x".repeat(length)); count]);
    let section =
        |texts: Value| json!([{"type": 9, "components": texts, "accessory": button("b")}]);
    let bare = json!([{"type": 9, "components": [text("t")]}]);
    let container = |children: Value| json!([{"type": 17, "components": children}]);
    let accent =
        |color: i64| json!([{"type": 17, "accent_color": color, "components": [text("t")]}]);
    let separator = |spacing: i64| json!([{"type": 14, "spacing": spacing}]);
    let thumbnail = |description: usize| {
        let media = json!({"url": "https://example.org/a.png"});
        let accessory = json!({"type": 11, "media": media, "description": "d".repeat(description)});
        json!([{"type": 9, "components": [text("t")], "accessory": accessory}])
    };
    let gallery = |count: usize| {
        let item = json!({"media": {"url": "https://example.org/a.png"}});
        json!([{"type": 12, "items": vec![item; count]}])
    };
    // A container of `children` texts and one row: its own count is theirs plus three.
    let nested = |children: usize| {
        let mut all = vec![text("t"); children];
        all.push(json!({"type": 1, "components": [button("b")]}));
        container(json!(all))
    };
    let numbered = |second: u64| json!([{"type": 10, "id": 1, "content": "a"}, {"type": 10, "id": second, "content": "b"}]);
    check(
        base,
        vec![
            ("/components", texts(40, 1), texts(41, 1), "/components"),
            ("/components", nested(37), nested(38), "/components"),
            (
                "/components",
                texts(1, 4000),
                texts(1, 4001),
                "/components/0/content",
            ),
            ("/components", texts(2, 2000), texts(2, 2001), "/components"),
            (
                "/components",
                json!([text(&"🗞".repeat(2000))]),
                json!([text(&"🗞".repeat(2001))]),
                "/components/0/content",
            ),
            (
                "/components",
                texts(1, 1),
                texts(1, 0),
                "/components/0/content",
            ),
            (
                "/components",
                section(texts(3, 1)),
                section(texts(4, 1)),
                "/components/0/components",
            ),
            (
                "/components",
                section(texts(1, 1)),
                section(json!([])),
                "/components/0/components",
            ),
            (
                "/components",
                section(texts(1, 1)),
                bare,
                "/components/0/accessory",
            ),
            (
                "/components",
                section(texts(1, 1)),
                section(json!([button("x")])),
                "/components/0/components/0/type",
            ),
            (
                "/components",
                container(texts(1, 1)),
                container(container(texts(1, 1))),
                "/components/0/components/0/type",
            ),
            (
                "/components",
                container(texts(1, 1)),
                container(json!([])),
                "/components/0/components",
            ),
            (
                "/components",
                texts(1, 1),
                json!([button("b")]),
                "/components/0/type",
            ),
            (
                "/components",
                accent(0xFF_FFFF),
                accent(0x100_0000),
                "/components/0/accent_color",
            ),
            (
                "/components",
                separator(2),
                separator(3),
                "/components/0/spacing",
            ),
            (
                "/components",
                thumbnail(1024),
                thumbnail(1025),
                "/components/0/accessory/description",
            ),
            (
                "/components",
                gallery(10),
                gallery(11),
                "/components/0/items",
            ),
            ("/components", numbered(2), numbered(1), "/components/1/id"),
            ("/content", Value::Null, json!("text"), "/content"),
            ("/embeds", json!([]), json!([{"title": "t"}]), "/embeds"),
        ],
    )
    .await;
}

#[tokio::test]
async fn the_v2_flag_stays() {
    let town = Town::start().await;
    let message = town
        .card(json!({"flags": V2, "components": [text("t")]}))
        .await;
    let path = format!("{}/{}", town.messages_path(), message.id);
    for (body, at) in [
        (json!({"components": [text("new")]}), None),
        (json!({"flags": V2, "components": [text("newer")]}), None),
        (json!({"flags": 0}), Some("/flags")),
        (json!({"content": "text"}), Some("/content")),
    ] {
        let (status, error) = town.patch(&path, body.clone()).await;
        assert_eq!(status == 200, at.is_none(), "{body}: {error}");
        assert_eq!(
            at.map(|at| codes_at(&error, at).len()).unwrap_or(1),
            1,
            "{body}: {error}"
        );
    }
    assert_eq!(town.news.messages()[0].text(), "newer");
    let classic = town.card(json!({"content": "classic"})).await;
    let path = format!("{}/{}", town.messages_path(), classic.id);
    let v2 = json!({"flags": V2, "components": [text("t")]});
    assert_eq!(
        codes_at(&town.patch(&path, v2.clone()).await.1, "/content").len(),
        1
    );
    let mut emptied = v2;
    emptied["content"] = Value::Null;
    assert_eq!(town.patch(&path, emptied).await.0, 200);
}
