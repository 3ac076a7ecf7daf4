//! Slash commands, components and forms, from the person to the bot and back.

use std::time::Duration;

use local_discord::{Outcome, Refused, Setup};
use serde_json::{Value, json};

use crate::bot::{Town, clock, codes_at};

const V2: u64 = 1 << 15;
const EPHEMERAL: u64 = 1 << 6;

fn ping() -> Value {
    json!([{"name": "ping", "description": "Answers", "options": [
        {"type": 3, "name": "word", "description": "A word", "autocomplete": true},
    ]}])
}

fn button(custom_id: &str, label: &str) -> Value {
    json!({"type": 1, "components":
        [{"type": 2, "style": 1, "custom_id": custom_id, "label": label}]})
}

#[tokio::test]
async fn a_command_is_answered_with_a_message() {
    let mut town = Town::start().await;
    assert_eq!(town.register(ping()).await.0, 200);
    let (mara, news) = (town.mara.clone(), town.news.clone());
    let deed = async move {
        mara.slash(&news, "ping")
            .option("word", "tide")
            .send()
            .await
    };
    let (person, interaction) = town.begin(deed).await;
    assert_eq!(interaction["data"]["options"][0]["value"], "tide");
    assert_eq!(interaction["member"]["user"]["global_name"], "Mara");
    let body = json!({"type": 4, "data": {"flags": V2 | EPHEMERAL, "components": [
        {"type": 17, "components": [{"type": 10, "content": "High"}, {"type": 10, "content": "tide"}]},
        button("more", "More"),
    ]}});
    assert_eq!(
        town.answer(&interaction, body.clone()).await,
        (204, Value::Null)
    );
    let answer = person.await.unwrap().unwrap();
    let message = answer.message();
    assert!(message.ephemeral && !answer.deferred);
    assert_eq!(message.text(), "High\ntide");
    assert_eq!(message.buttons()[0].custom_id.as_deref(), Some("more"));
    let (status, error) = town.answer(&interaction, body).await;
    assert_eq!((status, &error["code"]), (400, &json!(40060)));
    assert_eq!(town.discord.refusals().len(), 1);
    let ben = town.guild.member("Ben");
    assert!(town.news.messages().is_empty());
    assert!(town.news.messages_for(&ben).is_empty());
    assert_eq!(town.news.messages_for(&town.mara).len(), 1);
    assert!(matches!(
        ben.click(&message, "More").await,
        Err(Refused::NotVisible(_))
    ));
}
