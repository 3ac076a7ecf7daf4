//! Forms, filled in and sent, and their limits.

use local_discord::Refused;
use serde_json::{Value, json};

use crate::bot::{Town, card, codes_at, ping};

#[tokio::test]
async fn a_form_is_filled_in_and_sent() {
    let mut town = Town::start().await;
    let message = town.card(card("Edit")).await;
    let (mara, seen) = (town.mara.clone(), message.clone());
    let (person, interaction) = town
        .begin(async move { mara.click(&seen, "Edit").await })
        .await;
    town.answer(&interaction, json!({"type": 9, "data": form()}))
        .await;
    let modal = person.await.unwrap().unwrap().modal();
    assert_eq!(
        (modal.title(), modal.fields()[0].value.as_str()),
        ("Edit", "old")
    );
    let ben = town.guild.member("Ben");
    assert!(matches!(
        ben.submit(&modal).send().await,
        Err(Refused::NotVisible(_))
    ));
    for (label, text, refused) in [
        ("Headline", "", Refused::InvalidField("Headline".into())),
        (
            "Headline",
            "four🗞",
            Refused::InvalidField("Headline".into()),
        ),
        (
            "Byline",
            "x",
            Refused::NotThere("Byline".into(), vec!["Headline".into(), "Note".into()]),
        ),
    ] {
        let sent = town.mara.submit(&modal).field(label, text).send().await;
        assert_eq!(sent.unwrap_err(), refused);
    }
    let mara = town.mara.clone();
    let deed = async move { mara.submit(&modal).field("Headline", "newer").send().await };
    let (person, interaction) = town.begin(deed).await;
    assert_eq!(
        interaction["data"]["components"][0]["components"][0]["value"],
        "newer"
    );
    assert_eq!(
        interaction["data"]["components"][1]["component"]["custom_id"],
        "note"
    );
    assert_eq!(interaction["message"]["id"], message.id.to_string());
    let (_, error) = town
        .answer(&interaction, json!({"type": 9, "data": form()}))
        .await;
    assert_eq!(codes_at(&error, "/type"), ["BASE_TYPE_CHOICES"]);
    town.answer(
        &interaction,
        json!({"type": 7, "data": {"content": "done"}}),
    )
    .await;
    let updated = person.await.unwrap().unwrap().updated();
    assert_eq!(
        (updated.id, updated.text(), updated.edited),
        (message.id, "done", true)
    );
}

pub(crate) fn form() -> Value {
    let headline = json!({
        "type": 4, "custom_id": "headline", "label": "Headline", "style": 1,
        "value": "old", "min_length": 2, "max_length": 5,
    });
    let note = json!({"type": 4, "custom_id": "note", "style": 2, "required": false});
    json!({"custom_id": "edit", "title": "Edit", "components": [
        {"type": 1, "components": [headline]},
        {"type": 18, "label": "Note", "component": note},
    ]})
}

#[tokio::test]
async fn forms_are_held_to_their_limits() {
    let mut town = Town::start().await;
    town.register(ping()).await;
    let row = |n: usize| {
        let input = json!({"type": 4, "custom_id": n.to_string(), "label": "L", "style": 1});
        json!({"type": 1, "components": [input]})
    };
    let rows = |count| (0..count).map(row).collect::<Value>();
    let input = "/data/components/0/components/0";
    let cases: [(&str, Value, Value, &str); 9] = [
        (
            "/custom_id",
            json!("c".repeat(100)),
            json!("c".repeat(101)),
            "/data/custom_id",
        ),
        (
            "/title",
            json!("t".repeat(45)),
            json!("t".repeat(46)),
            "/data/title",
        ),
        ("/components", rows(5), rows(6), "/data/components"),
        ("/components", rows(1), json!([]), "/data/components"),
        (
            "/components/0/components/0/label",
            json!("l".repeat(45)),
            json!("l".repeat(46)),
            "label",
        ),
        (
            "/components/0/components/0/value",
            json!("v".repeat(4000)),
            json!("v".repeat(4001)),
            "value",
        ),
        (
            "/components/0/components/0/placeholder",
            json!("p".repeat(100)),
            json!("p".repeat(101)),
            "placeholder",
        ),
        (
            "/components/0/components/0/max_length",
            json!(4000),
            json!(4001),
            "max_length",
        ),
        (
            "/components/0/components/0/custom_id",
            json!("c".repeat(100)),
            json!(""),
            "custom_id",
        ),
    ];
    for (pointer, fits, exceeds, at) in cases {
        for (value, fine) in [(fits, true), (exceeds, false)] {
            let mut data = json!({"custom_id": "form", "title": "Form", "components": rows(1)});
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            data.pointer_mut(parent).unwrap()[key] = value;
            let (mara, news) = (town.mara.clone(), town.news.clone());
            let (person, interaction) = town
                .begin(async move { mara.slash(&news, "ping").send().await })
                .await;
            let (status, error) = town
                .answer(&interaction, json!({"type": 9, "data": data}))
                .await;
            person.abort();
            let path = if at.starts_with('/') {
                at.to_owned()
            } else {
                format!("{input}/{at}")
            };
            assert_eq!(status, if fine { 204 } else { 400 }, "{pointer} {error}");
            assert_eq!(
                codes_at(&error, &path).is_empty(),
                fine,
                "{pointer} {error}"
            );
        }
    }
}
