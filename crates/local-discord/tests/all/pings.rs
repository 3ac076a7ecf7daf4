//! Who was really pinged: not everyone whom a text names.

use local_discord::{Permissions, Pinged};
use serde_json::{Value, json};

use crate::bot::{Town, V2, card};

/// Everyone, users, roles.
fn who(pinged: &Pinged) -> (bool, Vec<u64>, Vec<u64>) {
    (pinged.everyone, pinged.users.clone(), pinged.roles.clone())
}

#[tokio::test]
async fn only_what_is_allowed_pings() {
    let town = Town::start().await;
    let (closed, open) = (
        town.guild.role("Closed", Permissions::empty()),
        town.guild.role("Open", Permissions::empty()),
    );
    open.set_mentionable(true);
    let (mara, ben) = (town.mara.id(), town.guild.member("Ben").id());
    let text = format!(
        "@everyone <@{mara}> <@!{ben}> <@&{}> <@&{}>",
        closed.id(),
        open.id()
    );
    let body = |allowed: &Value| json!({"content": text, "allowed_mentions": allowed});
    let both = vec![mara, ben];
    for (allowed, users, roles) in [
        (json!({"parse": []}), vec![], vec![]),
        (json!({"parse": ["everyone"]}), vec![], vec![]),
        (json!({"parse": ["users"]}), both.clone(), vec![]),
        (json!({"users": [ben.to_string()]}), vec![ben], vec![]),
        (json!({"parse": ["roles"]}), vec![], vec![open.id()]),
        (json!({"roles": [closed.id().to_string()]}), vec![], vec![]),
        (Value::Null, both.clone(), vec![open.id()]),
    ] {
        let message = town.card(body(&allowed)).await;
        assert_eq!(who(message.pinged()), (false, users, roles), "{allowed}");
    }
    let callers = town.guild.role("Callers", Permissions::MENTION_EVERYONE);
    town.guild.bot().add_role(&callers);
    let message = town.card(body(&Value::Null)).await;
    assert_eq!(
        who(message.pinged()),
        (true, both, vec![closed.id(), open.id()])
    );
    let silent = town.card(body(&json!({"parse": []}))).await;
    assert!(silent.pinged().is_nobody());
}

#[tokio::test]
async fn a_text_display_pings_and_an_embed_does_not() {
    let town = Town::start().await;
    let text = format!("<@{}>", town.mara.id());
    let display = json!({"flags": V2, "components": [{"type": 10, "content": text}]});
    assert_eq!(town.card(display).await.pinged().users, [town.mara.id()]);
    let embed = json!({"embeds": [{"description": text}]});
    assert!(town.card(embed).await.pinged().is_nobody());
}

#[tokio::test]
async fn an_edit_pings_nobody() {
    let town = Town::start().await;
    let text = format!("<@{}>", town.mara.id());
    let message = town.card(json!({"content": "c"})).await;
    let path = format!("{}/{}", town.messages_path(), message.id);
    let (_, edited) = town.patch(&path, json!({"content": text})).await;
    assert_eq!(edited["mentions"].as_array().unwrap().len(), 1);
    assert!(message.now().unwrap().pinged().is_nobody());
}

#[tokio::test]
async fn a_reply_pings_its_author_unless_told_not_to() {
    let town = Town::start().await;
    let hers = town.mara.say(&town.news, "question").unwrap();
    let reply = |allowed: Value| {
        json!({"content": "c", "allowed_mentions": allowed,
            "message_reference": {"message_id": hers.id.to_string()}})
    };
    for (allowed, pinged) in [
        (Value::Null, true),
        (json!({"parse": []}), false),
        (json!({"parse": [], "replied_user": true}), true),
    ] {
        let message = town.card(reply(allowed)).await;
        assert_eq!(message.pinged().users.contains(&town.mara.id()), pinged);
    }
}

#[tokio::test]
async fn those_who_do_not_see_a_message_are_not_pinged() {
    let mut town = Town::start().await;
    let ben = town.guild.member("Ben");
    let text = format!("@everyone <@{}> <@{}>", town.mara.id(), ben.id());
    town.news.deny_member(&ben, Permissions::VIEW_CHANNEL);
    let message = town.card(json!({"content": text})).await;
    assert_eq!(message.pinged().users, [town.mara.id()]);

    let message = town.card(card("More")).await;
    let mara = town.mara.clone();
    let (person, interaction) = town
        .begin(async move { mara.click(&message, "More").await })
        .await;
    town.answer(&interaction, json!({"type": 5, "data": {"flags": 64}}))
        .await;
    let original = town.webhook(&interaction, "/messages/@original");
    town.patch(&original, json!({"content": text})).await;
    let answer = person.await.unwrap().unwrap();
    assert_eq!(
        who(answer.message().pinged()),
        (false, vec![town.mara.id()], vec![])
    );
}
